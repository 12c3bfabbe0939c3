"""The equations of one layer, right and with the slips that are made in them. s is the Activation."""

import numpy as np

from .equation import Equation, Slip, common_slips


def equation(name, right, slips, inputs, samples, answer, shapes):
    """An Equation whose slips are its own and the common ones."""
    return Equation(name, right, (*slips, *common_slips(right, samples, answer)), inputs, samples, answer, shapes)


def weighted_sum():
    """z = w x + b (chapter weighted-sum)."""

    def right(w, x, b):
        return w @ x + b

    slips = (
        Slip("bias_missing", "this is w x: the bias b is left out", lambda w, x, b: w @ x),
        Slip("bias_sign", "this is w x − b: the bias is added", lambda w, x, b: w @ x - b),
        Slip("w_transposed", "this is wᵀ x + b: a row of w is a neuron, so w needs no transpose",
             lambda w, x, b: w.T @ x + b),
        Slip("wrong_side", "this is x w + b: w stands on the left", lambda w, x, b: x @ w + b),
        Slip("elementwise", "this multiplies entry by entry; `@` is the matrix product", lambda w, x, b: w * x + b),
    )  # fmt: skip

    def inputs(rng, size):
        return {
            "w": rng.normal(size=(size.n, size.p)),
            "x": rng.normal(size=(size.p, size.m)),
            "b": rng.normal(size=(size.n, 1)),
        }

    return equation("weighted_sum", right, slips, inputs, (1,), "z", "w (n, p), x (p, m), b (n, 1) -> z (n, m)")


def activation(s):
    """a = σ(z) (chapter activation)."""
    slips = (
        Slip("prime", "this is σ′(z): the derivative, not the function", lambda z: s.f_prime(z)),
        Slip("sign_of_z", "this is σ(−z): the sign in the exponent, or of z, is turned round", lambda z: s.f(-z)),
        Slip("identity", "this is z itself: no σ was applied", lambda z: z),
    )
    return equation("activation", s.f, slips, _z, (0,), "a", "z (n, m) -> a (n, m)")


def activation_prime(s):
    """σ′(z) (chapter activation)."""
    slips = (
        Slip("of_a", "this is σ′ taken at a = σ(z), not at z", lambda z: s.f_prime(s.f(z))),
        Slip("not_prime", "this is σ(z): the function, not its derivative", lambda z: s.f(z)),
        *always_one(s, lambda z: np.ones_like(z)),
    )
    return equation("activation_prime", s.f_prime, slips, _z, (0,), "σ′", "z (n, m) -> σ′(z) (n, m)")


def _z(rng, size):
    return {"z": 2 * rng.normal(size=(size.n, size.m))}


def always_one(s, formula):
    """The slip of relu′ that is asked of a instead of z; `formula` is what is left when σ′ is 1 everywhere."""
    says = "σ′ is 1 everywhere here: relu′ was taken on the output with >=, and a = relu(z) is never negative"
    return (Slip("relu_prime_of_output", says, formula),) if s.name == "relu" else ()


def loss():
    """ℒ = ½‖a − y‖², averaged over the samples (chapter loss)."""

    def right(a, y):
        return float(0.5 * ((a - y) ** 2).sum() / a.shape[1])

    slips = (
        Slip("no_half", "this is 2 ℒ: the ½ is left out", lambda a, y: ((a - y) ** 2).sum() / a.shape[1]),
        Slip("not_averaged", "this is the sum over the samples; the average is asked, 1/m is missing",
             lambda a, y: 0.5 * ((a - y) ** 2).sum()),
        Slip("neurons_averaged", "this averages over the output neurons too; only the samples are averaged",
             lambda a, y: 0.5 * ((a - y) ** 2).mean()),
        Slip("mean_square", "this is the mean of all squares: no ½, and averaged over the output neurons too",
             lambda a, y: ((a - y) ** 2).mean()),
        Slip("root", "this is ½‖a − y‖: the square is missing",
             lambda a, y: (0.5 * np.sqrt(((a - y) ** 2).sum(axis=0))).mean()),
        Slip("per_sample", "this is ℒ of each sample; their average is asked",
             lambda a, y: 0.5 * ((a - y) ** 2).sum(axis=0)),
        Slip("sum_squared", "this squares the sum; each difference is squared, then they are added",
             lambda a, y: 0.5 * ((a - y).sum(axis=0) ** 2).mean()),
    )  # fmt: skip

    def inputs(rng, size):
        return {"a": 3 * rng.normal(size=(size.n, size.m)), "y": 3 * rng.normal(size=(size.n, size.m))}

    return equation("loss", right, slips, inputs, (0, 1), "ℒ", "a (n, m), y (n, m) -> ℒ, a number")


def output_error(s):
    """δ^L = ∇_a ℒ ⊙ σ′(z^L) (chapter output-error)."""

    def right(z, a, y):
        return (a - y) * s.f_prime(z)

    slips = (
        Slip("sigma_prime_missing", "this is δ with σ′ left out, a − y alone", lambda z, a, y: a - y),
        *always_one(s, lambda z, a, y: a - y),
        Slip("sigma_prime_of_a", "this takes σ′ at a, not at z", lambda z, a, y: (a - y) * s.f_prime(a)),
        Slip("sigma_not_prime", "σ(z) stands where σ′(z) belongs", lambda z, a, y: (a - y) * s.f(z)),
        Slip("gradient_missing", "this is σ′(z) alone: ∇_a ℒ = a − y is left out", lambda z, a, y: s.f_prime(z)),
        Slip("loss_not_gradient", "½(a − y)² stands where its slope a − y belongs",
             lambda z, a, y: 0.5 * (a - y) ** 2 * s.f_prime(z)),
        Slip("matrix_product", "this is a matrix product; ⊙ multiplies entry by entry, `*`",
             lambda z, a, y: (a - y) @ s.f_prime(z).T),
    )  # fmt: skip

    def inputs(rng, size):
        z = rng.normal(size=(size.n, size.m))
        return {"z": z, "a": s.f(z), "y": 6 * rng.normal(size=(size.n, size.m))}

    shapes = "z (n_L, m), a (n_L, m), y (n_L, m) -> δ (n_L, m)"
    return equation("output_error", right, slips, inputs, (0, 1, 2), "δ", shapes)

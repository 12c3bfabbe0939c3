"""What is checked of a whole network: forward pass, errors, gradients, training."""

from . import network
from .equation import Equation, Slip, common_slips
from .network import errors, formulas, forward, gradients, lifted, training

FORWARD = ("weighted_sum", "activation")
BACK = ("output_error", "backpropagated_error")
GRADIENTS = ("weight_gradient", "bias_gradient")
BARE = "right δ^L, but what was sent down is a − y without σ′(z^L)"


def equation(name, right, slips, inputs, samples, answer, shapes):
    """An Equation of a network, with the common slips behind its own."""
    return Equation(name, right, (*slips, *common_slips(right, samples, answer)), inputs, samples, answer, shapes)


def draw(rng, size):
    """w, b, x, y of a random network; the weights are small enough that σ is not saturated."""
    n = size.layers
    return {
        "w": [None, *(rng.normal(size=(n[l], n[l - 1])) for l in range(1, len(n)))],
        "b": [None, *(rng.normal(size=(n[l], 1)) for l in range(1, len(n)))],
        "x": rng.normal(size=(n[0], size.m)),
        "y": 4 * rng.normal(size=(n[-1], size.m)),
    }


def forward_pass(s):
    """z^l = w^l a^(l−1) + b^l, a^l = σ(z^l), for l = 1 … L (chapter forward-pass)."""
    right = forward(formulas(s))

    def last_linear(w, b, x):
        z, a = right(w, b, x)
        return z, [*a[:-1], z[-1]]

    def inputs_only(w, b, x):
        z = [None, *(w[l] @ right(w, b, x)[0][l - 1] + b[l] if l > 1 else w[l] @ x + b[l] for l in range(1, len(w)))]
        return z, [x, *(s.f(v) for v in z[1:])]

    slips = (
        *lifted(s, forward, FORWARD),
        Slip("last_layer_bare", "the last layer has no σ: a^L = σ(z^L) like the others", last_linear),
        Slip("z_passed_on", "z^(l−1) was passed on to the next layer where a^(l−1) belongs", inputs_only),
    )

    def inputs(rng, size):
        return {k: v for k, v in draw(rng, size).items() if k != "y"}

    shapes = "w, b lists over l (entry 0 None), x (n_0, m) -> (z, a), lists over l: z[0] is None, a[0] is x"
    return equation("forward_pass", right, slips, inputs, (2,), ("z", "a"), shapes)


def all_errors(s):
    """δ^L, then δ^l for l = L − 1 … 1 (chapters output-error and backpropagated-error)."""
    p = formulas(s)
    slips = (*lifted(s, errors, BACK), Slip("sigma_prime_missing_below", BARE, network.errors_from_bare_difference(p)))

    def inputs(rng, size):
        drawn = draw(rng, size)
        z, a = forward(p)(drawn["w"], drawn["b"], drawn["x"])
        return {"w": drawn["w"], "z": z, "a": a, "y": drawn["y"]}

    shapes = "w, z, a lists over l (w[0] and z[0] are None, a[0] is x), y (n_L, m) -> δ, a list over l, entry 0 None"
    return equation("errors", errors(p), slips, inputs, (3, 1, 2), "δ", shapes)


def all_gradients(s):
    """∂ℒ/∂w^l and ∂ℒ/∂b^l for l = 1 … L."""
    p = formulas(s)
    slips = (
        *lifted(s, gradients, BACK + GRADIENTS + FORWARD),
        Slip("sigma_prime_missing_below", BARE, gradients(p, network.errors_from_bare_difference)),
    )
    shapes = "w, b lists over l (entry 0 None), x (n_0, m), y (n_L, m) -> (dw, db), lists over l, entry 0 None"
    return equation("gradients", gradients(p), slips, draw, (2, 3), ("∂ℒ/∂w", "∂ℒ/∂b"), shapes)


def slope(s):
    """∂ℒ/∂w^l_jk, measured by nudging (chapter checking gradients)."""
    p = formulas(s)

    def right(w, b, x, y, l, j, k):
        return float(gradients(p)(w, b, x, y)[0][l][j, k])

    def times(factor):
        return lambda *inputs: factor * right(*inputs)

    slips = (
        Slip("divided_by_h", "this is twice the slope: from −h to +h the nudge is 2h long", times(2)),
        Slip("divided_by_h", "this is half the slope: from 0 to h the nudge is h long, not 2h", times(0.5)),
        Slip("sign", "this is −slope: the loss above minus the loss below", times(-1)),
        Slip("not_averaged", "this is m times the slope: ℒ is averaged over the samples",
             lambda w, b, x, *rest: right(w, b, x, *rest) * x.shape[1]),
        Slip("j_k_swapped", "this is the slope for the weight in row k and column j",
             lambda w, b, x, y, l, j, k: right(w, b, x, y, l, k, j)),
        Slip("difference", "this is the difference of the losses for h = 1e-5; divide it by 2h", times(2e-5)),
    )  # fmt: skip

    def inputs(rng, size):
        drawn = draw(rng, size)
        l = int(rng.integers(1, len(size.layers)))
        return drawn | {"l": l, "j": int(rng.integers(size.layers[l])), "k": int(rng.integers(size.layers[l - 1]))}

    shapes = "w, b lists over l, x (n_0, m), y (n_L, m), l, j, k -> ∂ℒ/∂w^l_jk, a number"
    return Equation("slope", right, slips, inputs, (2, 3), "the slope", shapes)


def all_training(s):
    """The four steps, `epochs` times (chapter training-loop)."""
    p = formulas(s)
    right = training(p)
    slips = (
        Slip("updated_weights", "this used the weights after the update: all gradients come first, then w moves",
             network.training_with_updated_weights(p)),
        *lifted(s, training, ("update", *BACK, *GRADIENTS, *FORWARD)),
        Slip("sigma_prime_missing_below", BARE, training(p, network.errors_from_bare_difference)),
        Slip("accumulates", "the gradients of all epochs pile up: start each step from zero",
             network.training_with_piled_gradients(p)),
        Slip("one_epoch", "this is one epoch; the steps are repeated `epochs` times",
             lambda w, b, x, y, eta, epochs: right(w, b, x, y, eta, 1)),
        Slip("one_too_many", "this is one epoch too many",
             lambda w, b, x, y, eta, epochs: right(w, b, x, y, eta, epochs + 1)),
    )  # fmt: skip

    def inputs(rng, size):
        return draw(rng, size) | {"eta": float(rng.uniform(0.2, 0.8)), "epochs": int(rng.integers(2, 5))}

    shapes = "w, b lists over l (entry 0 None), x (n_0, m), y (n_L, m), eta, epochs -> (w, b), lists over l"
    return equation("training", right, slips, inputs, (2, 3), ("w", "b"), shapes)

"""The equations of one layer on the way back: the recurrence, the two gradients, the update."""

import numpy as np

from .equation import Slip
from .layer import always_one, equation


def backpropagated_error(s):
    """δ^l = ((w^(l+1))ᵀ δ^(l+1)) ⊙ σ′(z^l) (chapter backpropagated-error); w and delta belong to layer l + 1."""

    def right(w, delta, z):
        return (w.T @ delta) * s.f_prime(z)

    slips = (
        Slip("sigma_prime_missing", "this is δ with σ′ left out, wᵀ δ alone", lambda w, delta, z: w.T @ delta),
        *always_one(s, lambda w, delta, z: w.T @ delta),
        Slip("sigma_prime_of_a", "this takes σ′ at a, not at z", lambda w, delta, z: (w.T @ delta) * s.f_prime(s.f(z))),
        Slip("sigma_not_prime", "σ(z) stands where σ′(z) belongs", lambda w, delta, z: (w.T @ delta) * s.f(z)),
        Slip("w_not_transposed", "this is w δ: the transpose of w is missing",
             lambda w, delta, z: (w @ delta) * s.f_prime(z)),
        Slip("wrong_side", "w stands on the wrong side: wᵀ δ, not δ w", lambda w, delta, z: (delta @ w) * s.f_prime(z)),
        Slip("wrong_side", "this is (δᵀ w) with no transpose back: wᵀ δ",
             lambda w, delta, z: (delta.T @ w) * s.f_prime(z)),
        Slip("sigma_prime_before_w", "σ′ was applied before wᵀ: first go back through w, then multiply by σ′(z)",
             lambda w, delta, z: w.T @ (delta * s.f_prime(z))),
    )  # fmt: skip

    def inputs(rng, size):
        return {
            "w": 2 * rng.normal(size=(size.n, size.p)),
            "delta": 2 * rng.normal(size=(size.n, size.m)),
            "z": rng.normal(size=(size.p, size.m)),
        }

    shapes = "w (n_(l+1), n_l), delta (n_(l+1), m), z (n_l, m) -> δ (n_l, m)"
    return equation("backpropagated_error", right, slips, inputs, (1, 2), "δ", shapes)


def weight_gradient():
    """∂ℒ/∂w^l = δ^l (a^(l−1))ᵀ / m (chapter weight-gradient); a belongs to layer l − 1."""

    def right(delta, a):
        return delta @ a.T / delta.shape[1]

    slips = (
        Slip("not_averaged", "this is the sum over the samples; divide by m", lambda delta, a: delta @ a.T),
        Slip("averaged_twice", "this is averaged twice: divided by m²",
             lambda delta, a: delta @ a.T / delta.shape[1] ** 2),
        Slip("a_not_transposed", "this is δ a: the transpose of a is missing",
             lambda delta, a: delta @ a / delta.shape[1]),
        Slip("divided_by_n", "this is divided by the number of neurons, not of samples m",
             lambda delta, a: delta @ a.T / len(delta)),
        Slip("means_first", "this multiplies the means of δ and a; multiply sample by sample, then average",
             lambda delta, a: np.outer(delta.mean(axis=1), a.mean(axis=1))),
    )  # fmt: skip

    def inputs(rng, size):
        return {"delta": 2 * rng.normal(size=(size.n, size.m)), "a": 2 * rng.normal(size=(size.p, size.m))}

    shapes = "delta (n_l, m), a (n_(l−1), m) -> ∂ℒ/∂w (n_l, n_(l−1))"
    return equation("weight_gradient", right, slips, inputs, (0, 1), "∂ℒ/∂w", shapes)


def bias_gradient():
    """∂ℒ/∂b^l = Σ_samples δ^l / m (chapter bias-gradient)."""

    def right(delta):
        return delta.sum(axis=1, keepdims=True) / delta.shape[1]

    slips = (
        Slip("not_averaged", "this is the sum over the samples; divide by m",
             lambda delta: delta.sum(axis=1, keepdims=True)),
        Slip("averaged_twice", "this is averaged twice: the mean is taken, and then divided by m once more",
             lambda delta: delta.mean(axis=1, keepdims=True) / delta.shape[1]),
        Slip("per_sample", "this is δ of each sample; average over the columns", lambda delta: delta),
        Slip("per_sample", "this is δ / m of each sample; add up the columns", lambda delta: delta / delta.shape[1]),
        Slip("mean_of_all", "this is the mean over the neurons too; each neuron has a bias of its own",
             lambda delta: np.full((len(delta), 1), delta.mean())),
        Slip("mean_of_all", "this is one number for the layer; each neuron has a bias of its own",
             lambda delta: delta.mean()),
        Slip("neurons_summed", "this adds over the neurons (axis 0); the samples are the columns (axis 1)",
             lambda delta: delta.mean(axis=0, keepdims=True)),
        Slip("neurons_summed", "this adds over the neurons (axis 0); the samples are the columns (axis 1)",
             lambda delta: delta.sum(axis=0, keepdims=True) / delta.shape[1]),
        Slip("frozen", "this is 0: the bias is frozen, and its gradient is δ even when b = 0",
             lambda delta: np.zeros((len(delta), 1))),
    )  # fmt: skip

    def inputs(rng, size):
        return {"delta": 3 * rng.normal(size=(size.n, size.m))}

    shapes = "delta (n_l, m) -> ∂ℒ/∂b (n_l, 1)"
    return equation("bias_gradient", right, slips, inputs, (0,), "∂ℒ/∂b", shapes)


def update():
    """w := w − η ∂ℒ/∂w, b := b − η ∂ℒ/∂b (chapter update-rule), for one layer."""

    def step(sign=-1, w_rate=1, b_rate=1):
        return lambda w, b, dw, db, eta: (w + sign * eta**w_rate * dw, b + sign * eta**b_rate * db)

    slips = (
        Slip("climbs", "the sign is turned round: this climbs, and the loss rises at any η", step(sign=1)),
        Slip("eta_missing", "η is left out: the step is as long as the gradient", step(w_rate=0, b_rate=0)),
        Slip("eta_missing", "η is left out for b", step(b_rate=0)),
        Slip("eta_squared", "η is multiplied in twice", step(w_rate=2, b_rate=2)),
        Slip(
            "bias_frozen", "b has not moved: the bias has its own update", lambda w, b, dw, db, eta: (w - eta * dw, b)
        ),
        Slip("bias_climbs", "the sign is turned round for b", lambda w, b, dw, db, eta: (w - eta * dw, b + eta * db)),
        Slip("step_only", "this is the step η ∂ℒ; take it off w and b", lambda w, b, dw, db, eta: (eta * dw, eta * db)),
        Slip("unchanged", "nothing has moved", lambda w, b, dw, db, eta: (w, b)),
        Slip("twice", "the step is taken twice", step(sign=-2)),
    )

    def inputs(rng, size):
        w, dw = 3 * rng.normal(size=(2, size.n, size.p))
        b, db = 3 * rng.normal(size=(2, size.n, 1))
        return {"w": w, "b": b, "dw": dw, "db": db, "eta": float(rng.uniform(0.1, 0.9))}

    shapes = "w (n, p), b (n, 1), dw (n, p), db (n, 1), eta -> (w, b)"
    return equation("update", step(), slips, inputs, (), ("w", "b"), shapes)

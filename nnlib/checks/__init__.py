"""Checks that name the mistake: your function is tried on fresh random inputs, and its answers are compared with the
right formula and with the wrong ones that people write.

    checks.output_error(my_function)

Every check takes your function and returns a Report, whose text says what is wrong. `sigma` names the activation
that your function uses; `seed` makes the same inputs again. What your function takes and returns stands in the
docstring of its check. Lists over layers are indexed by l: entry 0 is None (a[0] is x). A column is a sample.
"""

from ..activations import ACTIVATIONS
from ..validate import choose
from . import layer, layer_back, whole
from .check import check
from .report import Report

__all__ = [
    "Report", "activation", "activation_prime", "backpropagated_error", "bias_gradient", "errors", "forward_pass",
    "gradients", "loss", "output_error", "slope", "training", "update", "weight_gradient", "weighted_sum",
]  # fmt: skip


def _sigma(name):
    """The activation of that name; softmax mixes the neurons, so that ⊙ σ′ does not hold for it."""
    chosen = choose("activation", name, ACTIVATIONS)
    if name == "softmax":
        raise ValueError("softmax does not work entry by entry; δ = σ′ ⊙ … is not its equation")
    return chosen


def weighted_sum(f, *, seed=None):
    """f(w, x, b) -> z: w (n, p), x (p, m), b (n, 1), z (n, m). Chapter weighted-sum."""
    return check(layer.weighted_sum(), f, seed)


def activation(f, *, sigma="sigmoid", seed=None):
    """f(z) -> σ(z), both (n, m). Chapter activation."""
    return check(layer.activation(_sigma(sigma)), f, seed)


def activation_prime(f, *, sigma="sigmoid", seed=None):
    """f(z) -> σ′(z), both (n, m): the derivative at z, not at a. Chapter activation."""
    return check(layer.activation_prime(_sigma(sigma)), f, seed)


def forward_pass(f, *, sigma="sigmoid", seed=None):
    """f(w, b, x) -> (z, a): lists over l, with z[0] None and a[0] the input x (n_0, m). Chapter forward-pass."""
    return check(whole.forward_pass(_sigma(sigma)), f, seed)


def loss(f, *, seed=None):
    """f(a, y) -> ℒ, a number: the mean over the samples of ½‖a − y‖²; a and y are (n, m). Chapter loss."""
    return check(layer.loss(), f, seed)


def output_error(f, *, sigma="sigmoid", seed=None):
    """f(z, a, y) -> δ^L, all (n_L, m); z and a belong to layer L. Chapter output-error."""
    return check(layer.output_error(_sigma(sigma)), f, seed)


def backpropagated_error(f, *, sigma="sigmoid", seed=None):
    """f(w, delta, z) -> δ^l (n_l, m): w (n_(l+1), n_l) and delta (n_(l+1), m) of the layer above, z (n_l, m).

    Chapter backpropagated-error.
    """
    return check(layer_back.backpropagated_error(_sigma(sigma)), f, seed)


def errors(f, *, sigma="sigmoid", seed=None):
    """f(w, z, a, y) -> δ, a list over l with δ[0] None: the output error, then the recurrence down to l = 1."""
    return check(whole.all_errors(_sigma(sigma)), f, seed)


def weight_gradient(f, *, seed=None):
    """f(delta, a) -> ∂ℒ/∂w (n_l, n_(l−1)): delta (n_l, m), a (n_(l−1), m) below it. Chapter weight-gradient."""
    return check(layer_back.weight_gradient(), f, seed)


def bias_gradient(f, *, seed=None):
    """f(delta) -> ∂ℒ/∂b (n_l, 1): delta (n_l, m). Chapter bias-gradient."""
    return check(layer_back.bias_gradient(), f, seed)


def gradients(f, *, sigma="sigmoid", seed=None):
    """f(w, b, x, y) -> (dw, db): lists over l, entry 0 None; the loss is ½‖a − y‖², averaged over the samples."""
    return check(whole.all_gradients(_sigma(sigma)), f, seed)


def slope(f, *, sigma="sigmoid", seed=None):
    """f(w, b, x, y, l, j, k) -> ∂ℒ/∂w^l_jk, a number, however it is found. Chapter checking gradients."""
    return check(whole.slope(_sigma(sigma)), f, seed)


def update(f, *, seed=None):
    """f(w, b, dw, db, eta) -> (w, b), for one layer: w and dw (n, p), b and db (n, 1). Chapter update-rule."""
    return check(layer_back.update(), f, seed)


def training(f, *, sigma="sigmoid", seed=None):
    """f(w, b, x, y, eta, epochs) -> (w, b): lists over l; every sample in every step. Chapter training-loop."""
    return check(whole.all_training(_sigma(sigma)), f, seed)

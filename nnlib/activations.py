"""σ and σ′: each activation function with its derivative beside it (chapter activation)."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

ONE = np.array(1.0)  # a 0-d array: NumPy would convert a Python 1.0 again in every call


@dataclass(frozen=True)
class Activation:
    """a = σ(z) and its derivative σ′(z), both element by element on arrays of any shape.

    Your own needs two functions of z: `Activation(np.sin, np.cos)`; a name is optional.
    The two fields in-place are what training uses: `into(z, a)` writes σ(z) into a, and
    `prime_into(z, a, s)` writes σ′(z) into s, from z or from a = σ(z), whichever is cheaper.
    """

    f: Callable
    f_prime: Callable
    name: str = "custom"
    into: Callable | None = None
    prime_into: Callable | None = None

    def __post_init__(self):
        if not (callable(self.f) and callable(self.f_prime)):
            raise TypeError("an activation needs two functions of z: σ and σ′")
        if self.into is None:
            object.__setattr__(self, "into", lambda z, a: np.copyto(a, self.f(z)))
        if self.prime_into is None:
            object.__setattr__(self, "prime_into", lambda z, a, s: np.copyto(s, self.f_prime(z)))

    def backward(self, delta, z, a, scratch):
        """δ := δ ⊙ σ′(z), in place; delta comes in as the gradient with respect to a, (n, m)."""
        self.prime_into(z, a, scratch)
        np.multiply(delta, scratch, delta)

    def __repr__(self):
        return f"Activation({self.name!r})"


def sigmoid(z):
    """σ(z) = 1 / (1 + e^(−z)), right in both tails: e^(−z) may overflow to ∞, and 1/∞ is 0."""
    with np.errstate(over="ignore"):
        return 1 / (1 + np.exp(-np.asarray(z)))


def sigmoid_prime(z):
    """σ′(z) = σ(z) σ(−z): written so that nothing cancels where σ(z) is close to 1."""
    return sigmoid(z) * sigmoid(-np.asarray(z))


def _sigmoid_into(z, a):
    np.negative(z, a)
    np.exp(a, a)
    np.add(a, ONE, a)
    np.reciprocal(a, a)


def _sigmoid_prime_into(z, a, s):
    np.subtract(ONE, a, s)
    np.multiply(s, a, s)


def _tanh_prime_into(z, a, s):
    np.multiply(a, a, s)
    np.subtract(ONE, s, s)


def softplus(z):
    """σ(z) = ln(1 + e^z), a smooth relu: written so that e^z never overflows."""
    return np.maximum(z, 0) + np.log1p(np.exp(-np.abs(z)))


SLOPE = 0.01  # of leaky_relu, left of 0
GELU_C, GELU_K = np.sqrt(2 / np.pi), 0.044715


def gelu(z):
    """σ(z) = z Φ(z), with the usual tanh form of Φ (Hendrycks and Gimpel, 2016)."""
    z = np.asarray(z)
    return 0.5 * z * (1 + np.tanh(GELU_C * (z + GELU_K * z * z * z)))


def gelu_prime(z):
    """σ′(z) by the product rule, with t = tanh(u): ½(1 + t) + ½ z (1 − t²) u′."""
    z = np.asarray(z)
    t = np.tanh(GELU_C * (z + GELU_K * z * z * z))
    return 0.5 * (1 + t) + 0.5 * z * (1 - t * t) * GELU_C * (1 + 3 * GELU_K * z * z)


def softmax(z):
    """a_i = e^(z_i) / Σ_k e^(z_k), column by column, minus the column's largest z so that none overflows."""
    e = np.exp(z - np.max(z, axis=0))
    return e / e.sum(axis=0)


class Softmax(Activation):
    """Softmax mixes the neurons of a layer, so σ′ is a matrix a_i (1{i=k} − a_k), not a factor per neuron."""

    def backward(self, delta, z, a, scratch):
        """δ := (that matrix) δ, column by column, without building it: a ⊙ (δ − Σ_k a_k δ_k)."""
        np.multiply(a, delta - (a * delta).sum(axis=0), delta)


IDENTITY = Activation(lambda z: z, np.ones_like, "identity", prime_into=lambda z, a, s: s.fill(1))
SIGMOID = Activation(sigmoid, sigmoid_prime, "sigmoid", _sigmoid_into, _sigmoid_prime_into)
TANH = Activation(np.tanh, lambda z: 1 - np.tanh(z) ** 2, "tanh", np.tanh, _tanh_prime_into)
RELU = Activation(
    lambda z: np.maximum(z, 0),
    lambda z: np.greater(z, 0).astype(float),  # of z, and 0 at the kink
    "relu",
    into=lambda z, a: np.maximum(z, 0, a),
    prime_into=lambda z, a, s: np.greater(z, 0, s),
)
LEAKY_RELU = Activation(lambda z: np.where(z > 0, z, SLOPE * z), lambda z: np.where(z > 0, 1.0, SLOPE), "leaky_relu")
SOFTPLUS = Activation(softplus, sigmoid, "softplus")
GELU = Activation(gelu, gelu_prime, "gelu")
SOFTMAX = Softmax(softmax, lambda z: softmax(z) * (1 - softmax(z)), "softmax")

ACTIVATIONS = {s.name: s for s in (IDENTITY, SIGMOID, TANH, RELU, LEAKY_RELU, SOFTPLUS, GELU, SOFTMAX)}

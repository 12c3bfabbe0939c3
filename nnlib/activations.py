"""σ and σ′: each activation function with its derivative beside it (chapter activation)."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy import add, exp, multiply, negative, reciprocal, subtract, tanh  # bare names: quicker in every step

from . import validate

ONE = np.array(1.0)  # a 0-d array: NumPy would convert a Python 1.0 again in every call


@dataclass(frozen=True, eq=False)
class Activation:
    """a = σ(z) and its derivative σ′(z), both element by element on arrays of any shape.

    Your own needs two functions of z, and may have a name. Training uses the two in-place fields: `into(z, a)` writes
    σ(z) into a; `prime_into(z, a, s)` writes σ′(z) into s, from z or from a = σ(z), whichever is cheaper.
    Raises TypeError for what is no function, and, when used, ValueError for a result of another shape than z.

    >>> square = Activation(lambda z: z**2, lambda z: 2 * z, "square")
    >>> square.f(3.0), square.f_prime(3.0)
    (9.0, 6.0)
    """

    f: Callable
    f_prime: Callable
    name: str = "custom"
    into: Callable | None = None
    prime_into: Callable | None = None
    mixes = False  # does a neuron's a depend on the z of the others in its layer?

    def __post_init__(self):
        if not (callable(self.f) and callable(self.f_prime)):
            raise TypeError("an activation needs two functions of z: σ and σ′")
        object.__setattr__(self, "into", self.into or self._in_place("σ", self.f))
        object.__setattr__(self, "prime_into", self.prime_into or self._in_place("σ′", self.f_prime))

    def _in_place(self, symbol, f):
        """f as training calls it: it gets a z of its own; what it returns is checked and goes into the last array."""
        what = f"{symbol}(z) of {self.name!r}"
        return lambda z, *arrays: np.copyto(arrays[-1], validate.same_shape(what, f(z.copy()), z.shape))

    def backward(self, delta, z, a, slope):
        """δ := δ ⊙ σ′(z), in place; delta (n_l, m) comes in as ∇_a ℒ; slope (n_l, m) is for σ′(z)."""
        self.prime_into(z, a, slope)
        multiply(delta, slope, delta)

    def __repr__(self):
        return f"Activation({self.name!r})"


def sigmoid(z):
    """σ(z) = 1 / (1 + e^(−z)), right in both tails: e^(−z) may overflow to ∞, and 1/∞ is 0."""
    with np.errstate(over="ignore"):
        return 1 / (1 + np.exp(-np.asarray(z)))


GELU_C, GELU_K = 2 * np.sqrt(2 / np.pi), 0.044715


def gelu(z):
    """σ(z) = z Φ(z), with the usual approximation of Φ, ½ (1 + tanh u) = sigmoid(2u) (Hendrycks and Gimpel, 2016)."""
    c = np.clip(z, -30, 30)  # further out Φ has long been 0 or 1, and c³ would overflow
    return z * sigmoid(GELU_C * (c + GELU_K * c**3))


def gelu_prime(z):
    """σ′(z) by the product rule: Φ + z Φ′, and Φ′ = Φ (1 − Φ) (2u)′."""
    c = np.clip(z, -30, 30)
    phi = sigmoid(GELU_C * (c + GELU_K * c**3))
    return phi + c * phi * (1 - phi) * GELU_C * (1 + 3 * GELU_K * c**2)


def softmax(z):
    """a_i = e^(z_i) / Σ_k e^(z_k), column by column, minus the column's largest z so that none overflows."""
    e = np.exp(z - np.max(z, axis=0))
    return e / e.sum(axis=0)


class Softmax(Activation):
    """Softmax mixes the neurons of a layer, so σ′ is a matrix a_i (1{i=k} − a_k), not a factor per neuron."""

    mixes = True

    def backward(self, delta, z, a, slope):
        """δ := (that matrix) δ, column by column, without building it: a ⊙ (δ − Σ_k a_k δ_k)."""
        multiply(a, delta - (a * delta).sum(axis=0), delta)


IDENTITY = Activation(lambda z: z, np.ones_like, "identity", lambda z, a: np.copyto(a, z), lambda z, a, s: s.fill(1))
SIGMOID = Activation(
    sigmoid,
    lambda z: sigmoid(z) * sigmoid(-np.asarray(z)),  # 1 − σ(z) is σ(−z), and nothing cancels where σ(z) is near 1
    "sigmoid",
    into=lambda z, a: reciprocal(add(exp(negative(z, a), a), ONE, a), a),
    prime_into=lambda z, a, s: multiply(subtract(ONE, a, s), a, s),
)
TANH = Activation(tanh, lambda z: 1 - tanh(z) ** 2, "tanh", tanh, lambda z, a, s: subtract(ONE, multiply(a, a, s), s))
RELU = Activation(
    lambda z: np.maximum(z, 0),
    lambda z: np.greater(z, 0).astype(float),  # of z, and 0 at the kink
    "relu",
    into=lambda z, a: np.maximum(z, 0, out=a),
    prime_into=lambda z, a, s: np.greater(z, 0, s),
)
LEAKY_RELU = Activation(lambda z: np.where(z > 0, z, 0.01 * z), lambda z: np.where(z > 0, 1.0, 0.01), "leaky_relu")
SOFTPLUS = Activation(lambda z: np.logaddexp(0, z), sigmoid, "softplus")  # ln(e^0 + e^z), a smooth relu
GELU = Activation(gelu, gelu_prime, "gelu")
SOFTMAX = Softmax(softmax, lambda z: softmax(z) * (1 - softmax(z)), "softmax")

#: Every activation by its name; softmax is for the output layer.
ACTIVATIONS = {s.name: s for s in (IDENTITY, SIGMOID, TANH, RELU, LEAKY_RELU, SOFTPLUS, GELU, SOFTMAX)}

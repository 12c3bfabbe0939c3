"""ℒ and ∇_a ℒ: each loss with its gradient beside it (chapter loss)."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from .activations import SIGMOID, SOFTMAX, SOFTPLUS


@dataclass(frozen=True, eq=False)
class Loss:
    """ℒ of a^L (n_L, m) against y (n_L, m), one number per sample: f returns (m,), grad returns ∇_a ℒ (n_L, m).

    For an output activation that is a key of `from_z`, δ^L is a^L − y exactly: σ′, or the matrix of softmax, cancels.
    The function stored there is ℒ straight from z, which stays finite where a^L rounds to 0 or 1.
    """

    f: Callable
    grad: Callable
    name: str
    from_z: dict = field(default_factory=dict)

    def per_sample(self, z, a, y, sigma):
        """ℒ of each column, (m,)."""
        return self.from_z[sigma](z, y) if sigma in self.from_z else self.f(a, y)

    def output_error(self, delta, z, a, y, sigma, slope):
        """δ^L into delta, (n_L, m), per sample."""
        if sigma in self.from_z:
            np.subtract(a, y, delta)
        else:
            self.grad(a, y, delta)
            sigma.backward(delta, z, a, slope)  # eq-output-error

    def __repr__(self):
        return f"Loss({self.name!r})"


def mse(a, y):
    """ℒ = ½ ‖a − y‖² of each column, (m,): squared error with the ½ that makes its gradient a − y."""
    return 0.5 * ((a - y) ** 2).sum(axis=0)  # eq-loss


@np.errstate(divide="ignore", invalid="ignore")
def cross_entropy(a, y):
    """ℒ = −Σ_i (y_i ln a_i + (1 − y_i) ln(1 − a_i)) of each column, (m,): every neuron a yes/no question."""
    yes, no = np.where(y == 0, 0, y * np.log(a)), np.where(y == 1, 0, (1 - y) * np.log(1 - a))
    return -(yes + no).sum(axis=0)


MSE = Loss(mse, np.subtract, "mse")
CROSS_ENTROPY = Loss(
    cross_entropy,
    lambda a, y, out=None: np.divide(a - y, a * (1 - a), out),
    "cross_entropy",
    from_z={
        SIGMOID: lambda z, y: (SOFTPLUS.f(z) - y * z).sum(axis=0),
        # one question with n_L answers, so that the y_i of a column sum to 1: −Σ_i y_i ln a_i
        SOFTMAX: lambda z, y: np.logaddexp.reduce(z, axis=0) - (y * z).sum(axis=0),
    },
)
#: Every loss by its name.
LOSSES = {loss.name: loss for loss in (MSE, CROSS_ENTROPY)}

"""How the numbers lie in memory: θ as one vector, samples as rows over which a one stands ready for the bias."""

from itertools import pairwise

import numpy as np

from . import validate


class Layers(list):
    """An array for each l. Assigning to an entry writes into its array: `net.w[1] = …` moves the network itself."""

    def __setitem__(self, l, values):
        self[l][...] = values


class Parameters:
    """Every w and b of a network, or every ∂w and ∂b, in one vector theta (P,), zeros at first.

    For layer sizes n_0 … n_L, w[l] (n_l, n_(l−1)) and b[l] (n_l, 1) are views into it, and so is
    wb[l] (n_l, n_(l−1) + 1), which is [w^l b^l]: the bias is the last column.
    Raises ValueError when P numbers do not fit into memory.
    """

    def __init__(self, sizes, dtype):
        self._theta = validate.zeros("θ", (sum(n * (n_in + 1) for n_in, n in pairwise(sizes)),), dtype)
        self.wb, start = [None], 0
        for n_in, n in pairwise(sizes):
            self.wb.append(self._theta[start : start + n * (n_in + 1)].reshape(n, n_in + 1))
            start += n * (n_in + 1)
        self.w = Layers([None, *(wb[:, :-1] for wb in self.wb[1:])])
        self.b = Layers([None, *(wb[:, -1:] for wb in self.wb[1:])])

    @property
    def theta(self):
        """Every parameter, (P,). Assigning writes into this one vector: w and b stay its views."""
        return self._theta

    @theta.setter
    def theta(self, values):
        self._theta[...] = validate.same_shape("θ", values, self._theta.shape)


def over_ones(x):
    """A copy of x (n_0, m) over a row of ones, (n_0 + 1, m); in memory each sample is a row."""
    samples = np.empty((x.shape[1], x.shape[0] + 1), x.dtype)
    samples[:, :-1], samples[:, -1] = x.T, 1
    return samples.T

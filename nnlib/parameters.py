"""θ: every w and b of a network, or every ∂w and ∂b, in one vector."""

import numpy as np

from . import validate


class Layers(list):
    """An array for each l. Assigning to an entry writes into its array: `net.w[1] = …` moves the network itself."""

    def __setitem__(self, l, values):
        self[l][...] = values


class Parameters:
    """For layer sizes n_0 … n_L: w[l] (n_l, n_(l−1)) and b[l] (n_l, 1), views into one vector theta (P,) of zeros.

    wb[l] (n_l, n_(l−1) + 1) is [w^l b^l]: the bias is the last column.
    Raises ValueError when P numbers do not fit into memory.
    """

    def __init__(self, sizes, dtype):
        self.dtype, self.wb, start = dtype, [None], 0
        self._theta = validate.zeros("θ", sum(n * (p + 1) for p, n in zip(sizes[:-1], sizes[1:], strict=True)), dtype)
        for n_in, n_out in zip(sizes[:-1], sizes[1:], strict=True):
            end = start + n_out * (n_in + 1)
            self.wb.append(self._theta[start:end].reshape(n_out, n_in + 1))
            start = end
        self.w = Layers([None, *(wb[:, :-1] for wb in self.wb[1:])])
        self.b = Layers([None, *(wb[:, -1:] for wb in self.wb[1:])])

    @property
    def theta(self):
        """Every parameter, (P,). Assigning writes into this one vector: w and b stay its views."""
        return self._theta

    @theta.setter
    def theta(self, values):
        self._theta[...] = validate.same_shape("θ", values, self._theta.shape)

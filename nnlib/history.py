"""The tape of a training run: every θ, and from it anything else, at any epoch (chapter training-loop)."""

from functools import cached_property

import numpy as np

from . import validate
from .descent import descend


class History:
    """A training run of `epochs` epochs, epoch 0 being the start.

    theta (epochs+1, P)   every parameter after every epoch
    loss (epochs+1,)      ℒ over all samples at each of these θ, worked out when first asked for
    diverged              the first epoch whose θ is no longer finite, or None; from it on loss is NaN
    x, y                  the samples, (n_0, m) and (n_L, m); eta, batch_size and seed as they were given
    """

    def __init__(self, net, x, y, *, eta, epochs, batch_size=None, seed=0):
        self.x, self.y, self.eta, self.batch_size, self.seed = x, y, eta, batch_size, seed
        self.theta = np.empty((epochs + 1, net.theta.size), net.dtype)
        self.theta[0] = net.theta
        self.diverged = None
        self._net = net.copy()

    def __len__(self):
        return len(self.theta)

    def run(self, net, first=0, report=None):
        """Fill the tape from row `first` on by training `net`, whose θ ends at the last finite row."""
        rows, settings = self.theta[first:], dict(eta=self.eta, batch_size=self.batch_size, seed=self.seed)
        stop = descend(net, self.x, self.y, rows, first=first, report=report, **settings)
        if stop is not None:
            self.diverged = first + stop
            net.theta[...] = self.theta[self.diverged - 1]

    def network(self, k):
        """The network as it was after epoch k, a copy of its own."""
        return self._net.copy(self.theta[self._epoch(k)])

    @cached_property
    def loss(self):
        """ℒ after every epoch, (epochs+1,), NaN from `diverged` on."""
        values = np.full(len(self), np.nan)
        net = self._net.copy()
        for k in range(len(self) if self.diverged is None else self.diverged):
            net.theta[...] = self.theta[k]
            values[k] = net.loss(self.x, self.y)
        return values

    def _epoch(self, k):
        last = len(self) - 1
        if validate.whole("epoch", k, -len(self)) > last:
            raise ValueError(f"the tape ends at epoch {last}; there is no epoch {k}")
        return k % len(self)

    def __repr__(self):
        end = "" if self.diverged is None else f", diverged={self.diverged}"
        return f"History(epochs={len(self) - 1}, eta={self.eta:g}{end})"

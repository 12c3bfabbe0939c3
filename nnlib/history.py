"""The tape of a training run: every θ, and from it anything else, at any epoch (chapter training-loop)."""

from functools import cached_property

import numpy as np

from . import validate
from .descent import descend
from .network import Step, over_ones, quietly


class History:
    """A training run of `epochs` epochs, epoch 0 being the start.

    theta (epochs+1, P)   every parameter after every epoch
    loss (epochs+1,)      ℒ over all samples at each of these θ, worked out when first asked for
    diverged              the first epoch after which ‖θ‖² is not finite, or None; from it on loss is NaN
    x, y                  the samples, (n_0, m) and (n_L, m); eta, batch_size and seed as they were given
    runs                  (first epoch, network, η) of each stretch: a fork begins a new one
    """

    def __init__(self, net, x, y, *, eta, epochs, batch_size=None, seed=0):
        self._x1 = over_ones(x, net.dtype)
        self.x, self.y, self.batch_size, self.seed = self._x1[:-1], np.array(y, order="F"), batch_size, seed
        self.theta = validate.zeros("the history", (epochs + 1, net.theta.size), net.dtype)
        self.theta[0] = net.theta
        self.diverged, self.runs = None, [(0, net.copy(), eta)]

    def __len__(self):
        return len(self.theta)

    @property
    def eta(self):
        """η, the learning rate, as of the last epoch."""
        return self.runs[-1][-1]

    def run(self, first=0, report=None):
        """Fill the tape from row `first` on. Returns the last finite θ, (P,)."""
        net = self.runs[-1][1].copy(self.theta[first])
        settings = dict(eta=self.eta, batch_size=self.batch_size, seed=self.seed)
        stop = descend(net, self._x1, self.y, self.theta[first:], first=first, report=report, **settings)
        self.diverged = None if stop is None else first + stop
        return self.theta[self._end - 1]

    @property
    def _end(self):
        return len(self) if self.diverged is None else self.diverged

    def network(self, k):
        """The network as it was after epoch k, a copy of its own; ValueError when the tape has no such epoch."""
        k = self._epoch(k)
        return self._run(k)[1].copy(self.theta[k])

    def step(self, k, sample=None):
        """The full Step, every z, a, δ, ∂w and ∂b, with the θ after epoch k.

        sample   the number of one sample, a list of some, or None for all of them
        Raises ValueError for an epoch or a sample that is not there.
        """
        columns = validate.columns("sample", sample, self.x.shape[1])
        return self.network(k).backprop(self.x[:, columns], self.y[:, columns])

    def fork(self, k, *, eta=None, activation=None, epochs=None):
        """The same past up to epoch k, and another future: a History that leaves this one as it is.

        eta, activation   η, σ of the hidden layers from there on; what is not named stays as it is at epoch k
        epochs            the number of its last epoch, counted from the start; by default that of this history
        Raises ValueError for an epoch from `diverged` on, and as `train` does.
        """
        k = self._epoch(k)
        if k >= self._end:
            raise ValueError(f"θ is not finite at epoch {k}; the last epoch to fork from is {self._end - 1}")
        _, net, eta_before = self._run(min(k + 1, len(self) - 1))
        eta = eta_before if eta is None else validate.real("η", eta)
        epochs = len(self) - 1 if epochs is None else validate.whole("epochs", epochs, k)
        settings = dict(eta=eta, epochs=epochs, batch_size=self.batch_size, seed=self.seed)
        fork = History(net.copy(activation=activation), self.x, self.y, **settings)
        fork.theta[: k + 1] = self.theta[: k + 1]
        fork.runs = [run for run in self.runs if run[0] <= k] + [(k + 1, *fork.runs[0][1:])]
        fork.run(k)
        return fork

    def frames(self, n):
        """At most n epochs to show of the whole run, (≤ n,), evenly spread: the first, the last finite one, and between."""
        n = validate.whole("n", n, 2)
        return np.unique(np.linspace(0, self._end - 1, n).round().astype(int))

    @cached_property
    @quietly
    def loss(self):
        """ℒ after every epoch, (epochs+1,), NaN from `diverged` on."""
        values, y = np.full(len(self), np.nan), np.ascontiguousarray(self.y)
        ends = [*(first for first, *_ in self.runs[1:]), self._end]
        for (first, net, _), end in zip(self.runs, ends, strict=True):
            net = net.copy()
            step = Step(net, self._x1)
            for k in range(first, min(end, self._end)):
                net.theta[...] = self.theta[k]
                step.forward()
                values[k] = step.mean_loss(y)
        return values

    def _run(self, k):
        return next(run for run in reversed(self.runs) if run[0] <= k)

    def _epoch(self, k):
        last = len(self) - 1
        if validate.whole("epoch", k, -len(self)) > last:
            raise ValueError(f"the tape ends at epoch {last}; there is no epoch {k}")
        return k % len(self)

    def __repr__(self):
        end = "" if self.diverged is None else f", diverged={self.diverged}"
        return f"History(epochs={len(self) - 1}, eta={self.eta:g}{end})"

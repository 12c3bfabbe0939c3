"""The tape of a training run: every θ, and from it anything else, at any epoch (chapter training-loop)."""

from functools import cached_property

import numpy as np

from . import validate
from .descent import descend
from .memory import over_ones
from .network import Step, quietly


class History:
    """A training run of `epochs` epochs, epoch 0 being the start.

    theta (epochs+1, P)   every parameter after every epoch
    loss (epochs+1,)      ℒ over all samples at each of these θ, worked out when first asked for
    diverged              the first epoch after which ‖θ‖² is not finite, or None; from it on loss is NaN
    x, y                  the samples, (n_0, m) and (n_L, m), no copies; eta, batch_size and seed as they were given
    runs                  (first epoch, network, η) of each stretch of the run: a fork begins a new one
    Raises ValueError or TypeError for bad input, as `train` does.
    """

    def __init__(self, net, x, y, *, eta, epochs, batch_size=None, seed=0):
        x, y = validate.samples(net, x, y)
        self.runs = [(0, net.copy(), validate.real("η", eta))]
        self.batch_size = None if batch_size is None else validate.whole("batch_size", batch_size, 1)
        self.seed = validate.whole("seed", seed, 0)
        if not np.isfinite(net.theta).all():
            raise ValueError("θ of the network is not finite: there is nothing to train")
        self.x, self.y, self._seen, self.diverged = x, y, list(map(validate.fingerprint, (x, y))), None
        rows = validate.whole("epochs", epochs, 0) + 1
        self.theta = validate.zeros("the history", (rows, net.theta.size), net.dtype)
        self.theta[0] = net.theta

    def run(self, first=0, report=None):
        """Train from epoch `first` on, filling the tape, and return the last finite θ, (P,)."""
        _, net, eta = self.runs[-1]
        settings = dict(eta=eta, batch_size=self.batch_size, seed=self.seed, first=first, report=report)
        stop = descend(net.copy(self.theta[first]), *self._samples(), self.theta[first:], **settings)
        self.diverged = None if stop is None else first + stop
        return self.theta[self._end - 1]

    def network(self, k):
        """The network as it was after epoch k, a copy of its own; ValueError when the tape has no such epoch."""
        k = self._epoch(k)
        return [net for first, net, _ in self.runs if first <= k][-1].copy(self.theta[k])

    def setting(self, k):
        """(network, η) of the update that leads from epoch k to the next: θ as it is at k, σ and η as they act then."""
        k = self._epoch(k)
        _, net, eta = [run for run in self.runs if run[0] <= k + 1][-1]
        return net.copy(self.theta[k]), eta

    def step(self, k, sample=None):
        """The full Step after epoch k for one `sample` by its number, a list of some, or None for all of them.

        Raises ValueError for an epoch or a sample that is not there.
        """
        x, y = self._samples()
        columns = validate.columns("sample", sample, x.shape[1])
        return self.network(k).backprop(x[:, columns], y[:, columns])

    def fork(self, k, *, eta=None, activation=None, epochs=None):
        """The same past up to epoch k, and another future: a History that leaves this one as it is.

        eta, activation   η, and σ of the hidden layers, after epoch k; what is not named stays as it was there
        epochs            the number of its last epoch, counted from the start; by default that of this history
        Raises ValueError from the epoch `diverged` on, and, like TypeError, as `train` does.
        """
        k, last = self._epoch(k), len(self) - 1
        if k >= self._end:
            raise ValueError(f"θ is not finite at epoch {k}; the last epoch to fork from is {self._end - 1}")
        net, eta_before = self.setting(k)
        settings = dict(eta=eta_before if eta is None else eta, batch_size=self.batch_size, seed=self.seed)
        epochs = last if epochs is None else validate.whole("epochs", epochs, k)
        fork = History(net.copy(activation=activation), *self._samples(), epochs=epochs, **settings)
        fork.theta[: k + 1] = self.theta[: k + 1]
        fork.runs = [run for run in self.runs if run[0] <= k] + [(k + 1, *fork.runs[0][1:])]
        fork.run(k)
        return fork

    def frames(self, n):
        """At most n epochs, (≤ n,), spread evenly from 0 to the last with a finite θ; ValueError when n < 2."""
        n = validate.whole("n", n, 2)
        return np.unique(np.linspace(0, self._end - 1, n).round().astype(int))

    @cached_property
    @quietly
    def loss(self):
        """ℒ after every epoch, (epochs+1,), NaN from `diverged` on."""
        (x, y), values = self._samples(), np.full(len(self), np.nan)
        for (first, net, _), end in zip(self.runs, [*(run[0] for run in self.runs[1:]), self._end], strict=True):
            net = net.copy()
            step = Step(net, over_ones(x))
            for k in range(first, min(end, self._end)):
                net.theta[...] = self.theta[k]
                step.forward()
                values[k] = step.mean_loss(y)
        return values

    eta = property(lambda self: self.runs[-1][-1], doc="η, the learning rate, as of the last epoch: a float.")

    @property
    def _end(self):
        return len(self) if self.diverged is None else self.diverged

    def _samples(self):
        if list(map(validate.fingerprint, (self.x, self.y))) != self._seen:
            raise ValueError("x or y has changed since the training: train on a copy of what you go on working with")
        return self.x, self.y

    def _epoch(self, k):
        if validate.whole("epoch", k, -len(self)) >= len(self):
            raise ValueError(f"the tape ends at epoch {len(self) - 1}; there is no epoch {k}")
        return k % len(self)

    def __len__(self):
        return len(self.theta)

    def __repr__(self):
        end = "" if self.diverged is None else f", diverged={self.diverged}"
        return f"History(epochs={len(self) - 1}, eta={self.eta:g}{end})"

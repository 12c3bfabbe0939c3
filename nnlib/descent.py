"""Gradient descent: the four steps, repeated (chapters update-rule and training-loop)."""

import numpy as np

from .network import Step


def descend(net, x, y, rows, *, eta, batch_size=None, seed=0, first=0, report=None):
    """Train net in place on x (n_0, m), y (n_L, m); rows[k] (epochs+1, P) receives θ after epoch k.

    `first` is the number of the epoch that rows[0] holds: epoch k of a run shuffles its samples by (seed, k), so
    that a run can be taken up anywhere. `report(k)` is called after each epoch.
    Returns the first row whose θ is not finite, or None; after it nothing is computed, and the rows are NaN.
    """
    theta, batches = net.theta, Batches(net, x, y, eta, batch_size, seed)
    rows[0] = theta
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        for k in range(1, len(rows)):  # eq-training-loop
            for step, target, eta_m in batches.epoch(first + k):
                step.forward()
                step.backward(target, eta_m)
                np.subtract(theta, step.dtheta, theta)  # eq-update
            rows[k] = theta
            if not theta.dot(theta) < np.inf:  # also when NaN
                rows[k + 1 :] = np.nan
                return k
            if report:
                report(k)
    return None


class Batches:
    """The samples of an epoch, batch by batch, each already in place in a Step of its size.

    Without a batch size the whole set is the one batch. With one, each epoch takes the samples in a new order; the
    last batch of an epoch holds what is left.
    """

    def __init__(self, net, x, y, eta, batch_size, seed):
        self.m, self.size, self.seed = x.shape[1], min(batch_size or x.shape[1], x.shape[1]), seed
        self.x1, self.y = np.ones((self.m, len(x) + 1), net.dtype), np.ascontiguousarray(y.T)  # a row is a sample
        self.x1[:, :-1] = x.T
        self._ready = {m: self._make(net, m, eta) for m in {self.size, self.m % self.size} - {0}}
        self._whole = self._fill(np.arange(self.m)) if self.size == self.m else None

    def _make(self, net, m, eta):
        """A Step for m samples, its input and target as rows to fill, and η/m."""
        x1, y = np.empty((m, len(self.x1[0])), net.dtype), np.empty((m, len(self.y[0])), net.dtype)
        return Step(net, m, x1.T), x1, y, np.array(eta / m, net.dtype)

    def _fill(self, chosen):
        step, x1, y, eta_m = self._ready[len(chosen)]
        np.take(self.x1, chosen, axis=0, out=x1, mode="clip")
        np.take(self.y, chosen, axis=0, out=y, mode="clip")
        return step, y.T, eta_m

    def epoch(self, k):
        """(step, y, η/m) of each batch of epoch k, in order."""
        if self._whole:
            return (self._whole,)
        order = np.random.default_rng([self.seed, k]).permutation(self.m)
        return (self._fill(order[i : i + self.size]) for i in range(0, self.m, self.size))

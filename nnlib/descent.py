"""Gradient descent: the four steps, repeated (chapters update-rule and training-loop)."""

import numpy as np

from .network import Step, quietly


@quietly
def descend(net, x1, y, rows, *, eta, batch_size=None, seed=0, first=0, report=None):
    """Train net in place on x1, x over a row of ones (n_0 + 1, m), and y (n_L, m).

    rows[k] (epochs+1, P) receives θ after epoch k. `first` is the number of the epoch that rows[0] holds: epoch k of a
    run shuffles its samples by (seed, k), so that a run can be taken up anywhere. `report(k)` is called after each.
    Returns the first row whose ‖θ‖² is not finite, or None; after it nothing is computed, and the rows are NaN.
    """
    theta, batches = net.theta, Batches(net, x1, y, eta, batch_size, seed)
    rows[0] = theta
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
            report(first + k)
    return None


class Batches:
    """The samples of an epoch, batch by batch, each already in place in a Step of its size.

    Without a batch size the whole set is the one batch. With one, each epoch takes the samples in a new order; the
    last batch of an epoch holds what is left.
    """

    def __init__(self, net, x1, y, eta, batch_size, seed):
        self.x1, self.y, self.m, self.seed = x1.T, y.T, x1.shape[1], seed  # a row is a sample
        self.size = min(batch_size or self.m, self.m)
        eta_m = {m: np.array(eta / m, net.dtype) for m in {self.size, self.m % self.size} - {0}}
        self.whole = [(Step(net, x1), y, eta_m[self.m])] if self.size == self.m else None
        self.part = {}
        for m in eta_m:
            rows, target = np.empty((m, x1.shape[0]), net.dtype), np.empty((m, y.shape[0]), net.dtype)
            self.part[m] = rows, target, (Step(net, rows.T), target.T, eta_m[m])

    def epoch(self, k):
        """(step, y, η/m) of each batch of epoch k, in order."""
        if self.whole:
            return self.whole
        order = np.random.default_rng([self.seed, k]).permutation(self.m)
        return (self._fill(order[i : i + self.size]) for i in range(0, self.m, self.size))

    def _fill(self, chosen):
        rows, target, batch = self.part[len(chosen)]
        np.take(self.x1, chosen, axis=0, out=rows, mode="clip")  # the mode that needs no buffer
        np.take(self.y, chosen, axis=0, out=target, mode="clip")
        return batch

"""Gradient descent: the four steps, repeated (chapters update-rule and training-loop)."""

from math import isfinite

import numpy as np
from numpy import subtract

from .network import Step, quietly


@quietly
def descend(net, x1, y, rows, eta, batch_size, seed, first, report):
    """Train net in place on x1, x over a row of ones (n_0 + 1, m), and y (n_L, m); rows[k] gets θ after k epochs.

    rows[0], the start, is epoch `first` of the run; `report(k)` is called after each epoch. Returns the first row whose
    ‖θ‖² is not finite, or None; after it nothing is computed, and the rows are NaN.
    """
    theta, batches = net.theta, batches_of(net, x1, y, eta, batch_size, seed)
    for k in range(1, len(rows)):  # eq-training-loop
        for step, target, eta_m in batches(first + k):
            step.forward()
            step.backward(target, eta_m)
            subtract(theta, step.dtheta, theta)  # eq-update
        rows[k] = theta
        if not isfinite(theta.dot(theta)):
            rows[k + 1 :] = np.nan
            return k
        if report:
            report(first + k)


def batches_of(net, x1, y, eta, batch_size, seed):
    """A function of k that gives (step, y, η/m) for each batch of epoch k, its samples in place in a Step.

    With a batch size, epoch k takes the samples in an order drawn from (seed, k), so that a run can be taken up at any
    epoch; its last batch holds what is left.
    """

    def batch(x1, y):
        return Step(net, x1), y, np.array(eta / x1.shape[1], net.dtype)

    (_, m), samples, targets = x1.shape, x1.T, y.T  # here a row is a sample
    size = min(batch_size or m, m)
    if size == m:
        whole = [batch(x1, y)]
        return lambda k: whole
    part = {}
    for n in {size, m % size} - {0}:
        rows, target = np.empty((n, len(x1)), net.dtype), np.empty((n, len(y)), net.dtype)
        part[n] = rows, target, batch(rows.T, target.T)

    def fill(chosen):
        rows, target, batch = part[len(chosen)]
        samples.take(chosen, axis=0, out=rows, mode="clip")  # the mode that needs no buffer
        targets.take(chosen, axis=0, out=target, mode="clip")
        return batch

    def epoch(k):
        order = np.random.default_rng([seed, k]).permutation(m)
        return (fill(order[i : i + size]) for i in range(0, m, size))

    return epoch

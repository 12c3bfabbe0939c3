"""Gradient descent: the four steps, repeated (chapters update-rule and training-loop)."""

from math import isfinite

import numpy as np
from numpy import subtract

from .memory import over_ones
from .network import Step, quietly


@quietly
def descend(net, x, y, rows, eta, batch_size, seed, first, report):
    """Train net in place on x (n_0, m) and y (n_L, m); rows[k] (P,) gets θ after k epochs.

    rows[0], the start, is epoch `first` of the run; `report(k)` is called after each epoch. Returns the first row whose
    ‖θ‖² is not finite, or None; after it nothing is computed, and the rows are NaN.
    """
    theta, batches = net.theta, batches_of(net, x, y, eta, batch_size, seed)
    for k in range(1, len(rows)):  # eq-training-loop
        for step, target, eta_m in batches(first + k):
            step.forward()
            step.backward(target, eta_m)  # dtheta comes out as η ∂ℒ/∂θ
            subtract(theta, step.dtheta, theta)  # eq-update
        rows[k] = theta
        if not isfinite(theta.dot(theta)):
            rows[k + 1 :] = np.nan
            return k
        if report:
            report(first + k)


def batches_of(net, x, y, eta, batch_size, seed):
    """A function of k that gives (step, y, η/m) for each batch of epoch k, its samples in place in the Step.

    With a batch size, epoch k takes the samples in an order drawn from (seed, k), so that a run can be taken up at any
    epoch; its last batch holds what is left.
    """
    m = x.shape[1]
    size = min(batch_size or m, m)
    steps = {n: (Step(net, over_ones(x[:, :n])), np.array(eta / n, net.dtype)) for n in {size, m % size} - {0}}
    if size == m:
        whole = [(steps[m][0], np.ascontiguousarray(y), steps[m][1])]
        return lambda k: whole
    samples, targets = np.ascontiguousarray(x.T), np.ascontiguousarray(y.T)  # here a row is a sample

    def batch(chosen):
        step, eta_m = steps[len(chosen)]
        step.a[0][...] = samples.take(chosen, axis=0).T
        return step, targets.take(chosen, axis=0).T, eta_m

    def epoch(k):
        order = np.random.default_rng([seed, k]).permutation(m)
        return (batch(order[i : i + size]) for i in range(0, m, size))

    return epoch

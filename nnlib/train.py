"""train(): the front door to gradient descent. It checks everything, then runs, and returns the tape."""

import sys

import numpy as np

from . import validate
from .history import History


def train(net, x, y, *, eta=0.5, epochs=500, batch_size=None, seed=0, progress=False):
    """Train `net` in place on x (n_0, m), y (n_L, m) and return its History.

    eta         η, the learning rate
    epochs      how often every sample is seen
    batch_size  samples per update; None takes all of them at once
    seed        of the order in which mini-batches take the samples
    progress    writes the epoch to stderr as it goes
    When θ stops being finite the run ends there: `history.diverged` says at which epoch, and `net` keeps the last
    finite θ. Raises ValueError or TypeError, with `net` unchanged, for bad input.
    """
    x, y = validate.samples(net, x, y)
    eta = validate.real("η", eta)
    epochs, seed = validate.whole("epochs", epochs, 0), validate.whole("seed", seed, 0)
    if batch_size is not None:
        batch_size = validate.whole("batch_size", batch_size, 1)
    if not np.isfinite(net.theta).all():
        raise ValueError("θ of the network is not finite: there is nothing to train")
    history = History(net, x, y, eta=eta, epochs=epochs, batch_size=batch_size, seed=seed)
    net.theta = history.run(report=_reporter(epochs) if progress else None)
    return history


def _reporter(epochs):
    """A report(k) that writes 'epoch k of epochs' over itself, about a hundred times in all."""

    def report(k):
        if k % max(1, epochs // 100) == 0 or k == epochs:
            print(f"\repoch {k} of {epochs}", end="\n" if k == epochs else "", file=sys.stderr, flush=True)

    return report

"""train(): the front door to gradient descent. It runs all epochs and returns the tape."""

import sys

from .history import History


def train(net, x, y, *, eta=0.5, epochs=500, batch_size=None, seed=0, progress=False):
    """Train `net` in place on x (n_0, m), y (n_L, m) and return its History, which keeps x and y, not copies of them.

    eta         η, the learning rate
    epochs      how often every sample is seen
    batch_size  samples per update; None takes all of them at once
    seed        of the order in which mini-batches take the samples
    progress    writes the epoch to stderr as it goes
    When θ stops being finite the run ends there: `history.diverged` says at which epoch, and `net` keeps the last
    finite θ. Raises ValueError or TypeError, with `net` unchanged, for bad input.

    >>> from nnlib import Network, datasets
    >>> train(Network([2, 4, 1]), *datasets.xor(), eta=2, epochs=1000)
    History(epochs=1000, eta=2)
    """

    def report(k):
        if k % max(1, epochs // 100) == 0 or k == epochs:  # about a hundred times in all
            print(f"\repoch {k} of {epochs}", end="\n" if k == epochs else "", file=sys.stderr, flush=True)

    history = History(net, x, y, eta=eta, epochs=epochs, batch_size=batch_size, seed=seed)
    net.theta = history.run(report=report if progress else None)
    return history

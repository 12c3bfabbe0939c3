"""A training run on a tape that forks where the reader is: what the replaying figures share."""

import ipywidgets as W
import numpy as np

from ..train import train
from .figure import WIDE

FRAMES = 101


class Run:
    """One run at a time, and the loss of the one before it, as a ghost.

    history   the History that is shown
    ghost     the loss (epochs+1,) that the last change turned away from, or None
    forked    the epoch of that change; 0 when everything began anew
    """

    def __init__(self, epochs):
        if epochs < 100 or epochs % (FRAMES - 1):
            raise ValueError(f"epochs must be a multiple of {FRAMES - 1}; got {epochs}")
        self.epochs, self.every, self.history, self.ghost, self.forked = epochs, epochs // (FRAMES - 1), None, None, 0

    def start(self, net, x, y, eta):
        """Train from the beginning."""
        self.ghost, self.forked = None, 0
        self.history = train(net, x, y, eta=eta, epochs=self.epochs)

    def turn(self, k, eta, activation):
        """Keep the past up to epoch k and train on with other settings; from either end of the tape, begin anew."""
        history, ghost = self.history, self.history.loss
        if 0 < k < self.last:
            self.history, self.forked = history.fork(k, eta=eta, activation=activation), k
        else:
            self.start(history.network(0).copy(activation=activation), history.x, history.y, eta)
        self.ghost = ghost

    @property
    def last(self):
        """The last epoch whose θ is finite."""
        return self.epochs if self.history.diverged is None else self.history.diverged - 1

    def epochs_shown(self):
        """The epochs that have a frame: every hundredth of the tape, as long as θ is finite."""
        shown = np.arange(0, self.epochs + 1, self.every)
        return shown[shown <= self.last]

    def draw_loss(self, curve):
        """The loss over the epochs, the ghost behind it, and the verdict below."""
        loss, lines = self.history.loss, {}
        if self.ghost is not None:
            lines["before"] = ("quiet", self.ghost, "3 4")
        highest = max(np.nanmax(line) for line in (loss, self.ghost) if line is not None)
        curve.y_range = [0.0, float(min(highest, 3 * loss[0]))]  # a run that climbs leaves the picture
        curve.show(np.arange(self.epochs + 1), lines | {"ℒ": ("loss", loss)})
        curve.note, curve.label = self.verdict(), "Loss over epochs. " + self.verdict()

    def verdict(self):
        """What became of the run, in a sentence or two."""
        loss, diverged, eta = self.history.loss, self.history.diverged, self.history.eta
        the = f"From epoch {self.forked} on: the" if self.forked else "The"
        if diverged is not None:
            return (
                f"{the} run diverges. After epoch {diverged} the weights are no longer finite numbers. "
                f"η = {eta:.3g} is too large here; make it smaller."
            )
        if loss[-1] > loss[self.forked]:
            return f"{the} loss ends above where it began: η = {eta:.3g} is too large here."
        return f"{the} loss falls from {loss[self.forked]:.3g} to {loss[-1]:.3g}."


def replay_controls(run, *views):
    """Play and an epoch slider, linked to the views' `at` in the page itself: no Python is needed to replay."""
    play = W.Play(min=0, max=run.epochs, step=run.every, interval=60, show_repeat=False)
    scrub = W.IntSlider(0, 0, run.epochs, run.every, description="epoch", style=WIDE)
    scrub.layout.flex, scrub.layout.min_width = "1 1 240px", "0"
    for target in ((scrub, "value"), *((view, "at") for view in views)):
        W.jslink((play, "value"), target)
    return play, scrub

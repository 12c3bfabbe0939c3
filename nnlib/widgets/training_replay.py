"""The replay of a training run: every epoch on a tape that plays, stops and scrubs (chapter training-loop)."""

import ipywidgets as W
import numpy as np

from ..activations import ACTIVATIONS
from ..datasets import DATASETS
from ..network import Network
from ..train import train
from .figure import WIDE, Figure, choice, eta_slider
from .views import Curve, Plane

FRAMES = 101


class TrainingReplay(Figure):
    """Train a 2-hidden-1 network and replay it: decision boundary and loss at every epoch.

    data        name of a data set of two inputs: xor, moons, circles, spirals
    eta         η, a power of two within an eighth of an octave, so that the slider has it
    activation  of the hidden layer; the output is a sigmoid
    hidden      number of hidden units, 1 … 16
    output      activation of the output neuron
    epochs      a multiple of 100, full batches
    seed        of the first weights
    """

    def __init__(self, data="xor", eta=0.5, activation="tanh", hidden=4, output="sigmoid", epochs=500, seed=0):
        if epochs < 100 or epochs % (FRAMES - 1):
            raise ValueError(f"epochs must be a multiple of {FRAMES - 1}; got {epochs}")
        self.output, self.epochs, self.seed = output, epochs, seed
        self.eta, self.activation = eta_slider(eta), choice("activation", activation, HIDDEN)
        self.hidden = W.IntSlider(hidden, 1, 16, description="hidden units", style=WIDE, layout={"max_width": "100%"})
        self.data = choice("data", data, DATASETS)
        self.plane = Plane(note="")
        self.curve = Curve(x_label="epoch", y_label="loss ℒ")
        controls = (self.eta, self.activation, self.hidden, self.data)
        named = dict(data=self.data, eta=self.eta, activation=self.activation, hidden=self.hidden)
        super().__init__(controls, (self.plane, self.curve), self._tape(), **named)
        self.listen(self.retrain, *controls)

    def _tape(self):
        """Play and scrub. Linked in the page itself: no Python is needed to replay."""
        step = self.epochs // (FRAMES - 1)
        play = W.Play(min=0, max=self.epochs, step=step, interval=60, show_repeat=False)
        scrub = W.IntSlider(0, 0, self.epochs, step, description="epoch", style=WIDE)
        scrub.layout.flex, scrub.layout.min_width = "1 1 240px", "0"
        for target in ((scrub, "value"), (self.plane, "at"), (self.curve, "at")):
            W.jslink((play, "value"), target)
        return play, scrub

    def retrain(self):
        """Train from the same first weights with what the controls say, and put the tape into the views."""
        x, y = DATASETS[self.data.value]()
        net = Network([2, self.hidden.value, 1], activation=self.activation.value, output=self.output, seed=self.seed)
        self.history = train(net, x, y, eta=self.eta.value, epochs=self.epochs)
        loss = self.history.loss
        self.curve.y_range = [0.0, min(np.nanmax(loss), 3 * loss[0])]  # a run that climbs leaves the picture
        self.curve.show(np.arange(self.epochs + 1), {"ℒ": ("loss", loss)})
        self.plane.place(x, y[0])
        self.plane.show(*self._frames())
        self.curve.note = self.plane.label = self.verdict()
        self.curve.label = "Loss over epochs"

    def _frames(self):
        """a^L on the raster (frames, grid²), and the epoch of each frame; only epochs whose θ is finite."""
        last = self.epochs if self.history.diverged is None else self.history.diverged - 1
        epochs = np.linspace(0, self.epochs, FRAMES).astype(int)
        epochs = epochs[epochs <= last]
        raster = self.plane.raster()
        return np.array([self.history.network(k).predict(raster)[0] for k in epochs]), epochs

    def verdict(self):
        """What became of the run, in a sentence."""
        loss, diverged = self.history.loss, self.history.diverged
        if diverged is not None:
            return (
                f"Diverged: after epoch {diverged} the weights are no longer finite numbers. "
                f"η = {self.eta.value:.3g} is too large here; make it smaller."
            )
        if loss[-1] > loss[0]:
            return f"η = {self.eta.value:.3g} is too large here: the loss ends above where it began."
        return f"The loss falls from {loss[0]:.3g} to {loss[-1]:.3g}."


HIDDEN = [name for name in ACTIVATIONS if name != "softmax"]

"""The replay of a training run: every epoch on a tape that plays, stops, scrubs and forks (chapter training-loop)."""

import ipywidgets as W

from ..datasets import DATASETS
from ..network import Network
from .figure import ELEMENTWISE, WIDE, Figure, choice, eta_slider
from .run import Run, replay_controls
from .views import Curve, Plane


class TrainingReplay(Figure):
    """Train a 2-hidden-1 network and replay it: decision boundary and loss at every epoch.

    Changing η or σ half-way keeps the past and forks the future; the old loss stays as a ghost.

    data        name of a data set of two inputs: xor, moons, circles, spirals
    eta         η, a power of two within an eighth of an octave, so that the slider has it
    activation  of the hidden layer
    hidden      number of hidden units, 1 … 16
    output      activation of the output neuron
    epochs      a multiple of 100, full batches
    seed        of the first weights
    """

    def __init__(self, data="xor", eta=0.5, activation="tanh", hidden=4, output="sigmoid", epochs=500, seed=0):
        self.run, self.output, self.seed, self.still_at = Run(epochs), output, seed, epochs
        self.eta, self.activation = eta_slider(eta), choice("σ", activation, ELEMENTWISE)
        self.hidden = W.IntSlider(hidden, 1, 16, description="hidden units", style=WIDE, layout={"max_width": "100%"})
        self.data = choice("data", data, DATASETS)
        self.plane, self.curve = Plane(), Curve(x_label="epoch", y_label="loss ℒ", height=300)
        play, self.epoch = replay_controls(self.run, self.plane, self.curve)
        named = dict(data=self.data, eta=self.eta, activation=self.activation, hidden=self.hidden)
        pictures = (self.plane, self.curve)
        super().__init__((self.eta, self.activation, self.hidden, self.data), pictures, (play, self.epoch), **named)
        self.listen(self.restart, self.data, self.hidden)
        self.listen(self.turn, self.eta, self.activation, now=False)

    def restart(self):
        """Train from the same first weights with what the controls say."""
        self.x, self.y = DATASETS[self.data.value]()
        sizes, activation = [2, self.hidden.value, 1], self.activation.value
        net = Network(sizes, activation=activation, output=self.output, seed=self.seed)
        self.run.start(net, self.x, self.y, self.eta.value)
        self.plane.place(self.x, self.y[0])
        self.draw()

    def turn(self):
        """Train on from the epoch where the reader is, with another η or σ."""
        self.run.turn(self.epoch.value, self.eta.value, self.activation.value)
        self.draw()

    def draw(self):
        """Put the tape into the views: a^L on the raster, frame by frame, and the loss."""
        epochs, raster = self.run.epochs_shown(), self.plane.raster()
        self.plane.show([self.run.history.network(int(k)).predict(raster)[0] for k in epochs], epochs)
        self.run.draw_loss(self.curve)
        self.plane.label = f"The plane of both inputs: what the network answers, and the samples of {self.data.value}"

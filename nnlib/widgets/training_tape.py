"""Every number of every step of a training run (chapter training-loop)."""

import ipywidgets as W
import numpy as np

from .. import datasets
from ..example import running_example
from ..network import Network
from ..validate import sup
from .figure import ELEMENTWISE, WIDE, Figure, choice, eta_slider
from .run import Run, replay_controls
from .views import Curve, Matrices, NetworkPicture, block

DATA = ["the running example", "xor"]


class TrainingTape(Figure):
    """Scrub the epochs, and inside an epoch the steps: forward, loss, errors, gradients, update, both ways.

    Every z, a, δ, ∂ℒ/∂w, ∂ℒ/∂b, w and b is a number in the matrices; a column is a sample. Changing η or σ half-way
    keeps the past and forks the future.

    data        'the running example' or 'xor'
    eta         η, a power of two within an eighth of an octave
    activation  of the hidden layer
    epochs      a multiple of 100
    """

    def __init__(self, data="the running example", eta=1.0, activation="sigmoid", epochs=100):
        self.run = Run(epochs)
        self.eta, self.activation = eta_slider(eta), choice("σ", activation, ELEMENTWISE)
        self.data = choice("data", data, DATA)
        self.network, self.curve = NetworkPicture(), Curve(x_label="epoch", y_label="loss ℒ", height=300)
        self.matrices = Matrices()
        self.matrices.layout.flex = "1 1 100%"
        pictures = (self.network, self.curve, self.matrices)
        play, self.epoch = replay_controls(self.run, *pictures)
        self.step = W.IntSlider(0, 0, 7, description="step in the epoch", style=WIDE)
        self.step.layout.flex, self.step.layout.min_width = "1 1 240px", "0"
        for view in (self.network, self.matrices):
            W.jslink((self.step, "value"), (view, "step"))
        controls, replay = (self.eta, self.activation, self.data), (play, self.epoch, self.step)
        super().__init__(controls, pictures, replay, data=self.data, eta=self.eta, activation=self.activation)
        self.listen(self.restart, self.data)
        self.listen(self.turn, self.eta, self.activation, now=False)

    def restart(self):
        """Train from the first weights with what the controls say."""
        net, x, y = running_example()
        if self.data.value == "xor":
            net, (x, y) = Network(net.sizes, output="sigmoid", seed=0), datasets.xor()
        self.run.start(net.copy(activation=self.activation.value), x, y, self.eta.value)
        self.draw()

    def turn(self):
        """Train on from the epoch where the reader is, with another η or σ."""
        self.run.turn(self.epoch.value, self.eta.value, self.activation.value)
        self.draw()

    def draw(self):
        """Put every number of every frame into the views."""
        epochs = self.run.epochs_shown()
        frames = [tape_of(self.run.history, int(k)) for k in epochs]
        entries = [np.concatenate([array.ravel() for _, array, _ in frame]) for frame in frames]
        about, lit = [each for each, _, _ in frames[0]], lighting([when for _, _, when in frames[0]])
        for view in (self.network, self.matrices):
            view.show(about, entries, epochs, lit)
            view.steps = step_names(self.run.history.network(0).L)
        self.run.draw_loss(self.curve)
        self.network.label = "The network, with the numbers of its first sample"
        self.matrices.label = "Every matrix of the pass; those of later steps are still empty"


def step_names(L):
    """What happens at each step of an epoch of an L-layer network."""
    return [
        "Start: the weights and biases, a⁰ = x, and the target y.",
        *(
            f"Forward, layer {l}: z{sup(l)} = w{sup(l)} a{sup(l - 1)} + b{sup(l)}, a{sup(l)} = σ(z{sup(l)})."
            for l in range(1, L + 1)
        ),
        f"Loss: ℒ = ½ ‖a{sup(L)} − y‖² of each sample.",
        f"Error of the output: δ{sup(L)} = (a{sup(L)} − y) ⊙ σ′(z{sup(L)}).",
        *(f"Backwards: δ{sup(l)} = (w{sup(l + 1)})ᵀ δ{sup(l + 1)} ⊙ σ′(z{sup(l)})." for l in range(L - 1, 0, -1)),
        "Gradients: ∂ℒ/∂w = δ aᵀ and ∂ℒ/∂b = δ, averaged over the samples.",
        "Update: w := w − η ∂ℒ/∂w, b := b − η ∂ℒ/∂b, all at once.",
    ]  # fmt: skip


def tape_of(history, k):
    """(block, array, the step that works it out) of every quantity of epoch k, in the order of the steps."""
    net, eta = history.setting(k)
    step, L = net.backprop(history.x, history.y), net.L
    after = net.copy(net.theta - eta * step.dtheta)
    loss = net.loss_function.per_sample(step.z[L], step.a[L], history.y, net.sigma[L])[None]
    made = [(block("x", "x", 0, step.a[0], card="x"), step.a[0], 0)]
    for l in range(1, L + 1):
        of_layer = (("w", net.w, 0), ("b", net.b, 0), ("z", step.z, l), ("a", step.a, l))
        made += [(block(s + sup(l), s, l, array[l], card=s), array[l], when) for s, array, when in of_layer]
    made += [(block("y", "y", L, history.y), history.y, 0), (block("ℒ", "loss", L, loss), loss, L + 1)]
    for l in range(L, 0, -1):
        made.append((block("δ" + sup(l), "delta", l, step.delta[l], card="δ"), step.delta[l], 2 * L + 2 - l))
    for when, word, w, b in ((2 * L + 2, "∂ℒ/∂{}", step.dw, step.db), (2 * L + 3, "new {}", after.w, after.b)):
        for l in range(1, L + 1):
            for s, array in (("w", w[l]), ("b", b[l])):
                made.append((block(word.format(s + sup(l)), s, l, array), array, when))
    return made


def lighting(when):
    """(steps, blocks): 0 before the step that works a block out, 2 at it, 1 after it."""
    steps = np.arange(max(when) + 1)[:, None]
    return np.where(steps < when, 0, np.where((steps == when) & (steps > 0), 2, 1))

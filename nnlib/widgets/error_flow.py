"""The error on its way back, layer by layer: it vanishes or explodes (chapter backpropagated-error)."""

import ipywidgets as W
import numpy as np

from ..network import Network
from ..validate import sup
from .figure import ELEMENTWISE, WIDE, Figure, choice, read, slider
from .views import Curve, Matrices, block

WIDTH, SAMPLES = 3, 1


class ErrorFlow(Figure):
    """δ of every layer of a network three neurons wide, from the last to the first, and how large each is.

    activation  of the hidden layers; the output is the identity
    depth       number of layers, 2 … 10
    spread      standard deviation of the weights, times 1/√3
    seed        of weights and sample
    """

    def __init__(self, activation="sigmoid", depth=5, spread=1.0, seed=0):
        self.seed = seed
        self.activation = choice("σ", activation, ELEMENTWISE)
        self.depth = W.IntSlider(depth, 2, 10, description="layers", style=WIDE, layout={"max_width": "100%"})
        self.spread = slider("spread of w", spread, 0.5, 4, 0.25)
        self.back = W.IntSlider(0, 0, depth - 1, description="step back", style=WIDE, layout={"max_width": "100%"})
        self.errors, self.size = (
            Matrices(),
            Curve(x_label="layer l", y_label="log₁₀ ‖δ‖", mark=False, path_symbol="delta"),
        )
        W.jslink((self.back, "value"), (self.errors, "step"))
        W.jslink((self.back, "value"), (self.size, "step"))
        controls = (self.activation, self.depth, self.spread, self.back)
        named = dict(activation=self.activation, depth=self.depth, spread=self.spread)
        super().__init__(controls, (self.errors, self.size), **named)
        self.listen(self.compute, self.activation, self.depth, self.spread)

    def network(self):
        """The network that the controls describe, and one sample x, y."""
        sizes = [WIDTH] * (self.depth.value + 1)
        net = Network(sizes, activation=self.activation.value, output="identity", init="lecun", seed=self.seed)
        for w in net.w[1:]:
            w *= read(self.spread)
        rng = np.random.default_rng(self.seed)
        return net, rng.standard_normal((WIDTH, SAMPLES)), rng.standard_normal((WIDTH, SAMPLES))

    def compute(self):
        """Every δ, and ‖δ^l‖ over l."""
        net, x, y = self.network()
        delta, layers = net.backprop(x, y).delta, np.arange(net.L, 0, -1)
        self.back.max = net.L - 1
        about = [block("δ" + sup(l), "delta", int(l), delta[l], op="←" if l < net.L else "") for l in layers]
        lit = np.tri(net.L) + np.eye(net.L)
        self.errors.show(about, [np.concatenate([delta[l].ravel() for l in layers])], lit=lit)
        norms = np.array([np.linalg.norm(delta[l]) for l in layers])
        with np.errstate(divide="ignore"):
            size = np.log10(norms)
        self.size.show([0.5, net.L + 0.5], {"": ("delta", [np.nan, np.nan])})  # the path is all there is to see
        finite = size[np.isfinite(size)]
        self.size.y_range = [float(np.floor(finite.min())) - 0.2, float(np.ceil(finite.max())) + 0.2]
        self.size.path = np.column_stack([layers, size]).astype("<f4").tobytes()
        self.errors.steps = [f"‖δ{sup(l)}‖ = {norm:.3g}" for l, norm in zip(layers, norms, strict=True)]
        self.errors.label, self.size.label = "The error of each layer, from the last to the first", "‖δ‖ of each layer"

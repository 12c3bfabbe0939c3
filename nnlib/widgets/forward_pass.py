"""The forward pass of the running example: every number flows (chapter forward-pass)."""

import numpy as np

from ..example import running_example
from ..network import Network
from ..validate import sup
from .figure import ELEMENTWISE, Figure, choice, read, slider
from .views import NetworkPicture, block


class ForwardPass(Figure):
    """The running example as a network: b, z and a of each neuron, every weight.

    x1, x2      the inputs, −3 … 3
    activation  of the hidden layer
    """

    def __init__(self, x1=1.0, x2=2.0, activation="sigmoid"):
        self.x1, self.x2 = slider("x₁", x1, -3, 3, 0.25), slider("x₂", x2, -3, 3, 0.25)
        self.activation = choice("σ of the hidden layer", activation, ELEMENTWISE)
        self.network = NetworkPicture()
        controls = (self.x1, self.x2, self.activation)
        super().__init__(controls, (self.network,), x1=self.x1, x2=self.x2, activation=self.activation)
        self.listen(self.compute, *controls)

    def compute(self):
        """z and a of every layer for the inputs that the sliders say."""
        example, x, _ = running_example()
        net = Network(example.sizes, activation=self.activation.value, output="sigmoid")
        net.theta[...] = example.theta
        x[:, 0] = read(self.x1), read(self.x2)
        step = net.forward(x)
        about, values = [block("x", "x", 0, x, card="x")], [x]
        for l in range(1, net.L + 1):
            of_layer = {"w": net.w[l], "b": net.b[l], "z": step.z[l], "a": step.a[l]}
            about += [block(symbol + sup(l), symbol, l, array, card=symbol) for symbol, array in of_layer.items()]
            values += of_layer.values()
        self.network.show(about, [np.concatenate([v.ravel() for v in values])])
        self.network.label = f"A network with inputs {x[0, 0]:g} and {x[1, 0]:g}; its output is {step.a[2].item():.4g}"

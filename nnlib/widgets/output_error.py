"""δ = (a − y) σ′(z), both factors and their product (chapter output-error)."""

import ipywidgets as W
import numpy as np

from ..activations import ACTIVATIONS
from .figure import ELEMENTWISE, Figure, choice, read, slider
from .views import Curve

Z = np.linspace(-8, 8, 321)


class OutputError(Figure):
    """One output neuron: a = σ(z), the two factors a − y and σ′(z), and their product δ, over every z.

    z           where to look, −8 … 8; drag it on the picture too
    y           the target, 0 … 1
    activation  σ
    """

    def __init__(self, z=0.0, y=0.0, activation="sigmoid"):
        self.z, self.y = slider("z", z, -8, 8, 0.05), slider("y", y, 0, 1, 0.05)
        self.activation = choice("σ", activation, ELEMENTWISE)
        self.factors = Curve(x_label="z", at=z)
        self.error = Curve(x_label="z", y_label="their product, the error δ", at=z)
        for view in (self.factors, self.error):
            W.jslink((self.z, "value"), (view, "at"))
        controls = (self.z, self.y, self.activation)
        super().__init__(controls, (self.factors, self.error), z=self.z, y=self.y, activation=self.activation)
        self.listen(self.compute, self.y, self.activation)

    def compute(self):
        """The curves for the chosen σ and y. z only moves the mark: that needs no Python."""
        sigma, y = ACTIVATIONS[self.activation.value], read(self.y)
        a, slope = sigma.f(Z), sigma.f_prime(Z)
        self.factors.show(Z, {"a − y": ("y", a - y), "σ′(z)": ("z", slope), "a": ("a", a, "2 5")})
        self.error.show(Z, {"δ": ("delta", (a - y) * slope), "ℒ": ("loss", 0.5 * (a - y) ** 2)})
        self.factors.y_label = "the two factors, a − y and σ′(z)"
        self.factors.label = f"σ = {self.activation.value}: a, a − y and σ′(z) over z, with y = {y:g}"
        self.error.label = "δ = (a − y) σ′(z) and the loss ℒ = ½ (a − y)² over z"

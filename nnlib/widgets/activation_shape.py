"""a = σ(z) and its slope σ′(z), side by side (chapter activation)."""

import ipywidgets as W
import numpy as np

from ..activations import ACTIVATIONS
from .figure import ELEMENTWISE, Figure, choice, slider
from .views import Curve

Z = np.linspace(-6, 6, 241)


class ActivationShape(Figure):
    """Choose σ, drag z: the mark moves along σ and σ′ at once.

    activation  σ
    z           where to look, −6 … 6
    """

    def __init__(self, activation="sigmoid", z=1.0):
        self.activation, self.z = choice("σ", activation, ELEMENTWISE), slider("z", z, -6, 6, 0.05)
        self.shape, self.slope = Curve(x_label="z", y_label="a = σ(z)", at=z), Curve(x_label="z", y_label="σ′(z)", at=z)
        for view in (self.shape, self.slope):
            W.jslink((self.z, "value"), (view, "at"))
        controls = (self.activation, self.z)
        super().__init__(controls, (self.shape, self.slope), activation=self.activation, z=self.z)
        self.listen(self.compute, self.activation)

    def compute(self):
        """Both curves for the chosen σ."""
        sigma = ACTIVATIONS[self.activation.value]
        self.shape.show(Z, {"a": ("a", sigma.f(Z))})
        self.slope.show(Z, {"σ′": ("a", sigma.f_prime(Z))})
        self.shape.label, self.slope.label = f"a = {sigma.name}(z) over z", f"the slope of {sigma.name} over z"

"""z = w·x + b, to turn by hand (chapter weighted-sum)."""

import numpy as np

from .figure import Figure, read, say, signed, slider
from .views import Curve, Plane

SAMPLE = np.array([[1.0], [2.0]])  # the running example's x
REACH = 6.0  # z from −REACH to REACH has a colour of its own


class WeightedSum(Figure):
    """One neuron: the line z = w₁x + b over one input, and the half-plane z > 0 over two.

    w1, w2, b   from −3 to 3; the running example's second neuron to begin with
    """

    def __init__(self, w1=0.5, w2=0.5, b=-0.5):
        self.w1, self.w2 = slider("w₁", w1, -3, 3, 0.25), slider("w₂", w2, -3, 3, 0.25)
        self.b = slider("b", b, -3, 3, 0.25)
        self.line = Curve(x_label="x₁", y_label="z, with x₂ = 0", y_range=[-REACH, REACH], at=1.0)
        self.plane = Plane()
        self.plane.extent = [-3.0, 3.0, -3.0, 3.0]
        self.plane.points, self.plane.labels = SAMPLE.T.astype("<f4").tobytes(), bytes([1])
        controls = (self.w1, self.w2, self.b)
        super().__init__(controls, (self.line, self.plane), w1=self.w1, w2=self.w2, b=self.b)
        self.listen(self.compute, *controls)

    def compute(self):
        """z along the line, on the plane and at the sample."""
        w, b = np.array([[read(self.w1), read(self.w2)]]), read(self.b)
        x1 = np.linspace(-3, 3, 121)
        self.line.show(x1, {"z": ("z", w[0, 0] * x1 + b)})
        self.plane.show(w @ self.plane.raster() + b, [0], -REACH, REACH)
        z = (w @ SAMPLE + b).item()
        side = "above 0" if z > 0 else "below 0" if z < 0 else "on the line"
        terms = f"{say(w[0, 0])}·1 {signed(w[0, 1])}·2 {signed(b)}"
        self.plane.note = f"At the sample x = (1, 2): z = {terms} = {say(z)}, {side}."
        self.plane.label = "The plane of x₁ and x₂, tinted by z; the line is z = 0. " + self.plane.note
        self.line.label = f"z over x₁: a line of slope {w[0, 0]:g} through {b:g}"

"""Walk down a quadratic loss and find where η stops converging (chapter update-rule)."""

import ipywidgets as W
import numpy as np

from .figure import WIDE, Figure, read, slider
from .views import Curve, Plane

STEPS, START = 40, np.array([-2.0, 1.0])
REACH, HIGHEST = 2.5, 6.0


class DescentWalk(Figure):
    """Gradient descent on ℒ = ½ (λ₁ w₁² + λ₂ w₂²), λ₁ = 1, from the same start.

    eta         η, 0.05 … 2.5
    curvature   λ₂, the larger one, 1 … 10
    """

    def __init__(self, eta=0.3, curvature=4.0):
        self.eta, self.curvature = slider("η", eta, 0.05, 2.5, 0.05), slider("curvature λ₂", curvature, 1, 10, 0.5)
        self.plane = Plane(axes=["w₁", "w₂"], classes=False, extent=[-REACH, REACH, -REACH, REACH])
        self.valley = Curve(x_label="w₂", y_label="loss along w₂", mark=False, y_range=[0.0, HIGHEST])
        play = W.Play(min=0, max=STEPS, step=1, interval=250, show_repeat=False)
        self.steps = W.IntSlider(
            0, 0, STEPS, description="step", style=WIDE, layout={"flex": "1 1 240px", "min_width": "0"}
        )
        for target in ((self.steps, "value"), (self.plane, "step"), (self.valley, "step")):
            W.jslink((play, "value"), target)
        controls = (self.eta, self.curvature)
        pictures, replay = (self.valley, self.plane), (play, self.steps)
        super().__init__(controls, pictures, replay, eta=self.eta, curvature=self.curvature)
        self.listen(self.walk, *controls)

    def walk(self):
        """The path from START, and what becomes of it, in words."""
        eta, curvatures = read(self.eta), np.array([1.0, read(self.curvature)])
        w = START * (1 - eta * curvatures) ** np.arange(STEPS + 1)[:, None]  # the update, STEPS times over
        grid = self.plane.raster()
        self.plane.show([0.5 * curvatures @ grid**2], [0], 0, HIGHEST)
        over = np.linspace(-REACH, REACH, 121)
        self.valley.show(over, {"ℒ": ("loss", 0.5 * curvatures[1] * over**2)})
        w = np.clip(w, -1e6, 1e6)
        self.plane.path = w.astype("<f4").tobytes()
        self.valley.path = np.column_stack([w[:, 1], 0.5 * curvatures[1] * w[:, 1] ** 2]).astype("<f4").tobytes()
        self.valley.note = self.verdict()
        self.plane.label = "The loss over w₁ and w₂, and the walk. " + self.valley.note

    def verdict(self):
        """Where the threshold is, and on which side η lies."""
        eta, curvature = read(self.eta), read(self.curvature)
        flat, factor, limit = 1 - eta, 1 - eta * curvature, 2 / curvature
        says = f"2/λ₂ = {limit:.3g}. Each step multiplies w₁ by {flat:.3g} and w₂ by 1 − ηλ₂ = {factor:.3g}: "
        if eta * curvature > 2 + 1e-9:
            says += "η is too large, the walk diverges."
        elif eta * curvature > 2 - 1e-9:
            says += "exactly at the limit, it jumps to and fro for ever."
        elif factor < 0:
            says += "it converges, jumping from side to side."
        else:
            says += "it converges."
        return says.replace("-", "−")

"""ℒ = ½ (a − y)² over a, with and without the ½, and its average over samples (chapter loss)."""

import ipywidgets as W
import numpy as np

from .figure import WIDE, Figure, read, slider
from .views import Curve, Matrices, block

A = np.linspace(-1, 2, 121)
OTHERS = np.array([[0.9, 0.4, 0.1], [1.0, 1.0, 0.0]])  # three more samples, a above y


class SquaredError(Figure):
    """Drag a against y: the parabola, its slope, and four samples' losses with their average.

    a       the output, −1 … 2; dragging it needs no Python
    y       the target, −1 … 2
    half    whether ℒ carries the ½
    """

    def __init__(self, a=0.6, y=0.0, half=True):
        self.a, self.y = slider("a", a, -1, 2, 0.025), slider("y", y, -1, 2, 0.1)
        self.half = W.Checkbox(half, description="with the ½", indent=False, style=WIDE, layout={"width": "auto"})
        self.parabola = Curve(x_label="a", at=a)
        self.samples = Matrices(at=a, label="Four samples: a, y, each loss, and the average of the losses")
        for view in (self.parabola, self.samples):
            W.jslink((self.a, "value"), (view, "at"))
        controls = (self.a, self.y, self.half)
        super().__init__(controls, (self.parabola, self.samples), a=self.a, y=self.y, half=self.half)
        self.listen(self.compute, self.y, self.half)

    def compute(self):
        """The loss over a, and the samples' losses for every a that the slider can take."""
        y, c = read(self.y), 0.5 if self.half.value else 1.0
        self.parabola.show(A, {"ℒ": ("loss", c * (A - y) ** 2), "∂ℒ/∂a": ("delta", 2 * c * (A - y), "5 3")})
        self.parabola.label = (
            f"{'half ' if self.half.value else ''}the squared distance of a from y = {y:g}, and its slope"
        )
        a = np.column_stack([A, *(np.full_like(A, other) for other in OTHERS[0])])
        targets = np.broadcast_to([y, *OTHERS[1]], a.shape)
        losses = c * (a - targets) ** 2
        names = (("a", "a"), ("y", "y"), ("ℒ of each", "loss"))
        about = [block(name, symbol, 1, a[:1]) for name, symbol in names]
        about.append(block("their average", "loss", 1, [[0]], op="→"))
        self.samples.show(about, np.column_stack([a, targets, losses, losses.mean(axis=1)]), A)

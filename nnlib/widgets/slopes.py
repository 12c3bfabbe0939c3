"""A slope measured by nudging beside the one backpropagation gives (chapters weight-gradient and bias-gradient)."""

import ipywidgets as W
import numpy as np

from ..example import running_example
from ..validate import sup
from .figure import Figure, choice
from .views import Curve, Matrices, block

REACH = np.linspace(-3, 3, 121)  # how far a parameter is nudged
NUDGE = 1e-4


def loss_over(net, x, y, array, place, nudges=REACH):
    """ℒ as one entry of `array` (a w[l] or b[l] of net) is nudged by each of `nudges`; the entry itself stays."""
    here = array[place]
    losses = np.empty(len(nudges))
    for k, h in enumerate(nudges):
        array[place] = here + h
        losses[k] = net.loss(x, y)
    array[place] = here
    return losses


def measured_slope(net, x, y, array, place):
    """∂ℒ/∂(that entry) by a central difference."""
    below, above = loss_over(net, x, y, array, place, (-NUDGE, NUDGE))
    return (above - below) / (2 * NUDGE)


class OuterProduct(Figure):
    """∂ℒ/∂w^l = δ^l (a^(l−1))ᵀ of the running example as matrices; choose an entry and see its slope of ℒ.

    layer   l, 1 or 2
    """

    def __init__(self, layer=1):
        self.layer = choice("layer l", layer, [1, 2])
        self.product = Matrices(chosen=[2, 0, 0])
        self.slope = Curve(y_label="loss ℒ")
        super().__init__((self.layer,), (self.product, self.slope), layer=self.layer)
        self.product.observe(lambda change: self.measure(), "chosen")
        self.listen(self.compute, self.layer)

    def compute(self):
        """The product for the chosen layer, its first entry chosen."""
        l = self.layer.value
        self.net, self.x, self.y = running_example()
        step = self.net.backprop(self.x, self.y)
        self.gradient, inputs = step.dw[l], step.a[l - 1].T
        names = (f"δ{sup(l)}", f"(a{sup(l - 1)})ᵀ", f"∂ℒ/∂w{sup(l)}")
        about = [
            block(names[0], "delta", l, step.delta[l]),
            block(names[1], "a" if l > 1 else "x", l - 1, inputs),
            block(names[2], "w", l, self.gradient, op="=", choose=True),
        ]
        values = [step.delta[l], inputs, self.gradient]
        self.product.show(about, [np.concatenate([v.ravel() for v in values])])
        self.product.label = f"{names[0]} times {names[1]} is {names[2]}; choose an entry"
        self.product.chosen = [2, 0, 0]
        self.measure()

    def measure(self):
        """ℒ over the chosen weight, its tangent, and both slopes as numbers."""
        l, (_, i, j) = self.layer.value, self.product.chosen
        w, slope = self.net.w[l], self.gradient[i, j]
        over = w[i, j] + REACH
        tangent = self.net.loss(self.x, self.y) + slope * REACH
        losses = loss_over(self.net, self.x, self.y, w, (i, j))
        self.slope.x_label = f"w{sup(l)}, row {i + 1}, column {j + 1}"
        self.slope.y_range = [0.0, max(0.5, float(losses.max()))]
        self.slope.show(over, {"ℒ": ("loss", losses), "tangent": ("w", tangent, "5 3")})
        self.slope.at = w[i, j]
        nudged = measured_slope(self.net, self.x, self.y, w, (i, j))
        self.slope.note = f"Its entry says {slope:.4g}; nudging this weight measures a slope of {nudged:.4g}."


class BiasNudge(Figure):
    """ℒ over one bias of the running example, and beside it the δ of its neuron: the slope, at every bias.

    bias    which one, as b^l_i: 'b¹₁' … 'b²₁'
    """

    def __init__(self, bias="b¹₁"):
        self.bias = choice("bias", bias, PLACES)
        self.loss, self.error = Curve(y_label="loss ℒ"), Curve(y_label="δ of this neuron")
        W.jslink((self.loss, "at"), (self.error, "at"))
        super().__init__((self.bias,), (self.loss, self.error), bias=self.bias)
        self.listen(self.compute, self.bias)

    def compute(self):
        """ℒ and δ as the chosen bias runs, all else as it is."""
        l, i = PLACES[self.bias.value]
        net, x, y = running_example()
        b, here = net.b[l], net.b[l][i, 0]
        losses = loss_over(net, x, y, b, (i, 0))
        slope, measured = net.backprop(x, y).delta[l][i, 0], measured_slope(net, x, y, b, (i, 0))
        tangent, errors = net.loss(x, y) + slope * REACH, np.empty(len(REACH))
        for k, h in enumerate(REACH):
            b[i, 0] = here + h
            errors[k] = net.backprop(x, y).delta[l][i, 0]
        self.loss.y_range = [0.0, max(0.5, float(losses.max()))]
        self.loss.x_label = self.error.x_label = self.bias.value
        self.loss.show(here + REACH, {"ℒ": ("loss", losses), "tangent": ("b", tangent, "5 3")})
        self.error.show(here + REACH, {"δ": ("delta", errors)})
        self.loss.at = self.error.at = here
        self.loss.note = (
            f"At {self.bias.value} = {here:g} the error is δ = {slope:.4g}; nudging the bias measures {measured:.4g}."
        ).replace("-", "−")


PLACES = {"b¹₁": (1, 0), "b¹₂": (1, 1), "b¹₃": (1, 2), "b²₁": (2, 0)}

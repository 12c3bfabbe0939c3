"""The equations of a whole network, put together from those of one layer.

A slip in one layer's equation is a slip of every function that uses it: `lifted` puts the wrong formula in its
place and leaves the others right. Lists over layers are indexed by l; entry 0 is None (a[0] is x).
"""

from types import SimpleNamespace

import numpy as np

from . import layer, layer_back
from .equation import Slip


def parts(s):
    """The equations of one layer by name, for the activation s in every layer."""
    return {
        "weighted_sum": layer.weighted_sum(),
        "activation": layer.activation(s),
        "output_error": layer.output_error(s),
        "backpropagated_error": layer_back.backpropagated_error(s),
        "weight_gradient": layer_back.weight_gradient(),
        "bias_gradient": layer_back.bias_gradient(),
        "update": layer_back.update(),
    }


def formulas(s, **instead):
    """The formula of each part, some of them replaced, as p.output_error and so on."""
    return SimpleNamespace(**{name: part.right for name, part in parts(s).items()} | instead)


def lifted(s, whole, names):
    """The slips of the parts `names`, as slips of a function of the network; whole(p) makes that function."""
    where = parts(s)
    return tuple(
        Slip(slip.name, f"{name}: {slip.says}", whole(formulas(s, **{name: slip.formula})))
        for name in names
        for slip in where[name].slips
        if not slip.sums
    )


def forward(p):
    """(w, b, x) -> (z, a): eq-forward."""

    def formula(w, b, x):
        z, a = [None], [x]
        for l in range(1, len(w)):
            z.append(p.weighted_sum(w[l], a[l - 1], b[l]))
            a.append(p.activation(z[l]))
        return z, a

    return formula


def errors(p):
    """(w, z, a, y) -> δ: the output error, then the recurrence."""

    def formula(w, z, a, y):
        L = len(w) - 1
        delta = [None] * L + [p.output_error(z[L], a[L], y)]
        for l in range(L - 1, 0, -1):
            delta[l] = p.backpropagated_error(w[l + 1], delta[l + 1], z[l])
        return delta

    return formula


def errors_from_bare_difference(p):
    """The slip that keeps δ^L right and sends a − y down without σ′(z^L)."""

    def formula(w, z, a, y):
        delta = errors(p)(w, z, a, y)
        return (
            errors(SimpleNamespace(**vars(p) | {"output_error": lambda z, a, y: a - y}))(w, z, a, y)[:-1] + delta[-1:]
        )

    return formula


def gradients(p, find_errors=errors):
    """(w, b, x, y) -> (dw, db)."""

    def formula(w, b, x, y):
        z, a = forward(p)(w, b, x)
        delta = find_errors(p)(w, z, a, y)
        layers = range(1, len(w))
        return (
            [None, *(p.weight_gradient(delta[l], a[l - 1]) for l in layers)],
            [None, *(p.bias_gradient(delta[l]) for l in layers)],
        )

    return formula


def move(p, w, b, dw, db, eta):
    """The update of every layer: new lists w, b."""
    new = [p.update(w[l], b[l], dw[l], db[l], eta) for l in range(1, len(w))]
    return [None, *(w for w, _ in new)], [None, *(b for _, b in new)]


def training(p, find_errors=errors):
    """(w, b, x, y, eta, epochs) -> (w, b): the four steps, repeated."""

    def formula(w, b, x, y, eta, epochs):
        for _ in range(epochs):
            w, b = move(p, w, b, *gradients(p, find_errors)(w, b, x, y), eta)
        return w, b

    return formula


def training_with_updated_weights(p):
    """The slip that moves w^(l+1) first and then sends δ back through the moved weights."""

    def formula(w, b, x, y, eta, epochs):
        w, b, L = list(w), list(b), len(w) - 1
        for _ in range(epochs):
            z, a = forward(p)(w, b, x)
            delta = p.output_error(z[L], a[L], y)
            for l in range(L, 0, -1):
                dw, db = p.weight_gradient(delta, a[l - 1]), p.bias_gradient(delta)
                w[l], b[l] = p.update(w[l], b[l], dw, db, eta)
                if l > 1:
                    delta = p.backpropagated_error(w[l], delta, z[l - 1])
        return w, b

    return formula


def training_with_piled_gradients(p):
    """The slip that never sets the gradients back to zero."""

    def formula(w, b, x, y, eta, epochs):
        total = None
        for _ in range(epochs):
            new = gradients(p)(w, b, x, y)
            total = new if total is None else tuple(add(t, n) for t, n in zip(total, new, strict=True))
            w, b = move(p, w, b, *total, eta)
        return w, b

    return formula


def add(these, those):
    """The sum of two lists over layers."""
    return [None, *(np.add(t, n) for t, n in zip(these[1:], those[1:], strict=True))]

"""A thousand random wrong formulas: none passes.

Each is a product of powers with a coefficient. Two such products are the same function only if coefficient and all
powers agree, so that a formula is known to be wrong without being computed.
"""

import numpy as np
import pytest

from nnlib import ACTIVATIONS, checks

COEFFICIENTS = (-2, -1, -0.5, 0, 0.5, 0.9, 0.999, 1, 1.001, 1.1, 2, 10)
SIGMA = ACTIVATIONS["sigmoid"].f


def output_error(c, p, q, r, s):
    """c (a − y)^p a^q (1 − a)^r z^s; right is 1, 1, 1, 1, 0, since σ′ = a (1 − a)."""
    return lambda z, a, y: c * (a - y) ** p * a**q * (1 - a) ** r * z**s


def backpropagated_error(c, p, q, r, s):
    """c (wᵀ δ)^p a^q (1 − a)^r z^s."""
    return lambda w, delta, z: c * (w.T @ delta) ** p * SIGMA(z) ** q * (1 - SIGMA(z)) ** r * z**s


def weight_gradient(c, p, q, r, s):
    """c δ^p (a^q)ᵀ / m^r n^s; right is 1, 1, 1, 1, 0."""
    return lambda delta, a: c * delta**p @ (a**q).T / delta.shape[1] ** r / len(delta) ** s


def bias_gradient(c, p, q, r, s):
    """c Σ δ^p |δ|^(q − 1) / m^r n^s."""
    return lambda delta: (
        c * (delta**p * np.abs(delta) ** (q - 1.0)).sum(1, keepdims=True) / delta.shape[1] ** r / len(delta) ** s
    )


MAKERS = [output_error, backpropagated_error, weight_gradient, bias_gradient]


@pytest.mark.parametrize("c", [0.999, 1.001])
@pytest.mark.parametrize("make", MAKERS)
def test_a_thousandth_is_enough(make, c):
    assert not getattr(checks, make.__name__)(make(c, 1, 1, 1, 0))


@pytest.mark.parametrize("make", MAKERS)
def test_none_of_250_wrong_formulas_passes(make):
    rng = np.random.default_rng(0)
    assert getattr(checks, make.__name__)(make(1, 1, 1, 1, 0), seed=0), "the right one is among them"
    tried = 0
    while tried < 250:
        c, powers = rng.choice(COEFFICIENTS), tuple(int(p) for p in rng.integers(0, 3, size=4))
        if (c, powers) == (1, (1, 1, 1, 0)):
            continue
        report = getattr(checks, make.__name__)(make(c, *powers), seed=tried)
        assert not report.ok, (c, powers)
        tried += 1

"""ℒ and ∇_a ℒ: by hand, by nudging, and where a^L rounds to 0 or 1."""

import math
from dataclasses import FrozenInstanceError

import numpy as np
import pytest

from nnlib import ACTIVATIONS, LOSSES, Loss, Network


def test_the_catalogue():
    assert list(LOSSES) == ["mse", "cross_entropy"]
    assert all(loss.name == name for name, loss in LOSSES.items())
    assert repr(LOSSES["mse"]) == "Loss('mse')"


def test_a_loss_is_one_thing_and_stays_what_it_is():
    mse = LOSSES["mse"]
    with pytest.raises(FrozenInstanceError):
        mse.name = "other"
    assert mse != Loss(mse.f, mse.grad, mse.name) and mse in {mse}


def test_mse_by_hand():
    """½(3² + 4²) = 12.5 in the first column, ½(1² + 2²) = 2.5 in the second."""
    a, y = np.array([[3.0, 1.0], [0.0, 5.0]]), np.array([[0.0, 2.0], [4.0, 3.0]])
    assert np.array_equal(LOSSES["mse"].f(a, y), [12.5, 2.5])
    assert np.array_equal(LOSSES["mse"].grad(a, y), [[3.0, -1.0], [-4.0, 2.0]])


def test_cross_entropy_by_hand():
    """y = 1, a = ¼: ln 4. y = 0, a = ¼: ln 4/3. Together ln 16/3. y = ½: the mean of the two."""
    a, y = np.array([[0.25, 0.25], [0.25, 0.25]]), np.array([[1.0, 0.5], [0.0, 0.5]])
    assert np.allclose(LOSSES["cross_entropy"].f(a, y), [math.log(16 / 3), math.log(16 / 3)], rtol=1e-15)
    assert np.allclose(LOSSES["cross_entropy"].grad(a, y), [[-4, -4 / 3], [4 / 3, -4 / 3]], rtol=1e-15)


@pytest.mark.parametrize("name", list(LOSSES))
def test_gradient_is_what_nudging_measures(name):
    loss, h = LOSSES[name], 1e-6
    a, y = np.array([[0.2, 0.9, 0.5], [0.7, 0.35, 0.01]]), np.array([[0.0, 1.0, 0.3], [1.0, 0.0, 0.6]])
    grad = loss.grad(a, y)
    for i, j in np.ndindex(a.shape):
        up, down = a.copy(), a.copy()
        up[i, j] += h
        down[i, j] -= h
        slope = (loss.f(up, y) - loss.f(down, y)) / (2 * h)
        assert np.isclose(slope[j], grad[i, j], rtol=1e-6)
        assert np.count_nonzero(slope) == 1, "a sample's loss depends on its own column only"


@pytest.mark.parametrize("name", list(LOSSES))
def test_gradient_can_be_written_into_an_array(name):
    a, y, out = np.array([[0.2, 0.9]]), np.array([[0.0, 1.0]]), np.empty((1, 2))
    LOSSES[name].grad(a, y, out)
    assert np.array_equal(out, LOSSES[name].grad(a, y))


def test_cross_entropy_of_a_certain_answer():
    """0 ln 0 counts as 0, and a wrong answer given with certainty costs ∞; neither is NaN, neither warns."""
    a, y = np.array([[0.0, 1.0, 0.0, 1.0]]), np.array([[0.0, 1.0, 1.0, 0.0]])
    assert np.array_equal(LOSSES["cross_entropy"].f(a, y), [0, 0, np.inf, np.inf])


def one_layer(z, output, y):
    """ℒ and δ of a network whose z is this column: w = 0, b = z."""
    net = Network([1, len(z)], output=output, loss="cross_entropy")
    net.w[1][...], net.b[1][...] = 0, z
    step = net.backprop(np.ones((1, 1)), y)
    return step.loss, step.delta[1]


def test_with_sigmoid_the_error_is_a_minus_y_even_when_saturated():
    """At z = 800, a is 1 to the last digit; ℒ for y = 0 is ln(1 + e^800) = 800 and δ = 1."""
    z, y = np.array([[800.0], [-800.0], [0.0]]), np.array([[0.0], [1.0], [1.0]])
    loss, delta = one_layer(z, "sigmoid", y)
    assert np.isclose(loss, 800 + 800 + math.log(2), rtol=1e-15)
    assert np.array_equal(delta, [[1.0], [-1.0], [-0.5]])


def test_with_softmax_the_error_is_a_minus_y_even_when_saturated():
    """z = (800, 0), y the second class: ℒ = ln(e^800 + 1) − 0 = 800, a = (1, 0), δ = (1, −1)."""
    loss, delta = one_layer(np.array([[800.0], [0.0]]), "softmax", np.array([[0.0], [1.0]]))
    assert np.isclose(loss, 800, rtol=1e-15)
    assert np.array_equal(delta, [[1.0], [-1.0]])


def test_softmax_cross_entropy_by_hand():
    """a = (1, 2, 5)/8 and the third class right: ℒ = −ln 5/8; half of it and half of the first: the mean."""
    z = np.log([[1.0], [2.0], [5.0]])
    loss, delta = one_layer(z, "softmax", np.array([[0.0], [0.0], [1.0]]))
    assert np.isclose(loss, math.log(8 / 5), rtol=1e-14)
    assert np.allclose(delta, [[1 / 8], [2 / 8], [-3 / 8]], rtol=0, atol=1e-15)
    loss, _ = one_layer(z, "softmax", np.array([[0.5], [0.0], [0.5]]))
    assert np.isclose(loss, (math.log(8) + math.log(8 / 5)) / 2, rtol=1e-14)


@pytest.mark.parametrize("output", ["sigmoid", "softmax"])
def test_the_cancelled_form_is_the_long_form(output):
    """(a − y) / (a (1 − a)) times σ′, written out, gives the a − y that training uses."""
    rng = np.random.default_rng(3)
    z, y = rng.standard_normal((3, 5)), rng.dirichlet(np.ones(3), 5).T
    sigma = ACTIVATIONS[output]
    a = sigma.f(z)
    short = np.empty_like(z)
    LOSSES["cross_entropy"].output_error(short, z, a, y, sigma, np.empty_like(z))
    if output == "sigmoid":
        long = LOSSES["cross_entropy"].grad(a, y)
        per_sample = LOSSES["cross_entropy"].f(a, y)
    else:  # one question with three answers: ℒ = −Σ y ln a
        long = -y / a
        per_sample = -(y * np.log(a)).sum(axis=0)
    sigma.backward(long, z, a, np.empty_like(z))
    assert np.allclose(short, long, rtol=0, atol=1e-14)
    assert np.allclose(LOSSES["cross_entropy"].per_sample(z, a, y, sigma), per_sample, rtol=1e-13)

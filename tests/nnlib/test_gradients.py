"""Backpropagation against slopes measured by nudging, for every activation, loss and depth."""

import numpy as np
import pytest

from nnlib import ACTIVATIONS, Activation, Network, check_gradients, numerical_gradient, running_example

HIDDEN = [name for name in ACTIVATIONS if name != "softmax"]
PAIRS = [(output, "mse") for output in ACTIVATIONS] + [("sigmoid", "cross_entropy"), ("softmax", "cross_entropy")]
SIZES = {1: [3, 2], 2: [3, 5, 2], 3: [3, 4, 5, 2], 4: [3, 5, 4, 3, 2]}  # no two layers that meet are of one size


def problem(depth, m=3, **settings):
    """A network with biases that are not 0, and m samples whose y sums to 1, as softmax needs it."""
    net, rng = Network(SIZES[depth], seed=depth, **settings), np.random.default_rng(depth)
    net.theta += 0.1 * rng.standard_normal(net.theta.size).astype(net.dtype)
    return net, rng.standard_normal((3, m)), rng.dirichlet([1, 1], m).T


@pytest.mark.parametrize("depth", SIZES)
@pytest.mark.parametrize(("output", "loss"), PAIRS)
@pytest.mark.parametrize("activation", HIDDEN)
def test_every_activation_loss_and_depth(activation, output, loss, depth):
    assert check_gradients(*problem(depth, activation=activation, output=output, loss=loss)) < 1e-7


@pytest.mark.parametrize("m", [1, 4])
def test_one_sample_and_a_batch(m):
    assert check_gradients(*problem(3, m)) < 1e-7


def test_own_and_mixed_activations():
    assert check_gradients(*problem(4, activation=[Activation(np.sin, np.cos), "gelu", "tanh"])) < 1e-7


def test_float32_is_as_close_as_float32_can_be():
    assert 1e-9 < check_gradients(*problem(3, dtype=np.float32)) < 1e-5


def test_a_wrong_derivative_is_found():
    """cos where −cos belongs, and the relu′ that looks at a ≥ 0 instead of z > 0."""
    for wrong in (Activation(np.sin, lambda z: -np.cos(z)), Activation(lambda z: np.maximum(z, 0), np.ones_like)):
        assert check_gradients(*problem(3, activation=wrong)) > 0.1


def test_a_wrong_derivative_gives_its_exact_error():
    """With every gradient doubled, ‖2g − g‖ / (‖2g‖ + ‖g‖) = 1/3: one layer, identity′ = 2."""
    net, x, y = problem(1, output=Activation(lambda z: z, lambda z: np.full_like(z, 2.0)))
    assert np.isclose(check_gradients(net, x, y), 1 / 3, rtol=1e-7)


def test_numerical_gradient_by_hand():
    """One neuron, identity, ½(w x + b − y)²: with w = 3, b = 1, x = 2, y = 5 the error is 2; ∂w = 4, ∂b = 2."""
    net = Network([1, 1], output="identity")
    net.theta[...] = [3, 1]
    slope = numerical_gradient(net, [[2.0]], [[5.0]])
    assert slope.shape == (2,)
    assert np.allclose(slope, [4, 2], rtol=0, atol=1e-9)
    assert np.array_equal(net.theta, [3, 1])


def test_h_is_the_nudge():
    """ℒ = ½ σ(z)² is not a parabola: a wide nudge measures a chord, as worked out here with exp."""
    net = Network([1, 1])
    net.theta[...] = [0.5, 0]
    loss = lambda w: 0.5 / (1 + np.exp(-w)) ** 2  # noqa: E731
    slope = numerical_gradient(net, [[1.0]], [[0.0]], h=0.5)
    assert np.isclose(slope[0], loss(1.0) - loss(0.0), rtol=1e-14)


def test_nothing_to_learn_is_no_error():
    net = Network([2, 1], output="relu", init="zeros")
    net.b[1] = [[-1.0]]
    assert check_gradients(net, [[1.0], [2.0]], [[3.0]]) == 0


def test_the_network_is_left_alone():
    net, x, y = running_example()
    before = net.theta.tobytes()
    numerical_gradient(net, x, y)
    check_gradients(net, x, y)
    assert net.theta.tobytes() == before


@pytest.mark.parametrize("h", [0, -1e-5, np.nan, np.inf])
def test_h_must_be_positive(h):
    with pytest.raises(ValueError, match="h must be positive and finite"):
        check_gradients(*running_example(), h=h)


@pytest.mark.parametrize("h", ["a", None, True, [1e-5]])
def test_h_must_be_a_number(h):
    with pytest.raises(TypeError, match="h must be a number"):
        numerical_gradient(*running_example(), h=h)

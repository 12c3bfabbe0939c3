"""Each equation beside slopes measured by nudging, and beside PyTorch's autograd, in float64."""

import numpy as np
import pytest
from registry import checks
from torch_oracle import SIGMA, Torch
from torch_oracle import train as torch_train

from nnlib import ACTIVATIONS, LOSSES, Network, numerical_gradient, train

HIDDEN = [name for name in ACTIVATIONS if name != "softmax"]
PAIRS = [(output, "mse") for output in ACTIVATIONS] + [("sigmoid", "cross_entropy"), ("softmax", "cross_entropy")]
SIZES = {1: [3, 2], 2: [3, 5, 2], 3: [3, 4, 5, 2], 4: [3, 5, 4, 3, 2]}
NUDGED, AUTOGRAD = 1e-7, 1e-11  # the norm-wise errors that are allowed


def problem(depth=3, m=4, **settings):
    """A network whose biases are not 0, and m samples whose y sums to 1, as softmax wants it."""
    net, rng = Network(SIZES[depth], seed=depth, **settings), np.random.default_rng(depth)
    net.theta += 0.1 * rng.standard_normal(net.theta.size)
    return net, rng.standard_normal((3, m)), rng.dirichlet([1, 1], m).T


def error(found, right):
    """‖found − right‖ / (‖found‖ + ‖right‖)"""
    found, right = (np.concatenate([np.ravel(part) for part in parts]) for parts in (found, right))
    return np.linalg.norm(found - right) / (np.linalg.norm(found) + np.linalg.norm(right))


def slopes(f, array, h=1e-5):
    """∂f/∂array by central differences, in its shape; f is a function of an array."""
    measured = np.empty(array.shape)
    for i in np.ndindex(array.shape):
        up, down = array.copy(), array.copy()
        up[i] += h
        down[i] -= h
        measured[i] = (f(up) - f(down)) / (2 * h)
    return measured


def loss_from_z(net, l, z, y):
    """The sum of ℒ over the samples when layer l is at z, whatever lies below it."""
    for k in range(l, net.L):
        z = net.w[k + 1] @ net.sigma[k].f(z) + net.b[k + 1]
    return net.loss_function.per_sample(z, net.sigma[-1].f(z), y, net.sigma[-1]).sum()


@checks("eq-weighted-sum", "numeric")
def test_weighted_sum_nudged():
    net, x, _ = problem(1, 1)

    def z_1(w):
        other = net.copy()
        other.w[1] = w
        return other.forward(x).z[1][1, 0]

    assert error([slopes(z_1, np.array(net.w[1]))], [[[0, 0, 0], x[:, 0]]]) < NUDGED


@checks("eq-weighted-sum", "torch")
@checks("eq-forward", "torch")
def test_forward_pass_beside_torch():
    net, x, y = problem(4, activation=["relu", "gelu", "softplus"])
    step, torch = net.backprop(x, y), Torch(net, x, y)
    assert error(step.z[1:] + step.a, torch.z[1:] + torch.a) < AUTOGRAD


@pytest.mark.parametrize("name", HIDDEN)
@checks("eq-activation", "numeric")
def test_activation_nudged(name):
    z = np.array([-2.5, -0.5, 0.3, 1.7])
    h = 1e-5
    measured = (ACTIVATIONS[name].f(z + h) - ACTIVATIONS[name].f(z - h)) / (2 * h)
    assert error([ACTIVATIONS[name].f_prime(z)], [measured]) < NUDGED


@pytest.mark.parametrize("name", ACTIVATIONS)
@checks("eq-activation", "torch")
def test_activation_beside_torch(name):
    import torch

    z = torch.linspace(-6, 6, 26, dtype=torch.float64).reshape(13, 2).requires_grad_()
    a = SIGMA[name](z)
    a.backward(weights := torch.linspace(-1, 2, 26, dtype=torch.float64).reshape(13, 2))
    delta, found = weights.numpy().copy(), np.empty((13, 2))
    ACTIVATIONS[name].into(z.detach().numpy(), found)
    ACTIVATIONS[name].backward(delta, z.detach().numpy(), found, np.empty((13, 2)))
    assert error([found], [a.detach().numpy()]) < AUTOGRAD
    assert error([delta], [z.grad.numpy()]) < AUTOGRAD


@checks("eq-forward", "numeric")
def test_forward_pass_nudged():
    """The chain of all layers: ∂a^L/∂x, measured, is the product of their Jacobians w^l and σ′(z^l)."""
    net, x, _ = problem(3, 1, activation=["tanh", "gelu"])
    step, jacobian = net.forward(x), np.eye(3)
    for l in (1, 2, 3):
        jacobian = net.sigma[l].f_prime(step.z[l]) * (net.w[l] @ jacobian)
    measured = [slopes(lambda x, i=i: net.predict(x)[i, 0], x)[:, 0] for i in range(2)]
    assert error([jacobian], measured) < NUDGED


@pytest.mark.parametrize("name", LOSSES)
@checks("eq-loss", "numeric")
def test_loss_nudged(name):
    rng = np.random.default_rng(0)
    a, y = rng.uniform(0.1, 0.9, (3, 4)), rng.uniform(0, 1, (3, 4))
    assert error([LOSSES[name].grad(a, y)], [slopes(lambda a: LOSSES[name].f(a, y).sum(), a)]) < NUDGED


@pytest.mark.parametrize(("output", "loss"), PAIRS)
@checks("eq-loss", "torch")
def test_loss_beside_torch(output, loss):
    net, x, y = problem(2, output=output, loss=loss)
    right = Torch(net, x, y).loss
    assert abs(net.loss(x, y) - right) <= AUTOGRAD * right


@pytest.mark.parametrize(("output", "loss"), PAIRS)
@checks("eq-output-error", "numeric")
def test_output_error_nudged(output, loss):
    net, x, y = problem(2, output=output, loss=loss)
    step = net.backprop(x, y)
    assert error([step.delta[2]], [slopes(lambda z: loss_from_z(net, 2, z, y), step.z[2])]) < NUDGED


@pytest.mark.parametrize(("output", "loss"), PAIRS)
@checks("eq-output-error", "torch")
def test_output_error_beside_torch(output, loss):
    net, x, y = problem(2, output=output, loss=loss)
    assert error([net.backprop(x, y).delta[2]], [Torch(net, x, y).delta[2]]) < AUTOGRAD


@pytest.mark.parametrize("activation", HIDDEN)
@checks("eq-backpropagated-error", "numeric")
def test_backpropagated_error_nudged(activation):
    net, x, y = problem(4, activation=activation)
    step = net.backprop(x, y)
    for l in (1, 2, 3):
        assert error([step.delta[l]], [slopes(lambda z, l=l: loss_from_z(net, l, z, y), step.z[l])]) < NUDGED


@pytest.mark.parametrize("activation", HIDDEN)
@checks("eq-backpropagated-error", "torch")
def test_backpropagated_error_beside_torch(activation):
    net, x, y = problem(4, activation=activation)
    step, torch = net.backprop(x, y), Torch(net, x, y)
    for l in (1, 2, 3):
        assert error([step.delta[l]], [torch.delta[l]]) < AUTOGRAD


@pytest.mark.parametrize("m", [1, 4])
@pytest.mark.parametrize("kind", ["w", "b"])
@checks("eq-weight-gradient", "numeric")
@checks("eq-bias-gradient", "numeric")
def test_gradients_nudged(kind, m):
    net, x, y = problem(3, m)
    step = net.backprop(x, y)
    for l in (1, 2, 3):

        def of(values, l=l):
            other = net.copy()
            getattr(other, kind)[l] = values
            return other.loss(x, y)

        measured = slopes(of, np.array(getattr(net, kind)[l]))
        assert error([getattr(step, "d" + kind)[l]], [measured]) < NUDGED


@pytest.mark.parametrize("depth", SIZES)
@pytest.mark.parametrize(("output", "loss"), PAIRS)
@pytest.mark.parametrize("activation", HIDDEN)
@checks("eq-weight-gradient", "torch")
@checks("eq-bias-gradient", "torch")
def test_every_activation_loss_and_depth_beside_torch(activation, output, loss, depth):
    net, x, y = problem(depth, activation=activation, output=output, loss=loss)
    step, torch = net.backprop(x, y), Torch(net, x, y)
    assert error(step.dw[1:], torch.dw[1:]) < AUTOGRAD
    assert error(step.db[1:], torch.db[1:]) < AUTOGRAD
    assert abs(step.loss - torch.loss) <= AUTOGRAD * torch.loss


@checks("eq-update", "numeric")
def test_update_nudged():
    """One epoch moves θ by −η times the measured slope, for a batch and for every layer at once."""
    net, x, y = problem(3)
    slope = numerical_gradient(net, x, y)
    history = train(net, x, y, eta=0.3, epochs=1)
    assert error([history.theta[0] - history.theta[1]], [0.3 * slope]) < NUDGED


@checks("eq-update", "torch")
@checks("eq-training-loop", "torch")
@pytest.mark.parametrize(("output", "loss"), [("sigmoid", "mse"), ("softmax", "cross_entropy")])
def test_training_beside_torch(output, loss):
    net, x, y = problem(3, output=output, loss=loss)
    tape = torch_train(net, x, y, 0.3, 50)
    history = train(net, x, y, eta=0.3, epochs=50)
    for k, (w, b) in enumerate(tape, start=1):
        after = history.network(k)
        assert error([*after.w[1:], *after.b[1:]], [*w, *b]) < AUTOGRAD


@checks("eq-training-loop", "numeric")
def test_training_by_measured_slopes_alone():
    """Ten epochs of θ := θ − η × (slopes by nudging) end where training ends."""
    net, x, y = problem(2)
    by_nudging = net.copy()
    for _ in range(10):
        by_nudging.theta -= 0.5 * numerical_gradient(by_nudging, x, y)
    train(net, x, y, eta=0.5, epochs=10)
    assert error([net.theta], [by_nudging.theta]) < NUDGED

"""Each equation derived by SymPy, for any σ, on networks no layer of which is square."""

import numpy as np
import pytest
import sympy as sp
from registry import checks
from symbols import SymbolicNetwork, equal, gradient, loss, matrix, sigma, sigma_prime

from nnlib import ACTIVATIONS, Network, train

NET = SymbolicNetwork(2, 3, 2, 1)
DELTA = NET.errors()

Z = sp.Symbol("z", real=True)
FORMULAS = {
    "identity": Z,
    "sigmoid": 1 / (1 + sp.exp(-Z)),
    "tanh": sp.sinh(Z) / sp.cosh(Z),
    "relu": sp.Piecewise((0, Z <= 0), (Z, True)),
    "leaky_relu": sp.Piecewise((Z / 100, Z <= 0), (Z, True)),
    "softplus": sp.log(1 + sp.exp(Z)),
    "gelu": Z / 2 * (1 + sp.tanh(sp.sqrt(2 / sp.pi) * (Z + sp.Rational("0.044715") * Z**3))),
}


@checks("eq-weighted-sum", "symbolic")
def test_the_weighted_sum_is_a_sum_over_the_inputs():
    """z_i = Σ_j w_ij x_j + b_i, so that ∂z_i/∂w_ij = x_j, ∂z_i/∂b_i = 1 and ∂z_i/∂x_j = w_ij."""
    z, w, b, x = NET.z[1], NET.w[1], NET.b[1], NET.x
    for i in range(3):
        assert sp.expand(z[i] - (w[i, 0] * x[0] + w[i, 1] * x[1] + b[i])) == 0
        for j in range(2):
            assert sp.diff(z[i], w[i, j]) == x[j] and sp.diff(z[i], x[j]) == w[i, j]
            assert all(sp.diff(z[k], w[i, j]) == 0 for k in range(3) if k != i)
        assert sp.diff(z[i], b[i]) == 1


@pytest.mark.parametrize("name", [name for name in ACTIVATIONS if name != "softmax"])
@checks("eq-activation", "symbolic")
def test_sigma_and_its_derivative_are_the_formula_and_its_derivative(name):
    """Twenty digits of the formula and of SymPy's derivative beside nnlib's two functions."""
    slope = sp.diff(FORMULAS[name], Z)
    for z in ("-5.5", "-0.75", "0.125", "3.25"):
        a, s = (float(sp.N(e.subs(Z, sp.Rational(z)), 20)) for e in (FORMULAS[name], slope))
        assert np.isclose(ACTIVATIONS[name].f(float(z)), a, rtol=1e-12, atol=1e-18)
        assert np.isclose(ACTIVATIONS[name].f_prime(float(z)), s, rtol=1e-12, atol=1e-15)


@checks("eq-activation", "symbolic")
def test_softmax_has_a_matrix_for_a_derivative():
    z = matrix("z", 3, 1)
    a = z.applyfunc(sp.exp) / sum(z.applyfunc(sp.exp))
    for i, k in np.ndindex(3, 3):
        assert sp.simplify(sp.diff(a[i], z[k]) - a[i] * (int(i == k) - a[k])) == 0


@checks("eq-forward", "symbolic")
def test_the_forward_pass_is_the_weighted_sum_layer_by_layer():
    """The composed expression, with σ = tanh and exact fractions for every number, is what predict gives."""
    net = Network([2, 3, 2, 1], activation="tanh", output="tanh")
    values = {}
    for l in (1, 2, 3):
        for symbols, numbers in ((NET.w[l], net.w[l]), (NET.b[l], net.b[l])):
            numbers[...] = np.random.default_rng(l).integers(-16, 17, numbers.shape) / 16
            values |= dict(zip(symbols, map(sp.Rational, numbers.ravel()), strict=True))
    values |= {NET.x[0]: sp.Rational(1, 2), NET.x[1]: sp.Rational(-3, 4)}
    step = net.forward([[0.5], [-0.75]])
    for l in (1, 2, 3):
        for symbolic, numbers in ((NET.z[l], step.z[l]), (NET.a[l], step.a[l])):
            exact = [float(sp.N(e.subs(values).replace(sigma, sp.tanh), 20)) for e in symbolic]
            assert np.allclose(numbers.ravel(), exact, rtol=0, atol=1e-15)


@checks("eq-loss", "symbolic")
def test_the_half_makes_the_gradient_a_minus_y():
    a, y = matrix("a", 3, 1), matrix("y", 3, 1)
    assert equal(gradient(loss(a, y), a), a - y)
    assert equal(gradient(2 * loss(a, y), a), 2 * (a - y)), "without the ½ the gradient is twice as large"


@checks("eq-output-error", "symbolic")
def test_the_output_error_is_how_the_loss_changes_with_z():
    for sizes in ((2, 3), (2, 3, 2)):
        net = SymbolicNetwork(*sizes)
        free, of_z = net.from_z(net.L)
        by_equation = net.errors()[net.L].subs(dict(zip(net.z[net.L], free, strict=True)))
        assert equal(gradient(of_z, free), by_equation)
        assert by_equation[0] == (sigma(free[0]) - net.y[0]) * sigma_prime(free[0])


@checks("eq-output-error", "symbolic")
def test_with_cross_entropy_the_slope_cancels():
    """−y ln a − (1 − y) ln(1 − a) with a sigmoid, and −Σ y ln a with softmax and Σ y = 1, both leave a − y."""
    z, y = matrix("z", 3, 1), matrix("y", 3, 1)
    a = (1 / (1 + sp.exp(-z[0]))).rewrite(sp.exp)
    assert sp.simplify(sp.diff(-y[0] * sp.log(a) - (1 - y[0]) * sp.log(1 - a), z[0]) - (a - y[0])) == 0
    a = z.applyfunc(sp.exp) / sum(z.applyfunc(sp.exp))
    y[2] = 1 - y[0] - y[1]
    total = -sum(y[i] * sp.log(a[i]) for i in range(3))
    assert all(sp.simplify(sp.diff(total, z[i]) - (a[i] - y[i])) == 0 for i in range(3))


@pytest.mark.parametrize("l", [1, 2])
@checks("eq-backpropagated-error", "symbolic")
def test_the_error_below_is_how_the_loss_changes_with_z_below(l):
    free, of_z = NET.from_z(l)
    slope = gradient(of_z, free).subs(dict(zip(free, NET.z[l], strict=True)))
    assert equal(slope, DELTA[l])


@pytest.mark.parametrize("l", [1, 2, 3])
@checks("eq-weight-gradient", "symbolic")
def test_the_weight_gradient_is_the_outer_product(l):
    assert equal(gradient(NET.loss, NET.w[l]), DELTA[l] * NET.a[l - 1].T)


@pytest.mark.parametrize("l", [1, 2, 3])
@checks("eq-bias-gradient", "symbolic")
def test_the_bias_gradient_is_the_error(l):
    assert equal(gradient(NET.loss, NET.b[l]), DELTA[l])
    at_zero = {b: 0 for b in NET.b[l]}
    assert equal(gradient(NET.loss, NET.b[l]).subs(at_zero), DELTA[l].subs(at_zero)), "and it is not 0 when b = 0"
    assert DELTA[l].subs(at_zero)[0] != 0


@checks("eq-update", "symbolic")
def test_the_update_goes_down_as_steeply_as_it_can():
    """ℒ(θ − η ∇ℒ) falls, at η = 0, by ‖∇ℒ‖² per unit of η."""
    net, eta = SymbolicNetwork(1, 2, 1), sp.Symbol("eta", positive=True)
    theta = [s for l in (1, 2) for s in [*net.w[l], *net.b[l]]]
    slopes = [sp.diff(net.loss, s) for s in theta]
    moved = net.loss.subs({s: s - eta * g for s, g in zip(theta, slopes, strict=True)}, simultaneous=True)
    assert sp.expand(sp.diff(moved, eta).subs(eta, 0).doit() + sum(g**2 for g in slopes)) == 0


@checks("eq-training-loop", "symbolic")
def test_the_loop_on_a_parabola_is_a_geometric_series():
    """One neuron, σ = identity, x = 1: both w and b move by −η e, so that e := (1 − 2η) e, epoch after epoch."""
    eta, w, b, y = sp.symbols("eta w b y", real=True)
    half = (w + b - y) ** 2 / 2
    after = (w - eta * sp.diff(half, w)) + (b - eta * sp.diff(half, b)) - y
    assert sp.expand(after - (1 - 2 * eta) * (w + b - y)) == 0
    net = Network([1, 1], output="identity")
    net.theta = [0.25, 0.5]
    history = train(net, [[1.0]], [[2.0]], eta=0.125, epochs=12)
    exact = [sp.Rational(-5, 4) * (1 - 2 * sp.Rational(1, 8)) ** k for k in range(13)]
    assert np.allclose(history.theta.sum(axis=1) - 2, [float(e) for e in exact], rtol=1e-14)

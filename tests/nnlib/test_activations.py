"""σ and σ′: values from a table, slopes by nudging, both tails, and an activation of one's own."""

from dataclasses import FrozenInstanceError

import numpy as np
import pytest

from nnlib import ACTIVATIONS, Activation, Network

ELEMENTWISE = [name for name in ACTIVATIONS if name != "softmax"]
Z = np.array([[-3.0, -1.25, -0.5, 0.25], [0.5, 1.0, 2.0, 4.5]])

# σ(z) and σ′(z) at z = −2, 0.5 and 3, worked out apart from nnlib, with mpmath's exp, ln, tanh and diff
TABLE = {
    "identity": [(-2, 1), (0.5, 1), (3, 1)],
    "sigmoid": [(0.1192029220, 0.1049935854), (0.6224593312, 0.2350037122), (0.9525741268, 0.0451766597)],
    "tanh": [(-0.9640275801, 0.0706508249), (0.4621171573, 0.7864477330), (0.9950547537, 0.0098660372)],
    "relu": [(0, 0), (0.5, 1), (3, 1)],
    "leaky_relu": [(-0.02, 0.01), (0.5, 1), (3, 1)],
    "softplus": [(0.1269280110, 0.1192029220), (0.9740769842, 0.6224593312), (3.0485873516, 0.9525741268)],
    "gelu": [(-0.0454023059, -0.0860992566), (0.3457140098, 0.8673699035), (2.9963626079, 1.0115841666)],
}


def in_place(sigma, z):
    """a and σ′ as training gets them: written into arrays that were made before."""
    a, slope = np.full_like(z, np.nan), np.full_like(z, np.nan)
    sigma.into(z, a)
    sigma.prime_into(z, a, slope)
    return a, slope


def test_the_catalogue():
    assert list(ACTIVATIONS) == ["identity", "sigmoid", "tanh", "relu", "leaky_relu", "softplus", "gelu", "softmax"]
    assert all(sigma.name == name for name, sigma in ACTIVATIONS.items())
    assert repr(ACTIVATIONS["tanh"]) == "Activation('tanh')"


def test_an_activation_is_one_thing_and_stays_what_it_is():
    with pytest.raises(FrozenInstanceError):
        ACTIVATIONS["tanh"].f = np.sin
    tanh = ACTIVATIONS["tanh"]
    assert Activation(tanh.f, tanh.f_prime, tanh.name, tanh.into, tanh.prime_into) != tanh and tanh in {tanh}


def test_the_table_covers_every_activation():
    assert list(TABLE) == ELEMENTWISE


@pytest.mark.parametrize("name", ELEMENTWISE)
def test_values_from_the_table(name):
    sigma = ACTIVATIONS[name]
    z = np.array([[-2.0, 0.5, 3.0]])
    values, slopes = np.array(TABLE[name]).T
    assert np.allclose(sigma.f(z), values, rtol=0, atol=1e-10)
    assert np.allclose(sigma.f_prime(z), slopes, rtol=0, atol=1e-10)


@pytest.mark.parametrize("name", ELEMENTWISE)
def test_slope_is_what_nudging_measures(name):
    sigma, h = ACTIVATIONS[name], 1e-6
    measured = (sigma.f(Z + h) - sigma.f(Z - h)) / (2 * h)
    assert np.allclose(sigma.f_prime(Z), measured, rtol=0, atol=1e-9)


@pytest.mark.parametrize("shape", [(1, 1), (3, 1), (2, 5)])
@pytest.mark.parametrize("name", ELEMENTWISE)
def test_in_place_says_the_same_as_the_formula(name, shape):
    sigma = ACTIVATIONS[name]
    z = np.linspace(-4, 4, shape[0] * shape[1]).reshape(shape)
    before = z.copy()
    a, slope = in_place(sigma, z)
    assert np.allclose(a, sigma.f(z), rtol=0, atol=1e-15)
    assert np.allclose(slope, sigma.f_prime(z), rtol=0, atol=1e-15)
    assert np.array_equal(z, before)


@pytest.mark.parametrize("name", ["relu", "leaky_relu"])
def test_the_kink_belongs_to_the_left(name):
    sigma = ACTIVATIONS[name]
    left = sigma.f_prime(np.array([[-1.0]]))
    assert np.array_equal(sigma.f_prime(np.zeros((1, 1))), left)
    assert np.array_equal(in_place(sigma, np.zeros((1, 1)))[1], left)


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("name", ELEMENTWISE)
def test_both_tails(name, dtype):
    """Far out nothing is NaN, nothing warns, and σ and σ′ have arrived at their limits."""
    far = 1e30 if dtype is np.float32 else 1e200
    limits = {
        "identity": (-far, far, 1, 1), "sigmoid": (0, 1, 0, 0), "tanh": (-1, 1, 0, 0), "relu": (0, far, 0, 1),
        "leaky_relu": (-0.01 * far, far, 0.01, 1), "softplus": (0, far, 0, 1), "gelu": (0, far, 0, 1),
    }[name]  # fmt: skip
    sigma, z = ACTIVATIONS[name], np.array([[-far, far]], dtype)
    with np.errstate(over="ignore"):  # as in training
        for a, slope in [(sigma.f(z), sigma.f_prime(z)), in_place(sigma, z)]:
            assert np.allclose(np.hstack([a, slope]), limits, rtol=1e-6, atol=0)


@pytest.mark.parametrize("name", list(ACTIVATIONS))
def test_direct_calls_never_warn(name):
    sigma = ACTIVATIONS[name]
    for z in (np.array([[-1e200], [1e200]]), np.array([[-800.0], [800.0]]), np.zeros((2, 1))):
        assert np.isfinite(sigma.f(z)).all()
        assert np.isfinite(sigma.f_prime(z)).all()


def test_sigmoid_keeps_its_digits_in_the_left_tail():
    assert np.isclose(ACTIVATIONS["sigmoid"].f(-700.0), np.exp(-700.0), rtol=1e-12, atol=0)
    assert np.isclose(ACTIVATIONS["sigmoid"].f_prime(40.0), np.exp(-40.0), rtol=1e-12, atol=0)
    assert np.isclose(ACTIVATIONS["softplus"].f(-700.0), np.exp(-700.0), rtol=1e-12, atol=0)


def test_softmax_by_hand():
    """z = (0, ln 2, ln 5): e^z = 1, 2, 5, which is 1/8, 2/8, 5/8 of their sum."""
    z = np.log([[1.0, 3.0], [2.0, 3.0], [5.0, 4.0]])
    a = ACTIVATIONS["softmax"].f(z)
    assert np.allclose(a, [[1 / 8, 3 / 10], [2 / 8, 3 / 10], [5 / 8, 4 / 10]])
    assert np.allclose(ACTIVATIONS["softmax"].f_prime(z), a * (1 - a))
    assert np.allclose(ACTIVATIONS["softmax"].f(z + 1e4), a, atol=1e-11)


def test_softmax_backward_is_its_matrix():
    """∂a_i/∂z_k = a_i (1{i=k} − a_k), column by column, times ∇_a ℒ."""
    rng = np.random.default_rng(0)
    z, grad = rng.standard_normal((4, 3)), rng.standard_normal((4, 3))
    a, delta = ACTIVATIONS["softmax"].f(z), grad.copy()
    ACTIVATIONS["softmax"].backward(delta, z, a, np.empty_like(z))
    for j in range(3):
        matrix = np.diag(a[:, j]) - np.outer(a[:, j], a[:, j])
        assert np.allclose(delta[:, j], matrix @ grad[:, j], rtol=0, atol=1e-15)


def test_backward_is_the_hadamard_product():
    delta, z = np.array([[2.0, -3.0]]), np.array([[-1.0, 1.0]])
    ACTIVATIONS["relu"].backward(delta, z, np.maximum(z, 0), np.empty_like(z))
    assert np.array_equal(delta, [[0.0, -3.0]])


def test_an_activation_of_ones_own_is_as_good_as_a_built_in_one():
    x, y = np.array([[0.5, -1.0], [2.0, 0.25]]), np.array([[1.0, 0.0]])
    own = Activation(np.tanh, lambda z: 1 / np.cosh(z) ** 2)
    mine, theirs = (Network([2, 3, 1], activation=s, output=s, seed=1).backprop(x, y) for s in (own, "tanh"))
    assert np.allclose(mine.dtheta, theirs.dtheta, rtol=0, atol=1e-15)
    assert repr(own) == "Activation('custom')"
    assert repr(Activation(np.sin, np.cos, "sine")) == "Activation('sine')"


def test_an_own_activation_may_work_in_place():
    """A first relu often reads z[z < 0] = 0; return z. It may, the network's own z stays what it was."""

    def relu(z):
        z[z < 0] = 0
        return z

    def relu_prime(z):
        z[z > 0] = 1
        z[z < 0] = 0
        return z

    x, y = np.array([[0.5, -1.0], [2.0, 0.25]]), np.array([[1.0, 0.0]])
    mine = Network([2, 5, 1], activation=Activation(relu, relu_prime)).backprop(x, y)
    theirs = Network([2, 5, 1], activation="relu").backprop(x, y)
    assert np.array_equal(mine.z[1], theirs.z[1])
    assert np.array_equal(mine.dtheta, theirs.dtheta)


def test_an_own_activation_may_bear_any_name():
    """A name is a label: it never makes an own function a built-in one."""
    x, y = np.array([[0.5], [2.0]]), np.array([[1.0]])
    square = Activation(np.square, lambda z: 2 * z, "sigmoid")
    step = Network([2, 2, 1], activation=square, output=square).backprop(x, y)
    assert np.array_equal(step.a[1], step.z[1] ** 2)
    halved = Activation(lambda z: 0.25 + z / 1e3, lambda z: np.full_like(z, 1e-3), "sigmoid")
    net = Network([2, 1], output=halved, loss="cross_entropy")
    a = net.predict(x)
    assert np.isclose(net.loss(x, y), -np.log(a[0, 0]))
    assert np.isclose(net.backprop(x, y).delta[1][0, 0], -1e-3 / a[0, 0])


@pytest.mark.parametrize("pair", [(None, np.cos), (np.sin, 3), ("sin", "cos")])
def test_an_activation_needs_two_functions(pair):
    with pytest.raises(TypeError, match="two functions of z: σ and σ′"):
        Activation(*pair)


BAD = {
    "a row too few": lambda z: z[1:],
    "a number": lambda z: 3.0,
    "one neuron for all": lambda z: z[:1],
    "the wrong way round": lambda z: z.T,
    "nothing": lambda z: None,
    "text": lambda z: "a",
    "complex numbers": lambda z: z * 1j,
    "objects": lambda z: z.astype(object),
}


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD)
def test_an_own_function_that_gives_something_else(bad):
    x, y = np.array([[0.5, -1.0], [2.0, 0.25]]), np.array([[1.0, 0.0]])
    with pytest.raises(
        (ValueError, TypeError), match=r"σ\(z\) of 'custom' (must be an array of real numbers|has shape .*; got)"
    ):
        Network([2, 3, 1], activation=Activation(bad, np.cos)).predict(x)
    net = Network([2, 3, 1], activation=Activation(np.sin, bad))
    before = net.theta.tobytes()
    with pytest.raises(
        (ValueError, TypeError), match=r"σ′\(z\) of 'custom' (must be an array of real numbers|has shape .*; got)"
    ):
        net.backprop(x, y)
    assert net.theta.tobytes() == before

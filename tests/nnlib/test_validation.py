"""Bad input is refused in the words of the equations, and the network is left as it was."""

import re

import numpy as np
import pytest

from nnlib import Network, check_gradients, datasets, numerical_gradient, train

X, Y = np.array([[0.5, -1.0, 2.0], [1.5, 0.25, -0.5]]), np.array([[1.0, 0.0, 0.5]])
NAMES = "identity, sigmoid, tanh, relu, leaky_relu, softplus, gelu, softmax"


def refused(error, words, action):
    with pytest.raises(error) as caught:
        action()
    assert caught.type is error
    assert str(caught.value) == words if isinstance(words, str) else words.search(str(caught.value))


SIZES_WORDS = "sizes must list n_0 … n_L, an input and at least one layer; got "


@pytest.mark.parametrize(
    ("sizes", "error", "words"),
    [
        (None, ValueError, SIZES_WORDS + "None"),
        (5, ValueError, SIZES_WORDS + "5"),
        ("23", ValueError, SIZES_WORDS + "'23'"),
        ([], ValueError, SIZES_WORDS + "[]"),
        ([2], ValueError, SIZES_WORDS + "[2]"),
        ([2, 0], ValueError, "n_1 must be at least 1; got 0"),
        ([-1, 2], ValueError, "n_0 must be at least 1; got -1"),
        ([2, 3, 1.0], TypeError, "n_2 must be a whole number; got 1.0"),
        ([2, True], TypeError, "n_1 must be a whole number; got True"),
        ([[2], 3], TypeError, "n_0 must be a whole number; got [2]"),
        ([2, 10**13], ValueError, "θ would have 30000000000000 numbers: too many for this computer's memory"),
        ([2, 10**30], ValueError, f"θ would have {3 * 10**30} numbers: too many for this computer's memory"),
    ],
)
def test_sizes(sizes, error, words):
    refused(error, words, lambda: Network(sizes))


def test_sizes_may_be_a_tuple_and_numpy_s_whole_numbers():
    assert Network((2, np.int64(3), np.int8(1))).sizes == [2, 3, 1]
    sizes = [2, 3, 1]
    net = Network(sizes)
    sizes[0] = 9
    assert net.sizes == [2, 3, 1]


@pytest.mark.parametrize(
    ("settings", "error", "words"),
    [
        (dict(activation="foo"), ValueError, f"unknown activation 'foo'; there are {NAMES}"),
        (dict(activation=None), ValueError, f"unknown activation None; there are {NAMES}"),
        (dict(output=["tanh"]), ValueError, f"unknown activation ['tanh']; there are {NAMES}"),
        (dict(activation=np.tanh), ValueError, f"unknown activation <ufunc 'tanh'>; there are {NAMES}"),
        (dict(activation=["relu", 1]), ValueError, f"unknown activation 1; there are {NAMES}"),
        (dict(activation=["relu"]), ValueError, "activation lists 1 functions; there are 2 hidden layers"),
        (dict(activation="softmax"), ValueError, re.compile("softmax is for the output layer")),
        (dict(activation=["relu", "softmax"]), ValueError, re.compile("softmax is for the output layer")),
        (dict(loss="foo"), ValueError, "unknown loss 'foo'; there are mse, cross_entropy"),
        (dict(loss=2), ValueError, "unknown loss 2; there are mse, cross_entropy"),
        (
            dict(loss="cross_entropy", output="tanh"),
            ValueError,
            "cross_entropy needs a^L between 0 and 1: output sigmoid or softmax, not tanh",
        ),
        (
            dict(init="foo"),
            ValueError,
            "unknown initialisation 'foo'; there are zeros, normal, lecun, xavier, he",
        ),
        (dict(seed=-1), ValueError, "seed must be at least 0; got -1"),
        (dict(seed=0.5), TypeError, "seed must be a whole number; got 0.5"),
        (dict(seed=None), TypeError, "seed must be a whole number; got None"),
        (dict(dtype="float16"), ValueError, "dtype must be float64 or float32; got 'float16'"),
        (dict(dtype=int), ValueError, "dtype must be float64 or float32; got <class 'int'>"),
        (dict(dtype="foo"), ValueError, "dtype must be float64 or float32; got 'foo'"),
        (dict(dtype=complex), ValueError, "dtype must be float64 or float32; got <class 'complex'>"),
    ],
)
def test_settings(settings, error, words):
    refused(error, words, lambda: Network([2, 4, 3, 1], **settings))


def test_astype():
    refused(ValueError, "dtype must be float64 or float32; got 'i4'", lambda: Network([2, 1]).astype("i4"))


REAL = "{} must be an array of real numbers"
BAD_X = [
    (None, TypeError, REAL.format("x")),
    ("text", TypeError, REAL.format("x")),
    ({1: 2}, TypeError, REAL.format("x")),
    ([["a"], ["b"]], TypeError, REAL.format("x")),
    ([[1], [2, 3]], TypeError, REAL.format("x")),
    ([[1j], [2]], TypeError, REAL.format("x")),
    ([[10**400], [1]], TypeError, REAL.format("x")),
    (np.array([[1], [2]], object), TypeError, REAL.format("x")),
    (np.array([[1], [2]], "m8[s]"), TypeError, REAL.format("x")),
    (np.array([["2020-01-01"]] * 2, "M8[D]"), TypeError, REAL.format("x")),
    (3, ValueError, "x must be a matrix with one column per sample; its shape is ()"),
    ([1, 2], ValueError, "x must be a matrix with one column per sample; its shape is (2,)"),
    (np.zeros((2, 1, 1)), ValueError, "x must be a matrix with one column per sample; its shape is (2, 1, 1)"),
    (np.zeros((3, 3)), ValueError, "x has 3 rows; w¹ expects 2"),
    (np.zeros((1, 3)), ValueError, "x has 1 rows; w¹ expects 2"),
    (np.zeros((2, 0)), ValueError, "x has no columns: there is no sample"),
    ([[1, 2, 3], [4, np.nan, 6]], ValueError, "x must be finite; row 1, column 1 holds nan"),
    ([[1, 2, -np.inf], [4, 5, 6]], ValueError, "x must be finite; row 0, column 2 holds -inf"),
]
ACTIONS = {
    "loss": lambda net, x, y: net.loss(x, y),
    "backprop": lambda net, x, y: net.backprop(x, y),
    "train": train,
    "check_gradients": check_gradients,
    "numerical_gradient": numerical_gradient,
}


@pytest.mark.parametrize("action", [*ACTIONS.values(), lambda net, x, y: net.predict(x)], ids=[*ACTIONS, "predict"])
@pytest.mark.parametrize(("x", "error", "words"), BAD_X, ids=range(len(BAD_X)))
def test_x(x, error, words, action):
    net = Network([2, 3, 1])
    before = net.theta.tobytes()
    refused(error, words, lambda: action(net, x, Y))
    assert net.theta.tobytes() == before


@pytest.mark.parametrize("action", ACTIONS.values(), ids=ACTIONS)
@pytest.mark.parametrize(
    ("y", "error", "words"),
    [
        (None, TypeError, REAL.format("y")),
        ([1, 0, 1], ValueError, "y must be a matrix with one column per sample; its shape is (3,)"),
        (X, ValueError, "y has 2 rows; a² has 1"),
        (Y[:, :2], ValueError, "x has 3 columns, y has 2; each sample needs both"),
        (Y + np.nan, ValueError, "y must be finite; row 0, column 0 holds nan"),
    ],
)
def test_y(y, error, words, action):
    net = Network([2, 3, 1])
    before = net.theta.tobytes()
    refused(error, words, lambda: action(net, X, y))
    assert net.theta.tobytes() == before


def test_layer_numbers_are_superscripts():
    refused(ValueError, "y has 2 rows; a¹² has 1", lambda: Network([2, *[1] * 12]).loss(X, X))


def test_too_large_for_float32():
    net = Network([2, 1], dtype="float32")
    refused(ValueError, "x must be finite; row 1, column 0 holds inf", lambda: net.predict([[1], [1e39]]))


@pytest.mark.parametrize("y", [[[1.5, 0, 0]], [[1, -0.1, 0]]])
def test_cross_entropy_wants_a_probability(y):
    net = Network([2, 1], loss="cross_entropy")
    refused(ValueError, "cross_entropy expects y between 0 and 1", lambda: net.loss(X, y))
    assert net.loss(X, [[1, 0, 0.5]]) > 0


def test_softmax_with_cross_entropy_wants_a_distribution():
    net = Network([2, 2], output="softmax", loss="cross_entropy")
    words = "softmax with cross_entropy expects the columns of y to sum to 1"
    refused(ValueError, words, lambda: net.loss(X, [[1, 0.5, 0], [0, 0.4, 1]]))
    assert net.loss(X, [[1, 0.5, 0], [0, 0.5, 1]]) > 0
    assert Network([2, 2], output="softmax").loss(X, [[1, 0.5, 0], [0, 0.4, 1]]) > 0, "mse wants nothing of the kind"


@pytest.mark.parametrize(
    ("settings", "error", "words"),
    [
        (dict(eta=0), ValueError, "η must be positive and finite; got 0"),
        (dict(eta=-0.5), ValueError, "η must be positive and finite; got -0.5"),
        (dict(eta=np.nan), ValueError, "η must be positive and finite; got nan"),
        (dict(eta=np.inf), ValueError, "η must be positive and finite; got inf"),
        (dict(eta=10**400), ValueError, re.compile("η must be positive and finite; got 1000")),
        (dict(eta="1"), TypeError, "η must be a number; got '1'"),
        (dict(eta=None), TypeError, "η must be a number; got None"),
        (dict(eta=True), TypeError, "η must be a number; got True"),
        (dict(eta=1j), TypeError, "η must be a number; got 1j"),
        (dict(eta=[0.5]), TypeError, "η must be a number; got [0.5]"),
        (dict(epochs=-1), ValueError, "epochs must be at least 0; got -1"),
        (dict(epochs=1.0), TypeError, "epochs must be a whole number; got 1.0"),
        (dict(epochs=True), TypeError, "epochs must be a whole number; got True"),
        (dict(epochs=10**13), ValueError, re.compile("the history would have .* numbers: too many for this computer")),
        (dict(batch_size=0), ValueError, "batch_size must be at least 1; got 0"),
        (dict(batch_size="2"), TypeError, "batch_size must be a whole number; got '2'"),
        (dict(batch_size=False), TypeError, "batch_size must be a whole number; got False"),
        (dict(seed=-1), ValueError, "seed must be at least 0; got -1"),
        (dict(seed=None), TypeError, "seed must be a whole number; got None"),
    ],
)
def test_training(settings, error, words):
    net = Network([2, 3, 1])
    before = net.theta.tobytes()
    refused(error, words, lambda: train(net, X, Y, **settings))
    assert net.theta.tobytes() == before


def test_eta_may_be_any_real_number():
    for eta in (1, np.float32(1), np.int64(1), np.float64(1)):
        history = train(Network([2, 1]), X, Y, eta=eta, epochs=1)
        assert history.eta == 1 and type(history.eta) is float


@pytest.mark.parametrize("action", [train, check_gradients, numerical_gradient])
@pytest.mark.parametrize("net", [None, "net", [2, 3, 1], Network])
def test_what_is_no_network(net, action):
    refused(TypeError, f"net must be a Network; got {net!r}", lambda: action(net, X, Y))


@pytest.mark.parametrize("make", [datasets.moons, datasets.circles, datasets.spirals])
@pytest.mark.parametrize(
    ("settings", "error", "words"),
    [
        (dict(m=1), ValueError, "m must be at least 2; got 1"),
        (dict(m=2.0), TypeError, "m must be a whole number; got 2.0"),
        (dict(m=10**16), ValueError, re.compile("too many for this computer's memory")),
        (dict(seed=-1), ValueError, "seed must be at least 0; got -1"),
        (dict(noise=-0.1), ValueError, "noise must be finite and not negative; got -0.1"),
        (dict(noise=np.nan), ValueError, "noise must be finite and not negative; got nan"),
        (dict(noise=np.inf), ValueError, "noise must be finite and not negative; got inf"),
        (dict(noise="a"), TypeError, "noise must be a number; got 'a'"),
        (dict(noise=None), TypeError, "noise must be a number; got None"),
        (dict(noise=True), TypeError, "noise must be a number; got True"),
        (dict(noise=[0.1]), TypeError, "noise must be a number; got [0.1]"),
    ],
)
def test_datasets(make, settings, error, words):
    refused(error, words, lambda: make(**settings))


def test_noise_may_be_large_but_x_stays_finite():
    assert datasets.moons(4, noise=1e300)[0].shape == (2, 4)
    refused(
        ValueError, re.compile(r"x must be finite; row \d, column \d+ holds -?inf"), lambda: datasets.moons(noise=1e308)
    )

"""The network, equation by equation: worked by hand, for one sample, for a batch, for the wrong shape."""

import numpy as np
import pytest

from nnlib import INITIALISATIONS, Activation, Network, Step, running_example

X = np.array([[0.5, -1.0, 2.0], [1.5, 0.25, -0.5]])
Y = np.array([[1.0, 0.0, 0.5]])


def two_two_two():
    """The well-known worked example: inputs .05 .10, targets .01 .99, all sigmoid."""
    net = Network([2, 2, 2], activation="sigmoid", output="sigmoid")
    net.w[1][...], net.b[1][...] = [[0.15, 0.20], [0.25, 0.30]], 0.35
    net.w[2][...], net.b[2][...] = [[0.40, 0.45], [0.50, 0.55]], 0.60
    return net, np.array([[0.05], [0.10]]), np.array([[0.01], [0.99]])


def test_running_example_by_hand():
    """σ(0) = 0.5, σ(1) = 0.73106, σ(−1) = 0.26894: everything else is paper work."""
    net, x, y = running_example()
    step = net.backprop(x, y)
    assert np.array_equal(step.z[1], [[0], [1], [-1]])  # 2·1 − 1·2;  ½·1 + ½·2 − ½;  −1·1 + ½·2 − 1
    assert np.allclose(step.a[1], [[0.5], [0.731058579], [0.268941421]], atol=1e-9)
    assert np.isclose(step.z[2], 0.462117157, atol=1e-9)  # 2·0.5 + 0.731059 − 0.268941 − 1
    assert np.isclose(step.a[2], 0.613516, atol=1e-6)  # 1 / (1 + e^−0.462117)
    assert np.isclose(step.loss, 0.188201, atol=1e-6)  # ½ · 0.613516²
    assert np.isclose(step.delta[2], 0.145473, atol=1e-6)  # 0.613516 · 0.613516 · (1 − 0.613516)
    # δ¹ = w² δ² ⊙ σ′(z¹): 2 · 0.145473 · 0.25;  1 · 0.145473 · 0.196612;  −1 · 0.145473 · 0.196612
    assert np.allclose(step.delta[1], [[0.072737], [0.028602], [-0.028602]], atol=1e-6)
    assert np.allclose(step.dw[2], [[0.072737, 0.106350, 0.039124]], atol=1e-6)  # δ² (a¹)ᵀ
    assert np.isclose(step.db[2], 0.145473, atol=1e-6)  # δ²
    # δ¹ (a⁰)ᵀ, and a⁰ = (1, 2)
    assert np.allclose(step.dw[1], [[0.072737, 0.145473], [0.028602, 0.057204], [-0.028602, -0.057204]], atol=1e-6)
    assert np.allclose(step.db[1], [[0.072737], [0.028602], [-0.028602]], atol=1e-6)  # δ¹


def test_two_two_two_to_the_last_digit():
    net, x, y = two_two_two()
    step = net.backprop(x, y)
    assert np.isclose(step.loss, 0.298371109, atol=5e-10)
    assert np.allclose(step.delta[2], [[0.138498562], [-0.038098237]], atol=5e-10)
    assert np.allclose(step.delta[1], [[0.008771355], [0.009954255]], atol=5e-10)
    for l in (1, 2):  # one step, η = ½, biases frozen
        net.w[l] -= 0.5 * step.dw[l]
    assert np.allclose(net.w[2], [[0.358916480, 0.408666186], [0.511301270, 0.561370121]], atol=5e-10)
    assert np.allclose(net.w[1], [[0.149780716, 0.199561432], [0.249751144, 0.299502287]], atol=5e-10)
    assert np.isclose(net.loss(x, y), 0.29102777369, atol=5e-12)  # not .291027924: that is δ¹ from a w² already moved


@pytest.mark.parametrize("m", [1, 3])
def test_shapes(m):
    net = Network([2, 4, 3, 1])
    step = net.backprop(X[:, :m], Y[:, :m])
    assert net.L == 3 and net.sizes == [2, 4, 3, 1]
    assert net.w[0] is net.b[0] is step.z[0] is step.delta[0] is step.dw[0] is step.db[0] is None
    assert (
        len(net.w) == len(net.b) == len(step.z) == len(step.a) == len(step.delta) == len(step.dw) == len(step.db) == 4
    )
    for l, (n_in, n_out) in enumerate([(2, 4), (4, 3), (3, 1)], start=1):
        assert net.w[l].shape == step.dw[l].shape == (n_out, n_in)
        assert net.b[l].shape == step.db[l].shape == (n_out, 1)
        assert step.z[l].shape == step.a[l].shape == step.delta[l].shape == (n_out, m)
    assert net.theta.shape == step.dtheta.shape == (3 * 4 + 5 * 3 + 4 * 1,)
    assert net.predict(X[:, :m]).shape == (1, m)
    assert type(net.loss(X, Y)) is float and type(step.loss) is float


def test_the_equations_hold_for_a_batch():
    """Every line of the book, written out with @ on a network no layer of which is square."""
    net = Network([2, 4, 3, 1], activation=["tanh", "sigmoid"], output="identity", seed=5)
    step, m = net.backprop(X, Y), X.shape[1]
    for l in (1, 2, 3):
        net.b[l][...] = l / 10
    step = net.backprop(X, Y)
    z1 = net.w[1] @ X + net.b[1]
    a1 = np.tanh(z1)
    z2 = net.w[2] @ a1 + net.b[2]
    a2 = 1 / (1 + np.exp(-z2))
    a3 = net.w[3] @ a2 + net.b[3]
    d3 = a3 - Y
    d2 = net.w[3].T @ d3 * a2 * (1 - a2)
    d1 = net.w[2].T @ d2 * (1 - a1**2)
    found = [step.a[0], *step.z[1:], *step.a[1:], *step.delta[1:], *step.dw[1:], *step.db[1:]]
    right = [X, z1, z2, a3, a1, a2, a3, d1, d2, d3, d1 @ X.T / m, d2 @ a1.T / m, d3 @ a2.T / m]
    right += [d.sum(axis=1, keepdims=True) / m for d in (d1, d2, d3)]
    for f, r in zip(found, right, strict=True):
        assert np.allclose(f, r, rtol=0, atol=1e-15)
    assert np.isclose(step.loss, 0.5 * ((a3 - Y) ** 2).sum() / m, rtol=1e-15)
    assert step.loss == net.loss(X, Y)
    assert np.array_equal(net.predict(X), step.a[3]) and np.array_equal(net.forward(X).z[2], step.z[2])


def test_a_batch_is_the_mean_of_its_samples_and_delta_is_each_sample_s_own():
    net = Network([2, 3, 1], seed=2)
    batch, alone = net.backprop(X, Y), [net.backprop(X[:, [j]], Y[:, [j]]) for j in range(3)]
    assert np.allclose(batch.dtheta, np.mean([s.dtheta for s in alone], axis=0), rtol=0, atol=1e-15)
    assert np.allclose(batch.delta[1], np.hstack([s.delta[1] for s in alone]), rtol=0, atol=1e-15)
    assert np.isclose(batch.loss, np.mean([s.loss for s in alone]), rtol=1e-15)
    for s in alone:
        assert np.array_equal(s.db[1], s.delta[1])
        assert np.allclose(s.dw[2], s.delta[2] @ s.a[1].T, rtol=0, atol=1e-16)


def test_theta_w_and_b_are_one_memory():
    net = Network([2, 3, 1])
    net.theta[...] = np.arange(13.0)
    assert np.array_equal(net.w[1], [[0, 1], [3, 4], [6, 7]]) and np.array_equal(net.b[1], [[2], [5], [8]])
    assert np.array_equal(net.w[2], [[9, 10, 11]]) and np.array_equal(net.b[2], [[12]])
    net.w[2][0, 1] = 100
    net.b[2][0, 0] = 200
    assert net.theta[10] == 100 and net.theta[12] == 200


def test_assigning_a_whole_matrix_writes_into_theta():
    """net.w[1] = w − η ∂w, the way the update rule is written, must move the network and not just a list."""
    net = Network([2, 3, 1])
    before = net.predict(X)
    net.w[1] = 2 * net.w[1]
    net.b[2] = np.array([[0.5]])
    assert np.array_equal(net.w[1].ravel(), net.theta.reshape(-1)[[0, 1, 3, 4, 6, 7]])
    assert net.theta[12] == 0.5
    assert not np.allclose(net.predict(X), before)
    kept = net.theta
    net.theta = np.arange(13.0)
    assert net.theta is kept and net.w[2][0, 2] == 11
    net.theta -= 1.0
    assert net.theta is kept and net.w[2][0, 2] == 10
    moved = net.predict(X)
    for l, value in [(1, np.ones((2, 3))), (2, np.ones((3, 1)))]:
        with pytest.raises(ValueError):
            net.w[l] = value
    with pytest.raises(ValueError, match=r"θ has shape \(13,\); got \(12,\)"):
        net.theta = np.ones(12)
    assert np.array_equal(net.predict(X), moved)


def test_a_step_is_safe_to_keep():
    """Nothing that happens to the network, the data or a later pass reaches into a step, or back."""
    net, x, y = Network([2, 3, 1], seed=1), X.copy(), Y.copy()
    step = net.backprop(x, y)
    parts = [*step.z[1:], *step.a, *step.delta[1:], *step.dw[1:], *step.db[1:], step.dtheta]
    kept = [p.copy() for p in parts]
    x[...], y[...] = 9, 9
    net.theta[...] = 7
    net.backprop(X + 1, Y)
    assert all(np.array_equal(p, k) for p, k in zip(parts, kept, strict=True))
    for p in parts:
        p[...] = 5
    assert np.array_equal(net.theta, np.full(13, 7.0)) and np.all(x == 9) and np.all(y == 9)
    prediction = net.predict(X)
    again = prediction.copy()
    net.predict(X + 1)
    assert np.array_equal(prediction, again)


def test_input_is_never_written_to():
    for array in (X, Y):
        array.flags.writeable = False
    try:
        net = Network([2, 3, 1])
        net.predict(X), net.loss(X, Y), net.backprop(X, Y)
    finally:
        for array in (X, Y):
            array.flags.writeable = True


def test_lists_integers_and_booleans_are_numbers():
    net = Network([2, 3, 1])
    assert np.array_equal(net.predict([[1, 0], [0, 1]]), net.predict(np.eye(2)))
    assert np.array_equal(net.predict([[True, False], [False, True]]), net.predict(np.eye(2)))
    assert net.loss([[1, 0], [0, 1]], [[True, False]]) == net.loss(np.eye(2), np.array([[1.0, 0.0]]))


def test_the_layout_in_memory_makes_no_difference():
    wide = np.random.default_rng(0).standard_normal((6, 10))
    net = Network([3, 3, 1])
    for view in (wide[::2, 1:7], wide.T[::3, :5][:3], np.asfortranarray(wide[:3])):
        assert np.array_equal(net.predict(view), net.predict(view.copy()))


def test_seed():
    assert np.array_equal(Network([2, 3, 1], seed=4).theta, Network([2, 3, 1], seed=4).theta)
    assert not np.array_equal(Network([2, 3, 1], seed=4).theta, Network([2, 3, 1], seed=5).theta)
    assert np.array_equal(Network([2, 3, 1]).theta, Network([2, 3, 1], seed=0).theta)


def test_initial_weights_are_the_generator_s_and_biases_zero():
    net = Network([2, 3, 1], init="normal", seed=8)
    drawn = np.random.default_rng(8).standard_normal(9)
    assert np.array_equal(net.w[1].ravel(), drawn[:6]) and np.array_equal(net.w[2].ravel(), drawn[6:])
    assert not net.b[1].any() and not net.b[2].any()


@pytest.mark.parametrize(
    ("init", "spread"),
    [("zeros", 0), ("normal", 1), ("lecun", 400**-0.5), ("xavier", 500**-0.5), ("he", 200**-0.5)],
)
def test_initialisations(init, spread):
    """n_in = 400, n_out = 600: the standard deviation of w is the scheme's, within the chance of 240,000 draws."""
    net = Network([400, 600], init=init)
    assert np.isclose(net.w[1].std(), spread, rtol=0.01, atol=0)
    assert abs(net.w[1].mean()) <= 0.01 * spread
    assert init in INITIALISATIONS


def test_float32_stays_float32():
    net = Network([2, 3, 1], dtype=np.float32, seed=3)
    step = net.backprop(X, Y)
    for array in [net.theta, *net.w[1:], step.dtheta, *step.z[1:], *step.a, *step.delta[1:], net.predict(X)]:
        assert array.dtype == np.float32
    wide = net.astype(float)
    assert wide.dtype == wide.theta.dtype == np.float64
    assert np.array_equal(wide.theta, net.theta) and not np.shares_memory(wide.theta, net.theta)
    assert np.allclose(wide.backprop(X, Y).dtheta, step.dtheta, rtol=1e-4, atol=1e-6)
    assert np.allclose(Network([2, 3, 1], seed=3).theta, net.theta, rtol=1e-6, atol=0)


def test_copies_are_independent():
    net = Network([2, 3, 1], activation="relu", output="tanh")
    other, given = net.copy(), net.copy(np.arange(13))
    other.w[1] = np.zeros((3, 2))
    assert net.w[1].all() and not other.w[1].any() and not other.theta[:2].any()
    assert np.array_equal(given.theta, np.arange(13.0)) and given.theta.dtype == np.float64
    assert [s.name for s in given.sigma[1:]] == ["relu", "tanh"]
    with pytest.raises(ValueError, match=r"θ has shape \(13,\); got \(3,\)"):
        net.copy(np.zeros(3))


def test_activations_layer_by_layer():
    own = Activation(np.sin, np.cos, "sine")
    net = Network([2, 3, 2, 1], activation=["relu", own], output="identity")
    assert [s.name for s in net.sigma[1:]] == ["relu", "sine", "identity"]
    step = net.backprop(X, Y)
    assert np.array_equal(step.a[1], np.maximum(step.z[1], 0))
    assert np.allclose(step.a[2], np.sin(step.z[2])) and np.array_equal(step.a[3], step.z[3])
    one = Network([2, 3, 2, 1], activation="relu")
    assert [s.name for s in one.sigma[1:]] == ["relu", "relu", "sigmoid"]
    assert [s.name for s in Network([2, 1], activation="relu").sigma[1:]] == ["sigmoid"]


def test_reprs_are_stable():
    assert repr(Network([2, 3, 1])) == "Network([2, 3, 1], activation='tanh', output='sigmoid', loss='mse')"
    net = Network([2, 3, 2, 1], activation=["relu", "tanh"], loss="cross_entropy")
    text = "Network([2, 3, 2, 1], activation=['relu', 'tanh'], output='sigmoid', loss='cross_entropy')"
    assert repr(net) == text
    assert repr(Network([2, 1])) == "Network([2, 1], activation=None, output='sigmoid', loss='mse')"
    assert repr(net.backprop(X, Y)) == "Step(m=3)"
    assert isinstance(net.backprop(X, Y), Step)


def test_squares_of_huge_numbers_give_infinity_without_a_warning():
    """a = 1e200 is still finite, ℒ is not."""
    net = Network([2, 1], output="identity")
    net.theta[...] = 1e200
    assert net.loss(X, Y) == np.inf and net.backprop(X, Y).loss == np.inf


def test_a_saturated_sigmoid_predicts_without_a_warning():
    """z = −1000: e^1000 is ∞, and 1 / (1 + ∞) is 0."""
    net = Network([2, 1], init="zeros")
    net.b[1] = -1000
    assert np.array_equal(net.predict(X), [[0, 0, 0]])


def test_settings_are_named():
    """What a third or fourth value means, nobody remembers."""
    for call in (lambda: Network([2, 1], "relu"), lambda: Network([2, 1]).copy(None, float)):
        with pytest.raises(TypeError, match="positional"):
            call()


def test_huge_numbers_give_infinity_without_a_warning():
    net = Network([2, 2, 1], activation="identity", output="identity")
    net.theta[...] = 1e200
    assert net.loss(X, Y) == np.inf or np.isnan(net.loss(X, Y))
    net.backprop(X, Y)
    assert np.isfinite(net.theta).all()

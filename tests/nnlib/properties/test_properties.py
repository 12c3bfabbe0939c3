"""What holds for every network, whatever its shape: found by hypothesis, not by us."""

import numpy as np
from hypothesis import assume, example, given
from hypothesis import strategies as st

from nnlib import ACTIVATIONS, Activation, Network, check_gradients, load, save, train

SINE = Activation(np.sin, np.cos, "sine")
HIDDEN = st.sampled_from([name for name in ACTIVATIONS if name != "softmax"]) | st.just(SINE)
SMOOTH = st.sampled_from(["identity", "sigmoid", "tanh", "softplus", "gelu", SINE])
ENDS = st.sampled_from(
    [(output, "mse") for output in [*ACTIVATIONS, SINE]] + [("sigmoid", "cross_entropy"), ("softmax", "cross_entropy")]
)
SEEDS = st.integers(0, 2**32)
DTYPES = st.sampled_from([np.float32, np.float64])


@st.composite
def problems(draw, hidden=HIDDEN, dtypes=DTYPES, depth=4, width=6, samples=7):
    """(net, x, y): any shape, any mixture of activations, biases that are not 0, y that every loss can take."""
    sizes = draw(st.lists(st.integers(1, width), min_size=2, max_size=depth + 1))
    output, loss = draw(ENDS)
    net = Network(
        sizes, activation=[draw(hidden) for _ in sizes[2:]], output=output, loss=loss, seed=draw(SEEDS),
        init=draw(st.sampled_from(["lecun", "xavier", "he"])), dtype=draw(dtypes),
    )  # fmt: skip
    rng, m = np.random.default_rng(draw(SEEDS)), draw(st.integers(1, samples))
    for b in net.b[1:]:
        b[...] = 0.3 * rng.standard_normal(b.shape)
    return net, rng.standard_normal((sizes[0], m)), rng.dirichlet(np.ones(sizes[-1]), m).T


def close(a, b, net, scale=1.0):
    """Equal but for rounding in the network's own dtype."""
    tolerance = 1e-10 if net.dtype == np.float64 else 1e-3
    return np.allclose(a, b, rtol=tolerance, atol=tolerance * scale)


def away_from_kinks(net, x):
    """Is every z so far from 0 that nudging a weight does not carry it across the kink of relu?"""
    step = net.forward(x)
    return all(np.abs(z).min() > 1e-3 for z in step.z[1:])


@given(problems(dtypes=st.just(np.float64)))
def test_gradients_are_the_measured_slopes(problem):
    net, x, y = problem
    assume(away_from_kinks(net, x))
    gradient = np.linalg.norm(net.backprop(x, y).dtheta)
    assume(gradient > 1e-3)  # where it all but vanishes, differences measure rounding
    assert check_gradients(net, x, y) < 1e-7


@given(problems(), st.floats(-3, 3), st.floats(-3, 3), SEEDS)
def test_delta_is_linear_in_the_output_error(problem, p, q, seed):
    """Backpropagation itself is linear: ∇_a ℒ = p u + q v gives p δ(u) + q δ(v), in every layer and gradient."""
    net, x, y = problem
    rng = np.random.default_rng(seed)
    u, v = rng.standard_normal((2, *y.shape)).astype(net.dtype)

    def pull(grad):
        step = net.forward(x)
        error = type("Error", (), {"output_error": staticmethod(lambda delta, *rest: np.copyto(delta, grad))})
        step._top = (error.output_error, *step._top[1:])
        step.backward(y)
        return [*step.delta[1:], step.dtheta]

    for both, of_u, of_v in zip(pull(p * u + q * v), pull(u), pull(v), strict=True):
        assert close(both, p * of_u + q * of_v, net, 10 * (1 + np.abs(of_u).max() + np.abs(of_v).max()))


@given(problems())
def test_a_batch_is_the_mean_of_its_samples(problem):
    net, x, y = problem
    batch, alone = net.backprop(x, y), [net.backprop(x[:, [j]], y[:, [j]]) for j in range(x.shape[1])]
    assert close(batch.dtheta, np.mean([s.dtheta for s in alone], axis=0), net)
    assert close(batch.loss, np.mean([s.loss for s in alone]), net)
    for l in range(1, net.L + 1):
        assert close(batch.delta[l], np.hstack([s.delta[l] for s in alone]), net)


@given(problems(), SEEDS)
def test_the_order_of_the_samples_does_not_matter(problem, seed):
    net, x, y = problem
    order = np.random.default_rng(seed).permutation(x.shape[1])
    here, there = net.backprop(x, y), net.backprop(x[:, order], y[:, order])
    assert close(here.dtheta, there.dtheta, net) and close(here.loss, there.loss, net)
    assert close(here.delta[1][:, order], there.delta[1], net)


@given(problems(), SEEDS)
def test_the_names_of_the_hidden_neurons_do_not_matter(problem, seed):
    """Swap two hidden neurons, with the weights to and from them: the same a^L, the gradients swapped alike."""
    net, x, y = problem
    assume(net.L > 1)
    order = np.random.default_rng(seed).permutation(net.sizes[1])
    other = net.copy()
    other.w[1], other.b[1], other.w[2] = net.w[1][order], net.b[1][order], net.w[2][:, order]
    here, there = net.backprop(x, y), other.backprop(x, y)
    assert close(here.a[-1], there.a[-1], net)
    assert close(here.dw[1][order], there.dw[1], net) and close(here.dw[2][:, order], there.dw[2], net)


@given(problems(), st.integers(0, 4), st.none() | st.integers(1, 8), SEEDS)
def test_a_run_can_be_repeated(problem, epochs, batch_size, seed):
    net, x, y = problem
    settings = dict(eta=0.1, epochs=epochs, batch_size=batch_size, seed=seed)
    first, second = (train(net.copy(), x, y, **settings) for _ in range(2))
    assert first.theta.tobytes() == second.theta.tobytes() and first.loss.tobytes() == second.loss.tobytes()
    assert first.theta.shape == (epochs + 1, net.theta.size) and first.theta.dtype == net.dtype


@given(problems(), st.none() | st.integers(1, 8))
def test_nothing_that_is_handed_over_is_changed(problem, batch_size):
    net, x, y = problem
    kept = x.copy(), y.copy(), net.theta.copy()
    x.flags.writeable = y.flags.writeable = False
    history = train(other := net.copy(), x, y, eta=0.1, epochs=2, batch_size=batch_size)
    step = net.backprop(x, y)
    net.predict(x), net.loss(x, y), history.step(1), history.fork(1, eta=0.5), history.loss
    assert np.array_equal(x, kept[0]) and np.array_equal(y, kept[1]) and np.array_equal(net.theta, kept[2])
    mine = [*step.z[1:], *step.a, *step.delta[1:], step.dtheta, other.theta]
    assert not any(np.shares_memory(part, outer) for part in mine for outer in (x, y, net.theta, history.theta))


@given(problems(hidden=HIDDEN.filter(lambda s: s is not SINE)), st.data())
def test_the_tape_the_fork_and_the_file(tmp_path_factory, problem, data):
    net, x, y = problem
    assume(net.sigma[-1] is not SINE)
    epochs, batch_size = data.draw(st.integers(1, 6)), data.draw(st.none() | st.integers(1, 8))
    k = data.draw(st.integers(0, epochs))
    history = train(net, x, y, eta=data.draw(st.floats(1e-3, 2)), epochs=epochs, batch_size=batch_size)
    assume(history.diverged is None)
    assert [history.network(k).loss(history.x, history.y) for k in range(epochs + 1)] == list(history.loss)
    assert history.fork(k).theta.tobytes() == history.theta.tobytes()
    other = history.fork(k, eta=0.1, activation=data.draw(st.none() | st.just("tanh")))
    assume(other.diverged is None)
    assert other.theta[: k + 1].tobytes() == history.theta[: k + 1].tobytes()
    assert other.loss[: k + 1].tobytes() == history.loss[: k + 1].tobytes()
    path = tmp_path_factory.mktemp("run") / "run.npz"
    save(other, path)
    again = load(path)
    assert again.theta.tobytes() == other.theta.tobytes() and again.loss.tobytes() == other.loss.tobytes()
    assert again.fork(k).theta.tobytes() == other.fork(k).theta.tobytes()


@given(problems(hidden=SMOOTH, dtypes=st.just(np.float64)))
def test_a_small_enough_step_goes_down(problem):
    net, x, y = problem
    start, gradient = net.loss(x, y), net.backprop(x, y).dtheta
    assume(net.sigma[-1].name not in ("relu", "leaky_relu") and 1e-3 < np.linalg.norm(gradient) < 1e3)
    eta = 1e-6
    train(net, x, y, eta=eta, epochs=1)
    assert np.isclose(net.loss(x, y) - start, -eta * gradient @ gradient, rtol=0.05, atol=1e-13)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.complex_numbers() | st.text() | st.binary()
    | st.just(object()) | st.just(np.array(0.5)) | st.just(np.array(["a"])) | st.just(np.zeros((2, 2, 2))),
    lambda inner: st.lists(inner, max_size=4) | st.tuples(inner, inner) | st.dictionaries(st.text(), inner, max_size=2),
    max_leaves=8,
)  # fmt: skip


@given(ANYTHING)
@example([[1e308, 1], [1e308, -1]])
def test_anything_for_x_is_taken_or_refused_with_a_reason(x):
    net = Network([2, 3, 1])
    before = net.theta.tobytes()
    for action in (net.predict, lambda x: net.backprop(x, [[1.0]]), lambda x: train(net, x, [[1.0]], epochs=0)):
        try:
            action(x)
        except (ValueError, TypeError) as error:
            assert str(error).startswith("x ")
    assert net.theta.tobytes() == before


@given(st.sampled_from(["eta", "epochs", "batch_size", "seed"]), ANYTHING)
@example("eta", 1e308)
@example("batch_size", 2**70)
def test_any_setting_of_training_is_taken_or_refused_with_a_reason(setting, value):
    assume(not (setting == "epochs" and isinstance(value, int) and 100 < value < 10**12))
    net = Network([2, 3, 1])
    before = net.theta.tobytes()
    try:
        train(net, [[1, 2], [3, 4]], [[0, 1]], **({"epochs": 2} | {setting: value}))
    except (ValueError, TypeError) as error:
        assert str(error).startswith((setting, "η", "the history"))
        assert net.theta.tobytes() == before


@given(st.sampled_from(["sizes", "activation", "output", "loss", "seed", "init", "dtype"]), ANYTHING)
@example("dtype", {"names": ["a"]})
@example("dtype", "i4,(2,3)f8")
@example("sizes", [2, 10**6, 10**6])
@example("activation", ["tanh", "tanh"])
def test_any_setting_of_a_network_is_taken_or_refused_with_a_reason(setting, value):
    try:
        Network(**({"sizes": [2, 3, 1]} | {setting: value}))
    except (ValueError, TypeError) as error:
        assert str(error).startswith((setting, "unknown", "n_", "θ", "softmax", "cross_entropy"))

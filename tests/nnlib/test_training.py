"""Gradient descent: the update by hand, mini-batches, seeds, divergence, and the real digits."""

import io

import numpy as np
import pytest

from nnlib import Activation, Network, datasets, running_example, save, train

X, Y = datasets.xor()


def test_one_update_by_hand():
    """w := w − η ∂ℒ/∂w for one neuron, identity, w = 3, b = 1, x = 2, y = 5: ∂w = 4, ∂b = 2, η = ¼."""
    net = Network([1, 1], output="identity")
    net.theta[...] = [3, 1]
    history = train(net, [[2.0]], [[5.0]], eta=0.25, epochs=1)
    assert np.array_equal(net.theta, [2, 0.5])
    assert np.array_equal(history.theta, [[3, 1], [2, 0.5]])
    assert np.array_equal(history.loss, [2, 0.125])  # ½ · 2², then ½ · (2·2 + ½ − 5)²
    assert history.diverged is None and len(history) == 2


def test_all_gradients_come_before_any_weight_moves():
    """The 2-2-2 example with its biases moving too: five updates, each the backprop of the θ before it."""
    net, x, y = running_example()
    by_hand = net.copy()
    history = train(net, x, y, eta=0.5, epochs=5)
    for k in range(5):
        assert np.allclose(history.theta[k], by_hand.theta, rtol=0, atol=1e-15)
        by_hand.theta -= 0.5 * by_hand.backprop(x, y).dtheta
    assert np.allclose(net.theta, by_hand.theta, rtol=0, atol=1e-15)
    assert np.array_equal(history.theta[5], net.theta)


def test_a_parabola_converges_as_its_closed_form_says():
    """ℒ = ½ (w − 3)² with x = 1 and no bias worth: w and b share the error, e := (1 − 2η) e."""
    net = Network([1, 1], output="identity", init="zeros")
    history = train(net, [[1.0]], [[3.0]], eta=0.1, epochs=20)
    assert np.allclose(history.loss, 0.5 * (3 * 0.8 ** np.arange(21)) ** 2, rtol=1e-12)


@pytest.mark.parametrize("batch_size", [1, 2, 3])
def test_mini_batches_by_hand(batch_size):
    """Epoch k takes the samples in the order drawn from (seed, k), each batch one update with its own mean."""
    x, y = datasets.moons(7, seed=1)
    net = Network([2, 3, 1], seed=6)
    by_hand = net.copy()
    history = train(net, x, y, eta=0.7, epochs=3, batch_size=batch_size, seed=9)
    for k in (1, 2, 3):
        order = np.random.default_rng([9, k]).permutation(7)
        for i in range(0, 7, batch_size):
            chosen = order[i : i + batch_size]
            by_hand.theta -= 0.7 * by_hand.backprop(x[:, chosen], y[:, chosen]).dtheta
        assert np.allclose(history.theta[k], by_hand.theta, rtol=0, atol=1e-14)


@pytest.mark.parametrize("batch_size", [None, 4, 5, 10**30])
def test_a_batch_of_everything_is_no_mini_batch(batch_size):
    """The whole set is one batch in its own order, with or without saying so."""
    net = Network([2, 3, 1])
    history = train(net, X, Y, epochs=4, batch_size=batch_size)
    assert np.array_equal(history.theta, train(Network([2, 3, 1]), X, Y, epochs=4).theta)


def test_a_batch_of_everything_also_when_there_is_much():
    x, y = datasets.moons(300)
    whole, batch = (train(Network([2, 3, 1]), x, y, epochs=2, batch_size=size) for size in (None, 300))
    assert np.array_equal(whole.theta, batch.theta)


def test_xor_is_learned():
    net = Network([2, 4, 1], activation="tanh", seed=0)
    history = train(net, X, Y, eta=2, epochs=1000)
    assert np.array_equal(net.predict(X) > 0.5, Y > 0.5)
    assert history.loss[-1] < 0.01 < history.loss[0]
    assert (np.diff(history.loss) < 0).mean() > 0.9


def test_cross_entropy_and_softmax_learn():
    x, y = datasets.circles(60)
    net = Network([2, 8, 2], activation="relu", output="softmax", loss="cross_entropy", init="he")
    train(net, x, np.vstack([y, 1 - y]), eta=0.3, epochs=400)
    assert ((net.predict(x)[0] > 0.5) == (y[0] > 0.5)).mean() > 0.95


def test_defaults():
    """η = 0.5, 500 epochs, the whole set, seed 0; said or unsaid."""
    said, unsaid = Network([2, 2, 1]), Network([2, 2, 1])
    a, b = train(said, X, Y, eta=0.5, epochs=500, batch_size=None, seed=0), train(unsaid, X, Y)
    assert np.array_equal(a.theta, b.theta) and a.theta.shape == (501, 9)
    assert (b.eta, b.batch_size, b.seed) == (0.5, None, 0)


def test_settings_are_named():
    history = train(Network([2, 1]), X, Y, epochs=1)
    for call in (lambda: train(Network([2, 1]), X, Y, 0.5), lambda: history.fork(0, 0.5)):
        with pytest.raises(TypeError, match="positional"):
            call()
    with pytest.raises(TypeError, match="positional"):
        type(history)(Network([2, 1]), X, Y, 0.5, 1)


def test_seeds():
    x, y = datasets.moons(20)
    runs = [train(Network([2, 3, 1]), x, y, epochs=3, batch_size=5, seed=s).theta for s in (1, 1, 2)]
    assert np.array_equal(runs[0], runs[1]) and not np.array_equal(runs[1], runs[2])
    default = train(Network([2, 3, 1]), x, y, epochs=3, batch_size=5).theta
    assert np.array_equal(default, train(Network([2, 3, 1]), x, y, epochs=3, batch_size=5, seed=0).theta)


def test_no_epochs_is_a_start_and_nothing_else():
    net = Network([2, 3, 1])
    before = net.theta.copy()
    history = train(net, X, Y, epochs=0)
    assert len(history) == 1 and history.loss[0] == net.loss(X, Y) and np.array_equal(net.theta, before)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_dtype(dtype):
    history = train(Network([2, 3, 1], dtype=dtype), X, Y, epochs=10, batch_size=3)
    assert history.theta.dtype == history.x.dtype == history.y.dtype == dtype
    assert history.loss.dtype == np.float64
    wide = train(Network([2, 3, 1]), X, Y, epochs=10, batch_size=3)
    assert np.allclose(history.theta, wide.theta, rtol=0, atol=1e-5)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("batch_size", [None, 3])
@pytest.mark.parametrize("activation", ["relu", "identity"])
def test_eta_far_too_large_diverges_and_says_where(activation, batch_size, dtype):
    net = Network([2, 4, 1], activation=activation, output="identity", seed=1, dtype=dtype)
    history = train(net, X, Y, eta=100, epochs=200, batch_size=batch_size)
    k = history.diverged
    assert 1 < k < 100
    assert np.isfinite(history.theta[:k]).all()
    with np.errstate(over="ignore", invalid="ignore"):
        assert not np.square(history.theta[k], dtype=dtype).sum() < np.inf
    assert np.isnan(history.theta[k + 1 :]).all() and np.isnan(history.loss[k:]).all()
    assert not np.isnan(history.loss[: k - 1]).any()
    assert np.array_equal(net.theta, history.theta[k - 1])
    assert repr(history) == f"History(epochs=200, eta=100, diverged={k})"


def test_divergence_in_the_first_and_in_the_last_epoch():
    net = Network([1, 1], output="identity", init="zeros")
    history = train(net, [[1e200]], [[1e200]], eta=1, epochs=1)
    assert history.diverged == 1 and np.array_equal(history.theta[0], net.theta) and not net.theta.any()
    assert np.array_equal(history.theta[1], [np.inf, 1e200]), "θ as it became; from the next row on there is none"
    net = Network([1, 1], output="identity")
    net.theta[...] = [3, 1]
    assert train(net, [[2.0]], [[5.0]], eta=0.1, epochs=0).diverged is None


@pytest.mark.parametrize("activation", ["sigmoid", "tanh"])
def test_a_bounded_activation_stalls_instead(activation):
    net = Network([2, 4, 1], activation=activation, output="sigmoid", seed=1)
    history = train(net, X, Y, eta=1e6, epochs=100)
    assert history.diverged is None and np.isfinite(history.theta).all()
    assert history.loss[-1] >= 0.9 * history.loss[0]


def test_a_network_that_is_not_finite_is_not_trained():
    net = Network([2, 3, 1])
    net.w[1][0, 0] = np.nan
    with pytest.raises(ValueError, match="θ of the network is not finite"):
        train(net, X, Y)


def test_an_own_activation_that_fails_half_way_leaves_the_network_as_it_was():
    calls = []

    def fails_late(z):
        calls.append(1)
        if len(calls) > 20:
            raise RuntimeError("the student's own")
        return np.cos(z)

    net = Network([2, 3, 1], activation=Activation(np.sin, fails_late))
    before = net.theta.tobytes()
    with pytest.raises(RuntimeError, match="the student's own"):
        train(net, X, Y)
    assert net.theta.tobytes() == before and len(calls) == 21


def test_the_history_keeps_theta_of_its_own():
    net = Network([2, 3, 1])
    history = train(net, X, Y, epochs=3)
    theta = history.theta.copy()
    net.theta[...] = 7
    assert np.array_equal(history.theta, theta) and np.array_equal(history.network(0).theta, theta[0])


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("change", ["a number of x", "the order in x", "a number of y", "the order in y"])
def test_the_history_sees_that_its_samples_have_changed(change, dtype, tmp_path):
    """x and y are not copied, there may be a lot of them; a tape of other samples would tell lies without a word."""
    x, y = (a.astype(dtype) for a in datasets.moons(30))
    history = train(Network([2, 3, 1], dtype=dtype), x, y, epochs=3)
    changed = x if change.endswith("x") else y
    kept, loss = changed.copy(), history.fork(0).loss
    if change.startswith("a number"):
        changed[0, 7] += 0.01
    else:
        changed[...] = changed[:, ::-1]
    asks = (
        lambda: history.loss,
        lambda: history.step(1),
        lambda: history.fork(1),
        lambda: save(history, tmp_path / "a"),
    )
    for ask in asks:
        with pytest.raises(ValueError, match="x or y has changed since the training"):
            ask()
    assert not (tmp_path / "a").exists()
    changed[...] = kept
    assert np.array_equal(history.loss, loss)


def test_huge_samples_have_a_fingerprint_too():
    history = train(Network([2, 3, 1]), [[1e308, 1e308], [1e308, 1e308]], [[0, 1]], epochs=1)
    assert history.step(0).m == 2


def test_input_is_never_written_to():
    x, y = X.copy(), Y.copy()
    x.flags.writeable = y.flags.writeable = False
    train(Network([2, 3, 1]), x, y, epochs=2, batch_size=3)


def test_progress_goes_to_stderr_and_only_when_asked(capsys):
    train(Network([2, 2, 1]), X, Y, epochs=3)
    assert capsys.readouterr() == ("", "")
    train(Network([2, 2, 1]), X, Y, epochs=3, progress=True)
    assert capsys.readouterr() == ("", "\repoch 1 of 3\repoch 2 of 3\repoch 3 of 3\n")
    for epochs, often in ((450, 4), (990, 9), (1000, 10)):  # about a hundred times, and at the end
        train(Network([2, 2, 1]), X, Y, epochs=epochs, progress=True)
        reports = [f"epoch {k} of {epochs}" for k in sorted({*range(often, epochs, often), epochs})]
        assert capsys.readouterr().err == "".join(f"\r{report}" for report in reports) + "\n"


def test_progress_is_seen_at_once(monkeypatch):
    class Terminal(io.StringIO):
        flushed = 0

        def flush(self):
            self.flushed += 1

    monkeypatch.setattr("sys.stderr", terminal := Terminal())
    train(Network([2, 2, 1]), X, Y, epochs=3, progress=True)
    assert terminal.flushed == 3


def test_the_digits():
    """64-30-10, sigmoid, mse, η = 3, batches of 10, 30 epochs, 1,500 images to learn from, the rest to test."""
    x, y = datasets.digits()
    net = Network([64, 30, 10], activation="sigmoid", output="sigmoid", seed=0)
    history = train(net, x[:, :1500], y[:, :1500], eta=3, epochs=30, batch_size=10, seed=0)
    right = net.predict(x[:, 1500:]).argmax(axis=0) == y[:, 1500:].argmax(axis=0)
    assert 0.91 <= right.mean() <= 0.93
    assert history.loss[-1] < 0.03 < 0.4 < history.loss[0]

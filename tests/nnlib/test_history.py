"""The tape: every θ, the full step anywhere, forks, frames, and the file."""

import copy
import io
import json
import zipfile

import numpy as np
import pytest

from nnlib import Activation, History, Network, datasets, load, save, train

X, Y = datasets.moons(12, seed=3)
BATCHES = [None, 5]


def run(activation="tanh", *, eta=0.7, epochs=10, batch_size=None, sizes=(2, 4, 3, 1), **settings):
    net = Network(sizes, activation=activation, seed=2, **settings)
    return train(net, X, Y, eta=eta, epochs=epochs, batch_size=batch_size, seed=4)


def same(a, b):
    """Bit for bit the same tape, loss and settings."""
    return (
        a.theta.tobytes() == b.theta.tobytes()
        and a.loss.tobytes() == b.loss.tobytes()
        and (a.diverged, a.eta, a.batch_size, a.seed) == (b.diverged, b.eta, b.batch_size, b.seed)
        and np.array_equal(a.x, b.x)
        and np.array_equal(a.y, b.y)
    )


@pytest.mark.parametrize("batch_size", BATCHES)
def test_a_run_can_be_taken_up_at_any_epoch(batch_size):
    history, reported = run(batch_size=batch_size), []
    kept = history.theta.copy()
    history.theta[6:] = 0
    last = history.run(5, reported.append)
    assert np.array_equal(history.theta, kept) and np.array_equal(last, kept[10]) and reported == [6, 7, 8, 9, 10]


@pytest.mark.parametrize("epochs", [9, 10, 400])
def test_the_last_epoch(epochs):
    history = run(epochs=epochs)
    assert repr(history) == f"History(epochs={epochs}, eta=0.7)" and len(history) == epochs + 1
    assert len(history.fork(3, eta=0.1)) == epochs + 1 and np.array_equal(
        history.network(epochs).theta, history.theta[-1]
    )
    with pytest.raises(ValueError, match=f"the tape ends at epoch {epochs}; there is no epoch {epochs + 1}"):
        history.network(epochs + 1)


def test_a_history_has_the_defaults_of_train():
    net = Network([2, 3, 1])
    for batch_size in BATCHES:
        history = History(net, X, Y, eta=0.5, epochs=2, batch_size=batch_size)
        assert np.array_equal(history.run(), train(net.copy(), X, Y, epochs=2, batch_size=batch_size).theta[-1])
    assert History(net, X, Y, eta=0.5, epochs=2).batch_size is None


def test_shapes_and_settings():
    history = run(batch_size=5)
    assert history.theta.shape == (11, 12 + 15 + 4) and history.loss.shape == (11,) and len(history) == 11
    assert (history.eta, history.batch_size, history.seed, history.diverged) == (0.7, 5, 4, None)
    assert np.array_equal(history.x, X) and np.array_equal(history.y, Y)
    assert repr(history) == "History(epochs=10, eta=0.7)" and isinstance(history, History)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_loss_is_the_network_s_at_every_epoch(dtype):
    history = run(dtype=dtype)
    assert [history.network(k).loss(X, Y) for k in range(11)] == list(history.loss)
    assert history.loss is history.loss


@pytest.mark.parametrize("k", [0, 4, 10, -1, -11, np.int64(3)])
def test_network_of_any_epoch(k):
    history = run(["relu", "sigmoid"])
    net = history.network(k)
    assert np.array_equal(net.theta, history.theta[k])
    assert [s.name for s in net.sigma[1:]] == ["relu", "sigmoid", "sigmoid"]
    net.theta[...] = 0
    assert history.theta[k].any() and history.network(k).theta.any()


@pytest.mark.parametrize(
    ("k", "error", "words"),
    [
        (11, ValueError, "the tape ends at epoch 10; there is no epoch 11"),
        (12, ValueError, "the tape ends at epoch 10; there is no epoch 12"),
        (-12, ValueError, "epoch must be at least -11; got -12"),
        (1.0, TypeError, r"epoch must be a whole number; got 1\.0"),
        (True, TypeError, "epoch must be a whole number; got True"),
        (None, TypeError, "epoch must be a whole number; got None"),
    ],
)
@pytest.mark.parametrize("ask", [History.network, History.step, History.fork])
def test_an_epoch_that_is_not_there(ask, k, error, words):
    with pytest.raises(error, match=words):
        ask(run(), k)


@pytest.mark.parametrize(
    ("sample", "columns"), [(None, range(12)), (3, [3]), (-1, [11]), ([0, 5, 2], [0, 5, 2]), ((1,), [1])]
)
def test_step_of_any_epoch_and_sample(sample, columns):
    history = run(batch_size=5)
    step, right = history.step(4, sample), history.network(4).backprop(X[:, columns], Y[:, columns])
    for name in ("z", "a", "delta", "dw", "db"):
        for found, expected in zip(getattr(step, name)[1:], getattr(right, name)[1:], strict=True):
            assert np.array_equal(found, expected)
    assert step.loss == right.loss and np.array_equal(step.a[0], X[:, columns])
    assert step.delta[1].shape == (4, len(columns))


@pytest.mark.parametrize(
    ("sample", "error", "words"),
    [
        (12, ValueError, "sample must be at most 11; got 12"),
        ([0, 12], ValueError, "sample must be at most 11; got 12"),
        (-13, ValueError, "sample must be at least -12; got -13"),
        ([], ValueError, "no sample is named"),
        (1.5, TypeError, r"sample must be a whole number; got 1\.5"),
        ([True], TypeError, "sample must be a whole number; got True"),
        ("3", TypeError, "sample must be a whole number; got '3'"),
    ],
)
def test_a_sample_that_is_not_there(sample, error, words):
    with pytest.raises(error, match=words):
        run().step(0, sample)


@pytest.mark.parametrize("batch_size", BATCHES)
@pytest.mark.parametrize("k", [0, 1, 6, 10, -3])
def test_a_fork_with_nothing_changed_is_the_original(k, batch_size):
    history = run(["relu", "tanh"], batch_size=batch_size)
    kept = history.theta.copy()
    fork = history.fork(k)
    assert same(fork, history) and not np.shares_memory(fork.theta, history.theta)
    assert np.array_equal(history.theta, kept)


@pytest.mark.parametrize("batch_size", BATCHES)
def test_a_fork_with_another_eta(batch_size):
    """The same past; the future is what training on from there, by hand, would have brought."""
    history = run(batch_size=batch_size)
    fork = history.fork(6, eta=0.1)
    assert fork.theta[:7].tobytes() == history.theta[:7].tobytes()
    assert fork.loss[:7].tobytes() == history.loss[:7].tobytes()
    assert (fork.theta[7:] != history.theta[7:]).any(axis=1).all()
    assert (fork.eta, history.eta) == (0.1, 0.7) and repr(fork) == "History(epochs=10, eta=0.1)"
    net = history.network(6)
    for k in range(7, 11):
        order = np.arange(12) if batch_size is None else np.random.default_rng([4, k]).permutation(12)
        for i in range(0, 12, batch_size or 12):
            chosen = order[i : i + (batch_size or 12)]
            net.theta -= 0.1 * net.backprop(X[:, chosen], Y[:, chosen]).dtheta
        assert np.allclose(fork.theta[k], net.theta, rtol=0, atol=1e-14)


def test_a_fork_with_another_activation():
    """Up to epoch 6 the network is the old one, with its own loss; after it σ is another one."""
    history = run("tanh")
    fork = history.fork(6, activation="relu")
    assert fork.loss[:7].tobytes() == history.loss[:7].tobytes()
    names = [[s.name for s in fork.network(k).sigma[1:]] for k in (0, 6, 7, 10)]
    assert names == [["tanh", "tanh", "sigmoid"]] * 2 + [["relu", "relu", "sigmoid"]] * 2
    assert [fork.network(k).loss(X, Y) for k in range(11)] == list(fork.loss)
    relu = history.network(6).copy(activation="relu")
    assert np.array_equal(train(relu, X, Y, eta=0.7, epochs=4).theta, fork.theta[6:])
    assert fork.step(7).a[1].min() == 0 > fork.step(6).a[1].min()
    layered = history.fork(2, activation=["sigmoid", Activation(np.sin, np.cos, "sine")])
    assert [s.name for s in layered.network(-1).sigma[1:]] == ["sigmoid", "sine", "sigmoid"]


def test_the_setting_of_an_update():
    """What leads from epoch k to k + 1: at epoch 6 the θ of the old past, with the σ and η of the new future."""
    fork = run("tanh").fork(6, activation="relu", eta=0.1)
    found = [(net.sigma[1].name, eta) for net, eta in map(fork.setting, (0, 5, 6, 9, 10, -1))]
    assert found == [("tanh", 0.7)] * 2 + [("relu", 0.1)] * 4
    for k in range(10):
        net, eta = fork.setting(k)
        assert np.array_equal(net.theta, fork.theta[k])
        net.theta -= eta * net.backprop(X, Y).dtheta
        assert np.allclose(net.theta, fork.theta[k + 1], rtol=0, atol=1e-15)
    with pytest.raises(ValueError, match="the tape ends at epoch 10; there is no epoch 11"):
        fork.setting(11)
    odd = run().fork(5, eta=0.1)
    assert [odd.setting(k)[1] for k in (4, 5, 6)] == [0.7, 0.1, 0.1]


def test_a_fork_that_ends_where_it_begins_can_be_taken_up():
    """η was changed at epoch 4 and nothing trained yet: going on from there goes on with the new η."""
    start = run().fork(4, eta=0.1, epochs=4)
    assert start.eta == start.setting(4)[1] == 0.1 and start.setting(3)[1] == 0.7
    assert same(start.fork(4, epochs=10), run().fork(4, eta=0.1))


@pytest.mark.parametrize("batch_size", BATCHES)
def test_a_fork_may_end_earlier_or_later(batch_size):
    history = run(batch_size=batch_size)
    assert same(history.fork(4, epochs=20), run(epochs=20, batch_size=batch_size))
    assert same(history.fork(10, epochs=20), run(epochs=20, batch_size=batch_size))
    assert same(history.fork(4, epochs=7), run(epochs=7, batch_size=batch_size))
    assert same(history.fork(4, epochs=4), run(epochs=4, batch_size=batch_size))
    with pytest.raises(ValueError, match="epochs must be at least 4; got 3"):
        history.fork(4, epochs=3)


def test_forks_of_forks():
    history = run()
    one = history.fork(3, eta=0.1)
    two = one.fork(6, activation="relu")
    assert two.eta == 0.1 and two.theta[:7].tobytes() == one.theta[:7].tobytes()
    assert [first for first, *_ in two.runs] == [0, 4, 7] and [eta for *_, eta in two.runs] == [0.7, 0.1, 0.1]
    back = two.fork(2, epochs=5)
    assert same(back, history.fork(2, epochs=5)) and back.network(-1).sigma[1].name == "tanh"
    assert same(two.fork(8), two) and same(two.fork(6), two), "what followed epoch 6 in the tape was already relu"
    assert [two.network(k).loss(X, Y) for k in range(11)] == list(two.loss)


def test_a_fork_leaves_a_divergence_behind():
    history = run("identity", eta=1e4, epochs=60, output="identity")
    k = history.diverged
    assert k is not None and 2 < k < 60
    calm = history.fork(0, eta=0.01)
    assert calm.diverged is None and calm.loss[-1] < calm.loss[0]
    assert same(history.fork(1), history)
    late = run("identity", eta=0.01, epochs=60, output="identity").fork(5, eta=1e4)
    assert late.diverged > 5 and np.isfinite(late.loss[:6]).all() and np.isnan(late.loss[late.diverged :]).all()
    for too_late in (k, 60):
        with pytest.raises(ValueError, match=f"θ is not finite at epoch {too_late}; .* is {k - 1}"):
            history.fork(too_late)


@pytest.mark.parametrize(
    ("settings", "error", "words"),
    [
        (dict(eta=0), ValueError, "η must be positive"),
        (dict(eta="1"), TypeError, "η must be a number"),
        (dict(activation="foo"), ValueError, "unknown activation 'foo'"),
        (dict(activation="softmax"), ValueError, "softmax is for the output layer"),
        (dict(activation=["relu"]), ValueError, "activation lists 1 functions; there are 2 hidden layers"),
        (dict(epochs=2.5), TypeError, "epochs must be a whole number"),
    ],
)
def test_a_fork_checks_what_it_is_given(settings, error, words):
    history = run()
    kept = history.theta.tobytes()
    with pytest.raises(error, match=words):
        history.fork(2, **settings)
    assert history.theta.tobytes() == kept


@pytest.mark.parametrize(("epochs", "n", "frames"), [
    (10, 2, [0, 10]), (10, 3, [0, 5, 10]), (10, 6, [0, 2, 4, 6, 8, 10]), (10, 11, range(11)), (10, 500, range(11)),
    (0, 2, [0]), (1, 2, [0, 1]), (9, 3, [0, 4, 9]),
])  # fmt: skip
def test_frames(epochs, n, frames):
    assert list(run(epochs=epochs).frames(n)) == list(frames)


def test_frames_end_before_a_divergence():
    history = run("identity", eta=1e4, epochs=60, output="identity")
    assert list(history.frames(2)) == [0, history.diverged - 1]
    for bad in (1, 0, -3):
        with pytest.raises(ValueError, match="n must be at least 2"):
            history.frames(bad)


def test_deepcopy():
    net = Network([2, 3, 1])
    other = copy.deepcopy(net)
    other.w[1] = 0
    assert net.w[1].all() and not other.theta[:2].any()


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("batch_size", BATCHES)
def test_a_file_gives_back_the_same_run(tmp_path, batch_size, dtype):
    history = run(["relu", "gelu"], batch_size=batch_size, dtype=dtype).fork(4, eta=0.2, activation="tanh")
    path = tmp_path / "run.npz"
    save(history, path)
    again = load(path)
    assert same(again, history) and again.theta.dtype == dtype
    assert repr(again.network(2)) == repr(history.network(2)) and repr(again.network(-1)) == repr(history.network(-1))
    assert again.step(9, 3).loss == history.step(9, 3).loss
    assert same(again.fork(7, eta=1), history.fork(7, eta=1)) and same(again.fork(2), history.fork(2))
    assert [entry.filename for entry in zipfile.ZipFile(path).infolist()] == [
        "about.npy",
        "theta.npy",
        "x.npy",
        "y.npy",
    ]


def test_a_file_keeps_a_divergence_and_the_exact_name(tmp_path):
    history = run("identity", eta=1e4, epochs=60, output="identity", loss="mse")
    path = tmp_path / "a run"
    save(history, str(path))
    assert load(str(path)).diverged == history.diverged and path.exists()
    assert np.array_equal(load(path).loss, history.loss, equal_nan=True)


def test_a_file_keeps_cross_entropy_and_softmax(tmp_path):
    net = Network([2, 2], output="softmax", loss="cross_entropy")
    history = train(net, X, np.vstack([Y, 1 - Y]), epochs=3)
    save(history, tmp_path / "a")
    assert np.array_equal(load(tmp_path / "a").loss, history.loss)


def test_an_activation_of_ones_own_is_not_saved(tmp_path):
    for history in (run(Activation(np.sin, np.cos, "tanh")), run().fork(3, activation=Activation(np.sin, np.cos))):
        with pytest.raises(ValueError, match=r"Activation\('.*'\) is an activation of your own"):
            save(history, tmp_path / "run.npz")
        assert not (tmp_path / "run.npz").exists()


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(FileNotFoundError):
        load(tmp_path / "none.npz")


def saved(**changes):
    """The bytes of a saved run with some of its parts changed."""
    file, history = io.BytesIO(), run(epochs=3)
    about = {"version": 1, "sizes": [2, 4, 3, 1], "output": "sigmoid", "loss": "mse", "batch_size": None, "seed": 4,
             "diverged": None, "runs": [[0, ["tanh", "tanh"], 0.7]]}  # fmt: skip
    about |= {key: value for key, value in changes.items() if key in about}
    parts = {"about": json.dumps(about), "theta": history.theta, "x": history.x, "y": history.y}
    parts |= {key: value for key, value in changes.items() if key in parts}
    np.savez(file, **{key: value for key, value in parts.items() if value is not None})
    return file.getvalue()


def test_the_format_of_the_file(tmp_path):
    (tmp_path / "run").write_bytes(saved())
    assert same(load(tmp_path / "run"), run(epochs=3))


WRONG = {
    "empty": b"",
    "text": b"x1,x2,label\n1,2,0\n",
    "half a file": saved()[:1500],
    "pickle": b"\x80\x04K\x01.",
    "an array": b"\x93NUMPY\x01\x00v\x00{'descr': '<f8', 'fortran_order': False, 'shape': (0,), }" + b" " * 59 + b"\n",
    "objects": saved(theta=np.array([[None]])),
    "no theta": saved(theta=None),
    "no about": saved(about=None),
    "not json": saved(about="{"),
    "a list": saved(about="[]"),
    "another version": saved(version=2),
    "other sizes": saved(sizes=[2, 4, 1]),
    "negative sizes": saved(sizes=[2, -4, 1]),
    "an unknown σ": saved(runs=[[0, ["tan", "tanh"], 0.7]]),
    "an unknown loss": saved(loss="hinge"),
    "no run": saved(runs=[]),
    "a run too late": saved(runs=[[1, ["tanh", "tanh"], 0.7]]),
    "runs in the wrong order": saved(runs=[[0, ["tanh", "tanh"], 0.7], [2, ["tanh"] * 2, 0.7], [1, ["tanh"] * 2, 0.7]]),
    "two runs at once": saved(runs=[[0, ["tanh", "tanh"], 0.7], [2, ["tanh"] * 2, 0.7], [2, ["tanh"] * 2, 0.7]]),
    "half an epoch": saved(runs=[[0, ["tanh", "tanh"], 0.7], [1.5, ["tanh"] * 2, 0.7]]),
    "η of 0": saved(runs=[[0, ["tanh", "tanh"], 0]]),
    "η of a later run": saved(runs=[[0, ["tanh", "tanh"], 0.7], [2, ["tanh", "tanh"], -1]]),
    "θ not finite": saved(theta=np.full((4, 31), np.nan)),
    "θ not finite too early": saved(theta=np.vstack([np.zeros((2, 31)), np.full((2, 31), np.nan)]), diverged=3),
    "θ too narrow": saved(theta=np.zeros((4, 30))),
    "θ of one epoch": saved(theta=np.zeros(31)),
    "θ of whole numbers": saved(theta=np.zeros((4, 31), int)),
    "no epochs": saved(theta=np.zeros((0, 31))),
    "diverged at the start": saved(diverged=0),
    "diverged after the end": saved(diverged=9),
    "diverged at half an epoch": saved(diverged=1.5),
    "diverged yes": saved(diverged=True),
    "x too tall": saved(x=np.zeros((3, 12))),
    "y too short": saved(y=np.zeros((1, 11))),
    "a batch of none": saved(batch_size=0),
    "no seed": saved(seed=None),
}


@pytest.mark.parametrize("content", WRONG.values(), ids=WRONG)
def test_a_file_that_is_something_else(tmp_path, content):
    path = tmp_path / "run.npz"
    path.write_bytes(content)
    with pytest.raises(ValueError, match=r"run\.npz does not hold a training run saved by nnlib"):
        load(path)


def test_a_damaged_file_is_refused_or_harmless(tmp_path):
    """One byte changed, at 200 places: either the checksums notice, or it was a byte that says nothing."""
    content, right = bytearray(saved()), run(epochs=3)
    for i in np.random.default_rng(0).integers(0, len(content), 200):
        damaged = bytearray(content)
        damaged[i] ^= 0xFF
        (tmp_path / "run").write_bytes(damaged)
        try:
            assert same(load(tmp_path / "run"), right)
        except ValueError as error:
            assert "does not hold a training run" in str(error)

"""Each figure's numbers against nnlib or a number worked by hand; what the reader sees is tests/browser's."""

import numpy as np
import pytest

from nnlib import Network, datasets, train
from nnlib.widgets import OutputError, TrainingReplay, WeightedSum


def floats(data):
    return np.frombuffer(data, "<f4")


def curve(view):
    """{name: y} of a Curve, and its x."""
    x = floats(view.x)
    return x, dict(zip((line["name"] for line in view.lines), floats(view.y).reshape(-1, len(x)), strict=True))


def test_weighted_sum_shows_the_running_example():
    figure = WeightedSum()
    assert "z = 0.5·1 + 0.5·2 + −0.5 = 1, above 0" in figure.plane.note


def test_weighted_sum_follows_its_sliders():
    figure = WeightedSum()
    figure.w1.value, figure.w2.value, figure.b.value = -2.0, 1.0, 0.5
    x, lines = curve(figure.line)
    np.testing.assert_allclose(lines["z"], -2 * x + 0.5, atol=1e-6)
    assert "= 0.5, above 0" in figure.plane.note  # −2·1 + 1·2 + 0.5
    field = np.frombuffer(figure.plane.field, np.uint8).reshape(32, 32)
    assert field[0, 0] == 255 and field[-1, -1] == 0  # top left: z = 9.5; bottom right: z = −8.5


def test_output_error_is_the_product_of_its_factors():
    figure = OutputError(y=1.0)
    _, factors = curve(figure.factors)
    z, error = curve(figure.error)
    np.testing.assert_allclose(error["δ"], factors["a − y"] * factors["σ′(z)"], atol=1e-6)
    k = np.argmin(abs(z))
    assert [factors["a"][k], factors["a − y"][k], factors["σ′(z)"][k], error["δ"][k]] == [0.5, -0.5, 0.25, -0.125]


@pytest.mark.parametrize("activation", ["identity", "tanh", "relu", "gelu", "softplus"])
def test_output_error_is_the_slope_of_the_loss(activation):
    figure = OutputError(y=0.25)
    figure.activation.value = activation
    z, error = curve(figure.error)
    slope = np.gradient(error["ℒ"].astype(float), z.astype(float))
    away = abs(z) > 0.1  # the kink of relu
    np.testing.assert_allclose(error["δ"][away], slope[away], atol=0.06)


def test_output_error_moves_z_without_python():
    figure = OutputError()
    before = figure.error.y
    figure.z.value = 3.0
    assert figure.error.y == before and figure.z._trait_notifiers.get("value", {}).get("change", []) == []


def test_replay_shows_what_training_gives():
    figure = TrainingReplay(data="moons", eta=2.0, activation="relu", hidden=3)
    x, y = datasets.moons()
    history = train(Network([2, 3, 1], activation="relu", seed=0), x, y, eta=2.0, epochs=500)
    np.testing.assert_allclose(curve(figure.curve)[1]["ℒ"], history.loss, rtol=1e-6)
    frames = floats(figure.plane.frames_at)
    assert len(frames) == 101 and frames[0] == 0 and frames[-1] == 500
    field = np.frombuffer(figure.plane.field, np.uint8).reshape(101, -1) / 255
    for k in (0, 37, 100):
        expected = history.network(int(frames[k])).predict(figure.plane.raster())[0]
        np.testing.assert_allclose(field[k], expected, atol=0.5 / 255 + 1e-9)


@pytest.mark.parametrize(
    "change", [{"eta": 2.0}, {"activation": "sigmoid"}, {"hidden": 7}, {"data": "circles"}], ids=lambda c: next(iter(c))
)
def test_every_control_of_the_replay_changes_its_pictures(change):
    figure = TrainingReplay()
    field, loss = figure.plane.field, figure.curve.y
    for name, value in change.items():
        getattr(figure, name).value = value
    assert figure.plane.field != field and figure.curve.y != loss
    assert repr(figure) == repr(TrainingReplay(**change))
    assert figure.plane.field == TrainingReplay(**change).plane.field


def test_divergence_is_said_in_words_and_the_tape_ends_there():
    figure = TrainingReplay(activation="identity", output="identity", eta=4.0)
    epoch = figure.history.diverged
    assert epoch is not None and f"Diverged: after epoch {epoch}" in figure.curve.note
    assert floats(figure.plane.frames_at).max() < epoch
    loss = curve(figure.curve)[1]["ℒ"]
    assert np.isfinite(loss[0]) and np.isnan(loss[epoch:]).all()


def test_an_eta_that_stalls_is_said_in_words():
    figure = TrainingReplay()
    figure.eta.value = 128
    assert figure.curve.note == "η = 128 is too large here: the loss ends above where it began."


@pytest.mark.parametrize("epochs", [0, 50, 150, 501])
def test_epochs_that_do_not_fill_the_tape_are_refused(epochs):
    with pytest.raises(ValueError, match="multiple of 100"):
        TrainingReplay(epochs=epochs)

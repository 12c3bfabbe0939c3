"""Each figure's numbers against nnlib or a number worked by hand; what the reader sees is tests/browser's."""

import base64
import io
import sys

import numpy as np
import pytest
from PIL import Image

from nnlib import Network, datasets, train, widgets
from nnlib.widgets import (
    ActivationShape,
    BiasNudge,
    DescentWalk,
    ErrorFlow,
    ForwardPass,
    OuterProduct,
    OutputError,
    SquaredError,
    TrainingReplay,
    TrainingTape,
    WeightedSum,
)

FIGURES = [getattr(widgets, name) for name in widgets.__all__]


def still(figure):
    """The pixels of a figure's still picture."""
    picture = io.BytesIO(base64.b64decode(figure._repr_mimebundle_()["image/png"]))
    return np.asarray(Image.open(picture).convert("RGB"), float)


def floats(data):
    return np.frombuffer(data, "<f4")


def curve(view):
    """{name: y} of a Curve, and its x."""
    x = floats(view.x)
    return x, dict(zip((line["name"] for line in view.lines), floats(view.y).reshape(-1, len(x)), strict=True))


def test_weighted_sum_shows_the_running_example():
    figure = WeightedSum()
    assert "z = 0.5·1 + 0.5·2 − 0.5 = 1, above 0" in figure.plane.note


def test_weighted_sum_follows_its_sliders():
    figure = WeightedSum()
    figure.w1.value, figure.w2.value, figure.b.value = -2.0, 1.0, 0.5
    x, lines = curve(figure.line)
    np.testing.assert_allclose(lines["z"], -2 * x + 0.5, atol=1e-6)
    assert "= 0.5, above 0" in figure.plane.note  # −2·1 + 1·2 + 0.5
    field = np.frombuffer(figure.plane.field, "<u2").reshape(26, 26)
    assert field[0, 0] == 65535 and field[-1, -1] == 0  # top left: z = 9.5; bottom right: z = −8.5


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
    field = np.frombuffer(figure.plane.field, "<u2").reshape(101, -1) / 65535
    for k in (0, 37, 100):
        expected = history.network(int(frames[k])).predict(figure.plane.raster())[0]
        np.testing.assert_allclose(field[k], expected, atol=0.5 / 65535 + 1e-9)


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
    epoch = figure.run.history.diverged
    assert epoch is not None and f"The run diverges. After epoch {epoch}" in figure.curve.note
    assert floats(figure.plane.frames_at).max() < epoch
    loss = curve(figure.curve)[1]["ℒ"]
    assert np.isfinite(loss[0]) and np.isnan(loss[epoch:]).all()


def test_an_eta_that_stalls_is_said_in_words():
    figure = TrainingReplay()
    figure.eta.value = 128
    assert figure.curve.note == "The loss ends above where it began: η = 128 is too large here."


@pytest.mark.parametrize("epochs", [0, 50, 150, 501])
def test_epochs_that_do_not_fill_the_tape_are_refused(epochs):
    with pytest.raises(ValueError, match="multiple of 100"):
        TrainingReplay(epochs=epochs)


def matrices(view, frame=0):
    """{name: array} of a Blocks view at a frame."""
    size = sum(each["rows"] * each["cols"] for each in view.blocks)
    entries, found, start = floats(view.values).reshape(-1, size)[frame], {}, 0
    for each in view.blocks:
        found[each["name"]] = entries[start : (start := start + each["rows"] * each["cols"])].reshape(each["rows"], -1)
    return found


def test_forward_pass_shows_the_running_example():
    shown = matrices(ForwardPass().network)
    np.testing.assert_allclose(shown["z¹"][:, 0], [0, 1, -1])
    np.testing.assert_allclose(
        [shown["a¹"][1, 0], shown["z²"][0, 0], shown["a²"][0, 0]], [0.7311, 0.4621, 0.6135], atol=5e-5
    )


def test_forward_pass_follows_its_controls():
    figure = ForwardPass()
    figure.x1.value, figure.activation.value = -1.0, "identity"
    np.testing.assert_allclose(matrices(figure.network)["a¹"][:, 0], [-4, 0, 1])  # by hand, x = (−1, 2)


def test_activation_shape_draws_the_slope_of_its_curve():
    figure = ActivationShape(activation="gelu")
    z, shape = curve(figure.shape)
    slope = curve(figure.slope)[1]["σ′"]
    np.testing.assert_allclose(slope[1:-1], np.gradient(shape["a"], z)[1:-1], atol=2e-3)


def test_squared_error_by_hand():
    figure = SquaredError(a=0.5, y=0.0)
    frames = floats(figure.samples.frames_at)
    shown = matrices(figure.samples, int(np.argmin(abs(frames - 0.5))))
    np.testing.assert_allclose(shown["ℒ of each"], [[0.125, 0.005, 0.18, 0.005]], rtol=1e-6)
    np.testing.assert_allclose(shown["their average"], 0.07875, rtol=1e-6)
    figure.half.value = False
    k = int(np.argmin(abs(frames - 0.5)))
    np.testing.assert_allclose(matrices(figure.samples, k)["their average"], 0.1575, rtol=1e-6)
    np.testing.assert_allclose(curve(figure.parabola)[1]["∂ℒ/∂a"][k], 1.0, rtol=1e-6)


def test_an_error_of_zero_has_its_place_in_the_flow():
    figure = ErrorFlow(activation="relu", depth=9)  # its three neurons are silent: their slopes are 0
    path = floats(figure.size.path).reshape(-1, 2)
    assert np.isneginf(path[-1, 1]) and np.isfinite(figure.size.y_range).all()
    assert figure.errors.steps[-1] == "‖δ¹‖ = 0"


@pytest.mark.parametrize(("activation", "spread", "grows"), [("sigmoid", 1.0, False), ("identity", 3.0, True)])
def test_error_flow_vanishes_and_explodes(activation, spread, grows):
    figure = ErrorFlow(activation=activation, depth=8, spread=spread)
    shown = matrices(figure.errors)
    assert list(shown) == [f"δ{l}" for l in "⁸⁷⁶⁵⁴³²¹"]
    norms = [np.linalg.norm(delta) for delta in shown.values()]
    assert (norms[-1] > 10 * norms[0]) if grows else (norms[-1] < norms[0] / 10)
    path = floats(figure.size.path).reshape(-1, 2)
    np.testing.assert_allclose(10 ** path[:, 1], norms, rtol=1e-5)
    figure.depth.value = 3
    assert figure.back.max == 2 and len(figure.errors.blocks) == 3


def test_outer_product_says_the_slope_that_nudging_measures():
    figure = OuterProduct()
    assert "Its entry says 0.07274; nudging this weight measures a slope of 0.07274." == figure.slope.note
    figure.product.chosen = [2, 0, 1]
    assert "0.1455; nudging this weight measures a slope of 0.1455" in figure.slope.note
    figure.layer.value = 2
    shown = matrices(figure.product)
    np.testing.assert_allclose(shown["∂ℒ/∂w²"], shown["δ²"] @ shown["(a¹)ᵀ"], rtol=1e-6)


def test_bias_nudge_is_delta_where_the_bias_is_zero():
    figure = BiasNudge()
    assert figure.loss.note == "At b¹₁ = 0 the error is δ = 0.07274; nudging the bias measures 0.07274."
    for place in figure.bias.options:
        figure.bias.value = place
        b, loss = curve(figure.loss)
        slope = np.gradient(loss["ℒ"].astype(float), b.astype(float))
        np.testing.assert_allclose(curve(figure.error)[1]["δ"][1:-1], slope[1:-1], atol=2e-4)


@pytest.mark.parametrize(
    ("eta", "says"),
    [(0.25, "it converges."), (0.4, "side to side"), (0.5, "exactly at the limit"), (0.55, "diverges")],
)
def test_descent_walk_is_gradient_descent(eta, says):
    figure = DescentWalk(eta=eta, curvature=4.0)
    assert says in figure.valley.note and "2/λ₂ = 0.5. " in figure.valley.note
    assert f"w₁ by {1 - eta:.3g} and w₂ by 1 − ηλ₂ = {1 - 4 * eta:.3g}".replace("-", "−") in figure.valley.note
    w = np.array([-2.0, 1.0])
    for step in floats(figure.plane.path).reshape(-1, 2)[:12]:
        np.testing.assert_allclose(step, w, rtol=1e-4, atol=1e-6)
        w = w - eta * np.array([1.0, 4.0]) * w  # the gradient of ½ (w₁² + 4 w₂²)


def test_replay_forks_where_the_reader_is():
    figure = TrainingReplay()
    before = figure.run.history
    figure.epoch.value = 200
    figure.eta.value = 4.0
    after, (_, lines) = figure.run.history, curve(figure.curve)
    np.testing.assert_array_equal(after.theta[:201], before.theta[:201])
    assert not np.array_equal(after.theta[201], before.theta[201]) and after.eta == 4.0
    np.testing.assert_allclose(lines["before"], before.loss, rtol=1e-6)
    np.testing.assert_allclose(lines["ℒ"][:201], lines["before"][:201])
    assert figure.curve.note.startswith("From epoch 200 on: the loss falls from ") and figure.epoch.value == 200


@pytest.mark.parametrize("epoch", [0, 500])
def test_at_either_end_of_the_tape_a_change_begins_anew(epoch):
    figure = TrainingReplay()
    figure.epoch.value = epoch
    figure.eta.value = 2.0
    np.testing.assert_array_equal(figure.run.history.theta, TrainingReplay(eta=2.0).run.history.theta)


def test_tape_holds_one_full_update_of_the_running_example():
    shown = matrices(TrainingTape(eta=1.0).matrices)
    np.testing.assert_allclose(shown["δ²"], 0.1455, atol=5e-5)
    np.testing.assert_allclose(shown["δ¹"][:, 0], [0.0727, 0.0286, -0.0286], atol=5e-5)
    np.testing.assert_allclose(shown["new w²"], shown["w²"] - shown["∂ℒ/∂w²"], rtol=1e-6)
    np.testing.assert_allclose(shown["∂ℒ/∂w¹"], shown["δ¹"] @ shown["x"].T, rtol=1e-6)


def test_tape_averages_over_the_samples_and_leads_to_the_next_epoch():
    figure = TrainingTape(data="xor", eta=0.5, epochs=100)
    now, then = matrices(figure.matrices, 40), matrices(figure.matrices, 41)
    np.testing.assert_allclose(now["∂ℒ/∂w²"], now["δ²"] @ now["a¹"].T / 4, rtol=1e-5)
    np.testing.assert_allclose(now["new b¹"], then["b¹"], rtol=1e-5)


def test_a_forked_tape_still_leads_from_epoch_to_epoch():
    figure = TrainingTape(data="xor")
    figure.epoch.value = 50
    figure.activation.value, figure.eta.value = "relu", 2.0
    for k in (49, 50, 51):
        np.testing.assert_allclose(
            matrices(figure.matrices, k)["new w¹"], matrices(figure.matrices, k + 1)["w¹"], rtol=1e-5
        )


def test_each_block_lights_up_once_and_stays():
    view = TrainingTape().matrices
    lit = np.frombuffer(view.lit, np.uint8).reshape(len(view.steps), -1)
    for k, each in enumerate(view.blocks):
        column = lit[:, k].tolist()
        assert column == sorted(column, key=lambda state: state > 0) and column.count(2) == (column[0] == 0), each[
            "name"
        ]
    assert [each["name"] for each, state in zip(view.blocks, lit[5], strict=True) if state == 2] == ["δ¹"]


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.__name__)
def test_every_figure_has_a_still_picture_that_follows_its_numbers(figure):
    shown = figure()
    stored, again = still(shown), still(figure())
    np.testing.assert_array_equal(stored, again)
    name, control = next(iter(shown._settings.items()))
    control.value = control.options[-1] if hasattr(control, "options") else control.max
    assert stored.shape != still(shown).shape or abs(stored - still(shown)).max() > 50, name


def test_without_matplotlib_a_figure_is_shown_all_the_same(monkeypatch):
    for name in [name for name in sys.modules if name.endswith("widgets.still")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    assert "image/png" not in WeightedSum()._repr_mimebundle_()

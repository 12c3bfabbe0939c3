"""Every figure of the book as a reader uses it: first without Python, then live.

Expected numbers are worked by hand or by the formulas of plain.py; nothing here computes with nnlib.
"""

import re

import numpy as np
import pytest
from playwright.sync_api import expect

import nnlib.widgets
from tests.browser import plain
from tests.browser.reader import Figure, agree, eventually, number
from tests.browser.small_book import BOOT, python_requests

# widget: (page, id of the cell that shows it)
FIGURES = {
    "WeightedSum": ("weighted-sum", "weighted-sum"),
    "ActivationShape": ("activation", "activation-shape"),
    "ForwardPass": ("forward-pass", "forward-pass"),
    "SquaredError": ("loss", "squared-error"),
    "OutputError": ("output-error", "output-error"),
    "ErrorFlow": ("backpropagated-error", "error-flow"),
    "OuterProduct": ("weight-gradient", "outer-product"),
    "BiasNudge": ("bias-gradient", "bias-nudge"),
    "DescentWalk": ("update-rule", "descent-walk"),
    "TrainingReplay": ("training-loop", "training-replay"),
    "TrainingTape": ("training-loop", "training-tape"),
}


@pytest.mark.parametrize("widget", nnlib.widgets.__all__)
def test_every_widget_is_used_here_before_python_and_live(widget):
    name = FIGURES[widget][1].replace("-", "_")
    assert f"test_{name}_before_python" in globals() and f"test_{name}_live" in globals()


@pytest.fixture
def read(origin, watched_page):
    """read(widget, **context options) -> its figure, drawn and in sight."""

    def opened(widget, **options):
        page, (name, figure) = watched_page(origin, **options), FIGURES[widget]
        page.goto(f"{origin}/{name}.html")
        return Figure(page, figure)

    return opened


# z = w·x + b: w₁ = ½, w₂ = ½, b = −½; the line has x₂ = 0


def test_weighted_sum_before_python(read):
    figure = read("WeightedSum")
    assert figure.line() == "x₁ = 1   z = 0"
    assert "0.5·1 + 0.5·2 − 0.5 = 1, above 0" in figure.note(1)
    figure.drag(1, 2)
    eventually(lambda: agree(list(figure.readout().values()), [2, 0.5]))
    figure.press("End")
    eventually(lambda: agree(list(figure.readout().values()), [3, 1]))
    figure.press("ArrowLeft", "ArrowLeft")
    eventually(lambda: agree(list(figure.readout().values()), [2.9, 0.95]))
    figure.press("Home")
    eventually(lambda: agree(list(figure.readout().values()), [-3, -2]))
    expect(figure.handle()).to_have_attribute("aria-valuetext", "x₁ = −3   z = −2")
    x1, x2 = figure.boundary(1)
    assert len(x1) > 10 and np.allclose(0.5 * x1 + 0.5 * x2, 0.5, atol=0.03)
    figure.asked_no_python()


def test_weighted_sum_live(read):
    figure = read("WeightedSum")
    figure.drag(1, 2)
    figure.remember()
    figure.slide("w₁", 4)  # 1.5
    figure.becomes_live()
    eventually(lambda: agree(list(figure.readout().values()), [2, 1.5 * 2 - 0.5]))
    figure.slide("w₂", -6)  # −1
    eventually(lambda: expect(figure.views.nth(1)).to_contain_text("1.5·1 − 1·2 − 0.5 = −1, below 0", timeout=1))
    figure.slide("b", 6)  # 1
    eventually(lambda: agree(list(figure.readout().values()), [2, 1.5 * 2 + 1]))

    def z_is_0_on_the_line():
        x1, x2 = figure.boundary(1)
        assert len(x1) > 10 and np.allclose(1.5 * x1 - x2 + 1, 0, atol=0.05)

    eventually(z_is_0_on_the_line)
    figure.becomes_live()


# a = σ(z)


def shapes(figure):
    return [*figure.readout(0).values(), *figure.readout(1).values()]


def test_activation_shape_before_python(read):
    figure = read("ActivationShape")
    assert (figure.line(0), figure.line(1)) == ("z = 1   a = 0.7311", "z = 1   σ′ = 0.1966")
    figure.drag(1, -2, view=1)
    eventually(lambda: agree(shapes(figure), [-2, 0.1192, -2, 0.1050]))
    assert figure.slider("z") == -2
    figure.press("End", view=0)
    eventually(lambda: agree(shapes(figure), [6, 0.9975, 6, 0.002467]))
    figure.slide("z", -20)
    eventually(lambda: agree(shapes(figure), [5, 0.9933, 5, 0.006648]))
    figure.press("ArrowUp", "PageDown", "Home", "ArrowRight", view=1)
    eventually(lambda: agree(shapes(figure)[::2], [-5.95, -5.95]))
    figure.asked_no_python()


def test_activation_shape_live(read):
    figure = read("ActivationShape")
    figure.drag(1, -2)
    figure.remember()
    for name in [*plain.SIGMA][::-1]:
        figure.choose("σ", name)
        a, slope = plain.SIGMA[name](-2.0), plain.slope(name, -2.0)
        eventually(lambda a=a, slope=slope: agree(shapes(figure), [-2, a, -2, slope]), timeout=BOOT / 1000)
    figure.becomes_live()
    figure.press("End")
    eventually(lambda: agree(shapes(figure), [6, 6, 6, 1]))  # the identity, and its slope


# the running example, forwards


def test_forward_pass_before_python(read):
    figure = read("ForwardPass")
    agree(figure.card_numbers("z"), [0, 1, -1, 0.4621])
    agree(figure.card_numbers("a"), [0.5, 0.7311, 0.2689, 0.6135])
    agree(figure.card_numbers("b"), [0, -0.5, -1, -1])
    agree([number(text) for letter, text in figure.cards() if letter.startswith("x")], [1, 2])
    weights = [text.split("\u2002") for letter, text in figure.cards() if letter == "w"]
    assert weights == [["2", "−1"], ["0.5", "0.5"], ["−1", "0.5"], ["2", "1", "−1"]]
    figure.asked_no_python()


def test_forward_pass_live(read):
    figure, (w, b, _, y) = read("ForwardPass"), plain.example()

    def shows(x1, x2, sigma):
        step = plain.backprop(w, b, np.array([[x1], [x2]]), y, [None, sigma, "sigmoid"])
        agree(figure.card_numbers("z"), [*step["z"][1][:, 0], *step["z"][2][:, 0]])
        agree(figure.card_numbers("a"), [*step["a"][1][:, 0], *step["a"][2][:, 0]])

    figure.remember()
    figure.slide("x₁", -8)
    eventually(lambda: shows(-1, 2, "sigmoid"), timeout=BOOT / 1000)
    figure.becomes_live()
    figure.slide("x₂", 3)
    eventually(lambda: shows(-1, 2.75, "sigmoid"))
    figure.choose("σ of the hidden layer", "tanh")
    eventually(lambda: shows(-1, 2.75, "tanh"))
    figure.becomes_live()


# ℒ = ½ (a − y)²


def test_squared_error_before_python(read):
    figure = read("SquaredError")
    assert figure.line() == "a = 0.6   ℒ = 0.18   ∂ℒ/∂a = 0.6"
    agree(figure.matrices(1)["their average"], [[0.0925]])  # (0.18 + 0.005 + 0.18 + 0.005) / 4
    figure.drag(0.6, 1.5)
    eventually(lambda: agree(list(figure.readout().values()), [1.5, 1.125, 1.5]))
    agree(figure.matrices(1)["ℒ of each"], [[1.125, 0.005, 0.18, 0.005]])
    agree(figure.matrices(1)["their average"], [[0.32875]])
    assert figure.slider("a") == 1.5
    figure.slide("a", -20)
    eventually(lambda: agree(list(figure.readout().values()), [1, 0.5, 1]))
    figure.press("Home")
    eventually(lambda: agree(list(figure.readout().values()), [-1, 0.5, -1]))
    figure.asked_no_python()


def test_squared_error_live(read):
    figure = read("SquaredError")
    figure.drag(0.6, 1.5)
    figure.remember()
    figure.slide("y", 5)  # 0.5
    eventually(lambda: agree(list(figure.readout().values()), [1.5, 0.5, 1]), timeout=BOOT / 1000)
    figure.becomes_live()
    figure.root.get_by_label("with the ½").uncheck()
    eventually(lambda: agree(list(figure.readout().values()), [1.5, 1, 2]))
    eventually(lambda: agree(figure.matrices(1)["their average"], [[(1 + 0.01 + 0.36 + 0.01) / 4]]))
    figure.becomes_live()


# δ = (a − y) σ′(z)


def test_output_error_before_python(read):
    figure = read("OutputError")
    assert figure.line(1) == "z = 0   δ = 0.125   ℒ = 0.125"
    figure.drag(0, 4)  # a saturated neuron: a large loss and a small δ
    eventually(lambda: agree(list(figure.readout(1).values()), [4, 0.01735, 0.4822]))
    eventually(lambda: agree([figure.readout(0)[name] for name in ("a", "a − y", "σ′(z)")], [0.982, 0.982, 0.01766]))
    figure.press("Home", view=1)
    eventually(lambda: agree([figure.readout(k)["z"] for k in (0, 1)], [-8, -8]))
    figure.slide("z", 160)
    eventually(lambda: agree(list(figure.readout(1).values()), [0, 0.125, 0.125]))
    figure.asked_no_python()


def test_output_error_live(read):
    figure = read("OutputError")

    def shows(sigma, y):
        a, slope = plain.SIGMA[sigma](4.0), plain.slope(sigma, 4.0)
        agree(list(figure.readout(1).values()), [4, (a - y) * slope, 0.5 * (a - y) ** 2])
        factors = figure.readout(0)
        agree([factors["a − y"], factors["σ′(z)"], factors["a"]], [a - y, slope, a])

    figure.drag(0, 4)
    figure.remember()
    figure.slide("y", 10)  # 0.5
    eventually(lambda: shows("sigmoid", 0.5), timeout=BOOT / 1000)
    figure.becomes_live()
    figure.choose("σ", "softplus")
    eventually(lambda: shows("softplus", 0.5))
    figure.becomes_live()


# δ, layer by layer and backwards


def errors(sigma="sigmoid", depth=5, spread=1.0):
    """δ^L … δ¹ of the figure's network: three neurons wide, seed 0, an output that is the identity."""
    w, b = plain.first_weights([3] * (depth + 1))
    w, rng = [None, *(spread * each for each in w[1:])], np.random.default_rng(0)
    x, y = rng.standard_normal((3, 1)), rng.standard_normal((3, 1))
    return plain.backprop(w, b, x, y, [None, *[sigma] * (depth - 1), "identity"])["delta"][:0:-1]


def shows_errors(figure, back, *settings):
    expected = errors(*settings)
    shown = list(figure.matrices().values())
    assert len(shown) == len(expected)
    for k, (each, delta) in enumerate(zip(shown, expected, strict=True)):
        agree(each, delta) if k <= back else np.testing.assert_equal(each, np.full((3, 1), np.nan))
    walked = figure.walked(1)
    layers = np.arange(len(expected), len(expected) - back - 1, -1)
    norms = [np.log10(np.linalg.norm(delta)) for delta in expected[: back + 1]]
    assert walked.shape == (back + 1, 2) and np.allclose(walked, np.column_stack([layers, norms]), atol=0.1)


def test_error_flow_before_python(read):
    figure = read("ErrorFlow")
    assert list(figure.matrices()) == ["δ⁵", "δ⁴", "δ³", "δ²", "δ¹"]
    eventually(lambda: shows_errors(figure, 0))
    figure.slide("step back", 3)
    eventually(lambda: shows_errors(figure, 3))
    figure.slide("step back", -2)
    eventually(lambda: shows_errors(figure, 1))
    figure.asked_no_python()


def test_error_flow_live(read):
    figure = read("ErrorFlow")
    figure.slide("step back", 1)
    figure.remember()
    figure.choose("σ", "tanh")
    eventually(lambda: shows_errors(figure, 1, "tanh"), timeout=BOOT / 1000)
    figure.becomes_live()
    figure.slide("layers", -2)
    eventually(lambda: shows_errors(figure, 1, "tanh", 3))
    figure.slide("spread of w", 4)
    eventually(lambda: shows_errors(figure, 1, "tanh", 3, 2.0))
    figure.becomes_live()


# ∂ℒ/∂w = δ aᵀ


def loss_of_example(**changed):
    """ℒ of the running example with other parameters: w1, b1 … is [(place, value)]."""
    w, b, x, y = plain.example()
    for name, (place, value) in changed.items():
        {"w": w, "b": b}[name[0]][int(name[1])][place] = value
    return plain.backprop(w, b, x, y, [None, "sigmoid", "sigmoid"])["loss"]


def example_step():
    return plain.backprop(*plain.example(), [None, "sigmoid", "sigmoid"])


def test_outer_product_before_python(read):
    figure = read("OuterProduct")
    delta, a, dw = figure.matrices().values()
    agree(delta, [[0.07274], [0.0286], [-0.0286]])
    agree(a, [[1, 2]])
    agree(dw, [[0.07274, 0.1455], [0.0286, 0.0572], [-0.0286, -0.0572]])
    assert figure.note(1).count("0.07274") == 2
    figure.drag(2, 3, view=1)
    tangent = loss_of_example() + example_step()["dw"][1][0, 0]
    eventually(lambda: agree(list(figure.readout(1).values()), [3, loss_of_example(w1=((0, 0), 3)), tangent]))
    figure.press("Home", view=1)
    eventually(lambda: agree(figure.readout(1)["ℒ"], loss_of_example(w1=((0, 0), -1))))
    figure.asked_no_python()


def test_outer_product_live(read):
    figure, step = read("OuterProduct"), example_step()

    def chosen(l, i, j, value):
        shown = list(figure.readout(1).values())
        agree(shown, [value, step["loss"], step["loss"]])
        said = [number(found) for found in re.findall(r"−?\d+\.\d+(?:e−?\d+)?", figure.note(1))]
        agree(said, [step["dw"][l][i, j]] * 2)
        expect(figure.root.locator("[aria-pressed=true]")).to_have_attribute("data-place", f"2,{i},{j}")

    def focused():
        return figure.page.evaluate("document.activeElement.dataset.place")

    figure.remember()
    figure.root.locator("[data-place='2,0,1']").focus()
    figure.page.keyboard.press("Enter")
    eventually(lambda: chosen(1, 0, 1, -1), timeout=BOOT / 1000)
    figure.becomes_live()
    assert focused() == "2,0,1"
    figure.page.keyboard.press("Tab")
    assert focused() == "2,1,0"
    figure.page.keyboard.press("Space")
    eventually(lambda: chosen(1, 1, 0, 0.5))
    assert focused() == "2,1,0"
    figure.choose("layer l", "2")
    eventually(lambda: agree(figure.matrices()["∂ℒ/∂w²"], step["dw"][2]))
    eventually(lambda: chosen(2, 0, 0, 2))
    figure.root.locator("[data-place='2,0,2']").click()
    eventually(lambda: chosen(2, 0, 2, -1))
    figure.becomes_live()


# ∂ℒ/∂b = δ


def delta_at(place, value):
    """δ of the hidden neuron whose bias is changed."""
    w, b, x, y = plain.example()
    b[1][place] = value
    return plain.backprop(w, b, x, y, [None, "sigmoid", "sigmoid"])["delta"][1][place]


def test_bias_nudge_before_python(read):
    figure = read("BiasNudge")
    assert figure.line(1) == "b¹₁ = 0   δ = 0.07274" and figure.note().count("0.07274") == 2
    figure.drag(0, 1.5)
    eventually(lambda: agree(figure.readout(0)["ℒ"], loss_of_example(b1=((0, 0), 1.5))))
    eventually(lambda: agree(list(figure.readout(1).values()), [1.5, delta_at((0, 0), 1.5)]))
    figure.press("Home", view=1)
    eventually(lambda: agree([figure.readout(k)["b¹₁"] for k in (0, 1)], [-3, -3]))
    figure.asked_no_python()


def test_bias_nudge_live(read):
    figure = read("BiasNudge")
    figure.drag(0, 1.5)
    figure.remember()
    figure.choose("bias", "b¹₃")  # its own value is −1
    eventually(lambda: agree(list(figure.readout(1).values()), [-1, delta_at((2, 0), -1)]), timeout=BOOT / 1000)
    figure.becomes_live()
    figure.drag(-1, 0.5, view=1)
    eventually(lambda: agree(figure.readout(0)["ℒ"], loss_of_example(b1=((2, 0), 0.5))))
    eventually(lambda: agree(list(figure.readout(1).values()), [0.5, delta_at((2, 0), 0.5)]))


# w := w − η ∂ℒ/∂w on ½ (w₁² + λ w₂²), from (−2, 1)


def shows_walk(figure, steps, eta, curvature):
    expected = [np.array([-2.0, 1.0])]
    for _ in range(steps):
        expected.append(expected[-1] - eta * np.array([1, curvature]) * expected[-1])
    walked = figure.walked(1)
    assert walked.shape == (steps + 1, 2) and np.allclose(walked, expected, atol=0.03)
    along = [[w[1], 0.5 * curvature * w[1] ** 2] for w in expected]
    assert np.allclose(figure.walked(0), along, atol=0.06)


def test_descent_walk_before_python(read):
    figure = read("DescentWalk")
    eventually(lambda: shows_walk(figure, 0, 0.3, 4))
    figure.slide("step", 3)
    eventually(lambda: shows_walk(figure, 3, 0.3, 4))
    figure.play()

    def has_walked():
        assert figure.slider("step") >= 7

    eventually(has_walked)
    figure.play()  # the same button stops it
    eventually(lambda: shows_walk(figure, int(figure.slider("step")), 0.3, 4))
    figure.asked_no_python()


def test_descent_walk_live(read):
    figure = read("DescentWalk")
    figure.slide("step", 3)
    figure.remember()
    figure.slide("η", 5)  # 0.55: beyond 2/4
    eventually(lambda: shows_walk(figure, 3, 0.55, 4), timeout=BOOT / 1000)
    figure.becomes_live()
    assert "2/λ₂ = 0.5" in figure.note() and "−1.2" in figure.note() and "diverges" in figure.note()
    figure.slide("curvature λ₂", -4)  # 2: the limit is 1
    eventually(lambda: shows_walk(figure, 3, 0.55, 2))
    assert "2/λ₂ = 1." in figure.note() and "−0.1" in figure.note() and "diverges" not in figure.note()
    assert figure.slider("step") == 3


# training on exclusive or, 2-4-1


XOR = np.array([[0.0, 0, 1, 1], [0, 1, 0, 1]]), np.array([[0.0, 1, 1, 0]])


def test_training_replay_before_python(read):
    figure = read("TrainingReplay")
    tape = plain.run(*plain.first_weights([2, 4, 1]), *XOR, [None, "tanh", "sigmoid"], 0.5, 500)
    agree(figure.readout(1)["ℒ"], tape[0]["loss"])
    figure.press("End", view=1)
    eventually(lambda: agree(list(figure.readout(1).values()), [500, tape[500]["loss"]]))
    figure.slide("epoch", -10)
    eventually(lambda: agree(list(figure.readout(1).values()), [450, tape[450]["loss"]]))
    eventually(lambda: half_on_the_boundary(figure, tape[450]))
    figure.asked_no_python()


def half_on_the_boundary(figure, frame):
    x1, x2 = figure.boundary(0)
    step = plain.backprop(frame["w"], frame["b"], np.array([x1, x2]), np.zeros((1, len(x1))), [None, "tanh", "sigmoid"])
    assert len(x1) > 10 and np.allclose(step["a"][2], 0.5, atol=0.03)


def test_training_replay_live(read):
    figure, sigmas = read("TrainingReplay"), [None, "tanh", "sigmoid"]
    past = plain.run(*plain.first_weights([2, 4, 1]), *XOR, sigmas, 0.5, 300)
    future = plain.run(past[200]["w"], past[200]["b"], *XOR, sigmas, 2.0, 100)
    figure.slide("epoch", 40)
    figure.remember()
    figure.slide("η", 16)
    figure.becomes_live()
    eventually(lambda: agree(list(figure.readout(1).values()), [200, past[200]["loss"], past[200]["loss"]]))
    figure.slide("epoch", 20)
    eventually(
        lambda: agree([figure.readout(1)[name] for name in ("before", "ℒ")], [past[300]["loss"], future[100]["loss"]])
    )
    eventually(lambda: half_on_the_boundary(figure, future[100]))
    figure.slide("hidden units", -2)
    smaller = plain.run(*plain.first_weights([2, 2, 1]), *XOR, sigmas, 2.0, 300)
    eventually(lambda: agree(list(figure.readout(1).values()), [300, smaller[300]["loss"]]))
    figure.choose("data", "moons")
    expect(figure.root.locator("circle[r='4.5']")).to_have_count(100, timeout=BOOT)


# every number of every step


SIGMAS = [None, "sigmoid", "sigmoid"]


def known(frame, after, step):
    """{name: array} of what the matrices show at a step of an epoch."""
    shown = {"x": (0, frame["a"][0])}
    for l in (1, 2):
        shown |= {f"w{'¹²'[l - 1]}": (0, frame["w"][l]), f"b{'¹²'[l - 1]}": (0, frame["b"][l])}
        shown |= {f"z{'¹²'[l - 1]}": (l, frame["z"][l]), f"a{'¹²'[l - 1]}": (l, frame["a"][l])}
        shown |= {f"δ{'¹²'[l - 1]}": (6 - l, frame["delta"][l])}
        shown |= {f"∂ℒ/∂w{'¹²'[l - 1]}": (6, frame["dw"][l]), f"∂ℒ/∂b{'¹²'[l - 1]}": (6, frame["db"][l])}
        shown |= {f"new w{'¹²'[l - 1]}": (7, after["w"][l]), f"new b{'¹²'[l - 1]}": (7, after["b"][l])}
    return {name: array if step >= when else np.full(array.shape, np.nan) for name, (when, array) in shown.items()}


def shows_tape(figure, frame, after, step):
    shown = figure.matrices(2)
    for name, expected in known(frame, after, step).items():
        assert np.isnan(expected).all() == np.isnan(shown[name]).all(), name
        agree(np.nan_to_num(shown[name]), np.nan_to_num(expected))
    state = {"z": "z", "a": "a", "δ": "delta"}
    for letter, name in state.items():
        of_cards = np.array(figure.card_numbers(letter))
        expected = np.concatenate([known(frame, after, step)[f"{letter}{'¹²'[l - 1]}"][:, 0] for l in (1, 2)])
        assert np.array_equal(np.isnan(of_cards), np.isnan(expected)), name
        agree(np.nan_to_num(of_cards), np.nan_to_num(expected))


def test_training_tape_before_python(read):
    figure, tape = read("TrainingTape"), plain.run(*plain.example(), SIGMAS, 1.0, 100)
    for step in range(8):
        eventually(lambda step=step: shows_tape(figure, tape[0], tape[1], step))
        figure.slide("step in the epoch", 1)
    agree(figure.matrices(2)["δ²"], [[0.1455]])  # 0.6135 · 0.6135 · 0.3865, as in the chapters
    figure.slide("epoch", 1)
    eventually(lambda: shows_tape(figure, tape[1], tape[2], 7))
    figure.slide("step in the epoch", -5)
    eventually(lambda: shows_tape(figure, tape[1], tape[2], 2))
    figure.press("End", view=1)
    eventually(lambda: agree(list(figure.readout(1).values()), [100, tape[100]["loss"]]))
    figure.press("Home", view=1)
    figure.play()
    eventually(lambda: agree(list(figure.readout(1).values()), [100, tape[100]["loss"]]))
    figure.asked_no_python()


def test_training_tape_live(read):
    figure, past = read("TrainingTape"), plain.run(*plain.example(), SIGMAS, 1.0, 100)
    future = plain.run(past[50]["w"], past[50]["b"], *plain.example()[2:], SIGMAS, 2.0, 50)
    figure.press(*["PageUp"] * 5, view=1)
    figure.slide("step in the epoch", 7)
    figure.remember()
    figure.slide("η", 8)  # 2
    figure.becomes_live()
    eventually(lambda: shows_tape(figure, future[0], future[1], 7))
    assert "From epoch 50 on" in figure.note(1) and figure.slider("step in the epoch") == 7
    figure.slide("epoch", 10)
    losses = [past[60]["loss"], future[10]["loss"]]
    eventually(lambda: agree([figure.readout(1)[name] for name in ("before", "ℒ")], losses))
    eventually(lambda: shows_tape(figure, future[10], future[11], 7))
    figure.choose("σ", "tanh")
    sigmas = [None, "tanh", "sigmoid"]
    bent = plain.run(future[10]["w"], future[10]["b"], *plain.example()[2:], sigmas, 2.0, 5)
    eventually(lambda: shows_tape(figure, bent[0], bent[1], 7))
    figure.choose("data", "xor")
    xor = plain.run(*plain.first_weights([2, 3, 1]), *XOR, sigmas, 2.0, 61)
    eventually(lambda: shows_tape(figure, xor[60], xor[61], 7))
    figure.becomes_live()


# a finger on a telephone


@pytest.mark.parametrize(
    ("widget", "start", "stop"), [("WeightedSum", 1, -2), ("OutputError", 0, 4), ("BiasNudge", 0, 2)]
)
def test_a_finger_drags_on_a_picture(read, widget, start, stop):
    figure = read(widget, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    figure.handle().scroll_into_view_if_needed()
    y = figure.handle().bounding_box()["y"] + 60
    session = figure.page.context.new_cdp_session(figure.page)

    def touch(kind, *at):
        points = [{"x": figure.pixel(x), "y": y} for x in at]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart", start)
    for share in (0.1, 0.3, 0.6, 0.9, 1.0):
        touch("touchMove", start + share * (stop - start))
    touch("touchEnd")
    eventually(lambda: np.testing.assert_allclose(next(iter(figure.readout().values())), stop, atol=0.06))
    assert python_requests(figure.page) == []

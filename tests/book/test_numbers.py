"""Every number of a worked example comes out, and belongs to the running example.

Three nets, each for every chapter that there is:
  1. In every formula the two sides of each sign of equality agree, whatever the chapter.
  2. In a section By hand (cells whose id begins with by-hand) the names have the running example's values.
  3. Every decimal number of such a section, and every number of three or more decimals anywhere in the text, is a
     value of the running example or of GIVEN, or stands in one of the chapter's outputs, which nbval checks.
The running example is worked out here, in plain Python and one scalar at a time: nothing of nnlib is used.
"""

import math
import re
from itertools import pairwise

import numpy as np
import pytest

from tests.book.arithmetic import MATHS, Unreadable, chains, value
from tests.book.notebooks import CHAPTERS, markdown, numbers, read, shown

X, Y = [1, 2], 0
W1, B1, W2, B2 = [[2, -1], [0.5, 0.5], [-1, 0.5]], [0, -0.5, -1], [2, 1, -1], -1


def sigma(z):
    return 1 / (1 + math.exp(-z))


def forward(x, w1, b1, w2, b2):
    """z and a of the hidden neurons, z and a of the output."""
    z1 = [w1[j][0] * x[0] + w1[j][1] * x[1] + b1[j] for j in range(3)]
    a1 = [sigma(z) for z in z1]
    z2 = w2[0] * a1[0] + w2[1] * a1[1] + w2[2] * a1[2] + b2
    return z1, a1, z2, sigma(z2)


def running_example(x=X, y=Y, eta=1):
    """{name in LaTeX: value} for one full update of the 2-3-1 network."""
    z1, a1, z2, a2 = forward(x, W1, B1, W2, B2)
    s1, s2 = [a * (1 - a) for a in a1], a2 * (1 - a2)
    d2 = (a2 - y) * s2
    d1 = [W2[j] * d2 * s1[j] for j in range(3)]
    dw2, dw1 = [d2 * a for a in a1], [[d * x[0], d * x[1]] for d in d1]
    w2, b2 = [w - eta * g for w, g in zip(W2, dw2, strict=True)], B2 - eta * d2
    w1 = [[W1[j][k] - eta * dw1[j][k] for k in range(2)] for j in range(3)]
    b1 = [B1[j] - eta * d1[j] for j in range(3)]
    new = forward(x, w1, b1, w2, b2)
    loss, grad = r"\mathcal{L}", r"\frac{\partial \mathcal{L}}{\partial %s}"
    names = {"x": x, "y": y, "z^1": z1, "a^1": a1, "z^2": z2, "a^2": a2, r"\delta^1": d1, r"\delta^2": d2}
    names |= {"w^1": W1, "b^1": B1, "w^2": [W2], "b^2": B2}
    names |= {loss: (a2 - y) ** 2 / 2, grad % "a^2": a2 - y, r"\sigma'(z^1)": s1, r"\sigma'(z^2)": s2}
    names |= {grad % "w^2": [dw2], grad % "b^2": d2, grad % "w^1": dw1, grad % "b^1": d1}
    names |= {r"\eta": eta, "after w^1": w1, "after b^1": b1, "after w^2": [w2], "after b^2": b2}
    names |= {s + r"_{\text{new}}": v for s, v in zip(("z^1", "a^1", "z^2", "a^2"), new, strict=True)}
    names[loss + r"_{\text{new}}"] = (new[3] - y) ** 2 / 2
    for name, entries in list(names.items()):
        if name in ("z^1", "a^1", "b^1", "x", r"\delta^1"):
            names |= {f"{name}_{j}": entry for j, entry in enumerate(entries, start=1)}
    names |= {rf"\sigma'(z^1_{j + 1})": s1[j] for j in range(3)}
    names |= {f"w^1_{{{j + 1}{k + 1}}}": W1[j][k] for j in range(3) for k in range(2)}
    return {name: column(entries) for name, entries in names.items()}


def column(entries):
    """A list as a column, a list of lists as a matrix, a number as it is."""
    array = np.array(entries, dtype=float)
    return float(array) if array.ndim == 0 else array[:, None] if array.ndim == 1 else array


FUNCTIONS = {r"\sigma": lambda z: 1 / (1 + np.exp(-z)), r"\sigma'": lambda z: np.exp(-z) / (1 + np.exp(-z)) ** 2}
CALCULATION = r"\\cdot|\\odot|\\t?frac|\\sigma|\^|/|[\d)]\s*[-+]|\}\s*\\(begin|underset)"
EXAMPLE = running_example()
SECOND = running_example([2, 1], 1)  # the sample that some chapters add

# What a chapter holds besides the running example: intermediate numbers, and names that it uses for a second value.
PATHS = [W2[j] * EXAMPLE[r"\sigma'(z^1)"][j, 0] * W1[j][0] for j in range(3)]
SLOPE_OF_X1 = EXAMPLE[r"\sigma'(z^2)"] * sum(PATHS)
NUDGED = forward(X, W1, [0.1, -0.5, -1], W2, B2)  # b¹₁ is 0.1 in place of 0
GIVEN = {"activation": [math.e], "forward-pass": [*PATHS, SLOPE_OF_X1], "output-error": [1 - EXAMPLE["a^2"]]}
NUDGED_LOSS = NUDGED[3] ** 2 / 2
RATIO = (NUDGED_LOSS - EXAMPLE[r"\mathcal{L}"]) / 0.1
SUM = EXAMPLE[r"\delta^2"] + SECOND[r"\delta^2"]
GIVEN["bias-gradient"] = [NUDGED[1][0], *NUDGED[2:], NUDGED_LOSS, RATIO, SUM]
BOTH = (EXAMPLE[r"\mathcal{L}"] + SECOND[r"\mathcal{L}"]) / 2
SLOPES = column([[EXAMPLE["a^2"], SECOND["a^2"] - 1]])
GIVEN_NAMES = {
    "loss": {"x": SECOND["x"], r"\mathcal{L}": BOTH, r"\nabla_a \mathcal{L}": SLOPES},
    "bias-gradient": {name: SECOND[name] for name in ("x", r"\delta^1", r"\delta^2")},
}


def known(chapter):
    """Every value that the text of a chapter may state as a decimal."""
    values = [*EXAMPLE.values(), *SECOND.values(), *GIVEN.get(chapter, [])]
    return np.abs(np.concatenate([np.ravel(v) for v in values]))


def decimals(number):
    return len(number.partition(".")[2])


def unknown_numbers(text, values, outputs, least):
    """The numbers of `least` decimals or more that neither are one of the values, rounded, nor stand in the outputs."""
    printed = set(numbers(outputs))
    for number in numbers(text):
        half = 0.5 * 10.0 ** -decimals(number) * 1.001
        if decimals(number) >= least and number not in printed and np.abs(values - float(number)).min() > half:
            yield f"{number} is no value of the example, and no output shows it"


def disagreements(text, names, other):
    """Sentences on formulas whose sides differ, or, in a worked example, that cannot be read."""
    for chain in chains(text):
        sides = []
        for piece in chain:
            try:
                sides.append((piece, value(piece, names)))
            except Unreadable:
                if names and numbers(piece):
                    yield f"cannot read {piece}"
            except AssertionError as wrong_shape:
                yield str(wrong_shape)
        for (left, a), (right, b) in pairwise(sides):
            if not any(agree(left, v, right, b) for v in (a, other.get(left, a))):
                yield f"{left} is {a}, not {right}"


def agree(left, a, right, b):
    """Equal to the digits that are written: one or two decimals are exact, more are rounded.

    Half a unit of the last digit then, or one unit where a rounded number was calculated with.
    """
    a, b = np.ravel(a), np.ravel(b)
    places = [max(map(decimals, found)) for found in (numbers(left), numbers(right)) if found]
    calculated = any(numbers(side) and re.search(CALCULATION, side) for side in (left, right))
    allowed = (1.05 if calculated else 0.501) * 10.0 ** -min(places) if max(places, default=0) > 2 else 1e-9
    return a.shape == b.shape and np.abs(a - b).max() <= allowed


def complaints(chapter, cells, outputs):
    """Everything that is wrong with the numbers in these cells of a chapter that has these outputs."""
    values = known(chapter)
    for cell in cells:
        by_hand = cell.id.startswith("by-hand")
        other = GIVEN_NAMES.get(chapter, {}) if by_hand else {}
        names = other | EXAMPLE | FUNCTIONS if by_hand else {}
        yield from (f"{cell.id}: {c}" for c in disagreements(cell.source, names, other))
        yield from (f"{cell.id}: {c}" for c in unknown_numbers(cell.source, values, outputs, 1 if by_hand else 3))


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_the_numbers_come_out(chapter):
    notebook = read(chapter)
    found = list(complaints(chapter, markdown(notebook), shown(notebook)))
    assert not found, "\n".join(found)


def digits(text):
    """Where the digits of the numbers in the formulas stand, those of indices, exponents, layers and words left out."""
    for maths in MATHS.finditer(re.sub(r"\\text\{.*?\}", lambda words: " " * len(words[0]), text)):
        for number in re.finditer(r"(?<![\w^_.])(?<![_^]\{)\d+(?:\.\d+)?", maths[0]):
            yield from (maths.start() + i for i in range(number.start(), number.end()) if maths[0][i].isdigit())
    for number in re.finditer(r"\d+\.\d+", text):
        yield from (i for i in range(number.start(), number.end()) if text[i].isdigit())


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_one_changed_digit_is_noticed(chapter):
    notebook, unnoticed = read(chapter), []
    outputs = shown(notebook)
    for cell in markdown(notebook, "by-hand"):
        text = cell.source
        for i in sorted(set(digits(text))):
            cell.source = text[:i] + str((int(text[i]) + 1) % 10) + text[i + 1 :]
            if next(complaints(chapter, [cell], outputs), None) is None:
                unnoticed.append(f"{cell.id}: {text[max(0, i - 30) : i]} → {text[i]} ← {text[i + 1 : i + 20]}")
        cell.source = text
    assert not unnoticed, "\n".join(unnoticed)

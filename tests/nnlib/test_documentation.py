"""What a reader is promised: shapes, errors and examples in the docstrings, a line for each equation, a short core."""

import doctest
import importlib
import inspect
import re
from pathlib import Path

import pytest

import nnlib

ROOT = Path(nnlib.__file__).parent
CORE = ["activations", "losses", "memory", "network", "descent", "history", "train"]
BESIDE = ["datasets", "example", "gradcheck", "initialisation", "storage", "validate"]
LABELS = [
    "eq-weighted-sum", "eq-activation", "eq-forward", "eq-loss", "eq-output-error", "eq-backpropagated-error",
    "eq-weight-gradient", "eq-bias-gradient", "eq-update", "eq-training-loop",
]  # fmt: skip
ARRAYS = {"x", "y", "z", "a", "delta", "theta"}  # parameters that are arrays, whose shape a reader has to know
SHAPE = re.compile(r"\((n_\w|m\b|P\b|2|64|epochs)[^)]*\)")


def public():
    """(name, object) of everything a reader may call: nnlib's names, their public methods, the data sets."""
    for name in nnlib.__all__:
        thing = getattr(nnlib, name)
        if inspect.ismodule(thing):
            for part in ("xor", "moons", "circles", "spirals", "digits", "points"):
                yield f"{name}.{part}", getattr(thing, part)
        elif callable(thing):
            yield name, thing
        if inspect.isclass(thing):
            for part, member in inspect.getmembers(thing):
                if not part.startswith("_") and (inspect.isfunction(member) or isinstance(member, property)):
                    yield f"{name}.{part}", member


PUBLIC = dict(public())


def test_the_list_of_public_names():
    assert len(PUBLIC) > 35
    assert {"Network", "Network.backprop", "Step", "History.fork", "History.eta", "train", "save"} <= set(PUBLIC)
    assert sorted(nnlib.__all__) == sorted(set(nnlib.__all__))


@pytest.mark.parametrize("name", PUBLIC)
def test_every_public_name_says_what_it_is(name):
    documented = inspect.getdoc(PUBLIC[name])
    assert documented and len(documented.split()) >= 4


@pytest.mark.parametrize("name", [n for n, thing in PUBLIC.items() if not isinstance(thing, property)])
def test_every_array_has_its_shape(name):
    takes = set(inspect.signature(PUBLIC[name]).parameters)
    if takes & ARRAYS or name.startswith("datasets.") or name in ("Network", "Step", "History"):
        assert SHAPE.search(inspect.getdoc(PUBLIC[name]))


@pytest.mark.parametrize("name", [n for n, thing in PUBLIC.items() if not isinstance(thing, property)])
def test_every_error_is_announced(name):
    thing = PUBLIC[name]
    if re.search(r"\braise |validate\.", inspect.getsource(thing)):
        assert "Error" in inspect.getdoc(thing)


@pytest.mark.parametrize("module", CORE + BESIDE)
def test_examples_run(module):
    module = importlib.import_module(f"nnlib.{module}")
    assert inspect.getdoc(module)
    assert doctest.testmod(module, extraglobs={"np": nnlib.network.np}).failed == 0


def test_there_are_examples():
    texts = [(ROOT / f"{module}.py").read_text(encoding="utf-8") for module in CORE + BESIDE]
    assert sum(">>> " in text for text in texts) >= 7


@pytest.mark.parametrize("label", LABELS)
def test_each_equation_has_one_line(label):
    comment = re.compile(rf"\S.*#.*\b{label}\b(?!-)")
    lines = [
        f"{module}:{number}"
        for module in CORE
        for number, line in enumerate((ROOT / f"{module}.py").read_text(encoding="utf-8").splitlines(), start=1)
        if comment.search(line)
    ]
    assert len(lines) == 1, lines


def test_no_label_but_these():
    found = {f for m in CORE for f in re.findall(r"eq-[a-z-]+", (ROOT / f"{m}.py").read_text(encoding="utf-8"))}
    assert found == set(LABELS)


def test_the_core_stays_short():
    """Code and docstrings, blank lines apart."""
    lines = {m: (ROOT / f"{m}.py").read_text(encoding="utf-8").splitlines() for m in CORE}
    assert all(len(text) <= 150 for text in lines.values())
    assert sum(1 for text in lines.values() for line in text if line.strip()) <= 450


def test_no_arrow_points_back():
    """The core knows NumPy and itself: not the figures, not the book."""
    for module in CORE + BESIDE:
        text = (ROOT / f"{module}.py").read_text(encoding="utf-8")
        imported = set(re.findall(r"^\s*(?:from|import) ([\w.]+)", text, re.MULTILINE))
        mine = {name for name in imported if name.startswith(".") or name.startswith("nnlib")}
        assert mine <= {".", *(f".{m}" for m in CORE + BESIDE)}
        allowed = {
            "numpy",
            "math",
            "sys",
            "json",
            "pathlib",
            "functools",
            "itertools",
            "dataclasses",
            "collections.abc",
        }
        assert imported - mine <= allowed

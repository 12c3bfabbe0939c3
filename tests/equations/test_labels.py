"""The labels of the book and the checks of this folder: neither without the other."""

import json
import re
from pathlib import Path

import pytest
import test_numeric
import test_symbolic
from registry import CHECKS, EQUATIONS

BOOK = Path(__file__).parents[2] / "book"
LABEL = re.compile(r"\((eq-[a-z0-9-]+)\)\s*$|^:label:\s*(eq-[a-z0-9-]+)|\\label\{(eq-[a-z0-9-]+)\}", re.MULTILINE)


def labels(path):
    """Every equation label that a notebook or a Markdown page defines, with repetitions."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".ipynb":
        cells = json.loads(text)["cells"]
        text = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    return [next(filter(None, groups)) for groups in LABEL.findall(text)]


def pages():
    return sorted([*BOOK.rglob("*.ipynb"), *BOOK.rglob("*.md")])


def defined():
    return [label for page in pages() for label in labels(page)]


def test_the_reader_of_labels(tmp_path):
    page = tmp_path / "page.md"
    page.write_text(
        "$$ z = wx $$ (eq-one)\n\nsee {eq}`eq-none`, (eq-none) here\n\n```{math}\n:label: eq-two\nz\n```\n"
        "\\begin{equation}\\label{eq-three}\\end{equation}",
        encoding="utf-8",
    )
    assert labels(page) == ["eq-one", "eq-two", "eq-three"]


def test_there_is_a_book_to_read():
    assert (BOOK / "weighted-sum.ipynb") in pages() and "eq-weighted-sum" in defined()


def test_every_label_has_a_check():
    assert set(defined()) - set(EQUATIONS) == set(), "labelled in the book, checked nowhere"


def test_every_check_has_a_label():
    assert set(EQUATIONS) - set(defined()) == set(), "checked here, labelled nowhere"


def test_no_label_twice():
    found = defined()
    assert len(found) == len(set(found))


@pytest.mark.parametrize("label", EQUATIONS)
def test_every_label_stands_in_its_own_chapter(label):
    assert label in labels(BOOK / f"{EQUATIONS[label]}.ipynb")


@pytest.mark.parametrize("label", EQUATIONS)
def test_every_equation_is_checked_three_ways(label):
    assert CHECKS[label] == {"symbolic", "numeric", "torch"}
    assert test_symbolic and test_numeric


def test_no_check_for_an_unknown_equation():
    assert set(CHECKS) == set(EQUATIONS)

"""The chapters as the tests read them."""

import re
from pathlib import Path

import nbformat

BOOK = Path(__file__).parents[2] / "book"
CHAPTERS = sorted(path.stem for path in BOOK.glob("*.ipynb"))


def read(chapter):
    """The notebook of a chapter."""
    return nbformat.read(BOOK / f"{chapter}.ipynb", as_version=4)


def markdown(notebook, *beginnings):
    """The markdown cells whose id begins with one of these words (all, if there are none)."""
    cells = (cell for cell in notebook.cells if cell.cell_type == "markdown")
    return [cell for cell in cells if cell.id.startswith(beginnings or "")]


def code(notebook):
    """The code cells."""
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def tags(cell):
    """The tags of a cell."""
    return set(cell.metadata.get("tags", []))


def shown(notebook):
    """All text that the notebook's cells have printed or returned."""
    outputs = [output for cell in code(notebook) for output in cell.outputs]
    return "\n".join(output.get("text", "") + output.get("data", {}).get("text/plain", "") for output in outputs)


def numbers(text):
    """The numbers with a decimal point in a text, as they are written."""
    return re.findall(r"(?<![\w.])\d+\.\d+(?![\w.]*\d)", text)

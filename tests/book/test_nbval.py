"""`pytest --nbval` as the book uses it: what it must notice, shown on a scratch notebook with one change to a cell."""

import base64
import io
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import numpy as np
import pytest
from PIL import Image

ROOT = Path(__file__).parents[2]
VIEW = "application/vnd.jupyter.widget-view+json"
NUMBER = "0.1 + 0.2"
PICTURE = "import matplotlib.pyplot as plt\n\n_ = plt.plot([0, 1], [0, 1])"
FIGURE = "from nnlib.widgets import WeightedSum\n\nWeightedSum()"


def nothing(data):
    """The cell as it is."""


def digit(data):
    data["text/plain"] = "0.30000000000000005"


def default(data):
    data["text/plain"] = data["text/plain"].replace("w1=0.5", "w1=0.6")


def curve(data):
    repaint(data, lambda pixels: pixels[::-1])


def colour(data):
    repaint(data, lambda pixels: pixels[..., [1, 0, 2, 3]])


def size(data):
    repaint(data, lambda pixels: pixels[:-1])


def lost_picture(data):
    del data["image/png"]


def lost_view(data):
    del data[VIEW]


def repaint(data, change):
    """Decode the stored picture, change it and store it again."""
    pixels = np.array(Image.open(io.BytesIO(base64.b64decode(data["image/png"]))).convert("RGBA"))
    stream = io.BytesIO()
    Image.fromarray(change(pixels)).save(stream, "png")
    data["image/png"] = base64.b64encode(stream.getvalue()).decode()


CHANGES = [
    (NUMBER, nothing, None),
    (PICTURE, nothing, None),
    (FIGURE, nothing, None),
    (NUMBER, digit, "mismatch 'text/plain'"),
    (FIGURE, default, "mismatch 'text/plain'"),
    (PICTURE, curve, "The stored picture differs from the drawn one by"),
    (PICTURE, colour, "The stored picture differs from the drawn one by"),
    (PICTURE, size, "The stored picture is"),
    (PICTURE, lost_picture, "The stored outputs hold"),
    (FIGURE, lost_view, "The stored outputs hold"),
]


def execute(path):
    subprocess.run([sys.executable, ROOT / "book" / "execute.py", path], check=True, capture_output=True)


@pytest.fixture(scope="module")
def scratch(tmp_path_factory):
    """A folder with a notebook that book/execute.py has run: a cell for each of the changes."""
    folder = tmp_path_factory.mktemp("scratch")
    cells = [nbformat.v4.new_code_cell(source) for source, _, _ in CHANGES]
    for number, cell in enumerate(cells):
        cell.id = f"cell-{number}"
    nbformat.write(nbformat.v4.new_notebook(cells=cells), folder / "note.ipynb")
    execute(folder / "note.ipynb")
    return folder


@pytest.fixture(scope="module")
def said(scratch):
    """What pytest --nbval, with the book's conftest.py, says of the notebook once its stored outputs are changed."""
    notebook = nbformat.read(scratch / "note.ipynb", as_version=4)
    for cell, (_, change, _) in zip(notebook.cells, CHANGES, strict=True):
        change(cell.outputs[0].data)
    nbformat.write(notebook, scratch / "changed.ipynb")
    shutil.copy(ROOT / "conftest.py", scratch)
    options = ["--nbval", "-v", "-p", "no:cacheprovider", "--color=no", "-c", ROOT / "pyproject.toml"]
    command = [sys.executable, "-m", "pytest", *options, "--rootdir", scratch, "changed.ipynb"]
    return subprocess.run(command, cwd=scratch, capture_output=True, text=True).stdout


@pytest.mark.parametrize("number", range(len(CHANGES)), ids=lambda n: f"{n}-{CHANGES[n][1].__name__}")
def test_a_changed_cell_fails_and_no_other(said, number):
    sentence = CHANGES[number][2]
    assert f"::Cell {number} {'FAILED' if sentence else 'PASSED'}" in said, said
    if sentence:
        report = re.search(rf"_ \S*::Cell {number} _.*?(?=\n____|\n====)", said, re.S)
        assert sentence in report[0]


def test_running_again_changes_nothing(scratch):
    before = (scratch / "note.ipynb").read_bytes()
    execute(scratch / "note.ipynb")
    assert (scratch / "note.ipynb").read_bytes() == before
    assert b'"model_id": "fig-cell-2-000"' in before
    assert b"language_info" not in before and b"iopub" not in before

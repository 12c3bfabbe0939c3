"""The student versions in the book are what nbgrader generates from the source notebooks."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from assignments import questions, release

ASSIGNMENTS = sorted(questions.assignments())


@pytest.fixture(scope="module")
def generated(tmp_path_factory):
    """The freshly generated notebooks; in a process of its own, since nbgrader changes its process."""
    target = tmp_path_factory.mktemp("release")
    code = f"from pathlib import Path; from assignments import release; release.generate(Path({str(target)!r}))"
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, cwd=Path(release.HERE).parent)
    return {path.stem: path.read_bytes() for path in target.iterdir()}


def test_the_book_holds_what_the_source_generates(generated):
    assert {path.stem: path.read_bytes() for path in release.BOOK.glob("*.ipynb")} == generated


def test_there_are_four(generated):
    assert sorted(generated) == ASSIGNMENTS and len(ASSIGNMENTS) == 4


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_the_source_runs_from_top_to_bottom(name, capsys):
    """As in Jupyter, all cells in one namespace: our solutions pass the checks that students see."""
    cells = json.loads((questions.SOURCE / name / f"{name}.ipynb").read_text(encoding="utf-8"))["cells"]
    namespace = {}
    for cell in cells:
        if cell["cell_type"] == "code":
            exec("".join(cell["source"]), namespace)


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_no_solution_is_given_away(name):
    cells = json.loads((release.BOOK / f"{name}.ipynb").read_text(encoding="utf-8"))["cells"]
    text = "\n".join("".join(c["source"]) for c in cells)
    assert "SOLUTION" not in text and "HIDDEN" not in text
    answers = [c for c in cells if c["metadata"].get("nbgrader", {}).get("solution")]
    assert answers and all("YOUR CODE HERE" in "".join(c["source"]) for c in answers if c["cell_type"] == "code")
    assert all(
        c["source"] == ["*Your answer here.*"] or c["source"] == "*Your answer here.*"
        for c in answers
        if c["cell_type"] == "markdown"
    )


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_an_unanswered_notebook_scores_nothing(name, mark, tmp_path):
    folder = tmp_path / "eve" / name
    folder.mkdir(parents=True)
    (folder / f"{name}.ipynb").write_bytes((release.BOOK / f"{name}.ipynb").read_bytes())
    for m in mark(folder / f"{name}.ipynb").values():
        assert not m.points, m


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_a_notebook_needs_numpy_and_nnlib_alone(name):
    """So that it also runs in the browser."""
    cells = json.loads((release.BOOK / f"{name}.ipynb").read_text(encoding="utf-8"))["cells"]
    lines = [line.strip() for c in cells if c["cell_type"] == "code" for line in "".join(c["source"]).splitlines()]
    modules = {line.split()[1].split(".")[0] for line in lines if line.startswith(("import ", "from "))}
    assert modules == {"numpy", "nnlib"}

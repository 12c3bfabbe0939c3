"""What the grading tests use.

handed_in(student, assignment, **answers)
          a submission made from the source notebook; answers replace cells by their grade_id: text for another text,
          None to delete the cell. Returns the path of the notebook.
marked(student, assignment)
          grades everything that was handed in (once) and returns {question: Mark} of one submission.
"""

import json
import os

import pytest

from assignments import marking, questions, sandbox, submission

QUICK = sandbox.Limits(cpu=1, wall=8, wall_total=60)


@pytest.fixture(scope="session", autouse=True)
def walls():
    """bubblewrap, installed if need be: nothing here is tested without a sandbox."""
    if sandbox.find() is None:
        sandbox.install()
    why = sandbox.why_not()
    assert why is None, why


@pytest.fixture(scope="session")
def asked():
    """assignment -> its source Notebooks."""
    return questions.assignments()


@pytest.fixture
def handed_in(tmp_path):
    return lambda student, assignment, **answers: hand_in(tmp_path / "submitted", student, assignment, **answers)


def hand_in(root, student, assignment, **answers):
    """A submission below `root`."""
    notebook = json.loads((questions.SOURCE / assignment / f"{assignment}.ipynb").read_text(encoding="utf-8"))
    answers = {name.replace("_", "-"): text for name, text in answers.items()}
    unknown = answers.keys() - {grade_id(cell) for cell in notebook["cells"]}
    assert not unknown, f"no such cells: {unknown}"
    kept = [cell for cell in notebook["cells"] if answers.get(grade_id(cell), "") is not None]
    for cell in kept:
        cell["source"] = answers.get(grade_id(cell), cell["source"])
    return store(root, student, assignment, json.dumps(notebook | {"cells": kept}))


def grade_id(cell):
    return cell["metadata"].get("nbgrader", {}).get("grade_id")


def store(root, student, assignment, text):
    """A file handed in as the notebook of an assignment."""
    folder = root / student / assignment
    folder.mkdir(parents=True)
    path = folder / f"{assignment}.ipynb"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def mark(asked):
    """mark(path, seed=1) -> {question: Mark} of the submission that this notebook belongs to."""

    def marked(path, seed=1, limits=QUICK):
        folder = path.parent
        handed = submission.Submission(folder.parent.name, folder.name, folder)
        result = marking.mark(handed, asked[folder.name], seed=seed, limits=limits)
        return {m.question: m for m in result.marks}

    return marked


def tree(folder):
    """Every file and link below a folder, with what it holds."""
    found = {}
    for place, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(place, name)
            found[path] = os.readlink(path) if os.path.islink(path) else open(path, "rb").read()
    return found

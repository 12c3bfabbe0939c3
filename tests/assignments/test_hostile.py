"""Every hostile or broken submission gets exactly the marks that it deserves, nothing outside changes, and the batch
goes on. All are graded in one run, on two threads, the way a teacher would."""

import json
import os
import socket
from pathlib import Path

import pytest

from assignments import grade, questions, sandbox, table
from tests.assignments.handing_in import hand_in, store, tree
from tests.assignments.hostile import CELLS, FIRST_LOST, FULL, NONE, RIGHT

ASSIGNMENT = "output-error-and-recurrence"
QUICK = sandbox.Limits(memory=(1 << 29) + 4096, cpu=1, cpu_total=20, wall=6, wall_total=60)
NOTEBOOK = (questions.SOURCE / ASSIGNMENT / f"{ASSIGNMENT}.ipynb").read_text(encoding="utf-8")


def edited(**changes):
    """The source notebook with other metadata in every check cell."""
    notebook = json.loads(NOTEBOOK)
    for cell in notebook["cells"]:
        cell["metadata"].get("nbgrader", {}).update(changes)
    return json.dumps(notebook)


FILES = {  # what stands in the notebook's file: (bytes or text, deserved marks)
    "empty": ("", NONE),
    "cut_off": (NOTEBOOK[: len(NOTEBOOK) // 2], NONE),
    "garbage": (os.urandom(4096), NONE),
    "a_list": ("[]", NONE),
    "a_number": ("1", NONE),
    "deep": ("[" * 10**6, NONE),
    "cells_of_numbers": ('{"cells": [1, 2, 3]}', NONE),
    "sources_of_numbers": ('{"cells": [{"cell_type": "code", "source": 5}]}', NONE),
    "metadata_of_lists": ('{"cells": [{"cell_type": "code", "source": "", "metadata": []}]}', NONE),
    "old_format": ('{"worksheets": [], "nbformat": 3}', NONE),
    "half_a_character": (NOTEBOOK.replace("YOUR", "\\ud800"), FULL),
    "points_raised": (edited(points=1000), FULL),
    "all_cells_claim_to_be_checks": (edited(grade=True, solution=False), FULL),
    "all_cells_with_one_name": (edited(grade_id="output-error"), FULL),
    "no_metadata": (json.dumps({"cells": [c | {"metadata": {}} for c in json.loads(NOTEBOOK)["cells"]]}), FULL),
    "magic": (NOTEBOOK.replace('"import numpy as np', '"%matplotlib inline\\n!ls\\nimport numpy as np'), FULL),
}
EDITED = {  # cells replaced or deleted
    "check_cell_edited": ({"check_output_error": "pass", "output_error": "output_error = 5"}, FIRST_LOST),
    "check_cells_deleted": ({"check_output_error": None, "check_errors": None}, FULL),
    "answer_deleted": ({"output_error": None}, FIRST_LOST),
    "setup_deleted": ({"setup": None}, FULL),
    "setup_forged": ({"setup": "sigma_prime = lambda z: 0"}, FULL),
    "syntax_error": ({"output_error": "def output_error(z, a, y:\n    return"}, FIRST_LOST),
    "all_else_deleted": ({n: None for n in ("title", "how", "setup", "q_errors", "q_reflection", "reflection")}, FULL),
}
NAMES = ["Zoë Ångström", "学生", "o'neill; rm -rf", "-rf", "=1+1", "new\nline", "up∕..∕..", "Alice", "alice"]


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """{student: {question: row}} of one run over all of them, and what it must not have touched."""
    root = tmp_path_factory.mktemp("course")
    outside = root / "outside"
    outside.mkdir()
    (outside / "canary").write_text("sings")
    with socket.create_server(("127.0.0.1", 0)) as server:
        secret = str(questions.SOURCE / ASSIGNMENT / f"{ASSIGNMENT}.ipynb")
        places = {"CANARY": str(outside / "canary"), "SECRET": secret, "PORT": server.getsockname()[1]}
        collect(root / "submitted", places)
        before = tree(root)
        os.environ["GRADER_SECRET"] = "1"
        words = [str(root / "submitted"), "--out", str(root / "marks.csv"), "--feedback", str(root / "feedback")]
        grade.main([*words, "--seed", "1", "--jobs", "2", "--assignment", ASSIGNMENT], QUICK)
    rows = {}
    for row in table.read(root / "marks.csv"):
        rows.setdefault(row["student"], {})[row["question"]] = row
    return rows, before, tree(root), root


def collect(submitted, places):
    """Hand everything in."""
    for name, (text, _) in CELLS.items():
        for word, place in places.items():
            text = text.replace(word, repr(place))
        hand_in(submitted, name, ASSIGNMENT, output_error=text)
    for name, (answers, _) in EDITED.items():
        hand_in(submitted, name, ASSIGNMENT, **answers)
    for name, (content, _) in FILES.items():
        path = store(submitted, name, ASSIGNMENT, "")
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    for name in NAMES:
        hand_in(submitted, name, ASSIGNMENT)
    not_files(submitted, places["SECRET"])
    hand_in(submitted, "~the last of all", ASSIGNMENT, output_error=RIGHT)


def not_files(submitted, secret):
    """Things that stand where a notebook should."""
    link, pipe, folder, huge = (store(submitted, n, ASSIGNMENT, "") for n in ("link", "pipe", "folder", "huge"))
    for path in (link, pipe, folder):
        path.unlink()
    link.symlink_to(secret)
    os.mkfifo(pipe)
    folder.mkdir()
    os.truncate(huge, 5 << 30)
    (submitted / "missing" / ASSIGNMENT).mkdir(parents=True)
    (submitted / "linked_assignment").mkdir()
    (submitted / "linked_assignment" / ASSIGNMENT).symlink_to(Path(secret).parent)
    (submitted / "linked_student").symlink_to(submitted / "alice")
    os.mkdir(os.fsencode(submitted) + b"/\xff\xfe")
    (submitted / "stray.txt").write_text("not a student")


DESERVED = (
    {name: marks for table in (CELLS, FILES, EDITED) for name, (_, marks) in table.items()}
    | dict.fromkeys(["link", "pipe", "folder", "huge", "missing"], NONE)
    | dict.fromkeys([*NAMES, "~the last of all"], FULL)
)


@pytest.mark.parametrize("student", DESERVED)
def test_deserved(graded, student):
    rows = graded[0][student]
    marks = tuple(float(rows[f"check-{q}"]["marks"]) for q in ("output-error", "backpropagated-error", "errors"))
    said = [row["feedback"] for row in rows.values()]
    assert marks == DESERVED[student], said
    assert rows["reflection"]["marks"] in ("", "0")
    assert all(said), "a zero needs a reason"
    assert not any(set(text) & {"\x1b", "\n", "\r"} for text in said)


def test_there_are_enough_of_them():
    assert len(DESERVED) >= 30


def test_nobody_else_was_marked(graded):
    assert set(graded[0]) == set(DESERVED)


def test_nothing_outside_has_changed(graded):
    _, before, after, root = graded
    made = {str(root / "marks.csv")} | {path for path in after if path.startswith(str(root / "feedback"))}
    assert {path: content for path, content in after.items() if path not in made} == before


def test_no_process_is_left(graded):
    """Every worker's command line holds its limits, and these are ours alone."""
    lines = [path.read_bytes() for path in Path("/proc").glob("[0-9]*/cmdline") if path.parent.exists()]
    assert lines and not any(str(QUICK.memory).encode() in line for line in lines)


def test_no_page_holds_markup_of_a_student(graded):
    pages = list((graded[3] / "feedback").rglob("*.html"))
    assert len(pages) == len(DESERVED)
    assert all("<script" not in page.read_text(encoding="utf-8") for page in pages)


def test_no_page_shows_a_check(graded):
    for page in (graded[3] / "feedback").rglob("*.html"):
        assert "assert" not in page.read_text(encoding="utf-8")

"""The whole loop, in the commands of the teacher's guide: two students, one right and one partly right, from the
release to the table for the learning platform."""

import csv
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from assignments import questions

ASSIGNMENT = "output-error-and-recurrence"
ROOT = Path(questions.__file__).resolve().parent.parent
SLIP = "def output_error(z, a, y):\n    return a - y"


def run(course, *words):
    """One command in the course folder."""
    paths = {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(words, cwd=course, env=os.environ | paths, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return done


def answered(released, course, **instead):
    """The released notebook with the answers of our own solution, or other ones."""
    source = json.loads((course / "source" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb").read_text(encoding="utf-8"))
    answers = {name(c): c["source"] for c in source["cells"]} | instead
    notebook = json.loads(released.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("solution"):
            cell["source"] = answers[name(cell)]
    return json.dumps(notebook)


def name(cell):
    return cell["metadata"].get("nbgrader", {}).get("grade_id")


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """The course after the whole loop."""
    course = tmp_path_factory.mktemp("course")
    for part in ("source", "nbgrader_config.py"):
        copy = shutil.copytree if part == "source" else shutil.copyfile
        copy(ROOT / "assignments" / part, course / part)
    run(course, "nbgrader", "generate_assignment", ASSIGNMENT)
    run(course, "nbgrader", "db", "assignment", "add", ASSIGNMENT, "--duedate=2026-03-01 12:00:00 UTC")
    released, archive = (
        course / "release" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb",
        course / "downloaded" / ASSIGNMENT / "archive",
    )
    archive.mkdir(parents=True)
    (archive / f"ada--{ASSIGNMENT}.ipynb").write_text(answered(released, course), encoding="utf-8")
    partly = answered(released, course, **{"output-error": SLIP, "reflection": "<img src=x onerror=alert(1)>"})
    (archive / f"bob--{ASSIGNMENT}.ipynb").write_text(partly, encoding="utf-8")
    run(course, "nbgrader", "zip_collect", ASSIGNMENT)
    (course / "submitted" / "bob" / ASSIGNMENT / "timestamp.txt").write_text("2026-03-02 18:00:00 UTC")
    grade = [sys.executable, "-m", "assignments.grade", "submitted", "--source", "source", "--out", "marks.csv"]
    run(course, *grade, "--course", ".", "--feedback", "feedback", "--late-per-day", "0.1", "--seed", "7")
    run(course, "nbgrader", "export", "--to", "grades.csv")
    (course / "canvas.csv").write_text(
        "Student,ID,SIS User ID,SIS Login ID,Section\nAda L,1,u1,ada,S\nBob C,2,u2,bob,S\n"
    )
    export = [sys.executable, "-m", "assignments.export", "gradebook.db", "--platform", "canvas"]
    run(course, *export, "--roster", "canvas.csv", "--out", "upload.csv")
    return course


def rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_marks(course):
    marks = {(r["student"], r["question"]): r["marks"] for r in rows(course / "marks.csv")}
    assert [marks["ada", f"check-{q}"] for q in ("output-error", "backpropagated-error", "errors")] == ["3", "4", "4"]
    assert [marks["bob", f"check-{q}"] for q in ("output-error", "backpropagated-error", "errors")] == ["0", "4", "0"]
    assert marks["ada", "reflection"] == marks["bob", "reflection"] == ""


def test_the_gradebook_and_the_price_of_lateness(course):
    """Bob has 4 marks and is one day and six hours late, two days begun: 20 % of 4 are 0.8."""
    scores = {r["student_id"]: (float(r["raw_score"]), float(r["score"])) for r in rows(course / "grades.csv")}
    assert scores == {"ada": (11, 11), "bob": (4, 3.2)}


def test_the_table_for_the_platform(course):
    totals = {
        r["SIS Login ID"]: (r["ID"], r["Assignment 2 (2)"], r["Assignment 1 (1)"]) for r in rows(course / "upload.csv")
    }
    assert totals == {"ada": ("1", "11", ""), "bob": ("2", "3.2", "")}


def test_the_feedback_names_the_slip_and_shows_no_check(course):
    page = (course / "feedback" / "bob" / ASSIGNMENT / f"{ASSIGNMENT}.html").read_text(encoding="utf-8")
    assert "this is δ with σ′ left out" in page and "0 of 3" in page
    assert "assert" not in page


def test_nbgrader_can_tell_whose_page_it_is(course):
    """nbgrader release_feedback looks for these beside the page."""
    label = course / "feedback" / "bob" / ASSIGNMENT / "timestamp.txt"
    assert label.read_text() == "2026-03-02 18:00:00 UTC"


def test_an_assignment_that_was_not_generated(course, tmp_path):
    from assignments import gradebook, marking

    unknown = marking.Result("ada", "gradients-and-update", (), 0.1)
    with pytest.raises(LookupError, match="does not know gradients-and-update"):
        gradebook.write([unknown], course, course / "submitted")
    with pytest.raises(LookupError, match=r"no gradebook\.db"):
        gradebook.write([unknown], tmp_path, course / "submitted")
    assert not list(tmp_path.iterdir())


def test_the_copy_for_the_human_marker(course):
    text = (course / "autograded" / "bob" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb").read_text(encoding="utf-8")
    assert "<img" not in text and "&lt;img" in text
    cells = {name(c): c for c in json.loads(text)["cells"]}
    assert cells["output-error"]["source"] == SLIP
    assert "σ′ left out" in cells["check-output-error"]["outputs"][0]["text"]


def test_a_human_mark_survives_grading_again(course):
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as book:
        book.find_grade("reflection", ASSIGNMENT, ASSIGNMENT, "ada").manual_score = 3
        book.db.commit()
    grade = [sys.executable, "-m", "assignments.grade", "submitted", "--source", "source", "--out", "again.csv"]
    run(course, *grade, "--course", ".", "--seed", "7")
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as book:
        assert book.find_submission(ASSIGNMENT, "ada").score == 14

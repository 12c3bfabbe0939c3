"""Scores into nbgrader's gradebook, and a copy of each submission that a human can mark in nbgrader's formgrader."""

import json
import math
from html import escape

from nbgrader.api import Gradebook
from nbgrader.utils import parse_utc

from . import submission

DAY = 86400


def write(results, course, submissions, late_per_day=0.0):
    """Enter every Result into course/gradebook.db, and write course/autograded/.

    late_per_day is the share of the marks that each day begun costs after the assignment's due date.
    Raises LookupError for an assignment that `nbgrader generate_assignment` has not seen.
    """
    if not (course / "gradebook.db").exists():
        raise LookupError(f"{course} has no gradebook.db: run nbgrader generate_assignment there first")
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as book:
        known = {assignment.name for assignment in book.assignments}
        for result in results:
            if result.assignment not in known:
                raise LookupError(f"the gradebook does not know {result.assignment}: run nbgrader generate_assignment")
            enter(book, result, submissions, late_per_day)
            copy_for_marking(result, course, submissions)


def enter(book, result, submissions, late_per_day):
    """The scores of one Result. What a human has entered before stays, and is asked for again."""
    book.update_or_create_student(result.student)
    when = timestamp(submissions / result.student / result.assignment / "timestamp.txt")
    known = {} if when is None else {"timestamp": when}
    entry = book.update_or_create_submission(result.assignment, result.student, **known)
    for m in result.marks:
        grade = book.find_grade(m.question, m.notebook, result.assignment, result.student)
        grade.auto_score = m.points
        grade.needs_manual_grade = m.points is None or grade.manual_score is not None
    days = math.ceil(entry.total_seconds_late / DAY)
    for notebook in entry.notebooks:
        notebook.late_submission_penalty = min(1.0, late_per_day * days) * notebook.score
    book.db.commit()


def timestamp(path):
    """When it was handed in, as nbgrader's collect stored it; None if that cannot be read."""
    try:
        return parse_utc(submission.read(path).decode().strip())
    except (submission.Unreadable, ValueError, OverflowError):
        return None


def copy_for_marking(result, course, submissions):
    """The released notebooks with the student's answers and our words, run by nobody, in course/autograded/."""
    target = course / "autograded" / result.student / result.assignment
    target.mkdir(parents=True, exist_ok=True)
    for name in dict.fromkeys(m.notebook for m in result.marks):
        released = json.loads((course / "release" / result.assignment / f"{name}.ipynb").read_text(encoding="utf-8"))
        words = {m.question: m.message for m in result.marks if m.notebook == name}
        answers = handed_in(submissions / result.student / result.assignment / f"{name}.ipynb")
        for cell in released["cells"]:
            fill(cell, answers, words)
        (target / f"{name}.ipynb").write_text(json.dumps(released, indent=1), encoding="utf-8")


def handed_in(path):
    """grade_id -> text of the student's cells; nothing for a file that cannot be read."""
    try:
        return {c.grade_id: c.source for c in submission.parse(submission.read(path), path.name) if c.grade_id}
    except submission.Unreadable:
        return {}


def fill(cell, answers, words):
    """Put the student's text into an answer cell, and our words below a check cell. Text stays text: no markup."""
    marks = cell["metadata"].get("nbgrader", {})
    name = marks.get("grade_id")
    if marks.get("solution"):
        text = answers.get(name, "")
        cell["source"] = text if cell["cell_type"] == "code" else escape(text, quote=False)
    elif marks.get("grade") and name in words:
        cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": words[name]}]

"""Marks one submission: the student's cells run in the sandbox, the questions are decided here."""

import functools
import hashlib
import time
from dataclasses import asdict, dataclass
from types import SimpleNamespace

import numpy as np

from nnlib import checks

from . import questions, submission, wire
from .channel import Missing, NotWritten, Stopped, StudentError
from .session import Session
from .submission import Unreadable


@dataclass(frozen=True)
class Mark:
    """The outcome of one question; points is None while a human has to say."""

    notebook: str
    question: str
    points: float | None
    of: float
    message: str


@dataclass(frozen=True)
class Result:
    """The marks of one submission, and how long it took."""

    student: str
    assignment: str
    marks: tuple
    seconds: float

    def as_dict(self):
        return asdict(self)


def mark(handed_in, notebooks, *, seed, limits, unsafe=False):
    """The Result of one Submission, whatever was handed in. A fault of ours costs no marks: a human has to look."""
    start = time.monotonic()
    marks = []
    for notebook in notebooks:
        try:
            marks += mark_notebook(handed_in, notebook, seed, limits, unsafe)
        except Exception as fault:
            message = wire.clean(f"the grader failed here, a human has to mark it: {type(fault).__name__}: {fault}")
            marks += [Mark(notebook.name, q.grade_id, None, q.points, message) for q in notebook.asked]
    return Result(handed_in.student, handed_in.assignment, tuple(marks), round(time.monotonic() - start, 3))


def mark_notebook(handed_in, notebook, seed, limits, unsafe):
    """The Marks of one notebook."""
    try:
        path = handed_in.folder / f"{notebook.name}.ipynb"
        cells = submission.parse(submission.read(path), path.name)
    except Unreadable as reason:
        return [Mark(notebook.name, q.grade_id, 0.0, q.points, str(reason)) for q in notebook.asked]
    with Session(to_run(cells, notebook), limits, unsafe) as session:
        return [decide(q, notebook, session, f"{seed}/{handed_in.key}/{q.grade_id}") for q in notebook.asked]


def to_run(cells, notebook):
    """The code to run: our own setup cells first, then the student's cells; the check cells are not run there."""
    known = notebook.checks | set(notebook.setup)
    own = [submission.plain(c.source) for c in cells if c.kind == "code" and c.grade_id not in known]
    return [*notebook.setup.values(), *own]


def decide(question, notebook, session, seed):
    """The Mark of one question: its check cell runs here, and passes or raises."""
    if question.code is None:
        return Mark(notebook.name, question.grade_id, None, question.points, "to be marked by a human")
    try:
        with np.errstate(all="ignore"):
            names = student_names(question, notebook, session)
            exec(
                compile(question.code, f"<{question.grade_id}>", "exec"), {**seeded(notebook.namespace, seed), **names}
            )
        return Mark(notebook.name, question.grade_id, question.points, question.points, "right")
    except (Exception, Stopped) as error:
        return Mark(notebook.name, question.grade_id, 0.0, question.points, wire.clean(reason(error)))


def reason(error):
    """Why there are no marks, for the student."""
    if isinstance(error, AssertionError | NotWritten | Stopped):
        return str(error) or "not right yet"
    if isinstance(error, StudentError):
        return f"your code raised {type(error).__name__}: {error}"
    return f"the answer could not be compared: {type(error).__name__}: {error}"


def student_names(question, notebook, session):
    """The student's names that a check cell uses: functions that ask the sandbox, and values fetched from it."""
    wanted = notebook.names.keys() & questions.used(question.code)
    return {n: remote(session, n) if notebook.names[n] == "function" else fetch(session, n) for n in sorted(wanted)}


def remote(session, name):
    """A function that is called in the sandbox."""

    def call(*arguments):
        try:
            return session.call(name, *arguments)
        except Missing:
            raise Missing(missing(session, name)) from None

    call.__name__ = name
    return call


def fetch(session, name):
    """The value of a name in the sandbox."""
    try:
        return session.get(name)
    except Missing:
        raise Missing(missing(session, name)) from None


def missing(session, name):
    """Why there is no such name, as far as the cells' own errors tell."""
    errors = "; ".join(session.complaints.values())
    return f"{name} is not defined" + (f" (a cell failed: {errors})" if errors else "")


def seeded(namespace, seed):
    """The namespace with every check of nnlib.checks seeded, so that the same seed gives the same marks."""
    number = int.from_bytes(hashlib.sha256(seed.encode(errors="surrogateescape")).digest()[:8])
    fixed = {n: functools.partial(getattr(checks, n), seed=number) for n in checks.__all__ if n != "Report"}
    return {n: SimpleNamespace(**fixed) if v is checks else v for n, v in namespace.items()}

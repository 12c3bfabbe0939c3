"""What the grading tests use.

handed_in(student, assignment, **answers)
          a submission made from the source notebook; answers replace cells by their grade_id: text for another text,
          None to delete the cell. Returns the path of the notebook.
marked(student, assignment)
          grades everything that was handed in (once) and returns {question: Mark} of one submission.
"""

import pytest

from assignments import marking, questions, sandbox, submission
from tests.assignments.handing_in import hand_in

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


@pytest.fixture
def mark(asked):
    """mark(path, seed=1) -> {question: Mark} of the submission that this notebook belongs to."""

    def marked(path, seed=1, limits=QUICK):
        folder = path.parent
        handed = submission.Submission(folder.parent.name, folder.name, folder)
        result = marking.mark(handed, asked[folder.name], seed=seed, limits=limits)
        return {m.question: m for m in result.marks}

    return marked

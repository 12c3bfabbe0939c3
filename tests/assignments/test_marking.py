"""Marks: every question gets what it deserves, and the same again with the same seed."""

import time

import pytest

from assignments import questions

ASSIGNMENTS = sorted(questions.assignments())
RECURRENCE = "output-error-and-recurrence"


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_our_own_solutions_get_full_marks(handed_in, mark, assignment):
    for m in mark(handed_in("ada", assignment)).values():
        assert m.points == (None if m.question == "reflection" else m.of), m


def test_a_slip_costs_its_own_question_and_what_is_built_on_it(handed_in, mark):
    path = handed_in("bob", RECURRENCE, output_error="def output_error(z, a, y):\n    return a - y")
    marks = mark(path)
    assert [m.points for m in marks.values()] == [0, 4, 0, None]
    assert marks["check-output-error"].message == "output_error: this is δ with σ′ left out, a − y alone."
    assert "σ′ left out" in marks["check-errors"].message


def test_an_unwritten_answer_says_so(handed_in, mark):
    path = handed_in("cleo", RECURRENCE, output_error="def output_error(z, a, y):\n    raise NotImplementedError")
    assert "not written yet" in mark(path)["check-output-error"].message


BIG = "trained_w, trained_b = [None, np.ones((1, 64)), np.ones((10, 1))], [None, {}, np.zeros((10, 1))]"
GROWING = BIG.format("np.zeros((10**6, 1, 1))")  # 8 MB that would be 5 GB beside the test digits
ANSWERS = [
    GROWING,
    BIG.format("np.zeros((1, 1), complex)"),
    BIG.format("[[np.nan]]"),
    BIG.format("'text'"),
    BIG.format("10**400"),
]


@pytest.mark.parametrize("answer", [*ANSWERS, "trained_w = trained_b = None", "trained_w = trained_b = 5"])
def test_values_that_a_check_cell_cannot_work_with(handed_in, mark, answer):
    began = time.monotonic()
    m = mark(handed_in("eve", "digits-and-the-bug", digits=answer))["check-digits"]
    assert m.points == 0 and m.message and time.monotonic() - began < 20


def test_the_same_seed_gives_the_same_words(handed_in, mark):
    path = handed_in("dan", RECURRENCE, output_error="def output_error(z, a, y):\n    return (a - y) * z**3")
    once, again, other = (mark(path, seed)["check-output-error"].message for seed in (1, 1, 2))
    assert once == again != other

"""What a report says when no slip is known: shapes, the first differing entry, the smallest failing input."""

import numpy as np
import pytest

from nnlib import ACTIVATIONS, checks

fp = ACTIVATIONS["sigmoid"].f_prime


def said(name, function, **options):
    report = getattr(checks, name)(function, seed=0, **options)
    assert not report.ok and not report
    assert repr(report) == str(report) == report.message
    return report.message


def test_right_is_short_and_always_the_same():
    texts = {repr(checks.output_error(lambda z, a, y: (a - y) * fp(z))) for _ in range(3)}
    assert texts == {"output_error: right, on 9 random inputs of 8 sizes."}


def test_a_known_slip_reads_the_same_for_every_seed():
    assert len({repr(checks.output_error(lambda z, a, y: a - y, seed=s)) for s in range(5)}) == 1


def test_the_first_differing_entry():
    text = said("weighted_sum", lambda w, x, b: w @ x + b + 1)
    assert "entry [0, 0] of z is" in text and "right is" in text and "w = [[" in text


def test_the_smallest_input_that_fails():
    def two_neurons_wrong(delta):
        return delta.mean(axis=1, keepdims=True) + (len(delta) == 2)

    assert "delta = [[" in said("bias_gradient", two_neurons_wrong)
    assert said("bias_gradient", two_neurons_wrong).count("], [") == 1, "two rows of one sample are enough"


def test_large_inputs_are_told_by_their_shape():
    text = said("weighted_sum", lambda w, x, b: w @ x + b + (x.shape[1] == 6))
    assert "w = array (4, 2)" in text


def test_the_right_numbers_in_the_wrong_shape():
    text = said("bias_gradient", lambda delta: delta.mean(axis=1))
    assert "the right numbers in the wrong shape: ∂ℒ/∂b has shape (1,); right is (1, 1)" in text


def test_right_for_one_sample_only():
    def breaks(z, a, y):
        return ((a - y) * fp(z)).reshape(-1, 1)

    assert "right, but for one sample only" in said("output_error", breaks)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (None, "δ is None (does your function return its result?)"),
        ("text", "δ is a str"),
        (object(), "δ is a object"),
        ([[1], [2, 3]], "δ is a list of 2"),
        (1j, "δ is a complex"),
        (np.nan, "δ has shape ()"),
        (np.array([[np.nan]]), "δ holds nan"),
    ],
)
def test_answers_that_are_no_matrix(answer, words):
    assert words in said("output_error", lambda z, a, y: answer)


def test_lists_over_layers():
    def gradients(w, b, x, y):
        return [v for v in w[1:]], [v for v in b[1:]]

    assert "lists are indexed by l itself" in said("gradients", gradients)
    assert "return a tuple (∂ℒ/∂w, ∂ℒ/∂b)" in said("gradients", lambda w, b, x, y: None)
    assert "return δ, a list over l" in said("errors", lambda w, z, a, y: 5)


def test_exceptions_and_unwritten_answers():
    def unwritten(z, a, y):
        raise NotImplementedError

    assert said("output_error", unwritten) == "output_error: it is not written yet."
    assert "it raised ZeroDivisionError: division by zero" in said("output_error", lambda z, a, y: 1 / 0)
    assert "must be a function: z (n_L, m)" in said("output_error", 5)


def test_a_function_may_change_what_it_is_given():
    def greedy(z, a, y):
        a -= y
        a *= fp(z)
        z[:] = y[:] = 0
        return a

    assert checks.output_error(greedy)


def test_what_it_changes_does_not_hide_its_slip():
    def greedy(z, a, y):
        difference = a - y
        a[:] = z[:] = y[:] = 7
        return difference

    assert checks.output_error(greedy).slips == ("sigma_prime_missing",)


def test_unknown_activations_are_refused():
    with pytest.raises(ValueError, match="there are identity, sigmoid"):
        checks.output_error(lambda z, a, y: a, sigma="sigma")
    with pytest.raises(ValueError, match="entry by entry"):
        checks.output_error(lambda z, a, y: a, sigma="softmax")

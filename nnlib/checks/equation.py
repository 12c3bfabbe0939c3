"""What a check knows of an equation: how to ask for it, the right answer, and the slips that people make."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Slip:
    """A known wrong formula, and what to say to whoever wrote it.

    formula takes what the student's function takes; `sums` marks the slip of answers that pile up from call to call.
    """

    name: str
    says: str
    formula: Callable
    sums: bool = False


@dataclass(frozen=True)
class Equation:
    """An equation to be checked.

    right    the formula; its answer also says which structure is asked for
    inputs   inputs(rng, size) -> the arguments by name, in order
    samples  places of the arguments that have one column per sample
    answer   the symbol of the answer, or one for each entry of a tuple
    shapes   the signature as the student should know it
    """

    name: str
    right: Callable
    slips: tuple
    inputs: Callable
    samples: tuple
    answer: str | tuple
    shapes: str


def each(value, change):
    """`change` applied to every array of an answer, which may be an array, a number, a list over l, or a tuple."""
    if isinstance(value, list | tuple):
        return type(value)(each(v, change) for v in value)
    return None if value is None else change(np.asarray(value))


def common_slips(right, samples, answer):
    """The slips that can happen to any formula, as wrong versions of `right`."""
    answer = answer if isinstance(answer, str) else " and ".join(answer)

    def then(change):
        return lambda *inputs: each(right(*inputs), change)

    slips = (
        Slip("transpose", f"this is the transpose of {answer}", then(np.transpose)),
        Slip("sign", f"this is −{answer}: the sign is turned round", then(np.negative)),
        Slip("factor_two", f"this is 2 {answer}: the ½ in ℒ = ½‖a − y‖² takes the 2 away", then(lambda v: 2 * v)),
        Slip("factor_half", f"this is ½ {answer}: a ½ too many, the derivative of ½ d² is d", then(lambda v: v / 2)),
        Slip("rounded", "right shape, but whole numbers: what stands behind the point was cut off", then(np.trunc)),
        Slip("rounded", "right shape, but rounded to whole numbers", then(np.rint)),
        Slip(
            "accumulates", "right the first time, then each call adds to the one before: start from zero", right, True
        ),
    )
    return (*slips, *slips_with_samples(right, samples, answer, then)) if samples else slips


def slips_with_samples(right, samples, answer, then):
    """The slips of averaging: too much, too little, or one sample in place of all."""

    def only(columns):
        def of(place, value):
            return each(value, lambda v: v[:, columns]) if place in samples else value

        return lambda *inputs: right(*(of(place, value) for place, value in enumerate(inputs)))

    def times_m(power):
        return lambda *inputs: each(right(*inputs), lambda v: v * float(columns_of(inputs[samples[0]])) ** power)

    mean, total = then(lambda v: v.mean(axis=1, keepdims=True)), then(lambda v: v.sum(axis=1, keepdims=True))
    return (
        Slip("one_sample", "right, but for one sample only: the first column", only(slice(0, 1))),
        Slip("one_sample", "right, but for one sample only: the last column", only(slice(-1, None))),
        Slip("averaged", f"this is {answer} / m, an average over the samples where none belongs", times_m(-1)),
        Slip("not_averaged", f"this is m {answer}: a factor m too much, 1/m is missing", times_m(1)),
        Slip("mean", f"this is the mean of {answer} over the samples; each sample keeps its own", mean),
        Slip("summed", f"this is the sum of {answer} over the samples; each sample keeps its own", total),
    )


def columns_of(value):
    """m, of a matrix (n, m) or a list of them."""
    return value[-1].shape[1] if isinstance(value, list) else value.shape[1]

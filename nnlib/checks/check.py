"""Runs a student's function on random inputs, and finds the formula that it computes instead."""

from copy import deepcopy
from dataclasses import dataclass

import numpy as np

from .answer import Misshapen, difference, same, take_apart
from .report import Report


@dataclass(frozen=True)
class Size:
    """Sizes of one trial: a layer of n neurons over p, m samples; `layers` for a whole network."""

    n: int
    p: int
    m: int
    layers: tuple


SIZES = (  # from small to large; the first comes twice, so that answers that pile up show at once
    Size(1, 1, 1, (1, 1, 1)), Size(1, 1, 1, (1, 1, 1)), Size(2, 1, 1, (1, 2, 1)), Size(2, 3, 1, (3, 2, 1)),
    Size(2, 3, 2, (2, 3, 1)), Size(3, 2, 5, (2, 3, 2)), Size(3, 3, 3, (3, 3, 3)), Size(4, 2, 6, (2, 4, 3, 5)),
    Size(3, 5, 4, (4, 2, 3, 1)),
)  # fmt: skip


@dataclass(frozen=True)
class Trial:
    """One input, the right answer as parts, and what the student's function made of it: parts or a complaint."""

    inputs: dict
    right: object
    parts: list
    answer: list | None
    complaint: str | None

    @property
    def ok(self):
        return self.answer is not None and same(self.answer, self.parts)


def check(equation, f, seed=None):
    """The Report on f: fresh random inputs, or the same ones again with the same seed."""
    if not callable(f):
        return Report(False, f"{equation.name}: it must be a function: {equation.shapes}.")
    rng = np.random.default_rng(seed)
    trials = [attempt(equation, f, equation.inputs(rng, size)) for size in SIZES]
    wrong = [t for t in trials if not t.ok]
    if not wrong:
        return Report(True, f"{equation.name}: right, on {len(trials)} random inputs of {len(set(SIZES))} sizes.")
    found = recognised(equation, trials)
    says = "; or ".join(dict.fromkeys(s.says for s in found)) if found else unknown(trials, wrong[0])
    return Report(False, f"{equation.name}: {says}.", tuple(dict.fromkeys(s.name for s in found)))


def attempt(equation, f, inputs):
    """The Trial of f on these inputs; f gets copies, so that it may change them."""
    right = equation.right(*inputs.values())
    parts = take_apart(right, right, equation.answer)
    try:
        return Trial(
            inputs, right, parts, take_apart(f(*deepcopy(list(inputs.values()))), right, equation.answer), None
        )
    except NotImplementedError:
        complaint = "it is not written yet"
    except Misshapen as problem:
        complaint = str(problem)
    except Exception as error:
        complaint = f"it raised {type(error).__name__}: {error}"[:300]
    return Trial(inputs, right, parts, None, complaint)


def recognised(equation, trials):
    """The slips that explain every trial."""
    if all(t.answer is None for t in trials):
        return []
    return [s for s in equation.slips if (piles_up(trials) if s.sums else explains(s, equation, trials))]


def explains(slip, equation, trials):
    """Does the wrong formula give the student's answer in every trial, and fail where the student's function did?"""
    return all(outcome(slip, equation, t) for t in trials)


def outcome(slip, equation, trial):
    try:
        with np.errstate(all="ignore"):
            parts = take_apart(slip.formula(*trial.inputs.values()), trial.right, equation.answer)
    except (ValueError, IndexError, Misshapen):
        return trial.answer is None
    if trial.answer is None:
        return False
    return same(trial.answer, parts)


def piles_up(trials):
    """Is the second answer the first plus the right one?"""
    first, second = trials[:2]
    if first.answer is None or second.answer is None or second.ok:
        return False
    summed = [type(a)(a.name, a.value + r.value) for a, r in zip(first.answer, second.parts, strict=True)]
    return same(second.answer, summed)


def unknown(trials, trial):
    """No slip matches: the smallest failing input, and what is wrong with its answer."""
    problem = trial.complaint or difference(trial.answer, trial.parts)
    one = [t.ok for t in trials if samples(t) == 1]
    prefix = "right, but for one sample only: " if all(one) else ""
    if trial.complaint == "it is not written yet":
        return trial.complaint
    return f"{prefix}{problem}. The smallest input that shows it: {shown(trial.inputs)}"


def samples(trial):
    return next((v.shape[1] for v in reversed(trial.inputs.values()) if isinstance(v, np.ndarray)), 1)


def shown(inputs):
    """The inputs in one line: the numbers while they are few, else the shapes."""
    return ", ".join(f"{name} = {value_shown(value)}" for name, value in inputs.items())


def value_shown(value):
    if isinstance(value, list):
        return "[" + ", ".join(value_shown(v) for v in value) + "]"
    if isinstance(value, np.ndarray):
        return str(np.round(value, 4).tolist()) if value.size <= 6 else f"array {value.shape}"
    return f"{value:.6g}" if isinstance(value, float) else str(value)

"""A student's answer, taken apart and laid beside the right one."""

from dataclasses import dataclass

import numpy as np

TOLERANCE = 1e-5  # of the largest entry: float32 passes, a wrong formula is far away


class Misshapen(Exception):
    """The answer has another structure than the one asked for; the text says which."""


@dataclass(frozen=True)
class Part:
    """One array of an answer, with the name that the report gives it."""

    name: str
    value: np.ndarray


def take_apart(answer, right, symbol):
    """The arrays of `answer` as a list of Part, in the structure of `right`: an array, a list over l, or a tuple."""
    if isinstance(right, tuple):
        return [
            p
            for a, r, s in zip(entries(answer, right, symbol), right, symbol, strict=True)
            for p in take_apart(a, r, s)
        ]
    if isinstance(right, list):
        found = entries(answer, right, symbol)
        return [p for l, r in enumerate(right) if r is not None for p in take_apart(found[l], r, f"{symbol}[{l}]")]
    return [Part(symbol, number_array(answer, symbol))]


def entries(answer, right, symbol):
    """The entries of a tuple or a list over layers."""
    what = f"a tuple ({', '.join(symbol)})" if isinstance(right, tuple) else f"{symbol}, a list over l"
    if not isinstance(answer, list | tuple):
        raise Misshapen(f"return {what}; this is {describe(answer)}")
    if isinstance(right, list) and len(answer) == len(right) - 1:
        raise Misshapen(
            f"{symbol} has {len(answer)} entries: lists are indexed by l itself, so entry 0 comes before l = 1"
        )
    if len(answer) != len(right):
        raise Misshapen(f"return {what} with {len(right)} entries; this one has {len(answer)}")
    return answer


def number_array(answer, symbol):
    """`answer` as an array of real numbers."""
    try:
        value = np.array(answer)
    except Exception:  # ragged lists, objects of the student's own
        raise Misshapen(f"{symbol} is {describe(answer)}, no array of numbers") from None
    if value.dtype.kind not in "iuf":
        raise Misshapen(f"{symbol} is {describe(answer)}; an array of real numbers is asked")
    return value


def describe(answer):
    """An answer in a few words that are the same in every run."""
    if answer is None:
        return "None (does your function return its result?)"
    if isinstance(answer, np.ndarray):
        return f"an array of {answer.dtype}, shape {answer.shape}"
    return f"a {type(answer).__name__}" + (f" of {len(answer)}" if isinstance(answer, list | tuple) else "")


def same(answer, right):
    """Are these two lists of Part equal in shape, and in value but for rounding?"""
    return len(answer) == len(right) and all(close(a.value, r.value) for a, r in zip(answer, right, strict=True))


def close(value, right):
    """Equal shape, finite, and within TOLERANCE of the largest entry."""
    if value.shape != right.shape or not np.isfinite(value).all():
        return False
    scale = np.abs(right).max(initial=0.0)
    return bool((np.abs(value - right) <= TOLERANCE * scale + 1e-12).all())


def difference(answer, right):
    """A sentence on the first difference of two lists of Part: the shape, else the entry."""
    a, r = next((a, r) for a, r in zip(answer, right, strict=True) if not close(a.value, r.value))
    if a.value.shape != r.value.shape:
        reshaped = a.value.size == r.value.size and close(a.value.ravel(), r.value.ravel())
        numbers = "the right numbers in the wrong shape: " if reshaped else ""
        return f"{numbers}{a.name} has shape {a.value.shape}; right is {r.value.shape}"
    if not np.isfinite(a.value).all():
        return f"{a.name} holds {a.value[~np.isfinite(a.value)][0]}"
    off = np.abs(a.value - r.value)
    where = tuple(int(i) for i in np.argwhere(off > TOLERANCE * np.abs(r.value).max() + 1e-12)[0])
    entry = f"entry {list(where)} of {a.name}" if where else a.name
    return f"{entry} is {a.value[where]:.6g}; right is {r.value[where]:.6g}"

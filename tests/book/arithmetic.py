"""Read the arithmetic in a chapter's LaTeX: chains such as `0.5 \\cdot 1 + 0.5 \\cdot 2 - 0.5 = 1`, and work it out.

Numbers, + - · / powers, fractions, brackets, columns and matrices, e^…, and the names and functions in `symbols`.
A matrix with its shape below it, `\\underset{(3, 1)}{…}`, must have that shape.
"""

import math
import re

import numpy as np

MATHS = re.compile(r"\$\$(.+?)\$\$|\$([^$]+)\$", re.S)
MATRIX = re.compile(r"\\begin\{pmatrix\}(.+?)\\end\{pmatrix\}", re.S)
LAYOUT = re.compile(r"\\(?:bigl|bigr|left|right|begin\{aligned\}|end\{aligned\}|[,;!])|~")
TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<tfrac>\\tfrac\d\d)|(?P<word>\\[A-Za-z]+'?)|(?P<e>e\^)|(?P<mark>\S))"
)


class Unreadable(ValueError):
    """Not arithmetic: a sentence, a name nobody has given, a formula with letters."""


def chains(markdown):
    """Every formula in a text, as a list of what stands between its signs of equality; in `w := …` w is `after w`."""
    for display, inline in MATHS.findall(markdown):
        maths = MATRIX.sub(lambda m: m[0].replace("\\\\", r"\row").replace("&", r"\col"), display or inline)
        maths = re.sub(r"\\\\\s*&\s*(?==|\\quad)", " ", LAYOUT.sub(" ", maths))  # a line that continues
        for chain in re.split(r"\\\\|\\qquad|&\s*(?!=)", maths.replace("&=", "=").replace("&:=", ":=")):
            pieces = [re.sub(r"\\quad|[.,]?\s*$", "", piece).strip() for piece in re.split(r":?=|\\approx", chain)]
            yield [f"after {pieces[0]}", *pieces[1:]] if ":=" in chain else pieces


def tokenize(latex):
    """[(kind, text), …]"""
    return [(m.lastgroup, m[m.lastgroup]) for m in TOKEN.finditer(latex)]


def value(latex, symbols):
    """What a piece of LaTeX comes to, as a float or an array. Raises Unreadable."""
    reader = Reader(latex, symbols)
    result = reader.sum()
    if reader.tokens:
        raise Unreadable(latex)
    return result


class Reader:
    """A recursive descent over the tokens: sum, product, factor, atom."""

    def __init__(self, latex, symbols):
        self.latex, self.symbols = latex, symbols
        self.tokens = tokenize(latex)

    def ahead(self, *choices):
        return bool(self.tokens) and self.tokens[0][1] in choices

    def take(self, *expected):
        if not self.tokens or (expected and not self.ahead(*expected)):
            raise Unreadable(self.latex)
        return self.tokens.pop(0)

    def sum(self):
        total = self.product()
        while self.ahead("+", "-"):
            sign = 1 if self.take()[1] == "+" else -1
            total = total + sign * self.product()
        return total

    def product(self):
        result = self.factor()
        while self.tokens and not self.ahead("+", "-", ")", "}", ",", r"\row", r"\col", r"\end"):
            operation = self.take()[1] if self.ahead(r"\cdot", r"\odot", "/") else ""
            other = self.factor()
            if operation == "/":
                result = result / other
            elif operation == r"\odot" or np.ndim(result) == 0 or np.ndim(other) == 0:
                result = result * other
            else:
                result = result @ other
        return result

    def factor(self):
        if self.ahead("-"):
            self.take()
            return -self.factor()
        result = self.atom()
        if self.ahead("^"):
            self.take()
            result = np.transpose(result) if self.take("2", "T")[1] == "T" else result**2
        return result

    def atom(self):
        if (given := self.named()) is not None:
            return given
        kind, text = self.take()
        if kind == "number":
            return float(text)
        if kind == "tfrac":
            return int(text[-2]) / int(text[-1])
        if kind == "e":
            return math.exp(self.group() if self.ahead("{") else self.factor())
        names = {"(": self.bracket, r"\frac": self.fraction, r"\underset": self.shaped, r"\begin": self.matrix}
        functions = {r"\tanh": np.tanh, r"\ln": np.log, r"\sqrt": np.sqrt} | self.symbols
        if text in names:
            return names[text]()
        if callable(functions.get(text)):
            return functions[text](self.group() if self.ahead("{") else self.atom())
        raise Unreadable(self.latex)

    def named(self):
        """The value of the longest name of `symbols` that stands here, or None."""
        for name in sorted(self.symbols, key=len, reverse=True):
            tokens = tokenize(name)
            if self.tokens[: len(tokens)] == tokens and not callable(self.symbols[name]):
                del self.tokens[: len(tokens)]
                return self.symbols[name]

    def bracket(self):
        """A number in brackets, or a column written as (1, 2)."""
        entries = [self.sum()]
        while self.ahead(","):
            self.take()
            entries.append(self.sum())
        self.take(")")
        return entries[0] if len(entries) == 1 else np.array(entries)[:, None]

    def group(self):
        self.take("{")
        result = self.sum()
        self.take("}")
        return result

    def fraction(self):
        return self.group() / self.group()

    def shaped(self):
        """A value with its shape below it."""
        self.take("{")
        self.take("(")
        shape = self.whole(), self.take(",") and self.whole()
        self.take(")")
        self.take("}")
        result = np.asarray(self.group())
        if (result.shape or (1, 1)) != shape:
            raise AssertionError(f"{self.latex}: the shape is {result.shape or (1, 1)}, the text says {shape}")
        return result

    def whole(self):
        kind, text = self.take()
        if kind != "number":
            raise Unreadable(self.latex)
        return int(text)

    def matrix(self):
        self.name("pmatrix")
        rows = [[self.sum()]]
        while not self.ahead(r"\end"):
            if self.take(r"\row", r"\col")[1] == r"\row":
                rows.append([])
            rows[-1].append(self.sum())
        self.take()
        self.name("pmatrix")
        return np.array(rows)

    def name(self, word):
        for mark in "{" + word + "}":
            self.take(mark)

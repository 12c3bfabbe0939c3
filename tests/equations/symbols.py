"""A small network whose every number is a SymPy symbol and whose σ is any function at all."""

import sympy as sp


class sigma_prime(sp.Function):
    """σ′, of which nothing is known."""


class sigma(sp.Function):
    """σ, of which nothing is known but that its derivative is called σ′."""

    def fdiff(self, argindex=1):
        return sigma_prime(self.args[0])


def matrix(name, rows, columns):
    """name_ij as a matrix of symbols, the layer in its name."""
    return sp.Matrix(rows, columns, lambda i, j: sp.Symbol(f"{name}_{i + 1}{j + 1}", real=True))


class SymbolicNetwork:
    """Layer sizes n_0 … n_L: w, b, z, a indexed by l as in the text; loss, the ½‖a^L − y‖² of one sample."""

    def __init__(self, *sizes):
        self.sizes, self.L = sizes, len(sizes) - 1
        self.x, self.y = matrix("x", sizes[0], 1), matrix("y", sizes[-1], 1)
        self.w, self.b, self.z, self.a = [None], [None], [None], [self.x]
        for l in range(1, self.L + 1):
            self.w.append(matrix(f"w{l}", sizes[l], sizes[l - 1]))
            self.b.append(matrix(f"b{l}", sizes[l], 1))
            self.z.append(self.w[l] * self.a[l - 1] + self.b[l])
            self.a.append(self.z[l].applyfunc(sigma))
        self.loss = loss(self.a[self.L], self.y)

    def errors(self):
        """δ^l by the two equations of the book, from the last layer to the first."""
        delta = [None] * self.L + [(self.a[-1] - self.y).multiply_elementwise(self.z[-1].applyfunc(sigma_prime))]
        for l in range(self.L - 1, 0, -1):
            delta[l] = (self.w[l + 1].T * delta[l + 1]).multiply_elementwise(self.z[l].applyfunc(sigma_prime))
        return delta

    def from_z(self, l):
        """The symbols of a free z^l, and ℒ as a function of them: what lies below layer l no longer matters."""
        z = free = matrix(f"z{l}", self.sizes[l], 1)
        for k in range(l + 1, self.L + 1):
            z = self.w[k] * z.applyfunc(sigma) + self.b[k]
        return free, loss(z.applyfunc(sigma), self.y)


def loss(a, y):
    """½ ‖a − y‖²"""
    return sum((a_i - y_i) ** 2 for a_i, y_i in zip(a, y, strict=True)) / 2


def gradient(expression, symbols):
    """∂/∂ each symbol, in the shape of the matrix of symbols."""
    return symbols.applyfunc(lambda s: sp.diff(expression, s))


def equal(left, right):
    """Are two matrices of expressions the same, term by term?"""
    return left.shape == right.shape and all(sp.expand(d) == 0 for d in left - right)

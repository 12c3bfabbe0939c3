"""The book's formulas in plain NumPy, apart from nnlib: what the numbers on a page are compared with."""

import itertools

import numpy as np


def logistic(z):
    return 1 / (1 + np.exp(-z))


def gelu(z):
    return 0.5 * z * (1 + np.tanh(np.sqrt(2 / np.pi) * (z + 0.044715 * z**3)))


SIGMA = {
    "identity": lambda z: z,
    "sigmoid": logistic,
    "tanh": np.tanh,
    "relu": lambda z: np.where(z > 0, z, 0.0),
    "leaky_relu": lambda z: np.where(z > 0, z, 0.01 * z),
    "softplus": lambda z: np.log(1 + np.exp(z)),
    "gelu": gelu,
}


def slope(sigma, z):
    """σ′(z), measured: good for ten digits or so, away from a kink."""
    h = 1e-5
    return (SIGMA[sigma](z + h) - SIGMA[sigma](z - h)) / (2 * h)


def example():
    """The book's running example: w, b (indexed by l; 0 is unused), x, y."""
    w = [None, np.array([[2, -1], [0.5, 0.5], [-1, 0.5]]), np.array([[2.0, 1, -1]])]
    b = [None, np.array([[0], [-0.5], [-1]]), np.array([[-1.0]])]
    return w, b, np.array([[1.0], [2.0]]), np.array([[0.0]])


def first_weights(sizes, seed=0):
    """Normal numbers times √(2 / (n_in + n_out)), layer by layer, and biases of 0."""
    rng = np.random.default_rng(seed)
    pairs = list(itertools.pairwise(sizes))
    w = [rng.standard_normal((n_out, n_in)) * np.sqrt(2 / (n_in + n_out)) for n_in, n_out in pairs]
    return [None, *w], [None, *(np.zeros((n_out, 1)) for _, n_out in pairs)]


def backprop(w, b, x, y, sigmas):
    """Every quantity of one pass, as lists indexed by l; sigmas[l] is the name of layer l's σ."""
    L, m = len(w) - 1, x.shape[1]
    z, a, delta = [None], [x], [None] * (L + 1)
    for l in range(1, L + 1):
        z.append(w[l] @ a[l - 1] + b[l])
        a.append(SIGMA[sigmas[l]](z[l]))
    delta[L] = (a[L] - y) * slope(sigmas[L], z[L])
    for l in range(L - 1, 0, -1):
        delta[l] = w[l + 1].T @ delta[l + 1] * slope(sigmas[l], z[l])
    dw = [None, *(delta[l] @ a[l - 1].T / m for l in range(1, L + 1))]
    db = [None, *(delta[l].mean(axis=1, keepdims=True) for l in range(1, L + 1))]
    loss = 0.5 * ((a[L] - y) ** 2).sum(axis=0).mean()
    return {"z": z, "a": a, "delta": delta, "dw": dw, "db": db, "loss": loss}


def descend(w, b, step, eta):
    """(w, b) after one update."""
    moved = [None, *(w[l] - eta * step["dw"][l] for l in range(1, len(w)))]
    return moved, [None, *(b[l] - eta * step["db"][l] for l in range(1, len(b)))]


def run(w, b, x, y, sigmas, eta, epochs):
    """Gradient descent on all samples at once: the parameters and the pass of every epoch from 0 on."""
    tape = []
    for _ in range(epochs + 1):
        step = backprop(w, b, x, y, sigmas)
        tape.append({"w": w, "b": b, **step})
        w, b = descend(w, b, step, eta)
    return tape

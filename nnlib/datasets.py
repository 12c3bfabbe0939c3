"""Small sets of samples: x (n_0, m) and y (n_L, m), one column per sample."""

from pathlib import Path

import numpy as np

from . import validate


def xor():
    """The four points of exclusive or: x (2, 4), y (1, 4). No single neuron can learn them."""
    return np.array([[0.0, 0, 1, 1], [0, 1, 0, 1]]), np.array([[0.0, 1, 1, 0]])


def moons(m=200, *, noise=0.1, seed=0):
    """Two half circles that reach into one another: x (2, m), y (1, m)."""
    return _two_curves(
        lambda t: (np.cos(np.pi * t), np.sin(np.pi * t)),
        lambda t: (1 - np.cos(np.pi * t), 0.5 - np.sin(np.pi * t)),
        m, noise, seed,
    )  # fmt: skip


def circles(m=200, *, noise=0.1, seed=0):
    """A circle of radius 1 around one of radius ½: x (2, m), y (1, m)."""
    return _two_curves(
        lambda t: (np.cos(2 * np.pi * t), np.sin(2 * np.pi * t)),
        lambda t: (np.cos(2 * np.pi * t) / 2, np.sin(2 * np.pi * t) / 2),
        m, noise, seed,
    )  # fmt: skip


def spirals(m=200, *, noise=0.03, seed=0):
    """Two spirals of three quarters of a turn, one the other turned by half: x (2, m), y (1, m)."""

    def arm(t):
        r = 0.1 + 0.9 * t
        return r * np.cos(1.5 * np.pi * t), r * np.sin(1.5 * np.pi * t)

    return _two_curves(arm, lambda t: -np.array(arm(t)), m, noise, seed)


def _two_curves(zero, one, m, noise, seed):
    """m points near two curves, given as functions of t in [0, 1): y is 0 near the first, 1 near the second."""
    m, seed = validate.whole("m", m, 2), validate.whole("seed", seed, 0)
    noise = validate.real("noise", noise, zero=True)
    n = m // 2, m - m // 2
    validate.zeros("x", (2, m))
    x = np.hstack([curve(np.arange(k) / k) for curve, k in zip((zero, one), n, strict=True)])
    with np.errstate(over="ignore"):
        x += noise * np.random.default_rng(seed).standard_normal(x.shape)
    return validate.matrix("x", x, 2, "the plane has", x.dtype), np.repeat([[0.0, 1.0]], n, axis=1)


def digits():
    """1,797 handwritten digits: x (64, 1797), the 8 × 8 pixels from 0 to 1; y (10, 1797), 1 in the row of the digit.

    E. Alpaydin and C. Kaynak (1998), Optical Recognition of Handwritten Digits, UCI Machine Learning Repository,
    doi:10.24432/C50P49, CC BY 4.0; stored beside this file.
    """
    with np.load(Path(__file__).parent / "data" / "digits.npz", allow_pickle=False) as stored:
        images, labels = stored["images"], stored["labels"]
    return images.T / 16.0, np.eye(10)[:, labels]


DATASETS = {"xor": xor, "moons": moons, "circles": circles, "spirals": spirals}

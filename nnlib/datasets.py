"""Small sets of samples: x (n_0, m) and y (n_L, m), one column per sample.

moons, circles and spirals have m points, m // 2 of them with y = 0; `noise` is the standard deviation of what is added
to each coordinate. They raise ValueError or TypeError for an m below 2 and for noise that is negative or no number.
"""

from pathlib import Path

import numpy as np

from . import validate


def xor():
    """The four points of exclusive or: x (2, 4), y (1, 4). No single neuron can learn them.

    >>> x, y = xor()
    >>> y
    array([[0., 1., 1., 0.]])
    """
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


def points(source):
    """Your own points in the plane: x (2, m), y (1, m), from lines of `x1,x2,label`, the label 0 or 1.

    source   the path of a CSV file, or its text: a str with a line break in it is taken to be the text
    The first line may be a header; empty lines are passed over. Raises ValueError that names the line it cannot read,
    OSError when there is no such file.

    >>> x, y = points("x1,x2,label\\n0.5,1,0\\n-2,3e-1,1")
    >>> x
    array([[ 0.5, -2. ],
           [ 1. ,  0.3]])
    >>> y
    array([[0., 1.]])
    """
    is_text = isinstance(source, str) and "\n" in source
    try:
        text = source if is_text else Path(source).read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise ValueError(f"{source} is not a text file in UTF-8") from None
    lines = [(number, line) for number, line in enumerate(text.splitlines(), start=1) if line.strip()]
    if lines and not any(map(_is_number, lines[0][1].split(","))):
        del lines[0]  # a header
    if not lines:
        raise ValueError("there is no point: each needs a line x1,x2,label")
    x1, x2, label = np.array([_point(number, line) for number, line in lines]).T
    return np.array([x1, x2]), label.reshape(1, -1)


def _is_number(text):
    try:
        float(text)
    except ValueError:
        return False
    return True


def _point(number, line):
    """(x1, x2, label) of one line."""
    parts = line.split(",")
    if len(parts) != 3:
        raise ValueError(f"line {number} must be x1,x2,label; got {line!r}")
    for part in parts:
        if not (_is_number(part) and np.isfinite(float(part))):
            raise ValueError(f"line {number}: {part.strip()!r} is not a finite number")
    x1, x2, label = map(float, parts)
    if label not in (0, 1):
        raise ValueError(f"line {number}: the label must be 0 or 1; got {parts[2].strip()}")
    return x1, x2, label


def digits():
    """1,797 handwritten digits: x (64, 1797), the 8 × 8 pixels from 0 to 1; y (10, 1797), 1 in the row of the digit.

    E. Alpaydin and C. Kaynak (1998), Optical Recognition of Handwritten Digits, UCI Machine Learning Repository,
    doi:10.24432/C50P49, CC BY 4.0; stored beside this file.
    """
    with np.load(Path(__file__).parent / "data" / "digits.npz", allow_pickle=False) as stored:
        images, labels = stored["images"], stored["labels"]
    return images.T / 16.0, np.eye(10)[:, labels]


#: The data sets of two inputs and two classes by their names: functions of no arguments.
DATASETS = {"xor": xor, "moons": moons, "circles": circles, "spirals": spirals}

"""Still pictures for the notebooks (matplotlib). Each function draws one and returns None.

The colours are those of the symbols in the text, and the paper is white, so that a picture reads in dark mode too.
"""

import re
from contextlib import contextmanager
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.colors import LinearSegmentedColormap

CSS = (Path(__file__).parent / "style" / "symbols.css").read_text("utf-8").split("}")[0]
COLOUR = dict(re.findall(r"--sym-([a-z]+): (#[0-9a-f]{6})", CSS))  # the light half of the palette
SIGN = {"a": "a", "sigma_prime": "σ′(z)", "delta": "δ", "loss": "ℒ", "z": "z"}
SIDES = LinearSegmentedColormap.from_list("sides", [COLOUR["zero"], "#ffffff", COLOUR["one"]])
INK = {key: COLOUR["ink"] for key in ("text.color", "axes.labelcolor", "xtick.color", "ytick.color", "axes.edgecolor")}
LOOK = {"font.size": 12, "axes.spines.top": False, "axes.spines.right": False, "lines.linewidth": 2.2, **INK}


@contextmanager
def _figure(*size):
    """A figure in the look of the book, opened outside the context: a notebook's first one changes rcParams."""
    figure = plt.figure(figsize=size, dpi=130, layout="constrained")
    with plt.rc_context(LOOK):
        yield figure


@contextmanager
def _axes(xlabel, ylabel, size=(4.8, 3.2)):
    """One pair of axes."""
    with _figure(*size) as figure:
        yield figure.add_subplot(xlabel=xlabel, ylabel=ylabel)


def curves(z, **values):
    """Quantities over z, each (len(z),) and given by its name: a, sigma_prime, delta or loss."""
    colours = COLOUR | {"sigma_prime": COLOUR["quiet"]}
    with _axes("z", "") as axes:
        for name, value in values.items():
            axes.plot(z, value, color=colours[name], label=SIGN[name])
        axes.axhline(0, color=COLOUR["rule"], linewidth=1, zorder=0)
        axes.legend(frameon=False)


def loss_curve(*histories):
    """ℒ after every epoch of one training run, or of several; the axis of ℒ is logarithmic."""
    styles = ["-", "--", ":", "-."]
    with _axes("epoch", "ℒ") as axes:
        for history, style in zip(histories, styles, strict=False):
            axes.semilogy(history.loss, style, color=COLOUR["loss"])
            end = np.flatnonzero(np.isfinite(history.loss))[-1]
            place = dict(xytext=(6, 0), textcoords="offset points", va="center")
            axes.annotate(f"η = {history.eta:g}", (end, history.loss[end]), **place)


def half_planes(w, b, x):
    """z = w·x + b over the plane, for w (1, 2) and b (1, 1): two sides, the line z = 0, and the samples x (2, m)."""
    grid, x1, x2 = _grid(x)
    z = (w @ grid + b).reshape(x1.shape)
    _plane(x1, x2, z, x, w @ x + b > 0, "z = 0")


def decision_boundary(net, x, y):
    """a^L over the plane, for a network with two inputs and one output, the line a^L = ½, and its samples."""
    grid, x1, x2 = _grid(x)
    _plane(x1, x2, net.predict(grid).reshape(x1.shape) - 0.5, x, y > 0.5, "a = ½")


def _grid(x, n=121):
    """Points (2, n²) of the plane around the samples x (2, m), and their coordinates as two (n, n) arrays."""
    low, high = x.min() - 0.8, x.max() + 0.8
    x1, x2 = np.meshgrid(np.linspace(low, high, n), np.linspace(low, high, n))
    return np.vstack([x1.ravel(), x2.ravel()]), x1, x2


def _plane(x1, x2, height, x, positive, label):
    """Height over the plane, the labelled line where it is 0, and the samples x (2, m) as squares where positive."""
    reach = np.abs(height).max()
    with _axes("x₁", "x₂", (4.2, 3.8)) as axes:
        axes.set_aspect("equal")
        axes.contourf(x1, x2, height, np.linspace(-reach, reach, 16), cmap=SIDES, alpha=0.55)
        line = axes.contour(x1, x2, height, [0], colors=COLOUR["ink"], linewidths=2)
        axes.clabel(line, fmt=lambda _: label)
        for side, marker, colour in ((~positive, "o", "zero"), (positive, "s", "one")):
            axes.scatter(*x[:, side.ravel()], 60, COLOUR[colour], marker, edgecolors="white", linewidths=1.2)


def images(x, titles, columns=8):
    """Pictures of digits, x (64, m), each under its title."""
    rows = -(-x.shape[1] // columns)
    with _figure(0.8 * columns, 1.05 * rows) as figure:
        for i, (pixels, title) in enumerate(zip(x.T, titles, strict=True), start=1):
            axes = figure.add_subplot(rows, columns, i)
            axes.imshow(pixels.reshape(8, 8), cmap="gray_r", vmin=0, vmax=1)
            axes.set_title(title, fontsize=12)
            axes.axis("off")

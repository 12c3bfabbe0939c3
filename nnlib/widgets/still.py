"""The still picture of a live figure, from the same numbers: for paper, PDF and readers without JavaScript."""

import base64
import io
from functools import singledispatch

import matplotlib
import numpy as np
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure as Paper
from PIL import Image

from ..plots import COLOUR, LOOK, SIDES
from .views import TOP, Curve, Matrices, NetworkPicture, Plane

HEIGHT = 3.1  # of a row of pictures, in inches
LOSS = LinearSegmentedColormap.from_list("loss", ["#ffffff", COLOUR["loss"]])


def png(figure):
    """The pictures of `figure`, two in a row, with its settings as the title, as base64 PNG."""
    rows = []  # a view that is as wide as the page has a row of its own
    for view in figure.pictures:
        wide = view.layout.flex.endswith("100%")
        if wide or not rows or len(rows[-1]) == 2:
            rows.append([])
        rows[-1] += [view, view] if wide else [view]
    width = max(map(len, rows))
    names = [[id(row[min(k, len(row) - 1)]) for k in range(width)] for row in rows]
    with matplotlib.rc_context(LOOK | {"font.size": 10}):
        paper = Paper(figsize=(3.7 * width, HEIGHT * len(rows)), dpi=100, layout="constrained")
        paper.suptitle(figure.caption(), fontsize=10)
        places = paper.subplot_mosaic(names)
        for view in figure.pictures:
            draw(view, places[id(view)], view.at if figure.still_at is None else figure.still_at)
        drawn, small = io.BytesIO(), io.BytesIO()
        paper.savefig(drawn, format="png")
    Image.open(drawn).convert("RGB").quantize(64).save(small, format="png", optimize=True)
    return base64.b64encode(small.getvalue()).decode()


@singledispatch
def draw(view, axes, at):
    """Draw one view as it is at `at`."""
    raise TypeError(f"{type(view).__name__} has no still picture")


def floats(data, *shape):
    return np.frombuffer(data, "<f4").astype(float).reshape(*shape)


def frame(view, at):
    """The number of the frame that belongs to `at`."""
    return int(np.abs(floats(view.frames_at, -1) - at).argmin())


def walk(axes, view):
    """The walk over a picture, up to the step that is shown; the whole of it when that is the start."""
    path = floats(view.path, -1, 2)
    if len(path):
        axes.plot(
            *path[: view.step + 1 if view.step else len(path)].T, "o-", color=COLOUR[view.path_symbol], ms=4, lw=1
        )


@draw.register
def _(view: Curve, axes, at):
    x = floats(view.x, -1)
    for line, y in zip(view.lines, floats(view.y, len(view.lines), -1), strict=True):
        axes.plot(x, y, "--" if line["dash"] else "-", color=COLOUR[line["symbol"]], label=line["name"])
    if len(view.lines) > 1:
        axes.legend(frameon=False, fontsize=9)
    if view.mark:
        axes.axvline(at, color=COLOUR["quiet"], linestyle=":", linewidth=1)
    walk(axes, view)
    if view.y_range:
        axes.set_ylim(view.y_range)
    axes.set_xlim(x[0], x[-1])
    axes.set_xlabel(view.x_label)
    axes.set_title(view.y_label, loc="left", fontsize=10)


@draw.register
def _(view: Plane, axes, at):
    field = np.frombuffer(view.field, "<u2").reshape(-1, view.grid, view.grid)[frame(view, at)] / TOP
    kind = dict(cmap=SIDES, alpha=0.55) if view.classes else dict(cmap=LOSS, alpha=0.8)
    axes.imshow(field, extent=view.extent, vmin=0, vmax=1, interpolation="bilinear", aspect="equal", **kind)
    x0, x1, y0, y1 = view.extent
    if view.classes and field.min() < view.level / TOP < field.max():
        across, up = np.linspace(x0, x1, view.grid), np.linspace(y1, y0, view.grid)
        axes.contour(across, up, field, [view.level / TOP], colors=COLOUR["ink"])
    points, labels = floats(view.points, -1, 2), np.frombuffer(view.labels, np.uint8)
    for label, marker in ((0, "o"), (1, "s")):
        axes.plot(*points[labels == label].T, marker, color=COLOUR["one" if label else "zero"], mec="white", ms=5)
    walk(axes, view)
    axes.set(xlabel=view.axes[0], ylabel=view.axes[1], xlim=(x0, x1), ylim=(y0, y1))


def entries(view, at):
    """(block, array (rows, cols)) of every block as it is at `at`."""
    sizes = [each["rows"] * each["cols"] for each in view.blocks]
    parts = np.split(floats(view.values, -1, sum(sizes))[frame(view, at)], np.cumsum(sizes)[:-1])
    return [(each, part.reshape(each["rows"], -1)) for each, part in zip(view.blocks, parts, strict=True)]


def write(number):
    return f"{number:.4g}".replace("-", "−")


@draw.register
def _(view: Matrices, axes, at):
    """Every matrix as rows of numbers under its name, from left to right and from line to line."""
    widest = 28 if view.layout.flex.endswith("100%") else 12
    left, top, tallest = 0.0, 0.0, 0
    for each, array in entries(view, at):
        width = array.shape[1] * 2.2 + 1
        if left and left + width > widest:
            left, top, tallest = 0.0, top - tallest - 2, 0
        axes.text(left, top, each["name"], color=COLOUR[each["symbol"]], weight="bold", fontsize=9)
        for (i, j), number in np.ndenumerate(array):
            axes.text(left + 2.2 * (j + 1), top - i - 1, write(number), ha="right", fontsize=8)
        left, tallest = left + width, max(tallest, array.shape[0])
    axes.set(xlim=(0, widest), ylim=(top - tallest - 1, 1.5))
    axes.axis("off")


@draw.register
def _(view: NetworkPicture, axes, at):
    """Each neuron as a box with its numbers, each weight as a line."""
    cards = {}
    for each, array in entries(view, at):
        for i in range(len(array)) if "card" in each else ():
            numbers = array[i] if each["symbol"] == "w" else array[i, :1]
            cards.setdefault((each["layer"], i), []).append(f"{each['card']}  {'  '.join(map(write, numbers))}")
    layers = [sum(layer == l for layer, _ in cards) for l in range(max(cards)[0] + 1)]
    place = {(l, i): (l, (layers[l] - 1) / 2 - i) for l, i in cards}
    for each, array in entries(view, at):
        for (j, k), number in np.ndenumerate(array) if each["symbol"] == "w" and "card" in each else ():
            ends = np.transpose([place[each["layer"] - 1, k], place[each["layer"], j]])
            axes.plot(
                *ends, "--" if number < 0 else "-", color=COLOUR["w"], linewidth=0.6 + min(3, abs(number)), alpha=0.5
            )
    box = dict(boxstyle="round", facecolor="white", edgecolor=COLOUR["quiet"])
    for neuron, lines in cards.items():
        axes.text(*place[neuron], "\n".join(lines), ha="center", va="center", fontsize=8, bbox=box)
    axes.set(xlim=(-0.4, len(layers) - 0.6), ylim=(-max(layers) / 2, max(layers) / 2))
    axes.axis("off")

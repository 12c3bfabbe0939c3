"""The pictures that the figures share. Python sends numbers; static/*.js draws them (sources in views/)."""

from pathlib import Path

import anywidget
import numpy as np
import traitlets as t

STATIC = Path(__file__).parent / "static"
TOP = 65535  # the largest value of a field


def _state(trait):
    return trait.tag(sync=True)


class View(anywidget.AnyWidget):
    """A picture as wide as its place. `at` is where the reader is: an epoch, a z … in units of the x axis."""

    _css = STATIC / "view.css"
    at = _state(t.Float(0.0))
    step = _state(t.Int(0))  # and which step of it, where there are steps
    path_symbol = _state(t.Unicode("w"))  # whose colour a walk over the picture has
    label = _state(t.Unicode(""))  # what the picture shows, for who cannot see it
    note = _state(t.Unicode(""))  # a sentence below it

    def __init__(self, **traits):
        super().__init__(**traits)
        self.layout.flex, self.layout.min_width = "1 1 260px", "0"


class Curve(View):
    """Lines over a common x with a mark at `at` that can be dragged, and the numbers there below the picture."""

    _esm = STATIC / "curve.view.js"
    x = _state(t.Bytes())  # (n,) float32, rising
    y = _state(t.Bytes())  # (lines, n) float32; NaN leaves a gap
    lines = _state(t.List(t.Dict()))  # of each line: name, symbol (its colour), dash
    x_label = _state(t.Unicode("x"))
    y_label = _state(t.Unicode(""))
    y_range = _state(t.List(t.Float()))  # [lowest, highest], or empty: what the lines need
    height = _state(t.Int(260))
    mark = _state(t.Bool(True))  # whether `at` is shown and can be dragged
    path = _state(t.Bytes())  # (steps, 2) float32: a walk over the picture, drawn up to `step`

    def show(self, x, lines):
        """Draw `lines`, {name: (symbol, y (n,)) or (symbol, y, dash)}, over x (n,); y may hold NaN."""
        with self.hold_sync(), np.errstate(over="ignore"):  # float32 has no 1e73: it is ∞, off the picture
            self.x = np.asarray(x, "<f4").tobytes()
            self.y = np.asarray([y for _, y, *_ in lines.values()], "<f4").tobytes()
            self.lines = [
                {"name": name, "symbol": symbol, "dash": "".join(dash)} for name, (symbol, _, *dash) in lines.items()
            ]


class Plane(View):
    """The plane of two inputs: what a network answers everywhere, one frame per `frames_at`, and the samples."""

    _esm = STATIC / "plane.view.js"
    field = _state(t.Bytes())  # (frames, grid, grid) uint16, row 0 at the top
    frames_at = _state(t.Bytes())  # (frames,) float32: the value of `at` that each frame belongs to
    grid = _state(t.Int(26))
    extent = _state(t.List(t.Float(), default_value=[-1.0, 1.0, -1.0, 1.0]))  # x1 from, to, x2 from, to
    level = _state(t.Float(TOP / 2))  # of the boundary, in units of field
    points = _state(t.Bytes())  # (m, 2) float32
    labels = _state(t.Bytes())  # (m,) uint8, 0 or 1
    side = _state(t.Int(330))  # the largest width, in pixels
    path = _state(t.Bytes())  # (steps, 2) float32: a walk over the plane, drawn up to `step`
    axes = _state(t.List(t.Unicode(), default_value=["x₁", "x₂"]))
    classes = _state(t.Bool(True))  # two classes and their boundary; False: one quantity, the larger the darker

    def raster(self):
        """The points (2, grid²) at which `field` holds values, in its order."""
        x0, x1, y0, y1 = self.extent
        a, b = np.meshgrid(np.linspace(x0, x1, self.grid), np.linspace(y1, y0, self.grid))
        return np.array([a.ravel(), b.ravel()])

    def show(self, field, frames_at, low=0.0, high=1.0):
        """Show `field` (frames, grid²), values from low to high, at the places `frames_at` (frames,)."""
        share = np.clip((np.nan_to_num(field) - low) / (high - low), 0, 1)
        with self.hold_sync():
            self.field = np.round(TOP * share).astype("<u2").tobytes()
            self.frames_at = np.asarray(frames_at, "<f4").tobytes()

    def place(self, x, y):
        """Mark the samples x (2, m) with classes y (m,), 0 or 1, and set the extent around them."""
        low, high = x.min(axis=1), x.max(axis=1)
        pad = 0.25 * (high - low).max()
        with self.hold_sync():
            self.points = np.asarray(x.T, "<f4").tobytes()
            self.labels = np.asarray(y, np.uint8).tobytes()
            self.extent = [float(v) for v in (low[0] - pad, high[0] + pad, low[1] - pad, high[1] + pad)]


class Blocks(View):
    """The numbers of one or more passes, matrix by matrix, at the reader's place `at` and step."""

    blocks = _state(t.List(t.Dict()))  # of each matrix: name, symbol, layer, rows, cols, and how it is shown
    values = _state(t.Bytes())  # (frames, entries of all blocks) float32
    lit = _state(t.Bytes())  # (steps, blocks) uint8: 0 not yet known, 1 known, 2 worked out at this step
    frames_at = _state(t.Bytes())  # (frames,) float32: the value of `at` that each frame belongs to
    steps = _state(t.List(t.Unicode()))  # what happens at each step, a sentence each

    def show(self, blocks, values, frames_at=(0,), lit=None):
        """Show `values` (frames, entries), laid out as `blocks`, at the places `frames_at`."""
        lit = np.ones((1, len(blocks))) if lit is None else np.asarray(lit)
        with self.hold_sync(), np.errstate(over="ignore"):
            self.blocks, self.lit = list(blocks), lit.astype(np.uint8).tobytes()
            self.values = np.asarray(values, "<f4").tobytes()
            self.frames_at = np.asarray(frames_at, "<f4").tobytes()


class Matrices(Blocks):
    """Each block as a matrix with its name, shape and every entry; `op` stands before it, `choose` makes it answer."""

    _esm = STATIC / "matrix.view.js"
    chosen = _state(t.List(t.Int()))  # [block, row, column] that the reader chose


class NetworkPicture(Blocks):
    """Each neuron as a card with its numbers (blocks with `card`), each weight as a line (blocks with `edges`)."""

    _esm = STATIC / "network.view.js"
    column = _state(t.Int(0))  # which sample


def block(name, symbol, layer, array, **how):
    """What a view needs to know of a matrix (rows, cols) besides its entries."""
    rows, cols = np.shape(array)
    return {"name": name, "symbol": symbol, "layer": layer, "rows": rows, "cols": cols, **how}

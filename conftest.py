"""For `pytest --nbval`: pictures are compared by their pixels, and every output by its MIME types.

nbval compares text only. It would pass a notebook whose stored curve is not the curve that its code draws.
"""

import base64
import io

import numpy as np
from nbval.plugin import IPyNbCell
from PIL import Image

TOLERANCE = 0.02  # mean |difference| of a channel, 0 to 255; a line 0.1 points wider makes 0.05


def pixels(png):
    """The picture in a notebook's image/png output, (height, width, 4)."""
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(png))).convert("RGBA"), dtype=float)


def picture_difference(stored, drawn):
    """A sentence on how the two pictures differ, or None if they do not."""
    stored, drawn = pixels(stored), pixels(drawn)
    if stored.shape != drawn.shape:
        size = [f"{width} × {height}" for height, width, _ in (stored.shape, drawn.shape)]
        return f"The stored picture is {size[0]} pixels; the code draws one of {size[1]}."
    mean = np.abs(stored - drawn).mean()
    if mean > TOLERANCE:
        return f"The stored picture differs from the drawn one by {mean:.3g} on average; {TOLERANCE} would pass."
    return None


def output_difference(stored, made):
    """A sentence on the first difference that nbval leaves out, or None."""
    stored, made = ([o["data"] for o in outputs if "data" in o] for outputs in (stored, made))
    kinds = [[sorted(data) for data in outputs] for outputs in (stored, made)]
    if kinds[0] != kinds[1]:
        return f"The stored outputs hold {kinds[0]}; the code makes {kinds[1]}."
    pairs = [pair for pair in zip(stored, made, strict=True) if "image/png" in pair[0]]
    differences = (picture_difference(old["image/png"], new["image/png"]) for old, new in pairs)
    return next(filter(None, differences), None)


compare_text = IPyNbCell.compare_outputs


def compare_outputs(cell, made, stored, skip_compare=None):
    """nbval's own comparison, then ours."""
    if not compare_text(cell, made, stored, skip_compare):
        return False
    difference = output_difference(stored, made)
    if difference:
        cell.comparison_traceback.append(difference)
    return difference is None


IPyNbCell.compare_outputs = compare_outputs

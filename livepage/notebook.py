"""Find the live figures of a notebook by its cell tags.

A code cell tagged `live` is a figure; the cells tagged `live-setup` above it run first, in the same namespace.
"""

import json
import re

VALID_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


class BadCell(Exception):
    """A live cell that cannot become a figure; the message names the cell."""


def tags(cell):
    """The set of tags of a cell."""
    return set(cell.get("metadata", {}).get("tags", []))


def source(cell):
    """A cell's source as one string (nbformat allows a list of lines)."""
    return "".join(cell["source"])


def live_figures(path):
    """{cell index: {"name": cell id, "cells": [setup source, …, display source]}} of the notebook at `path`.

    Raises BadCell when a live cell has no usable id of its own.
    """
    cells = json.loads(path.read_text("utf-8"))["cells"]
    ids = [cell.get("id") for cell in cells]
    figures = {}
    for index, cell in enumerate(cells):
        if cell["cell_type"] != "code" or "live" not in tags(cell):
            continue
        if not VALID_ID.fullmatch(cell.get("id") or ""):
            raise BadCell(
                f"live cell number {index + 1} has the id {cell.get('id')!r}: "
                "an id of 1 to 64 letters, digits, - or _ is needed (nbformat 4.5)"
            )
        if ids.count(cell["id"]) > 1:
            raise BadCell(f"the id {cell['id']!r} of a live cell is used by {ids.count(cell['id'])} cells")
        setup = [source(each) for each in cells[:index] if "live-setup" in tags(each)]
        figures[index] = {"name": cell["id"], "cells": [*setup, source(cell)]}
    return figures

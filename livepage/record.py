"""Run the live figures of one notebook as the browser will, and write down what a page needs to show them.

    python -m livepage.record FIGURES.json RECORDINGS.json

FIGURES.json     {"figures": [{"name", "cells": [source, …]}], "packages": [name, …]}
RECORDINGS.json  [{"name", "cells", "view", "models", "listens"} or {"name", "error": {"summary", "traceback"}}, …]
"""

import json
import sys
from pathlib import Path

from livepage import ipython_shim

WIDGET_MODULES = {"numpy", "ipywidgets", "anywidget", "comm", "traitlets", "psygnal", "typing_extensions"}


class OnlyBrowserModules:
    """An import hook that hides what the reader's browser does not have, so that a build finds out first."""

    def __init__(self, packages):
        self.allowed = sys.stdlib_module_names | WIDGET_MODULES | {"livepage", *packages}

    def find_spec(self, name, path=None, target=None):
        """Python's hook: raise for a foreign module, None for all others (someone else finds them)."""
        top = name.partition(".")[0]
        if top not in self.allowed and not top.endswith("__mypyc"):  # psygnal's compiled helper
            raise ModuleNotFoundError(f"No module named {name!r} in the browser's Python", name=name)


def record(figure, kernel):
    """One recording of one figure; what its cells raise becomes {"name", "error"}."""
    from livepage.runtime import describe, jsonable
    from livepage.state import figure_state, listened

    try:
        run = kernel.run(figure["name"], figure["cells"])
    except Exception as error:
        return {"name": figure["name"], "error": describe(error)}
    return {
        **figure,
        "view": run["view"],
        "models": jsonable(figure_state(run["models"])),
        "listens": listened(run["models"]),
    }


def main(source, target):
    """Read FIGURES.json, write RECORDINGS.json."""
    job = json.loads(Path(source).read_text("utf-8"))
    sys.meta_path.insert(0, OnlyBrowserModules(job["packages"]))
    ipython_shim.install()
    from livepage.runtime import Kernel

    kernel = Kernel(post=lambda message, buffers: None)
    recordings = [record(figure, kernel) for figure in job["figures"]]
    Path(target).write_text(json.dumps(recordings, allow_nan=False), "utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])

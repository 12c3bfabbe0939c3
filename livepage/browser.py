"""The Python side of the worker in the reader's browser: JSON in, JSON out.  Used inside Pyodide only.

Every answer is {"value": …} or {"error": {"summary", "traceback"}}.
"""

import json
import os

from livepage import ipython_shim

os.environ["JUPYTER_WIDGETS_ECHO"] = "0"  # one page, one reader: nobody else needs to hear of a change
ipython_shim.install()

from livepage import state as widget_state  # noqa: E402  (ipywidgets imports IPython, so the shim comes first)
from livepage.runtime import Kernel, describe, jsonable  # noqa: E402

kernel = None


def start(post):
    """Begin: post(json text, list of buffers) sends a message to the page."""
    global kernel
    from pyodide.ffi import to_js

    kernel = Kernel(lambda message, buffers: post(json.dumps(jsonable(message)), to_js(buffers)))


def answering(function):
    """Let a function answer in JSON, also when it raises."""

    def answer(*arguments):
        try:
            return json.dumps({"value": function(*arguments)})
        except Exception as error:
            return json.dumps({"error": describe(error)})

    return answer


@answering
def run(figure, cells):
    """Run a figure's cells: {"view", "models": {model id: model name}}."""
    return kernel.run(figure, json.loads(cells))


@answering
def state(figure):
    """A figure's widgets as Python has them now: {"view", "models", "listens"}, as in a recording."""
    made = kernel.figures[figure]
    return {
        "view": made["view"],
        "models": jsonable(widget_state.figure_state(made["models"], complete=True)),
        "listens": widget_state.listened(made["models"]),
    }


@answering
def receive(figure, comm_id, data, buffers, parent):
    """Hand one message to its widget; raises the first thing that its callbacks raised."""
    failures = kernel.receive(figure, comm_id, json.loads(data), [each.to_bytes() for each in buffers], parent)
    if failures:
        raise failures[0]

"""A kernel for widgets without Jupyter: runs a figure's cells and carries the messages of its widgets.

The same code runs at build time, where it records what a figure looks like, and in the reader's browser, where it
brings that figure to life.  Both get the same model ids, `fig-<name>-000, -001, …` in order of creation, so the page
can hand its widgets over to Python without drawing them again.

Messages that leave through `post(message, buffers)`:
    {"figure", "comm_id", "msg_type", "data", "metadata", "parent"}   as in Jupyter's comm protocol
    buffers                                                           a list of bytes
"""

import ast
import itertools
import linecache
import math
import os.path
import traceback

import comm
from comm.base_comm import BaseComm, CommManager

HERE = os.path.dirname(__file__)


class NoWidget(Exception):
    """The cell's last expression is not a widget."""


class PageComm(BaseComm):
    """One widget's line to the page."""

    def __init__(self, kernel, *args, **keys):
        self.kernel = kernel
        super().__init__(*args, **keys)

    def publish_msg(self, msg_type, data=None, metadata=None, buffers=None, **keys):
        """Called by comm for every message; the kernel decides where it goes."""
        self.kernel.publish(self.comm_id, msg_type, data or {}, metadata or {}, buffers or [])


class Kernel:
    """All figures of one page.  Creating one makes it the place where new widgets open their comms."""

    def __init__(self, post):
        self.post = post
        self.manager = CommManager()
        self.figures = {}  # name -> {"namespace", "models": {model id: model name}, "view": model id}
        self.figure = None  # whose message is being answered, or whose cells run
        self.parent = None  # id of the page's message being answered
        self.ids = None  # while cells run: the model ids still to give out
        comm.create_comm = self.create_comm
        comm.get_comm_manager = lambda: self.manager

    def create_comm(self, *args, **keys):
        """comm's hook: a widget opens its line, under a stable id while cells run."""
        if self.ids is not None and not keys.get("comm_id"):
            keys["comm_id"] = next(self.ids)
        return PageComm(self, *args, **keys)

    def publish(self, comm_id, msg_type, data, metadata, buffers):
        """Send one message to the page; while cells run, only note which models they made."""
        if self.ids is None:
            message = {
                "figure": self.figure,
                "comm_id": comm_id,
                "msg_type": msg_type,
                "data": data,
                "metadata": metadata,
                "parent": self.parent,
            }
            return self.post(message, [bytes(memoryview(buffer).cast("B")) for buffer in buffers])
        models = self.figures[self.figure]["models"]
        if msg_type == "comm_open":
            models[comm_id] = data["state"]["_model_name"]
        elif msg_type == "comm_close":
            models.pop(comm_id, None)

    def run(self, name, cells):
        """Run a figure's cells, muted: {"view": model id, "models": {model id: model name}}.

        Raises NoWidget when the last cell does not end in a widget, and whatever the cells raise.
        """
        figure = {"namespace": {"__name__": "__main__"}, "models": {}, "view": None}
        self.figures[name], self.figure = figure, name
        self.ids = (f"fig-{name}-{n:03d}" for n in itertools.count())
        try:
            for n, source in enumerate(cells):
                value = run_cell(source, figure["namespace"], f"<{name}, cell {n + 1} of {len(cells)}>")
            figure["view"] = view_of(value)
        finally:
            self.ids = self.figure = None
        return {"view": figure["view"], "models": figure["models"]}

    def receive(self, figure, comm_id, data, buffers=(), parent=None):
        """Hand one message of the page to its widget.  Returns what its callbacks raised: [exception, …]."""
        from livepage.ipython_shim import shell

        shell.failures.clear()
        self.figure, self.parent = figure, parent
        message = {"content": {"comm_id": comm_id, "data": data}, "buffers": [memoryview(b) for b in buffers]}
        try:
            if comm_id in self.manager.comms:
                self.manager.comms[comm_id].handle_msg(message)
        except Exception as error:
            shell.failures.append(error)
        finally:
            self.figure = self.parent = None
        return list(shell.failures)


def run_cell(source, namespace, filename):
    """Run one cell like a notebook does; returns the value of its last expression, or None."""
    linecache.cache[filename] = len(source), None, source.splitlines(keepends=True), filename
    body = ast.parse(source, filename).body
    last = ast.Expression(body.pop().value) if body and isinstance(body[-1], ast.Expr) else None
    exec(compile(ast.Module(body, []), filename, "exec"), namespace)
    return last and eval(compile(last, filename, "eval"), namespace)


def view_of(value):
    """The model id that a displayed value wants shown."""
    bundle = value._repr_mimebundle_() if hasattr(value, "_repr_mimebundle_") else {}
    bundle = bundle[0] if isinstance(bundle, tuple) else bundle
    view = (bundle or {}).get("application/vnd.jupyter.widget-view+json")
    if view is None:
        raise NoWidget(f"the last expression is not a widget but {type(value).__name__}")
    return view["model_id"]


def describe(error):
    """{"summary": the last line, "traceback": all of it but livepage's own frames} of an exception."""
    trace = traceback.TracebackException.from_exception(error)
    trace.stack = traceback.StackSummary.from_list([f for f in trace.stack if not f.filename.startswith(HERE)])
    return {"summary": list(trace.format_exception_only())[-1].strip(), "traceback": "".join(trace.format())}


def jsonable(value):
    """The value with NaN and infinities as text, which is how Jupyter's own kernels send them."""
    if isinstance(value, dict):
        return {key: jsonable(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [jsonable(item) for item in value]
    return repr(value) if isinstance(value, float) and not math.isfinite(value) else value

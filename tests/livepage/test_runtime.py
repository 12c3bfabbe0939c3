"""The runtime's messages, in a fresh Python as in a browser: with the shim instead of IPython."""

import json
import subprocess
import sys
from textwrap import dedent

START = """
from livepage import ipython_shim
ipython_shim.install()
import os, sys, json
os.environ["JUPYTER_WIDGETS_ECHO"] = "0"
from livepage.runtime import Kernel, describe
sent = []
kernel = Kernel(lambda message, buffers: sent.append((message, buffers)))
cell = '''{cell}'''
ran = kernel.run("x", [cell])
"""
SQUARE = """
import ipywidgets as w
n = w.IntSlider(value=3)
square = w.IntText()
def compute(change=None):
    square.value = n.value ** 2
n.observe(compute, "value")
compute()
button = w.Button()
button.on_click(lambda b: 1 / 0)
w.VBox([n, square, button])
"""


def outcome(cell, script):
    """What `script` prints as JSON after the cell has run as figure x."""
    program = START.format(cell=cell) + dedent(script)
    done = subprocess.run([sys.executable, "-W", "error", "-c", program], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_running_a_figure_is_muted_and_reports_its_models():
    sent, ran = outcome(SQUARE, "print(json.dumps([len(sent), ran]))")
    assert sent == 0
    assert ran["models"]["fig-x-002"] == "IntSliderModel"
    assert ran["models"][ran["view"]] == "VBoxModel"


def test_a_move_is_answered_under_its_figure_and_its_message():
    messages = outcome(
        SQUARE,
        """
        failures = kernel.receive("x", "fig-x-002", {"method": "update", "state": {"value": 7}}, [], "m1")
        print(json.dumps([message for message, buffers in sent]))
        """,
    )
    [answer] = messages
    assert answer["figure"] == "x"
    assert answer["parent"] == "m1"
    assert answer["msg_type"] == "comm_msg"
    assert answer["data"]["state"] == {"value": 49}
    assert answer["comm_id"] == "fig-x-005"  # after the slider, the Layout and style of the IntText


def test_binary_traits_come_and_go_as_buffers():
    view = """
import anywidget, traitlets
class V(anywidget.AnyWidget):
    _esm = ""
    up = traitlets.CBytes().tag(sync=True)
    down = traitlets.Bytes().tag(sync=True)
    @traitlets.observe("up")
    def turn(self, change): self.down = bytes(reversed(change.new))
V()
"""
    answer = outcome(
        view,
        """
        data = {"method": "update", "state": {}, "buffer_paths": [["up"]]}
        assert kernel.receive("x", "fig-x-001", data, [b"abc"]) == []
        print(json.dumps([[message["data"], [list(b) for b in buffers]] for message, buffers in sent]))
        """,
    )
    assert answer == [[{"method": "update", "state": {}, "buffer_paths": [["down"]]}, [list(b"cba")]]]


def test_what_callbacks_raise_is_returned_and_described():
    found = outcome(
        SQUARE.replace("n.value ** 2", "n.value ** 2 if n.value < 9 else [][n.value]"),
        """
        move = lambda v: kernel.receive("x", "fig-x-002", {"method": "update", "state": {"value": v}})
        click = {"method": "custom", "content": {"event": "click"}}
        all = [*move(9), *kernel.receive("x", "fig-x-008", click)]
        print(json.dumps([[describe(e) for e in all], move(2), sent[-1][0]["data"]["state"]]))
        """,
    )
    [index, division], after, state = found
    assert index["summary"] == "IndexError: list index out of range"
    assert "[][n.value]" in index["traceback"]
    assert division["summary"] == "ZeroDivisionError: division by zero"
    assert after == []
    assert state == {"value": 4}  # the figure goes on after an error


def test_a_message_for_a_widget_that_is_gone_is_ignored():
    assert outcome(SQUARE, "print(json.dumps(kernel.receive('x', 'fig-x-999', {'method': 'update'})))") == []


def test_widgets_made_later_open_a_line_of_their_own():
    later = "import ipywidgets as w\nb = w.Button()\nb.on_click(lambda _: w.Label('new'))\nb"
    opened = outcome(
        later,
        """
        kernel.receive("x", "fig-x-002", {"method": "custom", "content": {"event": "click"}}, [], "m")
        print(json.dumps([[m["msg_type"], m["comm_id"], m["metadata"]] for m, _ in sent]))
        """,
    )
    assert [kind for kind, *_ in opened] == ["comm_open"] * 3  # Layout, style, Label
    assert len({comm_id for _, comm_id, _ in opened}) == 3
    assert all(metadata["version"].startswith("2.") for *_, metadata in opened)


def test_a_default_that_the_page_has_otherwise_is_recorded():
    """A FloatSlider's step is 0.1 in Python and 1 in JavaScript."""
    slider, layout = outcome(
        "import ipywidgets as w\nw.FloatSlider()",
        """
        from livepage.state import figure_state
        models = figure_state(ran["models"])
        print(json.dumps([models[ran["view"]]["state"], models["fig-x-000"]["state"]]))
        """,
    )
    assert slider["step"] == 0.1
    assert layout == {}

"""Recordings: the same every time, complete, and clear about what is wrong with a figure."""

import base64
import struct

import pytest

from livepage import recordings as module
from livepage.recordings import key, recordings

SLIDER = """
import ipywidgets as widgets
slider = widgets.FloatSlider(value=0.5, description="η")
text = widgets.HTML()
play = widgets.Play()
link = widgets.jslink((play, "value"), (text, "value"))
slider.observe(lambda change: None, "value")
"""
VIEW = """
import struct, anywidget, traitlets
class View(anywidget.AnyWidget):
    _esm = "export default { render() {} }"
    frame = traitlets.Int(0).tag(sync=True)
    curve = traitlets.Bytes().tag(sync=True)
    @traitlets.observe("frame")
    def moved(self, change): pass
View(curve=struct.pack("<3f", 1.5, -2, 1e9))
"""


@pytest.fixture
def record(tmp_path):
    """record(source, …) -> the recordings of figures a, b, …, one cell each."""

    def run(*sources, cache=tmp_path / "cache"):
        figures = [{"name": name, "cells": [source]} for name, source in zip("abcdef", sources, strict=False)]
        return recordings(figures, [], tmp_path, cache)

    return run


def test_ids_count_up_in_order_of_creation_and_name_the_figure(record):
    [a, b] = record(SLIDER + "widgets.VBox([slider, text])", VIEW)
    assert list(a["models"]) == [f"fig-a-{n:03d}" for n in range(len(a["models"]))]
    assert a["models"][a["view"]]["model_name"] == "VBoxModel"
    assert a["models"]["fig-a-002"]["model_name"] == "FloatSliderModel"  # after its Layout and its SliderStyle
    assert list(b["models"]) == ["fig-b-000", "fig-b-001"]


def test_two_runs_record_the_same(record, tmp_path):
    sources = SLIDER + "slider", VIEW
    assert record(*sources, cache=tmp_path / "one") == record(*sources, cache=tmp_path / "two")


def test_the_state_holds_what_the_widgets_hold(record):
    [a, b] = record(SLIDER + "slider", VIEW)
    slider = a["models"]["fig-a-002"]["state"]
    assert (slider["value"], slider["description"]) == (0.5, "η")
    assert slider["step"] == 0.1  # a default that JavaScript would take for 1
    assert "width" not in a["models"]["fig-a-000"]["state"]  # a layout's defaults are null on both sides
    view = b["models"]["fig-b-001"]
    assert view["state"]["frame"] == 0
    [buffer] = view["buffers"]
    assert buffer["path"] == ["curve"]
    assert struct.unpack("<3f", base64.b64decode(buffer["data"])) == (1.5, -2.0, 1e9)


def test_it_is_known_what_python_listens_to(record):
    clicks = """
import ipywidgets as widgets
choice = widgets.Dropdown(options=["a", "b"])
choice.observe(print, "value")
deaf, button = widgets.Button(), widgets.Button()
button.on_click(print)
whole = widgets.IntSlider()
whole.observe(print)
widgets.VBox([choice, deaf, button, whole])
"""
    [a, b, c] = record(SLIDER + "slider", VIEW, clicks)
    assert a["listens"] == {"fig-a-002": ["value"]}  # neither Play nor what it is linked to
    assert b["listens"] == {"fig-b-001": ["frame"]}
    names = {c["models"][model]["model_name"]: traits for model, traits in c["listens"].items()}
    assert names == {"DropdownModel": ["*"], "ButtonModel": ["custom"], "IntSliderModel": ["*"]}
    assert len(c["listens"]) == 3  # one of the two buttons


def test_figures_have_a_namespace_each(record):
    [_, b] = record(SLIDER + "slider", "slider")
    assert b["error"]["summary"] == "NameError: name 'slider' is not defined"


@pytest.mark.parametrize(
    ("source", "summary", "line"),
    [
        ("def f():\n    return [][1]\nf()", "IndexError: list index out of range", "return [][1]"),
        ("3", "the last expression is not a widget but int", ""),
        ("x = 3", "the last expression is not a widget but NoneType", ""),
        ("import matplotlib", "No module named 'matplotlib' in the browser's Python", "import matplotlib"),
        ("1 +", "SyntaxError: invalid syntax", "1 +"),
        ("from IPython.display import display\ndisplay(3)", "display() does not work in a page", "display(3)"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(record, source, summary, line):
    [a] = record(source)
    assert summary in a["error"]["summary"]
    assert line in a["error"]["traceback"]
    assert "livepage/runtime.py" not in a["error"]["traceback"]


def test_a_number_that_json_cannot_hold_is_recorded_as_text(record):
    [a] = record("import ipywidgets as w\nw.FloatText(float('nan'))")
    assert a["models"][a["view"]]["state"]["value"] == "nan"


def test_an_unchanged_figure_is_not_run_again(record, monkeypatch):
    first = record(SLIDER + "slider")
    monkeypatch.setattr(module, "_record", lambda *job: pytest.fail("it ran again"))
    assert record(SLIDER + "slider") == first


def test_a_failure_is_not_kept(record):
    assert "error" in record("import os\nos.mkdir('done')\n1")[0]
    assert "FileExistsError" in record("import os\nos.mkdir('done')\n1")[0]["error"]["summary"]


def test_a_change_in_a_package_asks_for_a_new_recording(tmp_path, monkeypatch):
    package = tmp_path / "some_package"
    package.mkdir()
    (package / "__init__.py").write_text("x = 1")
    monkeypatch.syspath_prepend(tmp_path)
    before = key([], ["some_package"])
    assert key([], ["some_package"]) == before
    (package / "view.js").write_text("export default {}")
    assert key([], ["some_package"]) != before


def test_a_package_that_is_not_there_is_named():
    with pytest.raises(ModuleNotFoundError, match="livepage_packages names 'no_such_package'"):
        key([], ["no_such_package"])

"""livepage inside Sphinx: what stops a build, what is built again, and what a page gets."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from livepage.page import safe

ROOT = Path(__file__).parents[2]
CONFIG = f"""
title: Book
only_build_toc_files: true
execute: {{execute_notebooks: "off"}}
sphinx:
  local_extensions: {{livepage: "{ROOT}"}}
  config: {{livepage_packages: [measured]}}
"""
FIGURE = "import ipywidgets, measured\nipywidgets.IntText(measured.length, description='</script>')"
VIEW = """
import anywidget
class View(anywidget.AnyWidget):
    _esm = "export default { render() {} }   // a view"
View()
"""


class Book:
    """A book of one notebook beside a package of its own, both in a temporary folder."""

    def __init__(self, folder):
        self.folder = folder
        (folder / "measured").mkdir()
        self.measure(1)
        (folder / "_config.yml").write_text(CONFIG)
        (folder / "_toc.yml").write_text("format: jb-book\nroot: index")

    def measure(self, length):
        (self.folder / "measured" / "__init__.py").write_text(f"length = {length}\n")

    def write(self, *cells):
        written = [{"cell_type": "markdown", "id": "title", "metadata": {}, "source": "# Book\n\nSome words & more."}]
        for name, source in cells:
            tagged = {"tags": ["live", "remove-input"]}
            cell = {"cell_type": "code", "id": name, "metadata": tagged, "source": source}
            written.append({**cell, "outputs": [], "execution_count": None})
        spec = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
        notebook = {"cells": written, "metadata": spec, "nbformat": 4, "nbformat_minor": 5}
        (self.folder / "index.ipynb").write_text(json.dumps(notebook))

    def build(self):
        program = Path(sys.executable).with_name("jupyter-book")
        command = [program, "build", ".", "-n", "-W", "--keep-going"]
        path = {**os.environ, "PYTHONPATH": str(self.folder)}
        return subprocess.run(command, cwd=self.folder, env=path, capture_output=True, text=True)

    def page(self):
        return (self.folder / "_build" / "html" / "index.html").read_text()

    def data(self):
        found = re.search(r'<script type="application/json" id="livepage-data">(.*?)</script>', self.page(), re.DOTALL)
        return json.loads(found[1])


@pytest.fixture
def book(tmp_path):
    return Book(tmp_path)


def test_a_page_gets_its_figures_and_views_are_files_of_the_site(book):
    book.write(("number", FIGURE), ("one", VIEW), ("two", VIEW))
    done = book.build()
    assert done.returncode == 0, done.stderr
    number, one, two = book.data()["figures"]
    assert number["models"][number["view"]]["state"]["value"] == 1
    assert number["models"][number["view"]]["state"]["description"] == "</script>"
    assert number["cells"] == [FIGURE]
    files = [figure["models"][figure["view"]]["state"]["_esm"]["file"] for figure in (one, two)]
    assert files[0] == files[1]
    views = book.folder / "_build" / "html" / "_static" / "livepage" / "views"
    assert [path.name for path in views.iterdir()] == files[:1]
    assert (views / files[0]).read_text() == "export default { render() {} }   // a view"
    assert '<meta name="description" content="Some words &amp; more." />' in book.page()


def test_a_change_in_a_package_changes_the_page(book):
    book.write(("number", FIGURE))
    assert book.build().returncode == 0
    assert "index" not in re.findall(r"writing output.*?(\w+)\n", book.build().stdout)
    book.measure(2)
    assert book.build().returncode == 0
    [figure] = book.data()["figures"]
    assert figure["models"][figure["view"]]["state"]["value"] == 2


def test_a_failing_figure_stops_the_build_and_is_named(book):
    book.write(("number", FIGURE), ("half-done", "measured = {}\nmeasured['width']"))
    for _ in range(2):  # a second build must not pass because the page has been read before
        done = book.build()
        assert done.returncode != 0
        assert "index.ipynb: the live cell 'half-done' could not be recorded" in done.stderr
        assert "KeyError: 'width'" in done.stderr
    book.write(("number", FIGURE))
    assert book.build().returncode == 0


def test_a_bad_id_stops_the_build(book):
    book.write(("two words", FIGURE))
    for _ in range(2):
        done = book.build()
        assert done.returncode != 0
        assert "the id 'two words'" in done.stderr


def test_json_in_a_page_cannot_end_its_script():
    assert "</" not in safe(json.dumps({"text": "</script><!--"}))
    assert json.loads(safe('{"text": "</script>"}')) == {"text": "</script>"}

"""Which cells of a notebook are figures, and what runs before them."""

import json

import pytest

from livepage.notebook import BadCell, live_figures


def cell(name, source, *tags, kind="code"):
    return {"cell_type": kind, "id": name, "metadata": {"tags": list(tags)}, "source": source}


@pytest.fixture
def figures_of(tmp_path):
    def find(*cells):
        path = tmp_path / "chapter.ipynb"
        path.write_text(json.dumps({"cells": list(cells)}), "utf-8")
        return live_figures(path)

    return find


def test_setup_above_a_figure_runs_first_and_other_cells_do_not(figures_of):
    found = figures_of(
        cell("text", "# live", "live", kind="markdown"),
        cell("a", ["import x\n", "y = 1"], "live-setup"),
        cell("b", "never"),
        cell("c", "one", "live", "remove-input"),
        cell("d", "more", "live-setup"),
        cell("e", "two", "live"),
    )
    assert found == {
        3: {"name": "c", "cells": ["import x\ny = 1", "one"]},
        5: {"name": "e", "cells": ["import x\ny = 1", "more", "two"]},
    }


@pytest.mark.parametrize("name", ["", "has space", "x" * 65, None])
def test_an_invalid_id_is_refused_with_the_place_of_its_cell(figures_of, name):
    with pytest.raises(BadCell, match=r"cell number 2 .* 1 to 64 letters"):
        figures_of(cell("a", ""), cell(name, "w", "live"))


def test_an_id_used_twice_is_refused_by_name(figures_of):
    with pytest.raises(BadCell, match="'same' of a live cell is used by 2 cells"):
        figures_of(cell("same", ""), cell("same", "w", "live"))

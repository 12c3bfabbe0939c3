"""The page of nnlib's names: every public name is there, with its words."""

import inspect
from pathlib import Path

import pytest

import nnlib
from nnlib import checks, datasets, plots, widgets

PAGE = Path(__file__).parents[2] / "_build" / "html" / "api.html"
TABLES = {"ACTIVATIONS": "nnlib.activations.", "LOSSES": "nnlib.losses.", "INITIALISATIONS": "nnlib.initialisation."}


def public():
    """The anchor of every public name."""
    for module in (nnlib, checks, widgets):
        for name in module.__all__:
            if not inspect.ismodule(getattr(module, name)):
                yield f"{TABLES.get(name, module.__name__ + '.')}{name}"
    for module in (datasets, plots):
        for name, value in vars(module).items():
            if inspect.isfunction(value) and value.__module__ == module.__name__ and not name.startswith("_"):
                yield f"{module.__name__}.{name}"


@pytest.fixture(scope="module")
def described(browser):
    """{anchor: the text below it}."""
    page = browser.new_page()
    page.goto(PAGE.as_uri())
    read = "all => Object.fromEntries(all.map(name => [name.id, name.nextElementSibling?.innerText.trim() ?? '']))"
    yield page.locator("dt[id]").evaluate_all(read)
    page.close()


@pytest.mark.parametrize("name", sorted(public()))
def test_every_public_name_is_described(name, described):
    assert len(described.get(name, "")) > 20, f"{name} is not described on api.html"

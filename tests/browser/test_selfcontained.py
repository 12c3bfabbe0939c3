"""Pages of a small book: what they load, and what the theme would otherwise leave loose."""

import re

import pytest
from playwright.sync_api import expect


@pytest.mark.parametrize("name", ["index", "plain", "search", "genindex"])
def test_a_page_without_figures_gets_nothing_of_livepage(small_origin, watched_page, name):
    page = watched_page(small_origin)
    page.goto(f"{small_origin}/{name}.html", wait_until="networkidle")
    assert not [url for url in page.requests if "livepage" in url]
    assert bool([url for url in page.requests if "mathjax" in url]) == (name == "index")
    assert page.locator("mjx-container").count() == (1 if name == "index" else 0)
    assert page.locator("meta[name=description]").get_attribute("content")


def test_one_search_button_and_a_working_colour_switch(figures):
    assert figures.locator(".search-button__button:visible").count() == 1
    figures.locator(".theme-switch-button").first.click()
    expect(figures.locator("html")).to_have_attribute("data-theme", re.compile("light|dark"))

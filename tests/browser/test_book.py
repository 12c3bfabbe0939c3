"""The built book in a real Chromium, used as a reader would: first without Python, then live."""

import re
import zipfile

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import SITE

PAGES = sorted(page.name for page in SITE.glob("*.html") if page.name not in ("genindex.html", "search.html"))
PYTHON = re.compile(r"worker\.js|pyodide|manifest\.json|\.zip")
BOOT = 90_000  # ms; three or four seconds on a free machine


@pytest.fixture
def read(origin, watched_page):
    """read(page, figure) -> a page opened, its figure drawn and in sight."""

    def opened(name, figure, **options):
        page = watched_page(origin, **options)
        page.goto(f"{origin}/{name}.html")
        page.locator(figure).scroll_into_view_if_needed()
        expect(page.locator(f"{figure} .nn-view").first).to_be_visible()
        return page

    return opened


def python_requests(page):
    return [url for url in page.requests if PYTHON.search(url)]


def picture(page, figure):
    """Every path of a figure's pictures, as text: what the reader sees of lines, fields and boundaries."""
    page.wait_for_timeout(120)  # a picture is drawn in the frame after its numbers have come
    return page.locator(f"{figure} svg path").evaluate_all("paths => paths.map(path => path.getAttribute('d')).join()")


def boundary(page, figure):
    page.wait_for_timeout(120)
    return page.locator(f"{figure} .boundary").get_attribute("d")


def slide(page, figure, name, steps):
    """Move a slider by the keyboard."""
    page.locator(f"{figure} .noUi-handle[aria-label='{name}']").focus()
    for _ in range(abs(steps)):
        page.keyboard.press("ArrowRight" if steps > 0 else "ArrowLeft")


def becomes_live(page, figure):
    expect(page.locator(figure)).to_have_attribute("data-state", "live", timeout=BOOT)


def test_the_replay_plays_and_scrubs_before_any_python_is_requested(read):
    page, figure = read("training-loop", "#fig-training-replay"), "#fig-training-replay"
    start = boundary(page, figure)
    slide(page, figure, "epoch", 40)
    expect(page.locator(figure)).to_contain_text("epoch = 200")
    assert boundary(page, figure) != start
    slide(page, figure, "epoch", -40)
    assert boundary(page, figure) == start
    page.locator(f"{figure} .widget-play button").first.click()
    expect(page.locator(figure)).to_contain_text(re.compile(r"epoch = [5-9]\d"), timeout=20_000)
    assert boundary(page, figure) != start
    assert python_requests(page) == []


def test_the_loss_curve_itself_scrubs_by_pointer_and_keyboard(read):
    page, figure = read("training-loop", "#fig-training-replay"), "#fig-training-replay"
    curve = page.locator(f"{figure} [role=slider].handle")
    box = curve.bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + 30)
    expect(page.locator(figure)).to_contain_text(re.compile(r"epoch = 2[45]\d"))
    curve.focus()
    page.keyboard.press("End")
    expect(page.locator(figure)).to_contain_text("epoch = 500")
    assert python_requests(page) == []


def test_eta_and_activation_retrain_in_the_page_and_a_second_figure_shares_the_worker(read):
    page, figure = read("training-loop", "#fig-training-replay"), "#fig-training-replay"
    before = picture(page, figure)
    slide(page, figure, "η", 8)
    becomes_live(page, figure)
    faster = picture(page, figure)
    assert faster != before
    expect(page.locator(figure)).to_contain_text("before")  # the ghost of the run that was left
    page.locator(f"{figure} select").first.select_option("relu")
    expect(page.locator(figure)).to_have_attribute("data-state", "live", timeout=BOOT)
    page.wait_for_function(
        "([f, old]) => document.querySelector(f + ' svg path').closest('svg').innerHTML !== old", arg=[figure, faster]
    )
    bent = picture(page, figure)
    assert bent != faster
    other = "#fig-training-moons"
    page.locator(other).scroll_into_view_if_needed()
    moons = picture(page, other)
    slide(page, other, "η", -16)
    becomes_live(page, other)
    assert picture(page, other) != moons
    assert picture(page, figure) == bent
    assert len([url for url in page.requests if url.endswith("worker.js")]) == 1


def test_a_change_half_way_forks_the_future_and_keeps_the_reader_where_they_are(read):
    page, figure = read("training-loop", "#fig-training-replay"), "#fig-training-replay"
    slide(page, figure, "epoch", 40)
    here = boundary(page, figure)
    slide(page, figure, "η", 16)
    becomes_live(page, figure)
    expect(page.locator(figure)).to_contain_text("From epoch 200 on")
    expect(page.locator(figure)).to_contain_text("epoch = 200")
    assert boundary(page, figure) == here
    assert page.locator(f"{figure} .noUi-handle[aria-label='epoch']").get_attribute("aria-valuenow").startswith("200")


def test_an_eta_that_is_too_large_is_said_in_words(read):
    page, figure = read("training-loop", "#fig-training-replay"), "#fig-training-replay"
    slide(page, figure, "η", 64)
    becomes_live(page, figure)
    expect(page.locator(figure)).to_contain_text("η = 128 is too large here")


def test_without_python_the_replay_works_and_the_page_says_why(origin, watched_page):
    page, figure = watched_page(origin), "#fig-training-replay"
    page.route("**/pyodide*/**", lambda route: route.abort())
    page.goto(f"{origin}/training-loop.html")
    start = boundary(page, figure)
    slide(page, figure, "η", 1)
    expect(page.locator(figure)).to_have_attribute("data-state", "failed", timeout=BOOT)
    expect(page.locator(f"{figure} [role=status]")).to_contain_text("could not start")
    slide(page, figure, "epoch", 40)
    assert boundary(page, figure) != start
    page.errors.clear()  # the refused requests


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_loads_clean(name, width, scheme, origin, watched_page):
    """No error, no request elsewhere (watched_page sees to both), nothing wider than the screen, all figures drawn."""
    page = watched_page(origin, viewport={"width": width, "height": 844}, color_scheme=scheme)
    page.goto(f"{origin}/{name}")
    figures = page.locator(".livepage")
    for k in range(figures.count()):
        figures.nth(k).scroll_into_view_if_needed()
        expect(figures.nth(k).locator(".nn-view svg path, .nn-view svg rect, .nn-view td").first).to_be_attached()
    page.wait_for_timeout(300)
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 1
    assert python_requests(page) == []


def test_the_front_page_hands_out_the_folder_of_the_book(origin, watched_page):
    page = watched_page(origin)
    page.goto(f"{origin}/index.html")
    with page.expect_download() as started:
        page.get_by_role("link", name=re.compile("Download the book")).click()
    with zipfile.ZipFile(started.value.path()) as archive:
        names = archive.namelist()
        for name in ("requirements.txt", "book/training-loop.ipynb", "nnlib/network.py", "nnlib/data/digits.npz"):
            assert archive.read(f"backpropagation/{name}") == (SITE.parents[1] / name).read_bytes()
    assert not [name for name in names if "node_modules" in name or "__pycache__" in name]

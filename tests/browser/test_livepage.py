"""The pages of a small book (tests/livepage/site) in a real Chromium: static first, alive when touched.

The fixture's arithmetic is the oracle: the page can show 28 only if Python computed 5² + 3.
"""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import expect

BOOK = Path(__file__).parents[1] / "livepage" / "site"
PYTHON = re.compile(r"worker\.js|pyodide|manifest\.json|\.zip")
BOOT = 90_000  # ms; three seconds on a free machine
PLAYING = re.compile(r"frame (1\d|20): (1\d|20)$")
STRICT = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; script-src 'self' 'unsafe-inline'"


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """The fixture book, built with -n -W."""
    target = tmp_path_factory.mktemp("site")
    program = Path(sys.executable).with_name("jupyter-book")
    command = [program, "build", str(BOOK), "--path-output", str(target), "-n", "-W"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return target / "_build" / "html"


@pytest.fixture(scope="session")
def origin(site, serve):
    """Where the fixture book is served."""
    return serve(site)


@pytest.fixture
def page(origin, watched_page):
    """The page with four figures, drawn."""
    return opened(watched_page(origin), origin)


def opened(page, origin):
    page.goto(f"{origin}/figures.html")
    expect(page.locator("#fig-other .noUi-handle")).to_be_visible()
    return page


def python_requests(page):
    return [url for url in page.requests if PYTHON.search(url)]


def slide(page, name, steps, figure=""):
    handle = page.locator(f"{figure} .noUi-handle[aria-label='{name}']")
    handle.focus()
    for _ in range(abs(steps)):
        page.keyboard.press("ArrowRight" if steps > 0 else "ArrowLeft")
    return handle


def state(page, figure, wanted):
    expect(page.locator(figure)).to_have_attribute("data-state", wanted, timeout=BOOT)


def test_figures_are_drawn_before_any_python_is_requested(page):
    expect(page.locator("#fig-square")).to_contain_text("n² + spare = 10")
    expect(page.locator("#fig-replay output")).to_have_text("frame 0: 0")
    assert page.locator(".livepage[data-state=static]").count() == 4
    assert python_requests(page) == []


def test_playing_scrubbing_and_unheard_moves_request_no_python(page):
    page.locator("#fig-replay button").first.click()
    expect(page.locator("#fig-replay output")).to_have_text(PLAYING)
    slide(page, "unheard", 2)
    page.locator("#fig-replay button").nth(1).click()
    expect(page.locator("#fig-replay output")).to_have_text("frame 0: 0")
    slide(page, "frame", 2)
    expect(page.locator("#fig-replay output")).to_have_text("frame 2: 2")
    page.wait_for_timeout(300)
    assert python_requests(page) == []
    state(page, "#fig-replay", "static")


def test_a_touch_starts_python_and_keeps_the_widgets_and_the_move(page):
    slide(page, "unheard", 2)
    page.evaluate("document.querySelectorAll('#fig-square *').forEach((e) => { e.seen = true; })")
    handle = slide(page, "n", 2)
    state(page, "#fig-square", "booting")
    expect(page.locator("#fig-square [role=status]")).to_contain_text("Starting Python")
    expect(page.locator("#fig-square")).to_contain_text("n² + spare = 28", timeout=BOOT)
    state(page, "#fig-square", "live")
    expect(handle).to_have_attribute("aria-valuetext", "5")
    assert page.evaluate("[...document.querySelectorAll('#fig-square .jupyter-widgets')].every((e) => e.seen)")
    slide(page, "n", 1)
    expect(page.locator("#fig-square")).to_contain_text("n² + spare = 39")


def test_a_second_figure_shares_the_worker(page):
    slide(page, "n", 1)
    state(page, "#fig-square", "live")
    slide(page, "frame", 2)
    page.locator("#fig-replay select").select_option("ten")
    expect(page.locator("#fig-replay output")).to_have_text("frame 2: 20", timeout=BOOT)
    state(page, "#fig-replay", "live")
    page.locator("#fig-replay").evaluate(
        "(e) => new MutationObserver(() => { e.flickered = true; }).observe(e, { attributeFilter: ['data-state'] })"
    )
    page.locator("#fig-replay button").first.click()
    expect(page.locator("#fig-replay output")).to_have_text("frame 20: 200")
    assert not page.locator("#fig-replay").evaluate("(e) => e.flickered")
    assert len([url for url in page.requests if url.endswith("worker.js")]) == 1


def test_an_error_in_a_callback_is_shown_and_goes(page):
    choice = page.locator("#fig-wrong select")
    choice.select_option("raise")
    status = page.locator("#fig-wrong .livepage-line")
    expect(status).to_contain_text("ValueError: x has 3 rows; w¹ expects 2", timeout=BOOT)
    expect(status.locator("pre")).to_contain_text('raise ValueError("x has 3 rows; w¹ expects 2")')
    choice.select_option("rest")
    expect(page.locator("#fig-wrong")).to_contain_text("did rest")
    expect(status).not_to_contain_text("ValueError")


def test_stop_ends_a_hanging_computation_and_the_next_touch_starts_anew(page):
    choice = page.locator("#fig-wrong select")
    choice.select_option("hang")
    stop = page.locator("#fig-wrong").get_by_role("button", name="Stop")
    expect(page.locator("#fig-wrong [role=status]")).to_contain_text("Computing", timeout=BOOT)
    stop.click()
    state(page, "#fig-wrong", "static")
    choice.select_option("work")
    expect(page.locator("#fig-wrong")).to_contain_text("did work", timeout=BOOT)


def test_stop_ends_a_start_and_the_next_touch_starts_anew(page):
    slide(page, "n", 1)
    page.locator("#fig-square").get_by_role("button", name="Stop").click()
    state(page, "#fig-square", "static")
    page.wait_for_timeout(500)
    expect(page.locator("#fig-square")).to_contain_text("n² + spare = 10")
    slide(page, "n", 1)
    expect(page.locator("#fig-square")).to_contain_text("n² + spare = 26", timeout=BOOT)


def test_a_crash_of_python_is_said_and_survived(page):
    choice = page.locator("#fig-wrong select")
    choice.select_option("crash")
    state(page, "#fig-wrong", "failed")
    expect(page.locator("#fig-wrong [role=status]")).to_contain_text("Python stopped")
    choice.select_option("work")
    expect(page.locator("#fig-wrong")).to_contain_text("did work", timeout=BOOT)
    state(page, "#fig-wrong", "live")
    page.errors.clear()


def test_a_figure_that_stopped_knows_all_moves_again(page):
    slide(page, "unheard", 3)
    slide(page, "n", 1)
    expect(page.locator("#fig-square")).to_contain_text("n² + spare = 20", timeout=BOOT)
    page.locator("#fig-wrong select").select_option("hang")
    expect(page.locator("#fig-wrong [role=status]")).to_contain_text("Computing")
    page.locator("#fig-wrong").get_by_role("button", name="Stop").click()
    state(page, "#fig-square", "static")
    slide(page, "n", 1)
    expect(page.locator("#fig-square")).to_contain_text("n² + spare = 29", timeout=BOOT)


def test_a_figure_that_stopped_shows_nothing_stale(page):
    slide(page, "n", 2)
    expect(page.locator("#fig-square")).to_contain_text("n² + spare = 26", timeout=BOOT)
    page.locator("#fig-wrong select").select_option("hang")
    expect(page.locator("#fig-wrong [role=status]")).to_contain_text("Computing")
    page.locator("#fig-wrong").get_by_role("button", name="Stop").click()
    page.locator("#fig-square .livepage-view").evaluate("(e) => { e.seen = e.firstElementChild; }")
    handle = slide(page, "n", -2)
    expect(page.locator("#fig-square")).to_contain_text("n² + spare = 10", timeout=BOOT)
    expect(handle).to_have_attribute("aria-valuetext", "3")
    assert page.locator("#fig-square .livepage-view").evaluate("(e) => e.seen === e.firstElementChild")


def test_other_widgets_in_the_browser_are_drawn_anew_with_the_move(page):
    slide(page, "m", 1)
    expect(page.locator("#fig-other")).to_contain_text("only in the browser", timeout=BOOT)
    expect(page.locator("#fig-other .widget-html-content").first).to_have_text("6")
    expect(page.locator("#fig-other .noUi-handle")).to_have_attribute("aria-valuetext", "3")
    assert page.locator("#fig-other .widget-slider").count() == 1
    slide(page, "m", 1)
    expect(page.locator("#fig-other .widget-html-content").first).to_have_text("8")


@pytest.mark.parametrize(
    ("missing", "words"),
    [
        ("worker.js", "its worker could not be loaded"),
        ("manifest.json", "manifest.json could not be loaded (404)"),
        ("pyodide.asm.wasm", "pyodide.asm.wasm could not be loaded (404)"),
        ("libraries-*.zip", ".zip could not be loaded (404)"),
    ],
)
def test_without_a_file_the_page_says_so_and_the_replay_works(page, missing, words):
    page.context.route(f"**/{missing}", lambda route: route.fulfill(status=404, body="no"))
    page.locator("#fig-replay select").select_option("ten")
    state(page, "#fig-replay", "failed")
    status = page.locator("#fig-replay [role=status]")
    expect(status).to_contain_text("Python could not start here")
    expect(status).to_contain_text(words)
    page.locator("#fig-replay button").first.click()
    expect(page.locator("#fig-replay output")).to_have_text(PLAYING)
    assert all("404" in error for error in page.errors)
    page.context.unroute(f"**/{missing}")
    page.get_by_role("button", name="Try again").click()
    expect(page.locator("#fig-replay output")).to_have_text("frame 20: 200", timeout=BOOT)
    page.errors.clear()


def test_a_start_that_makes_no_progress_is_given_up(origin, watched_page):
    page = watched_page(origin)
    page.route("**/figures.html", lambda route: route.fulfill(body=impatient(route.fetch().text())))
    opened(page, origin)
    page.context.route("**/pyodide.asm.wasm", lambda route: None)
    slide(page, "n", 1)
    state(page, "#fig-square", "failed")
    expect(page.locator("#fig-square [role=status]")).to_contain_text("did not start within 2 seconds")


def impatient(html):
    assert '"patience": 60' in html
    return html.replace('"patience": 60', '"patience": 2')


def test_a_browser_without_webassembly_is_told(origin, watched_page):
    page = watched_page(origin)
    page.add_init_script("delete globalThis.WebAssembly")
    slide(opened(page, origin), "n", 1)
    expect(page.locator("#fig-square [role=status]")).to_contain_text("this browser has no WebAssembly")


def test_a_strict_content_security_policy(site, serve, watched_page):
    allowed = serve(site, {"Content-Security-Policy": f"{STRICT} 'wasm-unsafe-eval'"})
    page = opened(watched_page(allowed), allowed)
    page.locator("#fig-replay select").select_option("ten")
    slide(page, "frame", 3)
    expect(page.locator("#fig-replay output")).to_have_text("frame 3: 30", timeout=BOOT)


def test_a_policy_that_forbids_webassembly_is_named(site, serve, watched_page):
    forbidden = serve(site, {"Content-Security-Policy": STRICT})
    page = opened(watched_page(forbidden), forbidden)
    slide(page, "n", 1)
    expect(page.locator("#fig-square [role=status]")).to_contain_text("security policy forbids WebAssembly")
    page.errors.clear()


def test_a_page_opened_as_a_file_says_what_it_needs(site, watched_page):
    page = watched_page("file://")
    page.goto((site / "figures.html").as_uri())
    expect(page.locator("#fig-square .livepage-waiting")).to_contain_text("from a web server")
    page.wait_for_function("document.querySelector('.livepage-waiting').offsetHeight > 10", timeout=10_000)
    page.errors.clear()


def test_without_javascript_the_stored_picture_is_shown(origin, watched_page):
    page = watched_page(origin, java_script_enabled=False)
    page.goto(f"{origin}/figures.html")
    expect(page.locator("#fig-square noscript img")).to_be_visible()
    expect(page.locator("#fig-replay .livepage-waiting")).to_contain_text("JavaScript")
    expect(page.locator("#fig-replay .livepage-waiting")).to_be_visible(timeout=10_000)


@pytest.mark.parametrize("name", ["index", "plain", "search", "genindex"])
def test_a_page_without_figures_gets_nothing_of_livepage(origin, watched_page, name):
    page = watched_page(origin)
    page.goto(f"{origin}/{name}.html", wait_until="networkidle")
    assert not [url for url in page.requests if "livepage" in url]
    assert bool([url for url in page.requests if "mathjax" in url]) == (name == "index")
    assert page.locator("mjx-container").count() == (1 if name == "index" else 0)
    assert page.locator("meta[name=description]").get_attribute("content")


def test_one_search_button_and_a_working_colour_switch(page):
    assert page.locator(".search-button__button:visible").count() == 1
    page.locator(".theme-switch-button").first.click()
    expect(page.locator("html")).to_have_attribute("data-theme", re.compile("light|dark"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_shows_it_all_without_scrolling_sideways(origin, watched_page, scheme):
    page = watched_page(origin, viewport={"width": 390, "height": 844}, color_scheme=scheme)
    opened(page, origin)
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 390
    boxes = [box.bounding_box() for box in page.locator(".livepage .jupyter-widgets").all()]
    assert all(box["x"] >= 0 and box["x"] + box["width"] <= 390 for box in boxes)


def test_latex_in_a_label_is_set_by_the_pages_own_mathjax(page):
    expect(page.locator("#fig-square .widget-label mjx-container")).to_be_visible()


def test_controls_have_names_for_screen_readers(page):
    for role in ("slider", "combobox", "button", "textbox"):
        for control in page.locator("#main-content .livepage").get_by_role(role).all():
            assert control.evaluate("(e) => e.ariaLabel || e.labels?.[0]?.textContent || e.textContent"), role
    expect(page.get_by_role("slider", name="frame", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="play")).to_be_visible()

"""When things go wrong under a reader's hands: the page says so, and goes on."""

import pytest
from playwright.sync_api import expect

from tests.browser.small_book import BOOT, PLAYING, STRICT, becomes, opened, slide


def test_an_error_in_a_callback_is_shown_and_goes(figures):
    choice = figures.locator("#fig-wrong select")
    choice.select_option("raise")
    status = figures.locator("#fig-wrong .livepage-line")
    expect(status).to_contain_text("ValueError: x has 3 rows; w¹ expects 2", timeout=BOOT)
    expect(status.locator("pre")).to_contain_text('raise ValueError("x has 3 rows; w¹ expects 2")')
    choice.select_option("rest")
    expect(figures.locator("#fig-wrong")).to_contain_text("did rest")
    expect(status).not_to_contain_text("ValueError")


def test_stop_ends_a_hanging_computation_and_the_next_touch_starts_anew(figures):
    choice = figures.locator("#fig-wrong select")
    choice.select_option("hang")
    stop = figures.locator("#fig-wrong").get_by_role("button", name="Stop")
    expect(figures.locator("#fig-wrong [role=status]")).to_contain_text("Computing", timeout=BOOT)
    stop.click()
    becomes(figures, "#fig-wrong", "static")
    choice.select_option("work")
    expect(figures.locator("#fig-wrong")).to_contain_text("did work", timeout=BOOT)


def test_stop_ends_a_start_and_the_next_touch_starts_anew(figures):
    slide(figures, "n", 1)
    figures.locator("#fig-square").get_by_role("button", name="Stop").click()
    becomes(figures, "#fig-square", "static")
    figures.wait_for_timeout(500)
    expect(figures.locator("#fig-square")).to_contain_text("n² + spare = 10")
    slide(figures, "n", 1)
    expect(figures.locator("#fig-square")).to_contain_text("n² + spare = 26", timeout=BOOT)


def test_a_crash_of_python_is_said_and_survived(figures):
    choice = figures.locator("#fig-wrong select")
    choice.select_option("crash")
    becomes(figures, "#fig-wrong", "failed")
    expect(figures.locator("#fig-wrong [role=status]")).to_contain_text("Python stopped")
    choice.select_option("work")
    expect(figures.locator("#fig-wrong")).to_contain_text("did work", timeout=BOOT)
    becomes(figures, "#fig-wrong", "live")
    figures.errors.clear()


def test_a_figure_that_stopped_knows_all_moves_again(figures):
    slide(figures, "unheard", 3)
    slide(figures, "n", 1)
    expect(figures.locator("#fig-square")).to_contain_text("n² + spare = 20", timeout=BOOT)
    figures.locator("#fig-wrong select").select_option("hang")
    expect(figures.locator("#fig-wrong [role=status]")).to_contain_text("Computing")
    figures.locator("#fig-wrong").get_by_role("button", name="Stop").click()
    becomes(figures, "#fig-square", "static")
    slide(figures, "n", 1)
    expect(figures.locator("#fig-square")).to_contain_text("n² + spare = 29", timeout=BOOT)


def test_a_figure_that_stopped_shows_nothing_stale(figures):
    slide(figures, "n", 2)
    expect(figures.locator("#fig-square")).to_contain_text("n² + spare = 26", timeout=BOOT)
    figures.locator("#fig-wrong select").select_option("hang")
    expect(figures.locator("#fig-wrong [role=status]")).to_contain_text("Computing")
    figures.locator("#fig-wrong").get_by_role("button", name="Stop").click()
    figures.locator("#fig-square .livepage-view").evaluate("(e) => { e.seen = e.firstElementChild; }")
    handle = slide(figures, "n", -2)
    expect(figures.locator("#fig-square")).to_contain_text("n² + spare = 10", timeout=BOOT)
    expect(handle).to_have_attribute("aria-valuetext", "3")
    assert figures.locator("#fig-square .livepage-view").evaluate("(e) => e.seen === e.firstElementChild")


@pytest.mark.parametrize(
    ("missing", "words"),
    [
        ("worker.js", "its worker could not be loaded"),
        ("manifest.json", "manifest.json could not be loaded (404)"),
        ("pyodide.asm.wasm", "pyodide.asm.wasm could not be loaded (404)"),
        ("libraries-*.zip", ".zip could not be loaded (404)"),
    ],
)
def test_without_a_file_the_page_says_so_and_the_replay_works(figures, missing, words):
    figures.context.route(f"**/{missing}", lambda route: route.fulfill(status=404, body="no"))
    figures.locator("#fig-replay select").select_option("ten")
    becomes(figures, "#fig-replay", "failed")
    status = figures.locator("#fig-replay [role=status]")
    expect(status).to_contain_text("Python could not start here")
    expect(status).to_contain_text(words)
    figures.locator("#fig-replay button").first.click()
    expect(figures.locator("#fig-replay output")).to_have_text(PLAYING)
    assert all("404" in error for error in figures.errors)
    figures.context.unroute(f"**/{missing}")
    figures.get_by_role("button", name="Try again").click()
    expect(figures.locator("#fig-replay output")).to_have_text("frame 20: 200", timeout=BOOT)
    figures.errors.clear()


def test_a_start_that_makes_no_progress_is_given_up(small_origin, watched_page):
    page = watched_page(small_origin)
    page.route("**/figures.html", lambda route: route.fulfill(body=impatient(route.fetch().text())))
    opened(page, small_origin)
    page.context.route("**/pyodide.asm.wasm", lambda route: None)
    slide(page, "n", 1)
    becomes(page, "#fig-square", "failed")
    expect(page.locator("#fig-square [role=status]")).to_contain_text("did not start within 2 seconds")


def impatient(html):
    assert '"patience": 60' in html
    return html.replace('"patience": 60', '"patience": 2')


def test_a_view_whose_code_comes_late_still_hears_python(small_origin, watched_page):
    """By itself anywidget waits two seconds for it."""
    page = watched_page(small_origin)
    page.route("**/views/*.js", lambda route: (page.wait_for_timeout(3000), route.continue_()))
    slide(opened(page, small_origin), "frame", 2)
    expect(page.locator("#fig-replay output")).to_have_text("frame 2: 2")
    page.locator("#fig-replay select").select_option("ten")
    expect(page.locator("#fig-replay output")).to_have_text("frame 2: 20", timeout=BOOT)


def test_a_browser_without_webassembly_is_told(small_origin, watched_page):
    page = watched_page(small_origin)
    page.add_init_script("delete globalThis.WebAssembly")
    slide(opened(page, small_origin), "n", 1)
    expect(page.locator("#fig-square [role=status]")).to_contain_text("this browser has no WebAssembly")


def test_a_policy_that_forbids_webassembly_is_named(small_site, serve, watched_page):
    forbidden = serve(small_site, {"Content-Security-Policy": STRICT})
    page = opened(watched_page(forbidden), forbidden)
    slide(page, "n", 1)
    expect(page.locator("#fig-square [role=status]")).to_contain_text("security policy forbids WebAssembly")
    page.errors.clear()


def test_a_page_opened_as_a_file_says_what_it_needs(small_site, watched_page):
    page = watched_page("file://")
    page.goto((small_site / "figures.html").as_uri())
    expect(page.locator("#fig-square .livepage-waiting")).to_contain_text("from a web server")
    page.wait_for_function("document.querySelector('.livepage-waiting').offsetHeight > 10", timeout=10_000)
    page.errors.clear()


def test_without_javascript_the_stored_picture_is_shown(small_origin, watched_page):
    page = watched_page(small_origin, java_script_enabled=False)
    page.goto(f"{small_origin}/figures.html")
    expect(page.locator("#fig-square noscript img")).to_be_visible()
    expect(page.locator("#fig-replay .livepage-waiting")).to_contain_text("JavaScript")
    expect(page.locator("#fig-replay .livepage-waiting")).to_be_visible(timeout=10_000)

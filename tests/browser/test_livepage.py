"""The figures of a small book in a real Chromium: static first, alive when touched.

The fixture's arithmetic is the oracle: the page can show 28 only if Python computed 5² + 3.
"""

import pytest
from playwright.sync_api import expect

from tests.browser.small_book import BOOT, PLAYING, STRICT, becomes, opened, python_requests, slide


def test_figures_are_drawn_before_any_python_is_requested(figures):
    expect(figures.locator("#fig-square")).to_contain_text("n² + spare = 10")
    expect(figures.locator("#fig-replay output")).to_have_text("frame 0: 0")
    assert figures.locator(".livepage[data-state=static]").count() == 4
    assert python_requests(figures) == []


def test_playing_scrubbing_and_unheard_moves_request_no_python(figures):
    figures.locator("#fig-replay button").first.click()
    expect(figures.locator("#fig-replay output")).to_have_text(PLAYING)
    slide(figures, "unheard", 2)
    figures.locator("#fig-replay button").nth(1).click()
    expect(figures.locator("#fig-replay output")).to_have_text("frame 0: 0")
    slide(figures, "frame", 2)
    expect(figures.locator("#fig-replay output")).to_have_text("frame 2: 2")
    figures.wait_for_timeout(300)
    assert python_requests(figures) == []
    becomes(figures, "#fig-replay", "static")


def test_a_touch_starts_python_and_keeps_the_widgets_and_the_move(figures):
    slide(figures, "unheard", 2)
    figures.evaluate("document.querySelectorAll('#fig-square *').forEach((e) => { e.seen = true; })")
    handle = slide(figures, "n", 2)
    becomes(figures, "#fig-square", "booting")
    expect(figures.locator("#fig-square [role=status]")).to_contain_text("Starting Python")
    expect(figures.locator("#fig-square")).to_contain_text("n² + spare = 28", timeout=BOOT)
    becomes(figures, "#fig-square", "live")
    expect(handle).to_have_attribute("aria-valuetext", "5")
    assert figures.evaluate("[...document.querySelectorAll('#fig-square .jupyter-widgets')].every((e) => e.seen)")
    slide(figures, "n", 1)
    expect(figures.locator("#fig-square")).to_contain_text("n² + spare = 39")
    slide(figures, "n", 1)
    expect(figures.locator("#fig-square")).to_contain_text("n² + spare = 52")


def test_a_second_figure_shares_the_worker(figures):
    slide(figures, "n", 1)
    becomes(figures, "#fig-square", "live")
    slide(figures, "frame", 2)
    figures.locator("#fig-replay select").select_option("ten")
    expect(figures.locator("#fig-replay output")).to_have_text("frame 2: 20", timeout=BOOT)
    becomes(figures, "#fig-replay", "live")
    figures.locator("#fig-replay").evaluate(
        "(e) => new MutationObserver(() => { e.flickered = true; }).observe(e, { attributeFilter: ['data-state'] })"
    )
    figures.locator("#fig-replay button").first.click()
    expect(figures.locator("#fig-replay output")).to_have_text("frame 20: 200")
    assert not figures.locator("#fig-replay").evaluate("(e) => e.flickered")
    assert len([url for url in figures.requests if url.endswith("worker.js")]) == 1


def test_other_widgets_in_the_browser_are_drawn_anew_with_the_move(figures):
    slide(figures, "m", 1)
    expect(figures.locator("#fig-other")).to_contain_text("only in the browser", timeout=BOOT)
    expect(figures.locator("#fig-other .widget-html-content").first).to_have_text("6")
    expect(figures.locator("#fig-other .noUi-handle")).to_have_attribute("aria-valuetext", "3")
    assert figures.locator("#fig-other .widget-slider").count() == 1
    slide(figures, "m", 1)
    expect(figures.locator("#fig-other .widget-html-content").first).to_have_text("8")


def test_a_strict_content_security_policy(small_site, serve, watched_page):
    allowed = serve(small_site, {"Content-Security-Policy": f"{STRICT} 'wasm-unsafe-eval'"})
    page = opened(watched_page(allowed), allowed)
    page.locator("#fig-replay select").select_option("ten")
    slide(page, "frame", 3)
    expect(page.locator("#fig-replay output")).to_have_text("frame 3: 30", timeout=BOOT)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_shows_it_all_without_scrolling_sideways(small_origin, watched_page, scheme):
    page = watched_page(small_origin, viewport={"width": 390, "height": 844}, color_scheme=scheme)
    opened(page, small_origin)
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 390
    boxes = [box.bounding_box() for box in page.locator(".livepage .jupyter-widgets").all()]
    assert all(box["x"] >= 0 and box["x"] + box["width"] <= 390 for box in boxes)


def test_latex_in_a_label_is_set_by_the_pages_own_mathjax(figures):
    expect(figures.locator("#fig-square .widget-label mjx-container")).to_be_visible()


def test_controls_have_names_for_screen_readers(figures):
    for role in ("slider", "combobox", "button", "textbox"):
        for control in figures.locator("#main-content .livepage").get_by_role(role).all():
            assert control.evaluate("(e) => e.ariaLabel || e.labels?.[0]?.textContent || e.textContent"), role
    expect(figures.get_by_role("slider", name="frame", exact=True)).to_be_visible()
    expect(figures.get_by_role("button", name="play")).to_be_visible()

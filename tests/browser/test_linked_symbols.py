"""Point at a symbol in an equation, a figure or the code, and it lights up in all three; also by keyboard."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import SITE

CHAPTERS = sorted(path.stem for path in SITE.glob("*.html") if 'class="livepage"' in path.read_text("utf-8"))
PLACES = {
    "equation": "mjx-mi[data-symbol={}]",
    "figure": ".livepage svg [data-symbol={0}], .livepage figure[data-symbol={0}]",
    "code": ".cell_input span[data-symbol={}]",
}
LOOK = """each => {
  const { backgroundColor, boxShadow, filter } = getComputedStyle(each);
  return [backgroundColor, boxShadow, filter].join();
}"""
COLOUR_OF_LIGHT = "each => getComputedStyle(each).getPropertyValue('--lit')"


@pytest.fixture
def read(origin, watched_page):
    """read(chapter) -> its page, with its equations set, its figures drawn and its symbols linked."""

    def opened(chapter):
        page = watched_page(origin)
        page.goto(f"{origin}/{chapter}.html")
        expect(page.locator(".symbols")).to_be_visible()
        for figure in page.locator(".livepage").all():
            figure.scroll_into_view_if_needed()
            expect(figure.locator(".nn-view [data-symbol]").first).to_be_attached()
        return page

    return opened


def places(page, symbol):
    """{place: an element that one can point at} for the places where the page has this symbol."""
    found = {place: page.locator(css.format(symbol)).filter(visible=True) for place, css in PLACES.items()}
    found["figure"] = (
        page.locator(PLACES["figure"].format(symbol)).locator("visible=true").and_(page.locator("text, figure"))
    )  # a line in a chart is too thin to point at, its name is not
    return {place: elements.first for place, elements in found.items() if elements.count()}


def linked(page):
    """The symbols that an equation, a figure and the code of this page share."""
    names = [button.get_attribute("data-symbol") for button in page.locator(".symbols button").all()]
    return [name for name in names if len(places(page, name)) == len(PLACES)]


def look(elements):
    return {place: element.evaluate(LOOK) for place, element in elements.items()}


def lit(page):
    return page.evaluate("document.documentElement.dataset.lit ?? ''")


def point_at_nothing(page):
    page.mouse.move(2, 2)
    assert lit(page) == ""


def test_every_chapter_with_a_figure_is_here():
    assert len(CHAPTERS) >= 9 and {"weighted-sum", "forward-pass", "training-loop"} <= set(CHAPTERS)


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_pointing_anywhere_lights_the_symbol_everywhere_and_no_other(chapter, read):
    page = read(chapter)
    assert lit(page) == ""
    symbols = linked(page)
    assert symbols, "no symbol is in an equation, a figure and the code"
    everything = {symbol: places(page, symbol) for symbol in symbols}
    before = {symbol: look(elements) for symbol, elements in everything.items()}
    for symbol in symbols[:3]:
        for place, element in everything[symbol].items():
            element.hover(
                position={"x": 5, "y": 8} if place == "figure" else None
            )  # a card's line is empty in the middle
            assert lit(page) == symbol
            now = look(everything[symbol])
            assert all(now[place] != before[symbol][place] for place in PLACES), symbol
            of_symbol = page.evaluate(f"getComputedStyle(document.documentElement).getPropertyValue('--sym-{symbol}')")
            assert {each.evaluate(COLOUR_OF_LIGHT) for each in everything[symbol].values()} == {of_symbol} != {""}
            others = [each for other in set(symbols) - {symbol} for each in everything[other].values()]
            assert not any(each.evaluate(COLOUR_OF_LIGHT) for each in others)
            point_at_nothing(page)
            assert {other: look(elements) for other, elements in everything.items()} == before


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_the_buttons_have_names_and_light_by_keyboard(chapter, read):
    page = read(chapter)
    buttons = page.locator(".symbols button")
    names = [button.get_attribute("aria-label") for button in buttons.all()]
    assert len(names) >= 2 and len(set(names)) == len(names) and all(len(name) > 3 for name in names)
    for name in names:
        expect(page.get_by_role("button", name=name, exact=True)).to_have_count(1)
    buttons.first.focus()
    for button in buttons.all():
        expect(button).to_be_focused()
        assert lit(page) == button.get_attribute("data-symbol")
        page.keyboard.press("Tab")
    assert lit(page) == ""


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_a_pinned_symbol_stays_lit_until_escape(key, read):
    page = read("forward-pass")
    button, other = (page.locator(f".symbols button[data-symbol={symbol}]") for symbol in ("w", "z"))
    before = look(places(page, "w"))
    button.focus()
    page.keyboard.press(key)
    expect(button).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Tab")
    assert lit(page) == "b"  # the next button has the focus
    page.mouse.move(2, 2)
    page.evaluate("document.activeElement.blur()")
    assert lit(page) == "w"
    assert all(now != before[place] for place, now in look(places(page, "w")).items())
    places(page, "z")["equation"].hover()
    assert lit(page) == "z"
    page.mouse.move(2, 2)
    assert lit(page) == "w"
    other.focus()
    page.keyboard.press(key)
    expect(other).to_have_attribute("aria-pressed", "true")
    expect(button).to_have_attribute("aria-pressed", "false")
    page.keyboard.press("Escape")
    assert lit(page) == "" and look(places(page, "w")) == before
    expect(page.locator(".symbols [aria-pressed=true]")).to_have_count(0)


def test_the_same_key_pins_and_lets_go_and_escape_puts_out_what_only_has_the_focus(read):
    page = read("forward-pass")
    button = page.locator(".symbols button[data-symbol=a]")
    button.focus()
    page.keyboard.press("Escape")
    assert lit(page) == ""
    page.keyboard.press("Enter")
    assert lit(page) == "a"
    page.keyboard.press("Enter")
    assert lit(page) == ""
    expect(button).to_have_attribute("aria-pressed", "false")


def test_a_figure_drawn_anew_stays_lit(read):
    page = read("activation")
    page.locator(".symbols button[data-symbol=a]").click()
    page.mouse.move(2, 2)
    drawn = page.locator("#fig-activation-shape svg path[data-symbol=a]").first
    glow = drawn.evaluate(LOOK)
    drawn.evaluate("path => { path.old = true }")
    page.locator("#fig-activation-shape .handle").first.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("!document.querySelector('#fig-activation-shape svg path[data-symbol=a]').old")
    assert drawn.evaluate(LOOK) == glow and "drop-shadow" in glow


def test_a_page_without_cells_has_no_buttons_but_its_equations_are_linked(origin, watched_page):
    page = watched_page(origin)
    page.goto(f"{origin}/notation.html")
    symbol = page.locator("mjx-mi[data-symbol=delta]").first
    expect(symbol).to_be_visible()
    expect(page.locator(".symbols")).to_have_count(0)
    before = symbol.evaluate(LOOK)
    symbol.hover()
    assert lit(page) == "delta" and symbol.evaluate(LOOK) != before

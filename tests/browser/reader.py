"""A figure of the book as a reader sees and uses it: the numbers on the page, the controls, what Python is doing."""

import re
import time

import numpy as np
from playwright.sync_api import expect

from tests.browser.small_book import BOOT, python_requests

POINTS = re.compile(r"[ML]([-\d.e]+),([-\d.e]+)")


class Figure:
    """The figure `fig-<name>` of an open page. `view` counts its pictures, from 0."""

    def __init__(self, page, name):
        self.page, self.root = page, page.locator(f"#fig-{name}")
        self.root.scroll_into_view_if_needed()
        expect(self.views.first).to_be_visible()

    @property
    def views(self):
        return self.root.locator(".nn-view")

    # what it shows

    def line(self, view=0):
        """The numbers at the mark, as text: "z = 1   a = 0.7311"."""
        return self.views.nth(view).locator(":scope > output").first.text_content()

    def readout(self, view=0):
        """The numbers at the mark: {"z": 1.0, "a": 0.7311}."""
        pairs = (part.rpartition(" = ") for part in self.line(view).split("   "))
        return {name: number(value) for name, _, value in pairs}

    def note(self, view=0):
        """The sentence below a picture."""
        return self.views.nth(view).locator(":scope > output.note").text_content()

    def look(self, view, script):
        """What a function of a picture's element says, in one go: a picture may be drawn anew at any moment."""
        return self.views.nth(view).evaluate(script)

    def matrices(self, view=0):
        """{name: array} of the matrices; NaN is an entry that is not known yet."""
        found = self.look(
            view,
            "view => [...view.querySelectorAll('.block')]"
            ".map((block) => [block.querySelector('figcaption').firstChild.data,"
            " [...block.querySelectorAll('tr')].map((row) => [...row.children].map((cell) => cell.textContent))])",
        )
        return {name: np.array([[number(text) for text in row] for row in rows]) for name, rows in found}

    def cards(self, view=0):
        """[[letter, text], …] of the neurons' cards, layer by layer and from top to bottom."""
        return self.look(
            view,
            "view => [...view.querySelectorAll('text[data-symbol]')]"
            ".map((line) => [...line.children].map((part) => part.textContent))",
        )

    def card_numbers(self, letter, view=0):
        """The numbers that stand behind a letter, from card to card."""
        return [number(text) for found, text in self.cards(view) if found == letter]

    def walked(self, view=0):
        """(steps, 2): the points of a walk, in the units of the axes."""
        path = self.look(view, "view => view.querySelector('.walk').getAttribute('d')")
        points = np.array(POINTS.findall(path), dtype=float)
        return np.column_stack([np.polyval(self.axis(axis, view), points[:, axis]) for axis in (0, 1)])

    def axis(self, axis, view=0):
        """What makes numbers of pixels along the axis 0 (x) or 1 (y): (slope, intercept), read from its ticks."""
        side, place = (("middle", "e"), ("end", "f"))[axis]
        ticks = self.look(
            view,
            f"view => [...view.querySelectorAll('g[text-anchor={side}] .tick')]"
            f".map((tick) => [tick.transform.baseVal[0].matrix.{place}, tick.textContent])",
        )
        return np.polyfit([at - 0.5 for at, _ in ticks], [number(text) for _, text in ticks], 1)

    def boundary(self, view):
        """The line between the classes: x and y of its points in the units of the axes, without the frame."""
        side, path = self.look(
            view,
            "view => { const line = view.querySelector('.boundary');"
            " return [+line.parentNode.getAttribute('width'), line.getAttribute('d')] }",
        )
        points = np.array(POINTS.findall(path), dtype=float)
        points = points[np.all((points > 0.03 * side) & (points < 0.97 * side), axis=1)]
        return tuple(np.polyval(self.axis(axis, view), points[:, axis]) for axis in (0, 1))

    # what a reader does

    def slide(self, label, steps):
        """Move a slider by the keyboard."""
        self.root.locator(f".noUi-handle[aria-label='{label}']").focus()
        for _ in range(abs(steps)):
            self.page.keyboard.press("ArrowRight" if steps > 0 else "ArrowLeft")

    def slider(self, label):
        """The number that a slider shows."""
        return number(self.root.locator(f".noUi-handle[aria-label='{label}']").get_attribute("aria-valuetext"))

    def choose(self, label, option):
        self.root.get_by_label(label, exact=True).select_option(option)

    def play(self):
        self.root.locator(".widget-play button").first.click()

    def handle(self, view=0):
        """The part of a picture that can be dragged."""
        return self.views.nth(view).locator(".handle")

    def drag(self, start, stop, view=0):
        """Drag on a picture from one place of its x axis to another, in units of that axis."""
        mouse, y = self.page.mouse, self.handle(view).bounding_box()["y"] + 40
        mouse.move(self.pixel(start, view), y)
        mouse.down()
        mouse.move(self.pixel((start + stop) / 2, view), y, steps=3)
        mouse.move(self.pixel(stop, view), y, steps=3)
        mouse.up()

    def pixel(self, x, view=0):
        """Where on the page a place of a picture's x axis is."""
        a, b = self.axis(0, view)
        return self.views.nth(view).locator(":scope > svg").bounding_box()["x"] + (x - b) / a

    def press(self, *keys, view=0):
        """Press keys on a picture."""
        self.handle(view).focus()
        for key in keys:
            self.page.keyboard.press(key)

    # what Python does

    def asked_no_python(self):
        """Nothing that Python needs was asked for, and the figure does not wait for it."""
        self.page.wait_for_timeout(200)
        assert python_requests(self.page) == []
        expect(self.root).to_have_attribute("data-state", "static")

    def remember(self):
        """Mark every widget on the page, so that `kept` can tell whether they are still the same elements."""
        self.root.evaluate("root => root.querySelectorAll('.jupyter-widgets').forEach((each) => { each.seen = true; })")

    def kept(self):
        return self.root.evaluate("root => [...root.querySelectorAll('.jupyter-widgets')].every((each) => each.seen)")

    def becomes_live(self):
        expect(self.root).to_have_attribute("data-state", "live", timeout=BOOT)
        assert self.kept()


def number(text):
    """A number as the page writes it; NaN for one that is not known yet."""
    return float("nan") if text == "·" else float(text.replace("−", "-").replace("∞", "inf"))


def agree(shown, expected):
    """Are these the expected numbers, as a page writes them: four significant digits, three below a thousandth?"""
    shown, expected = np.asarray(shown, dtype=float), np.asarray(expected, dtype=float)
    assert shown.shape == expected.shape, f"{shown.shape} is shown, {expected.shape} expected"
    tolerance = np.where(np.abs(expected) < 1e-3, 5.1e-3, 5.1e-4) * np.abs(expected) + 1e-9
    assert np.all(np.abs(shown - expected) <= tolerance), f"shown: {shown}, expected: {expected}"


def eventually(check, timeout=15):
    """Try `check()` until it raises no AssertionError: a picture is drawn a moment after its numbers have come."""
    end = time.monotonic() + timeout
    while True:
        try:
            return check()
        except (AssertionError, ValueError, KeyError):
            if time.monotonic() > end:
                raise
            time.sleep(0.05)

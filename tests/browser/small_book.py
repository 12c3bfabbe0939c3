"""The small book of tests/livepage/site, and what a reader does on its page of four figures."""

import re
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import expect

BOOK = Path(__file__).parents[1] / "livepage" / "site"
PYTHON = re.compile(r"worker\.js|pyodide|manifest\.json|\.zip")
BOOT = 90_000  # ms; three seconds on a free machine
PLAYING = re.compile(r"frame (1\d|20): (1\d|20)$")
STRICT = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; script-src 'self' 'unsafe-inline'"


def build(target):
    """Build the book with -n -W; returns the folder of its pages."""
    program = Path(sys.executable).with_name("jupyter-book")
    command = [program, "build", str(BOOK), "--path-output", str(target), "-n", "-W"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return target / "_build" / "html"


def opened(page, origin):
    """The page with the figures, drawn."""
    page.goto(f"{origin}/figures.html")
    expect(page.locator("#fig-other .noUi-handle")).to_be_visible()
    return page


def python_requests(page):
    """What the page asked for that only Python needs."""
    return [url for url in page.requests if PYTHON.search(url)]


def slide(page, name, steps):
    """Move the slider of that name by the keyboard; returns its handle."""
    handle = page.locator(f".noUi-handle[aria-label='{name}']")
    handle.focus()
    for _ in range(abs(steps)):
        page.keyboard.press("ArrowRight" if steps > 0 else "ArrowLeft")
    return handle


def becomes(page, figure, state):
    """Wait until a figure is in that state."""
    expect(page.locator(figure)).to_have_attribute("data-state", state, timeout=BOOT)

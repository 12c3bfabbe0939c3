"""What every browser test uses.

browser             one Chromium for the whole run
serve(folder, headers=())
                    serves a folder on a free port of this machine; returns its origin, "http://127.0.0.1:…"
origin              where the built book is served: SITE, from `make html`
watched_page(origin, **context options)
                    a fresh page that notes what a reader must never meet:
                    .errors     console errors and uncaught exceptions, as text
                    .offsite    addresses asked for outside of `origin`
                    .requests   every address asked for, in order
                    The test fails at its end when .errors or .offsite is not empty; a test that provokes an
                    error on purpose clears the list after it has looked at it.
"""

import contextlib
import threading
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from livepage.serve import Handler
from tests.browser import chromium, small_book

SITE = Path(__file__).parents[2] / "_build" / "html"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser():
    """One Chromium."""
    path = chromium.find()
    assert path, "no Chromium: run python -m tests.browser.chromium"
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def serve():
    """serve(folder, headers=()) -> origin."""
    with contextlib.ExitStack() as stack:
        yield lambda folder, headers=(): stack.enter_context(server(folder, dict(headers)))


@pytest.fixture(scope="session")
def origin(serve):
    """Where the built book is served."""
    assert (SITE / "index.html").is_file(), "the book is not built: run make html"
    return serve(SITE)


@contextlib.contextmanager
def server(folder, headers):
    """A server of one folder, sending `headers` with every file; gives its origin."""

    class WithHeaders(Handler):
        protocol_version = "HTTP/1.1"

        def handle(self):
            with contextlib.suppress(ConnectionError):  # a browser may hang up in the middle of a file
                super().handle()

        def end_headers(self):
            for name, value in headers.items():
                self.send_header(name, value)
            super().end_headers()

    opened = ThreadingHTTPServer(("127.0.0.1", 0), partial(WithHeaders, directory=str(folder)))
    opened.daemon_threads = True
    threading.Thread(target=opened.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{opened.server_port}"
    opened.shutdown()
    opened.server_close()


@pytest.fixture
def watched_page(browser):
    """watched_page(origin, **context options) -> page."""
    opened = []

    def open_page(origin, **options):
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
        page = watch(context, origin)
        opened.append((context, page))
        return page

    yield open_page
    for context, page in opened:
        context.close()
        assert page.errors == []
        assert page.offsite == []


def watch(context, origin):
    """A page of this context whose errors and requests are noted."""
    page = context.new_page()
    page.errors, page.offsite, page.requests = [], [], []

    def note(request):
        page.requests.append(request.url)
        if not request.url.startswith((origin, "data:", "blob:")):
            page.offsite.append(request.url)

    context.on("request", note)
    page.on("pageerror", lambda error: page.errors.append(str(error)))
    page.on(
        "console", lambda said: said.type == "error" and page.errors.append(f"{said.text} ({said.location['url']})")
    )
    return page


@pytest.fixture(scope="session")
def small_site(tmp_path_factory):
    """The folder of the small book's pages."""
    return small_book.build(tmp_path_factory.mktemp("site"))


@pytest.fixture(scope="session")
def small_origin(small_site, serve):
    """Where the small book is served."""
    return serve(small_site)


@pytest.fixture
def figures(small_origin, watched_page):
    """The small book's page of figures, drawn."""
    return small_book.opened(watched_page(small_origin), small_origin)

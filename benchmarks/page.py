"""How fast the built book answers a reader, in a real Chromium on this machine.

    make html && python benchmarks/page.py [page …]

For every control that Python answers, once its figure is live: from the touch to the last picture drawn, in ms, the
median of five. Then, on one page: how long until the controls are there, and from a first touch to a living figure,
with nothing in the browser's cache (cold) and with everything (warm).
"""

import statistics
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from playwright.sync_api import sync_playwright  # noqa: E402

from tests.browser import chromium  # noqa: E402
from tests.browser.conftest import FLAGS, server  # noqa: E402

SITE = ROOT / "_build" / "html"
RUNS, GOAL = 5, 100  # ms
BOOT_PAGE = "training-loop"

# Touches a control and resolves with the time until the last picture that followed; quiet for 250 ms means done.
TOUCH = """([figure, control, forward]) => new Promise((resolve, reject) => {
  const root = document.getElementById(figure);
  const element = root.querySelector(control);
  let last = 0;
  const drawn = () => { last = performance.now(); };
  root.addEventListener('nn-drawn', drawn);
  const start = performance.now();
  if (element.tagName === 'SELECT') {
    element.selectedIndex = (element.selectedIndex + 1) % element.options.length;
    element.dispatchEvent(new Event('change', { bubbles: true }));
  } else if (element.matches('.noUi-handle')) {
    element.dispatchEvent(new KeyboardEvent('keydown', { key: forward ? 'ArrowRight' : 'ArrowLeft', bubbles: true }));
  } else element.click();
  const wait = setInterval(() => {
    if (performance.now() - start > 60000) reject(`${figure}, ${control}: no picture within a minute`);
    if (!last || root.dataset.state !== 'live' || performance.now() - last < 250) return;
    clearInterval(wait);
    root.removeEventListener('nn-drawn', drawn);
    resolve(last - start);
  }, 20);
})"""

# {name: CSS selector} of the controls of a figure that Python listens to.
CONTROLS = """(figure) => {
  const root = document.getElementById(figure);
  const record = JSON.parse(document.getElementById('livepage-data').textContent).figures
    .find(({ name }) => `fig-${name}` === figure);
  const found = {};
  for (const id of Object.keys(record.listens)) {
    const name = record.models[id].state.description;
    if (!name) { found['an entry'] = '[data-place]:not([aria-pressed=true])'; continue; }
    for (const label of root.querySelectorAll('label')) {
      if (label.textContent.trim() !== name) continue;
      const input = label.control ?? label.parentElement.querySelector('select, input[type=checkbox]');
      if (!input?.matches('select, input[type=checkbox]')) continue;
      input.id ||= `control-${name}`;
      found[name] = `#${CSS.escape(input.id)}`;
    }
    if (root.querySelector(`.noUi-handle[aria-label="${name}"]`)) found[name] = `.noUi-handle[aria-label="${name}"]`;
  }
  return found;
}"""

CONTROLS_SEEN = """() => {
  new MutationObserver((_, observer) => {
    if (!document.querySelector('.livepage .widget-slider, .livepage select')) return;
    observer.disconnect();
    requestAnimationFrame(() => { window.controlsSeen = performance.now(); });
  }).observe(document, { childList: true, subtree: true });
}"""


def main(names):
    """Measure and print."""
    with server(SITE, {"Cache-Control": "max-age=600"}) as origin, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=FLAGS)
        print(f"{'figure':26}{'control':24}{'ms':>6}   slowest")
        slow = [row for name in names for row in measure_page(browser, f"{origin}/{name}.html")]
        print(f"\n{len(slow)} of them over {GOAL} ms" + "".join(f"\n  {row}" for row in slow))
        boot(browser, f"{origin}/{BOOT_PAGE}.html")
        browser.close()


def measure_page(browser, address):
    """Print a line per control of every figure of a page; returns the names of those that are too slow."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(address)
    slow = []
    for figure in [each.get_attribute("id") for each in page.locator(".livepage").all()]:
        page.locator(f"#{figure}").scroll_into_view_if_needed()
        page.locator(f"#{figure} .nn-view").first.wait_for()
        controls = page.evaluate(CONTROLS, figure)
        assert controls, f"{figure}: no control that Python listens to was found"
        for name, control in controls.items():
            page.evaluate(TOUCH, [figure, control, True])  # the first one starts Python
            times = [page.evaluate(TOUCH, [figure, control, k % 2 == 1]) for k in range(RUNS)]
            middle = statistics.median(times)
            print(f"{figure:26}{name:24}{middle:6.0f}{max(times):10.0f}", flush=True)
            if middle > GOAL:
                slow.append(f"{figure}, {name}: {middle:.0f} ms")
    page.close()
    return slow


def boot(browser, address):
    """Print when the controls are there and how long the first touch takes, with an empty and a full cache."""
    times = {"controls there, cold": [], "controls there, warm": [], "first touch, cold": [], "first touch, warm": []}
    for _ in range(RUNS):
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        context.add_init_script(f"({CONTROLS_SEEN})()")
        for cache in ("cold", "warm"):
            page = context.new_page()
            page.goto(address)
            page.wait_for_function("window.controlsSeen")
            times[f"controls there, {cache}"].append(page.evaluate("window.controlsSeen"))
            figure = page.locator(".livepage").first.get_attribute("id")
            page.locator(f"#{figure} .nn-view").first.wait_for()
            control = next(iter(page.evaluate(CONTROLS, figure).values()))
            times[f"first touch, {cache}"].append(page.evaluate(TOUCH, [figure, control, True]))
            page.close()
        context.close()
    print()
    for what, values in times.items():
        print(f"{what:26}{statistics.median(values) / 1000:8.2f} s   slowest {max(values) / 1000:.2f} s")


def with_figures():
    """The names of the pages that have figures."""
    return sorted(path.stem for path in SITE.glob("*.html") if 'class="livepage"' in path.read_text("utf-8"))


if __name__ == "__main__":
    main(sys.argv[1:] or with_figures())

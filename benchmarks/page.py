"""What a first visit of the Explore page costs: bytes, the browser's time, and the wait for a curve on a slow line."""

from collections.abc import Iterator

from playwright.sync_api import Browser, Page

from benchmarks.figure import Figure
from benchmarks.plain_browser import plain_browser
from benchmarks.visit import browser_and_address

RUNS = 7
# a phone of some years ago on a slow mobile line
SLOW_LINE = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 0.75e6 / 8}
SLOW_PROCESSOR = {"rate": 4}
DRAWN = "activation-chart[data-state=drawn]"

# notes when the first picture with the path of a curve is made, and the first in which Plotly has drawn
WATCH = """
const waiting = new Map([["firstCurve", ".still path, .js-line"], ["firstMove", ".js-line"]]);
new MutationObserver((_, observer) => {
  for (const [name, paths] of waiting) {
    if (!document.querySelector(`activation-chart :is(${paths})`)) continue;
    waiting.delete(name);
    requestAnimationFrame(() => (window[name] = performance.now()));
  }
  if (waiting.size === 0) observer.disconnect();
}).observe(document, { subtree: true, childList: true });
"""


def measure() -> Iterator[Figure]:
    """Every visit in a browser that has kept nothing, of a server that has answered before."""
    with browser_and_address() as (browser, address):
        _visit(browser, address, is_slow=False)
        sizes = [_visit(browser, address, is_slow=False)[0] for _ in range(RUNS)]
        slow = [_visit(browser, address, is_slow=True) for _ in range(RUNS)]
        with plain_browser() as plain:
            seconds = [plain.busy_seconds(address, f"document.querySelector('{DRAWN}')") for _ in range(RUNS)]
    _, curves, moves = (list(column) for column in zip(*slow, strict=True))
    for what, values, unit, aim in (
        ("bytes", sizes, "KiB", "≤ 600 KiB"),
        ("processor time of its thread", seconds, "s", "≤ 0.45 s"),
        ("first curve at 1.6 Mbit/s, 4 × slower processor", curves, "s", "≤ 2 s"),
        ("first figure that moves, there", moves, "s", "≤ 6 s"),
    ):
        yield Figure(what=f"first visit of Explore: {what}", runs=values, unit=unit, aim=aim)


def _visit(browser: Browser, address: str, *, is_slow: bool) -> tuple[float, float, float]:
    """KiB received, seconds until the first curve, and until Plotly's."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    received: list[float] = []
    # headers included, and as compressed as they came
    devtools.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    devtools.send("Network.enable")
    if is_slow:
        devtools.send("Network.emulateNetworkConditions", SLOW_LINE)
        devtools.send("Emulation.setCPUThrottlingRate", SLOW_PROCESSOR)
    page.add_init_script(WATCH)
    page.goto(address)
    page.wait_for_selector(DRAWN)
    page.wait_for_load_state("networkidle")
    outcome = sum(received) / 1024, _noted(page, "firstCurve"), _noted(page, "firstMove")
    context.close()
    return outcome


def _noted(page: Page, name: str) -> float:
    """Seconds from the beginning of the visit until `name` was noted."""
    return page.evaluate("name => window[name]", name) / 1000

"""From a key pressed on a slider to the changed curve, its marker and its tangent, in a real browser."""

import statistics

from playwright.sync_api import Page

from benchmarks.figure import Figure
from benchmarks.visit import browser_and_address

PRESSES = 40
WARM_UP = 5
RUNS = 5

# notes the moment of each key, and how long it takes until the path of a curve and the marker's tangent have changed
WATCH = """
() => {
  window.waits = [];
  let pressed = 0;
  let owed = [];
  addEventListener("keydown", () => { pressed = performance.now(); owed = [".js-line", "svg.marker g g line"]; }, true);
  const isOf = (node, part) => node.matches?.(part) || node.querySelector?.(part);
  new MutationObserver((changes) => {
    const nodes = changes.flatMap((change) => [change.target, ...change.addedNodes]);
    owed = owed.filter((part) => !nodes.some((node) => isOf(node, part)));
    if (pressed && owed.length === 0) window.waits.push(performance.now() - pressed);
    if (owed.length === 0) pressed = 0;
  }).observe(document.querySelector("curve-marker"), { subtree: true, childList: true, attributeFilter: ["d", "x1"] });
}
"""


def measure() -> list[Figure]:
    """The median wait of 40 presses on ELU's α, f and f′ shown, several times."""
    with browser_and_address() as (browser, address):
        runs = [_waits(browser.new_page(), address) for _ in range(RUNS)]
    return [
        Figure(
            what="slider: key press → changed curve, marker and tangent",
            runs=runs,
            unit="ms",
            aim="≤ 16 ms",
        )
    ]


def _waits(page: Page, address: str) -> float:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{address}/?f=elu")
    page.wait_for_selector("activation-chart[data-state=drawn]")
    page.evaluate(WATCH)
    page.focus("[data-param=alpha]")
    for press in range(PRESSES + WARM_UP):
        page.keyboard.press("ArrowRight")
        page.wait_for_function("count => window.waits.length > count", arg=press)
        page.wait_for_selector("activation-chart[data-state=drawn]")
    waits = page.evaluate("window.waits")[WARM_UP:]
    page.close()
    return statistics.median(waits)

"""How soon a map is seen on its page in a real browser, and how long its picture holds the page up."""

from collections.abc import Iterator
from urllib.parse import urlencode

from playwright.sync_api import Page

from benchmarks.figure import Figure
from benchmarks.maps import EPOCHS, SIDE
from benchmarks.visit import browser_and_address

RUNS = 3
# from the press of the button until the picture has its first pixels, and all of them
TIMED = """() => new Promise((resolve) => {
  const picture = document.querySelector("map-picture");
  const began = performance.now();
  let seen = 0;
  new MutationObserver(() => {
    const done = Number(picture.dataset.done);
    seen ||= done > 0 ? performance.now() - began : 0;
    if (done === 1) resolve([seen / 1000, (performance.now() - began) / 1000]);
  }).observe(picture, { attributes: true, attributeFilter: ["data-done"] });
  document.querySelector("map-bar button").click();
})"""
# as the page is drawn for paper, it is drawn at once
REDRAWN = """() => {
  const began = performance.now();
  dispatchEvent(new Event("beforeprint"));
  const taken = performance.now() - began;
  dispatchEvent(new Event("afterprint"));
  return taken;
}"""
LARGEST = {"x_points": 128, "y_points": 128, "f": ["tanh", "relu", "elu", "silu", "gelu", "mish"]}
LONGEST_MS = 600_000


def measure() -> Iterator[Figure]:
    """2-8-8-1 on circle, tanh, batches of 10; then six maps of 128 × 128 after one epoch of one unit."""
    with browser_and_address() as (browser, address):
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        # the program is compiled with the first
        runs = [_drawn(page, address, number) for number in range(RUNS + 1)][1:]
        first, whole = (list(column) for column in zip(*runs, strict=True))
        name = f"map page, {SIDE} × {SIDE}"
        yield Figure(what=f"{name}: first pixels seen", runs=first, unit="s", aim="≤ 0.5 s")
        yield Figure(what=f"{name}: all seen", runs=whole, unit="s", aim="≤ 10 s")
        query = urlencode({**LARGEST, "epochs": 1, "points": 20, "layer": "1:tanh"}, doseq=True)
        page.goto(f"{address}/map?{query}")
        page.locator("map-picture[data-done='1']").wait_for(timeout=LONGEST_MS)
        redrawn = [page.evaluate(REDRAWN) for _ in range(RUNS)]
        yield Figure(what="map page, 6 × 128 × 128: one picture", runs=redrawn, unit="ms", aim="≤ 100 ms")


def _drawn(page: Page, address: str, number: int) -> tuple[float, float]:
    """Seconds until the first pixels of a map that nobody has asked for are seen, and all of them."""
    query = {"x_points": SIDE, "y_points": SIDE, "epochs": 1, "batch_size": 10, "seed": number}
    page.goto(f"{address}/map?{urlencode(query)}")
    page.locator("#map[data-state=drawn]").wait_for(timeout=LONGEST_MS)
    epochs = page.get_by_role("spinbutton", name="Epochs")
    epochs.fill(str(EPOCHS))
    epochs.press("Enter")
    page.locator("#map[data-state=waiting]").wait_for()
    first, whole = page.evaluate(TIMED)
    return first, whole

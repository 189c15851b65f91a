"""How live the Race page is in a real browser: 8 lanes of 16 seeds, everything on it shown."""

from collections.abc import Iterator
from urllib.parse import urlencode

from playwright.sync_api import Browser

from benchmarks.figure import Figure
from benchmarks.live import speed_of
from benchmarks.race import ACTIVATIONS, SEEDS
from benchmarks.visit import browser_and_address

RUNS = 5
# every lane records its gradient and paints its first maps
WARM_UP_SECONDS = 1.5
SECONDS = 5.0


def measure() -> Iterator[Figure]:
    """Painted frames and network-epochs per second, the spiral, 2-8-8-1, batches of 10, Adam."""
    with browser_and_address() as (browser, address):
        frames, epochs = (list(column) for column in zip(*(_run(browser, address) for _ in range(RUNS)), strict=True))
    name = f"race page, {len(ACTIVATIONS)} × {SEEDS}"
    for what, values, aim in (("painted frames", frames, "≥ 10 /s"), ("network-epochs", epochs, "–")):
        yield Figure(what=f"{name}: {what}", runs=values, unit="/s", aim=aim)


def _run(browser: Browser, address: str) -> tuple[float, float]:
    """Frames and network-epochs per second of one race."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(f"{address}/race?{urlencode({'f': ACTIVATIONS, 'seeds': SEEDS, 'epochs': 1000}, doseq=True)}")
    page.locator("#race[data-state=paused]").wait_for()
    page.get_by_role("button", name="Race", exact=True).click()
    running = page.locator("#race[data-state=running]")
    running.wait_for()
    epochs, frames = speed_of(running, WARM_UP_SECONDS, SECONDS)
    return frames, epochs * len(ACTIVATIONS) * SEEDS

"""Takes the README's pictures anew: `python -m tests.browser.pictures`."""

from urllib.parse import urlencode

from playwright.sync_api import Page, expect, sync_playwright

from tests.browser.browser import AS_ROOT, find_browser
from tests.browser.server import ROOT, serve

WIDTH = 1280
EXPLORE = urlencode({"f": ["elu(alpha=1.5)", "relu", "gelu"], "x": -1}, doseq=True)
RACE = urlencode(
    {
        "data": "spiral",
        "noise": 0,
        "layer": ["8:tanh", "8:tanh"],
        "optimizer": "adam",
        "lr": 0.02,
        "seeds": 16,
        "f": ["tanh", "relu", "silu", "gelu", "mish", "sigmoid"],
    },
    doseq=True,
)
# a race takes a while, and a map where there are few cores
LONGEST_MS = 300_000


def explore(page: Page, address: str) -> None:
    """The Explore page, three curves drawn."""
    page.set_viewport_size({"width": WIDTH, "height": 900})
    page.goto(f"{address}/?{EXPLORE}")
    page.wait_for_selector("activation-chart[data-state=drawn]")


def race(page: Page, address: str) -> None:
    """The Race page, the README's race run to its end."""
    page.set_viewport_size({"width": WIDTH, "height": 1000})
    page.goto(f"{address}/race?{RACE}")
    page.wait_for_selector("#race[data-state=paused]")
    page.get_by_role("button", name="Race", exact=True).click()
    page.wait_for_selector("#race[data-state=over]", timeout=LONGEST_MS)
    # its last numbers are written at the next rest
    expect(page.locator("race-bar [data-part=epoch]")).to_have_text("200")


def drawn_map(page: Page, address: str) -> None:
    """The Map page, its usual map drawn to the last pixel, one of which is read."""
    page.set_viewport_size({"width": WIDTH, "height": 960})
    page.goto(f"{address}/map?x_points=64&y_points=64")
    page.wait_for_selector("#map[data-state=drawn]", timeout=LONGEST_MS)
    page.mouse.move(800, 550)
    expect(page.locator("#map-reading")).to_contain_text("tanh at")


def main() -> None:
    """Write each picture into docs/."""
    with serve() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=[*AS_ROOT])
        for name, show in {"explore": explore, "race": race, "map": drawn_map}.items():
            page = browser.new_page(color_scheme="light")
            show(page, address)
            page.screenshot(path=ROOT / "docs" / f"{name}.png")
        browser.close()


if __name__ == "__main__":
    main()

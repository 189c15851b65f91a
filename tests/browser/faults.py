"""What is wrong with a page at a size: what axe finds, what does not fit, what a finger would miss."""

from collections.abc import Callable
from typing import Literal

from playwright.sync_api import Page

from tests.browser.axe import violations, violations_of_colour

SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
WIDTHS = {"desktop": {"width": 1280, "height": 800}, "phone": {"width": 390, "height": 844}}

# WCAG 2.5.8 leaves links in a sentence to the line that they stand in
SMALL_TARGETS = """() => {
  const size = (control) => {
    const boxes = [control, control.closest("label") ?? control].map((element) => element.getBoundingClientRect());
    return [Math.max(...boxes.map((box) => box.width)), Math.max(...boxes.map((box) => box.height))];
  };
  return [...document.querySelectorAll("a[href], button, input, select, summary")]
    .filter((control) => control.checkVisibility() && !control.closest("p, .skip"))
    .filter((control) => Math.min(...size(control)) < 24)
    .map((control) => `${size(control).map(Math.round).join(" × ")} px: ${control.outerHTML.slice(0, 90)}`);
}"""


def faults(page: Page, settle: Callable[[], object] = lambda: None) -> list[str]:
    """What axe finds, what does not fit, and what a finger would miss, in light and in dark; it ends in light.

    What has nothing to do with colours is looked at once. `settle` waits until the page has followed a change of them.
    """
    light, dark = SCHEMES
    page.emulate_media(color_scheme=dark)
    settle()
    found = [f"{dark}: {fault}" for fault in violations_of_colour(page)]
    page.emulate_media(color_scheme=light)
    settle()
    return [*found, *violations(page), *_too_wide(page), *page.evaluate(SMALL_TARGETS)]


def _too_wide(page: Page) -> list[str]:
    scrolled, inner = page.evaluate("[document.scrollingElement.scrollWidth, innerWidth]")
    return [f"{scrolled} px wide, in a window of {inner}"] if scrolled > inner else []

"""What is wrong with a page at a size: what axe finds, what does not fit, what a finger would miss."""

from collections.abc import Callable
from typing import Literal

from playwright.sync_api import Page

from tests.browser.axe import OF_COLOUR, violations

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
    """What is wrong with the page at its size, in light and in dark; see below."""
    return [*faults_of_layout(page), *faults_of_colour(page, settle)]


def faults_of_layout(page: Page) -> list[str]:
    """What axe finds whatever the colours, what does not fit, and what a finger would miss."""
    scrolled, inner = page.evaluate("[document.scrollingElement.scrollWidth, innerWidth]")
    wide = [f"{scrolled} px wide, in a window of {inner}"] if scrolled > inner else []
    return [*violations(page, but=OF_COLOUR), *wide, *page.evaluate(SMALL_TARGETS)]


def faults_of_colour(page: Page, settle: Callable[[], object] = lambda: None) -> list[str]:
    """What axe finds in the colours of each scheme. `settle` waits until the page has followed a change of them."""
    found: list[str] = []
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        settle()
        found += [f"{scheme}: {fault}" for fault in violations(page, only=OF_COLOUR)]
    return found

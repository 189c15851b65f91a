"""What is wrong with a page at a size: what axe finds, what does not fit, what a finger would miss."""

from collections.abc import Callable
from typing import Literal

from playwright.sync_api import Page
from playwright.sync_api import TimeoutError as TookTooLongError

from tests.browser.axe import Rules, violations

SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
WIDTHS = {"desktop": {"width": 1280, "height": 800}, "phone": {"width": 390, "height": 844}}
# milliseconds
LONGEST_RESIZE = 5000

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


def _follow_at_once() -> None:
    pass


def faults(page: Page, settle: Callable[[], object] = _follow_at_once, rules: Rules = "all") -> list[str]:
    """What is wrong with the page at the size of a desktop, in light, and at that of a phone, in dark.

    What depends on both colours and size at once would be missed, and nothing does. `settle` waits until the page has
    followed a change of them; axe asks for those `rules`.
    """
    found: list[str] = []
    for (width, size), scheme in zip(WIDTHS.items(), SCHEMES, strict=True):
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=scheme)
        settle()
        found += [f"{width}, {scheme}: {fault}" for fault in faults_now(page, rules)]
    return found


def faults_now(page: Page, rules: Rules = "all") -> list[str]:
    """What axe finds, what does not fit, and what a finger would miss."""
    return [*violations(page, rules), *too_wide(page), *page.evaluate(SMALL_TARGETS)]


def too_wide(page: Page) -> list[str]:
    """Whether the page has to be moved sideways."""
    try:
        # what is drawn follows the window, but not at once
        page.wait_for_function("() => document.scrollingElement.scrollWidth <= innerWidth", timeout=LONGEST_RESIZE)
    except TookTooLongError:
        scrolled, inner = page.evaluate("[document.scrollingElement.scrollWidth, innerWidth]")
        return [f"{scrolled} px wide, in a window of {inner}"]
    return []

"""Everything on the page can be reached and used with the keys alone, and the focus is always seen."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

Explore = Callable[..., None]
Drawn = Callable[[], list[str]]

# what can be reached, in the order of the page
CONTROLS = """() => [...document.querySelectorAll("a[href], button, input, select, summary, [tabindex='0']")]
  .filter((control) => control.checkVisibility())
  .map((control) => control.outerHTML.slice(0, 120))"""

FOCUS = """() => {
  const { outerHTML, ownerDocument } = document.activeElement;
  const style = getComputedStyle(document.activeElement);
  return {
    control: outerHTML.slice(0, 120),
    outlined: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
  };
}"""


def test_tab_reaches_every_control_in_order_and_shows_where_it_is(page: Page, explore: Explore) -> None:
    explore("?f=elu&f=prelu")
    for control in page.evaluate(CONTROLS):
        page.keyboard.press("Tab")
        assert page.evaluate(FOCUS) == {"control": control, "outlined": True}
        # waited for: what stands above may still grow for a frame after the page has scrolled
        expect(page.locator(":focus")).to_be_in_viewport()


def test_the_first_tab_offers_to_skip_to_the_content(page: Page, explore: Explore) -> None:
    explore()
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to content")
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#main$"))
    page.keyboard.press("Tab")
    expect(page.get_by_role("heading", name="Sigmoid").get_by_role("link")).to_be_focused()


def test_an_example_followed_by_keyboard_keeps_the_place_in_the_page(
    page: Page, explore: Explore, drawn: Drawn
) -> None:
    explore()
    example = page.get_by_role("link", name="Hard sigmoid: Keras 2 against torch")
    example.press("Enter")
    expect(page.locator("curve-card")).to_have_count(3)
    assert len(drawn()) == 3
    expect(page.locator("body")).not_to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).not_to_be_focused()


def test_a_whole_visit_without_a_mouse(page: Page, explore: Explore, drawn: Drawn) -> None:
    explore("?f=elu")
    keys = page.keyboard
    slider = page.get_by_role("slider", name="α")
    slider.focus()
    for key in ("ArrowRight", "ArrowUp", "PageUp", "End"):
        keys.press(key)
    assert drawn() == ["elu(alpha=5)"]
    keys.press("Tab")
    keys.press("Control+A")
    keys.type("2")
    assert drawn() == ["elu(alpha=2)"]
    keys.press("Tab")
    keys.type("gelu")
    keys.press("Enter")
    expect(page.get_by_role("button", name="Remove GELU")).to_be_visible()
    assert drawn() == ["elu(alpha=2)", "gelu"]
    expect(page.get_by_role("combobox", name="Add an activation")).to_be_focused()
    page.get_by_role("checkbox", name="f″").focus()
    keys.press("Space")
    expect(page.locator("activation-chart .subplot")).to_have_count(3)
    page.get_by_role("combobox", name="Computed in").focus()
    keys.press("ArrowDown")
    expect(page).to_have_url(re.compile("dtype=float32"))
    page.get_by_role("button", name="Remove ELU").focus()
    keys.press("Enter")
    expect(page.get_by_role("heading", name="Curves", exact=True)).to_be_focused()
    assert drawn() == ["gelu"]
    card = page.locator("a[data-pick=tanh]")
    card.focus()
    keys.press("Enter")
    assert drawn() == ["gelu", "tanh"]
    expect(page.locator("curve-card")).to_have_count(2)
    expect(card).to_be_focused()
    keys.press("Enter")
    assert drawn() == ["gelu"]

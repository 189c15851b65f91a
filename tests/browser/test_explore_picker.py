"""The picker shows every activation beside the chart, finds some by words and traits, adds curves and removes them."""

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from app.activations.catalogue import CATALOGUE

Explore = Callable[..., None]
Drawn = Callable[[], list[str]]


def picker(page: Page) -> Locator:
    """The picker's part of the page."""
    return page.get_by_role("region", name=f"All {len(CATALOGUE)} activations")


def card(page: Page, title: str) -> Locator:
    """The card of one activation."""
    return picker(page).get_by_role("link", name=title, exact=True)


def said(page: Page) -> Locator:
    """What became of the last choice."""
    return picker(page).locator("[data-part=said]").get_by_role("status")


def test_every_activation_has_a_sketch_and_words_and_traits_leave_some(page: Page, explore: Explore) -> None:
    explore()
    cards = picker(page).get_by_role("link")
    expect(cards).to_have_count(len(CATALOGUE))
    sketches = picker(page).locator("path.value")
    assert all(sketches.evaluate_all("paths => paths.map(path => path.getTotalLength() > 20)"))
    field = page.get_by_role("combobox", name="Add an activation")
    field.fill("GELU")
    expect(card(page, "GELU")).to_be_visible()
    expect(card(page, "ReLU")).to_be_hidden()
    expect(picker(page).get_by_role("region", name="Saturating")).to_be_hidden()
    field.fill("  hendrycks   TANH ")
    expect(cards).to_have_text(["GELU (tanh form)"])
    # no word of any card: an expression on its way hides none
    field.fill("x*t")
    expect(cards).to_have_count(len(CATALOGUE))
    field.fill("")
    for trait in ("monotone", "zero-centred", "bounded", "smooth"):
        picker(page).get_by_role("checkbox", name=trait).check()
    stated = {
        entry.title
        for entry in CATALOGUE
        if entry.stated.monotone
        and entry.stated.lower is not None
        and entry.stated.upper is not None
        and entry.stated.lower < 0 < entry.stated.upper
        and entry.stated.smoothness == "smooth"
        and entry.stated.parity == "odd"
    }
    assert {"Tanh", "Arctan"} <= {text.strip() for text in cards.all_text_contents()} == stated
    expect(picker(page).get_by_role("status").filter(has_text=f"{len(stated)} of {len(CATALOGUE)}")).to_be_visible()


def test_a_card_adds_its_curve_or_removes_it_and_undo_takes_that_back(
    page: Page, explore: Explore, drawn: Drawn
) -> None:
    explore("?f=elu")
    mish = card(page, "Mish")
    mish.click()
    expect(said(page)).to_have_text("Mish added.")
    expect(mish).to_have_attribute("aria-current", "true")
    expect(page.get_by_role("button", name="Remove Mish")).to_be_visible()
    expect(page).to_have_url(re.compile(r"\?f=elu&f=mish$"))
    assert drawn() == ["elu", "mish"]
    undo = picker(page).get_by_role("button", name="Undo")
    undo.press("Enter")
    expect(mish).to_be_focused()
    expect(mish).not_to_have_attribute("aria-current", "true")
    expect(said(page)).to_be_empty()
    expect(undo).to_be_hidden()
    assert drawn() == ["elu"]
    # Enter and a second Enter
    mish.press("Enter")
    expect(page.locator("curve-card")).to_have_count(2)
    mish.press("Enter")
    expect(said(page)).to_have_text("Mish removed.")
    expect(page.locator("curve-card")).to_have_count(1)
    undo.click()
    expect(page.locator("curve-card")).to_have_count(2)
    page.get_by_role("button", name="Remove ELU").click()
    card(page, "Mish").click()
    expect(said(page)).to_have_text("Mish is the only curve shown; add another before you take it away.")
    assert drawn() == ["mish"]


def test_the_ninth_curve_is_refused_and_eight_are_told_apart_by_colour_and_stroke(
    page: Page, explore: Explore, drawn: Drawn
) -> None:
    explore("?f=elu&f=relu&f=gelu&f=tanh&f=sigmoid&f=mish&f=softplus&show=value")
    card(page, "Sine").click()
    expect(page.locator("curve-card")).to_have_count(8)
    card(page, "Snake").click()
    expect(said(page)).to_have_text("8 curves are shown already; remove one first.")
    expect(page.locator("curve-card")).to_have_count(8)
    assert len(drawn()) == 8
    lines = page.locator("activation-chart path.js-line")
    strokes = lines.evaluate_all("lines => lines.map(line => line.style.stroke + line.style.strokeDasharray)")
    assert len(set(strokes)) == 8
    swatches = page.locator("curve-card .swatch").evaluate_all(
        "all => all.map(it => getComputedStyle(it).borderTopColor)"
    )
    assert swatches == lines.evaluate_all("lines => lines.map(line => line.style.stroke)")
    card(page, "Sine").click()
    expect(page.locator("curve-card")).to_have_count(7)
    # the sentence is true no longer
    expect(said(page)).to_have_text("Sine removed.")

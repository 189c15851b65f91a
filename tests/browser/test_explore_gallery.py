"""The gallery shows every activation, finds one by a word, and puts it on the chart or takes it away again."""

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from app.activations.catalogue import CATALOGUE

Explore = Callable[..., None]
Drawn = Callable[[], list[str]]


def gallery(page: Page) -> Locator:
    """The gallery's part of the page."""
    return page.get_by_role("region", name=f"All {len(CATALOGUE)} activations")


def card(page: Page, title: str) -> Locator:
    """The card of one activation."""
    return gallery(page).get_by_role("link", name=title, exact=True)


def test_shows_every_activation_with_a_sketch(page: Page, explore: Explore) -> None:
    explore()
    expect(gallery(page).get_by_role("link")).to_have_count(len(CATALOGUE))
    sketches = gallery(page).locator("path.value")
    expect(sketches).to_have_count(len(CATALOGUE))
    assert all(sketches.evaluate_all("paths => paths.map(path => path.getTotalLength() > 20)"))


def test_search_leaves_what_has_every_word_and_says_when_that_is_nothing(page: Page, explore: Explore) -> None:
    explore()
    cards = gallery(page).get_by_role("link")
    search = page.get_by_role("searchbox", name="Search")
    search.fill("GELU")
    expect(card(page, "GELU")).to_be_visible()
    expect(card(page, "ReLU")).to_be_hidden()
    expect(gallery(page).get_by_role("heading", name="Saturating")).to_be_hidden()
    search.fill("  hendrycks   TANH ")
    expect(cards).to_have_text(["GELU (tanh form)"])
    search.fill("<b>nothing</b> is called (this")
    expect(cards).to_have_count(0)
    status = gallery(page).get_by_role("status")
    expect(status).to_have_text("No activation matches. Write it yourself in the field above.")
    search.fill("")
    expect(status).to_be_empty()
    expect(cards).to_have_count(len(CATALOGUE))


def test_a_card_adds_its_curve_and_a_second_click_removes_it(page: Page, explore: Explore, drawn: Drawn) -> None:
    explore()
    mish = card(page, "Mish")
    mish.click()
    expect(mish).to_have_attribute("aria-current", "true")
    expect(page.get_by_role("button", name="Remove Mish")).to_be_visible()
    expect(page).to_have_url(re.compile(r"\?f=elu&f=mish$"))
    assert drawn() == ["elu", "mish"]
    mish.click()
    expect(mish).not_to_have_attribute("aria-current", "true")
    expect(page.locator("curve-card")).to_have_count(1)
    assert drawn() == ["elu"]


def test_the_ninth_curve_is_refused_with_a_sentence(page: Page, explore: Explore, drawn: Drawn) -> None:
    explore("?f=elu&f=relu&f=gelu&f=tanh&f=sigmoid&f=mish&f=softplus")
    card(page, "Sine").click()
    expect(page.locator("curve-card")).to_have_count(8)
    card(page, "Snake").click()
    status = gallery(page).get_by_role("status")
    expect(status).to_have_text("8 curves are shown already; remove one first.")
    expect(page.locator("curve-card")).to_have_count(8)
    assert len(drawn()) == 8
    card(page, "Sine").click()
    expect(page.locator("curve-card")).to_have_count(7)
    # the sentence is true no longer
    expect(status).to_be_empty()


def test_the_only_curve_stays_and_the_gallery_says_why(page: Page, explore: Explore, drawn: Drawn) -> None:
    explore()
    card(page, "ELU").click()
    expect(gallery(page).get_by_role("status")).not_to_be_empty()
    assert drawn() == ["elu"]


def test_eight_curves_are_told_apart_by_colour_and_stroke(page: Page, explore: Explore) -> None:
    explore("?f=elu&f=relu&f=gelu&f=tanh&f=sigmoid&f=mish&f=softplus&f=sine&show=value")
    strokes = page.locator("activation-chart path.js-line").evaluate_all(
        "lines => lines.map(line => line.style.stroke + line.style.strokeDasharray)"
    )
    assert len(set(strokes)) == 8
    swatches = page.locator("curve-card .swatch").evaluate_all(
        "all => all.map(it => getComputedStyle(it).borderTopColor)"
    )
    lines = page.locator("activation-chart path.js-line").evaluate_all("lines => lines.map(line => line.style.stroke)")
    assert swatches == lines

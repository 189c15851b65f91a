"""Tables on the playground's page: planes through many columns, pictures, and how well a network answers."""

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.browser.faults import faults

Playground = Callable[..., None]


def test_the_plane_through_a_table_is_chosen_and_stays_in_the_address(page: Page, playground: Playground) -> None:
    playground("?data=iris&layer=4:tanh&plane=2,0")
    chooser = page.locator("plane-chooser")
    across, up = (chooser.get_by_role("combobox", name=name, exact=True) for name in ("Across", "Up"))
    expect(across).to_have_value("2")
    expect(up).to_have_value("0")
    # the same column twice is no plane: they change places
    across.select_option("sepal length")
    expect(up).to_have_value("2")
    expect(page).to_have_url(re.compile(r"[?&]plane=0%2C2"))
    others = chooser.get_by_role("combobox", name="Other columns")
    others.select_option("as a training point")
    expect(chooser).to_contain_text("as training point 1 has them")
    row = chooser.get_by_role("spinbutton", name="Training point")
    row.fill("12")
    row.press("Enter")
    expect(page).to_have_url(re.compile(r"plane=0%2C2%2C11"))
    expect(page.get_by_role("img", name="over the plane of sepal length and petal length")).to_be_visible()
    assert faults(page) == []
    page.reload()
    expect(row).to_have_value("12")
    expect(page.locator("#run")).to_have_attribute("data-frames", re.compile("[1-9]"))
    chooser.get_by_role("combobox", name="Plane").select_option("principal components")
    expect(page).not_to_have_url(re.compile("plane="))
    expect(across).to_be_hidden()
    # other data begins at the usual plane
    page.get_by_role("radio", name="Wine").check(force=True)
    expect(chooser).to_contain_text("first two principal components")
    page.get_by_role("radio", name="Circle").check(force=True)
    expect(chooser).to_be_hidden()


DIGITS = "?data=digits&layer=12:maxout(k%3D2)&optimizer=adam&lr=0.01&batch_size=32"


def test_a_picture_that_is_drawn_is_answered_and_the_wrong_ones_are_shown(page: Page, playground: Playground) -> None:
    playground(DIGITS)
    told = page.locator("#pad-told")
    expect(told).to_contain_text("Draw as large as the pad is")
    pad = page.get_by_role("img", name="A picture to draw")
    pad.focus()
    for key in ("ArrowRight", "Space", "ArrowDown", "Space"):
        pad.press(key)
    expect(page.locator("picture-pad [data-part=cell]")).to_have_text("Row 2, column 2: 100.0 % ink")
    expect(told).to_contain_text(re.compile(r"^In epoch 0 the network takes it for \d, with [\d.]+ %\.$"))
    before = picture(pad)
    shares = page.get_by_role("list", name="Probability of each class").locator(".number")
    expect(shares).to_have_count(10)
    assert abs(sum(float(text.split()[0]) for text in shares.all_inner_texts()) - 100) <= 0.5
    page.get_by_role("button", name="Step", exact=True).click()
    expect(told).to_contain_text("In epoch 1 ")
    wrong = page.locator("wrong-points")
    wrong.scroll_into_view_if_needed()
    expect(wrong).to_contain_text(re.compile(r"\d+ of 899 are taken for another class"))
    wrong.get_by_role("button", name=re.compile("is .*, taken for .*")).first.click()
    expect(told).to_contain_text(re.compile("takes it for"))
    assert picture(pad) != before
    page.get_by_role("button", name="Layer 1, unit 2", exact=True).click()
    expect(page.locator("unit-picture canvas")).to_have_count(2)
    page.get_by_role("button", name="Output 3", exact=True).click()
    expect(page.locator("unit-picture")).to_be_hidden()
    page.get_by_role("button", name="Clear", exact=True).first.click()
    expect(told).to_contain_text("Draw as large as the pad is")
    assert faults(page) == []


def picture(canvas: Locator) -> str:
    """What a canvas shows, as a text to compare."""
    return canvas.evaluate("canvas => canvas.toDataURL()")


def test_classes_have_scores_that_fit_their_confusion(page: Page, playground: Playground) -> None:
    playground("?data=breast_cancer&layer=4:tanh")
    scores = page.locator("class-scores")
    scores.scroll_into_view_if_needed()
    expect(scores).to_have_attribute("data-state", "drawn")
    counts = [int(text) for text in page.locator(".confusion tbody td").all_inner_texts()]
    benign = scores.get_by_role("row", name="benign").get_by_role("cell")
    right, missed = counts[3], counts[2]
    expect(benign.nth(1)).to_have_text(f"{100 * right / (right + missed):.1f} %")
    expect(benign.nth(2)).to_have_text(str(right + missed))
    page.get_by_role("radio", name="Circle").check(force=True)
    expect(scores).to_be_hidden()


def test_targets_are_held_against_what_is_answered(page: Page, playground: Playground) -> None:
    playground("?data=diabetes&layer=4:tanh")
    panel = page.locator("predicted-true")
    panel.scroll_into_view_if_needed()
    explained, error = panel.locator("dd").all()
    expect(error).to_have_text(re.compile(r"^\d+(\.\d+)?$"))
    first = explained.inner_text()
    page.get_by_role("button", name="Step", exact=True).click()
    expect(explained).not_to_have_text(first)
    expect(panel).to_contain_text("in the units of the data")
    page.get_by_role("radio", name="Iris").check(force=True)
    expect(panel).to_be_hidden()

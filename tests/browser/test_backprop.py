"""The network of backpropagation is gone through, lit and moved by mouse and keys, and says what it shows."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.axe import violations

PHASE = "chain-network .phase"


def numbers(part: Locator) -> str:
    """What stands there, in one line."""
    return " ".join(part.inner_text().split())


def test_the_pass_is_gone_through_and_weights_are_lit_moved_and_watched(page: Page) -> None:
    page.goto("/exhibits/backprop?phase=1")
    network, phase = page.get_by_role("group", name="The network with its numbers"), page.locator(PHASE)
    unit, hears = network.get_by_role("group", name="Unit 1"), network.locator("[data-part=said]")
    expect(phase).to_contain_text("1 of 10 Forward: each unit adds up")
    assert numbers(unit).startswith("z₁ 0.6 f(z₁) f′(z₁) ∂f(z₁) ∂z₁")
    # forward and back, by keys and by buttons, and into the next step
    for _ in range(8):
        page.keyboard.press("ArrowRight")
    expect(phase).to_contain_text("9 of 10 Backward: a weight into a unit")
    expect(unit).to_contain_text("0.712")
    page.get_by_role("link", name="Repeat").click()
    expect(page.get_by_role("spinbutton", name="steps taken")).to_have_value("1")
    loss = network.get_by_role("group", name="Loss")
    expect(loss).to_contain_text("1.17")
    page.get_by_role("link", name="Restart").click()
    expect(phase).to_contain_text("1 of 10")
    page.get_by_role("link", name="← Back").click()
    expect(page).to_have_url(re.compile("phase=1$"))
    # before the way back a product has no value yet
    weight = network.get_by_role("spinbutton", name="Weight W₂₃ from input 2 to unit 3")
    weight.focus()
    expect(hears).to_have_text(re.compile("^∂L/∂W₂₃ will be the error, times v₃"))
    for _ in range(8):
        page.keyboard.press("ArrowRight")
    expect(phase).to_contain_text("9 of 10")
    expect(weight).to_be_focused()
    # the gradients of the API, where a number has been moved by a key
    for _ in range(3):
        weight.press("ArrowUp")
    weight.press("PageDown")
    for _ in range(8):
        weight.press("ArrowUp")
    expect(weight).to_have_attribute("aria-valuetext", "−0.6")
    expect(page).to_have_url(re.compile("weights=0.8%2C-0.6%2C0.3%2C0.4%2C0.9%2C-0.6%2C"))
    answer = page.request.get(f"/api/v1/exhibits/backprop?{page.url.split('?')[1]}").json()["measured"]
    gradient = f"{answer['gradient'][5]:.3g}".replace("-", "−")
    expect(weight).to_contain_text(f"∂ {gradient}")
    weight.blur()
    weight.hover()
    expect(network.locator(".product:visible")).to_contain_text(f"∂L/∂W₂₃ is {gradient}: the error")
    assert {line.get_attribute("data-weight") for line in lit(network)} == {"W23", "v3", None}
    weight.click()
    expect(page.get_by_role("combobox", name="watched weight")).to_have_value("W23")
    expect(page.get_by_role("region", name="Found")).to_contain_text("∂L/∂W₂₃")
    drag(page, network.get_by_role("spinbutton", name="Input x₁"), by=20)
    expect(page.get_by_role("spinbutton", name="x₁ first input: number")).to_have_value("1.5")
    # after a step a weight that is moved makes a new beginning
    page.get_by_role("link", name="Repeat").click()
    expect(loss).not_to_contain_text(f"{answer['loss']:.3g}")
    drag(page, network.get_by_role("spinbutton", name="Weight v₁"), by=-8)
    expect(page.get_by_role("spinbutton", name="steps taken")).to_have_value("0")
    stays_answered(page, network)
    assert violations(page, "but of colour") == []


def stays_answered(page: Page, network: Locator) -> None:
    """A question watches its own weight, and its verdict stays while the way back is gone through again."""
    questions = page.get_by_role("region", name="Predict, then see")
    questions.get_by_role("link", name="2", exact=True).click()
    questions.get_by_role("radio", name="Nowhere").check()
    questions.get_by_role("button", name="See").click()
    expect(questions.locator("#step-2 [data-part=right]")).to_be_visible()
    expect(network.locator(".product:visible")).to_contain_text("∂L/∂W₁₂ is 0: the error")
    page.get_by_role("link", name="← Back").click()
    expect(page.locator(PHASE)).to_contain_text("8 of 10")
    expect(questions.locator("#step-2 [data-part=right]")).to_be_visible()


def lit(network: Locator) -> list[Locator]:
    return network.locator(".edges[data-for=wide] line[data-lit=yes]").all()


def drag(page: Page, part: Locator, *, by: int) -> None:
    """Pull a number sideways, as many pixels."""
    box = part.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + by, y, steps=4)
    page.mouse.up()


@pytest.mark.browser_context_args(viewport={"width": 390, "height": 844})
def test_a_phone_shows_what_is_on_its_way_and_all_of_a_unit_that_is_pointed_at(page: Page) -> None:
    page.goto("/exhibits/backprop?phase=9")
    unit = page.get_by_role("group", name="Unit 2")
    forward = [unit.locator(".figures > [data-way=forward]").nth(place) for place in (0, 1)]
    expect(unit.get_by_text("∂z₂")).to_be_visible()
    for figure in forward:
        expect(figure).to_be_hidden()
    unit.locator(".drawn").click()
    page.mouse.move(0, 0)
    for figure in forward:
        expect(figure).to_be_visible()
    hint = page.get_by_text("Blue numbers go forward")
    expect(hint).to_be_hidden()
    page.get_by_role("button", name="How to read the network").click()
    expect(hint).to_be_visible()
    assert violations(page, "but of colour") == []


@pytest.mark.browser_context_args(java_script_enabled=False, viewport={"width": 390, "height": 844})
def test_the_network_is_complete_without_a_script(page: Page) -> None:
    page.goto("/exhibits/backprop?watched=v2&steps=3&phase=10")
    page.get_by_role("link", name="Next").click()
    expect(page.locator(PHASE)).to_contain_text("1 of 10")
    expect(page).to_have_url(re.compile("phase=1&steps=4"))
    page.get_by_role("link", name="← Back").click()
    expect(page.locator(".product:visible")).to_contain_text("∂L/∂v₂ is")
    assert page.locator("chain-network").get_by_role("spinbutton").count() == 0

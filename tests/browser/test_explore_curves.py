"""Moving a parameter moves its curve: at once in the chart and the twin field, soon in the address and the traits."""

import re
from collections.abc import Callable

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

Explore = Callable[..., None]
Drawn = Callable[[], list[str]]


def line(page: Page, number: int = 0) -> Locator:
    """A line of the chart; the first is f of the first curve."""
    return page.locator("activation-chart path.js-line").nth(number)


def trait(page: Page, name: str) -> Locator:
    """The row of a trait."""
    return page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=name))


def test_opens_with_a_question_and_the_curves_that_answer_it(page: Page, explore: Explore, drawn: Drawn) -> None:
    explore()
    expect(page).to_have_title("Sigmoid, ReLU · Activation Lab")
    expect(page.locator(".lesson")).to_contain_text("Where does the gradient disappear?")
    assert drawn() == ["sigmoid", "relu"]
    # f and f′ of the sigmoid, f of ReLU and the two sides of its f′
    expect(page.locator("activation-chart path.js-line")).to_have_count(5)
    chart = page.get_by_role("img", name="The gradient of relu is exactly 0 for x < 0.")
    expect(chart).to_have_accessible_name(re.compile("sigmoid is below 0.01 in size for x < −4.585"))
    expect(chart).to_have_accessible_name(re.compile(r"sigmoid and relu differ most at x = 6, by 5\.002\."))


def test_an_activation_has_its_sliders_and_twin_fields_whose_numbers_may_be_finer_than_the_steps(
    page: Page, explore: Explore, drawn: Drawn
) -> None:
    explore("?f=elu")
    expect(page.get_by_role("slider", name="α depth on the left")).to_have_value("1")
    expect(page.get_by_role("spinbutton", name="α, depth on the left")).to_have_value("1")
    assert drawn() == ["elu"]
    expect(trait(page, "Smallest value")).to_contain_text("−1")
    page.get_by_role("spinbutton", name="α").fill("1.23456789")
    expect(page.get_by_role("slider", name="α")).to_have_value("1.23")
    assert drawn() == ["elu(alpha=1.23456789)"]
    expect(page).to_have_url(re.compile("1.23456789"))


def test_a_key_on_a_slider_changes_curve_field_address_and_traits(page: Page, explore: Explore, drawn: Drawn) -> None:
    explore("?f=elu(alpha=2)")
    before = line(page).get_attribute("d")
    page.get_by_role("slider", name="α").press("ArrowRight")
    expect(page.get_by_role("spinbutton", name="α")).to_have_value("2.01")
    assert drawn() == ["elu(alpha=2.01)"]
    expect(line(page)).not_to_have_attribute("d", before or "")
    expect(page).to_have_url(re.compile(r"\?f=elu%28alpha%3D2\.01%29$"))
    expect(trait(page, "Smallest value")).to_contain_text("−2.01")
    expect(page.locator("code").filter(has_text="F.elu(x, 2.01)")).to_be_visible()


@pytest.mark.parametrize("f", ["elu(alpha=1.5)", "hardshrink(theta=1.2)", "maxout(k=2)", "relu&f=celu(alpha=2)"])
def test_a_moved_curve_lies_where_a_fresh_page_draws_it(page: Page, explore: Explore, drawn: Drawn, f: str) -> None:
    explore(f"?f={f}&low=-6&high=6")
    # what is seen from here on has been moved, not drawn
    page.evaluate("() => { window.plotlyCalls = 0; Plotly.react = async () => { window.plotlyCalls += 1; }; }")
    before = shapes(page)
    page.locator("curve-card").get_by_role("slider").last.press("ArrowRight")
    drawn()
    expect(page.locator("activation-chart[data-state=drawn]")).to_be_visible()
    page.wait_for_function("() => window.plotlyCalls > 0")
    moved = shapes(page)
    assert moved != before
    assert page.evaluate("window.plotlyCalls") == 1, "only the redraw at rest asks Plotly"
    page.wait_for_url(lambda url: "%3D" in url)
    page.reload()
    drawn()
    np.testing.assert_allclose(np.array(moved), np.array(shapes(page)), atol=0.02)


def shapes(page: Page) -> list[float]:
    """Every number of the lines and markers in the chart."""
    return page.evaluate(
        """() => [...document.querySelectorAll("activation-chart .js-line, activation-chart .point")].flatMap((part) =>
            (part.getAttribute(part.matches(".point") ? "transform" : "d").match(/-?[0-9.]+/g) ?? []).map(Number))"""
    )


def test_dragging_a_slider_ends_at_the_last_place(page: Page, explore: Explore, drawn: Drawn) -> None:
    explore("?f=elu")
    slider = page.get_by_role("slider", name="α")
    box = slider.bounding_box()
    assert box is not None
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] / 5, middle)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.9, middle, steps=40)
    page.mouse.up()
    value = slider.input_value()
    assert 4 < float(value) < 5
    assert drawn() == [f"elu(alpha={value})"]
    expect(page.get_by_role("spinbutton", name="α")).to_have_value(value)
    expect(page).to_have_url(re.compile(re.escape(value)))
    expect(trait(page, "Smallest value")).to_contain_text(f"−{value}")


def test_a_number_out_of_range_gets_a_message_and_leaves_the_curve(page: Page, explore: Explore, drawn: Drawn) -> None:
    explore("?f=elu(alpha=2)")
    number = page.get_by_role("spinbutton", name="α")
    message = page.locator("curve-card").get_by_role("status")
    for wrong in ("6", "0", "-1", ""):
        number.fill(wrong)
        expect(message).to_be_visible()
        expect(message).not_to_be_empty()
    assert drawn() == ["elu(alpha=2)"]
    number.fill("3")
    expect(message).to_be_hidden()
    assert drawn() == ["elu(alpha=3)"]
    number.fill("99")
    page.get_by_role("slider", name="α").press("ArrowLeft")
    expect(message).to_be_hidden()
    expect(number).to_have_value("2.99")
    assert drawn() == ["elu(alpha=2.99)"]


def test_two_curves_of_one_activation_move_apart(page: Page, explore: Explore, drawn: Drawn) -> None:
    explore("?f=elu&f=elu")
    page.get_by_role("slider", name="α").nth(1).fill("3")
    expect(page.get_by_role("slider", name="α").nth(0)).to_have_value("1")
    assert drawn() == ["elu", "elu(alpha=3)"]
    expect(page).to_have_url(re.compile(r"\?f=elu&f=elu%28alpha%3D3%29$"))


def test_maxout_has_the_sliders_of_its_live_lines_and_follows_k(page: Page, explore: Explore, drawn: Drawn) -> None:
    explore("?f=maxout")
    slopes = page.get_by_role("slider", name="slope of line")
    expect(slopes).to_have_count(3)
    k = page.get_by_role("slider", name="number of lines")
    k.focus()
    k.press("ArrowRight")
    expect(slopes).to_have_count(4)
    expect(k).to_be_focused()
    k.fill("2")
    expect(slopes).to_have_count(2)
    k.fill("8")
    expect(slopes).to_have_count(8)
    page.get_by_role("slider", name="slope of line 8").fill("3")
    assert drawn() == ["maxout(k=8,slope_8=3)"]


def test_removing_a_curve_moves_the_focus_to_the_heading(page: Page, explore: Explore, drawn: Drawn) -> None:
    explore("?f=elu&f=gelu&f=tanh")
    page.get_by_role("button", name="Remove GELU").click()
    expect(page.get_by_role("heading", name="Curves", exact=True)).to_be_focused()
    expect(page.get_by_role("button", name="Remove")).to_have_count(2)
    assert drawn() == ["elu", "tanh"]
    expect(page).to_have_url(re.compile(r"\?f=elu&f=tanh$"))
    page.get_by_role("button", name="Remove ELU").click()
    assert drawn() == ["tanh"]
    # the only one stays
    expect(page.get_by_role("button", name="Remove")).to_have_count(0)

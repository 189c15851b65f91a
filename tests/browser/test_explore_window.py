"""The window, the panels and the precision of the chart are the user's, within limits that a sentence explains."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

Explore = Callable[..., None]
Drawn = Callable[[], list[str]]


def low(page: Page) -> Locator:
    """The left end."""
    return page.get_by_role("spinbutton", name="from", exact=True)


def high(page: Page) -> Locator:
    """The right end."""
    return page.get_by_role("spinbutton", name="to", exact=True)


def complaint(page: Page) -> Locator:
    """What is wrong with the controls."""
    return page.locator("window-controls").get_by_role("status")


def ends(page: Page, drawn: Drawn) -> list[float]:
    """The first and the last x that the chart shows now."""
    drawn()
    return page.locator("activation-chart").evaluate("chart => chart.layout.xaxis.range.map(Number)")


def test_panels_are_shown_and_hidden_but_never_all(page: Page, explore: Explore, drawn: Drawn) -> None:
    explore("?f=elu")
    panels = page.locator("activation-chart .subplot")
    expect(panels).to_have_count(2)
    page.get_by_role("checkbox", name="f″").check()
    expect(panels).to_have_count(3)
    expect(page).to_have_url(re.compile("show=value&show=derivative&show=second_derivative$"))
    page.get_by_role("checkbox", name="f″").uncheck()
    page.get_by_role("checkbox", name="f", exact=True).uncheck()
    expect(panels).to_have_count(1)
    expect(page.locator(".panel-labels")).to_have_text("f′, the gradient")
    page.get_by_role("checkbox", name="f′", exact=True).uncheck()
    expect(complaint(page)).to_have_text("At least one of f, f′ and f″ must be shown.")
    drawn()
    expect(panels).to_have_count(1)
    for name in ("f′", "f"):
        page.get_by_role("checkbox", name=name, exact=True).check()
    expect(complaint(page)).to_be_hidden()
    expect(panels).to_have_count(2)
    expect(page).to_have_url(re.compile(r"\?f=elu$"))


def test_the_window_is_typed_and_ends_in_the_wrong_order_or_too_far_get_a_sentence(
    page: Page, explore: Explore, drawn: Drawn
) -> None:
    explore("?f=elu")
    low(page).fill("-2.5")
    high(page).fill("1e3")
    assert ends(page, drawn) == pytest.approx([-2.5, 1000])
    expect(page).to_have_url(re.compile("low=-2.5&high=1e3$"))
    page.get_by_role("button", name="Reset").click()
    assert ends(page, drawn) == pytest.approx([-6, 6])
    low(page).fill("6")
    expect(complaint(page)).to_have_text("The window must run from a smaller number to a larger one.")
    for wrong in ("", "-1000001"):
        low(page).fill(wrong)
        expect(complaint(page)).to_be_visible()
        expect(complaint(page)).not_to_contain_text("smaller number")
    assert ends(page, drawn) == pytest.approx([-6, 6])
    low(page).fill("5")
    expect(complaint(page)).to_be_hidden()
    assert ends(page, drawn) == pytest.approx([5, 6])
    high(page).fill("")
    expect(complaint(page)).to_be_visible()
    page.get_by_role("button", name="Reset").click()
    expect(complaint(page)).to_be_hidden()
    assert ends(page, drawn) == pytest.approx([-6, 6])


def test_zooms_in_and_out_and_comes_back(page: Page, explore: Explore, drawn: Drawn) -> None:
    explore("?f=elu&low=2&high=6")
    page.get_by_role("button", name="Zoom in").click()
    assert ends(page, drawn) == pytest.approx([3, 5])
    for _ in range(2):
        page.get_by_role("button", name="Zoom out").click()
    assert ends(page, drawn) == pytest.approx([0, 8])
    expect(low(page)).to_have_value("0")
    page.get_by_role("button", name="Reset").click()
    assert ends(page, drawn) == pytest.approx([-6, 6])
    expect(page).to_have_url(re.compile(r"\?f=elu$"))


def test_a_narrow_window_stays_as_narrow_when_something_else_changes(
    page: Page, explore: Explore, drawn: Drawn
) -> None:
    explore("?f=sine&low=1&high=1.000000001")
    page.get_by_role("checkbox", name="f″").check()
    drawn()
    expect(complaint(page)).to_be_hidden()
    expect(page).to_have_url(re.compile("low=1&high=1.000000001&show"))


def test_dragging_over_the_chart_zooms_until_the_window_is_set_otherwise(
    page: Page, explore: Explore, drawn: Drawn
) -> None:
    explore("?f=sine")
    panel = page.locator("activation-chart .nsewdrag").first.bounding_box()
    assert panel is not None
    page.mouse.move(panel["x"] + panel["width"] / 2, panel["y"] + 10)
    page.mouse.down()
    page.mouse.move(panel["x"] + panel["width"] * 3 / 4, panel["y"] + 12, steps=3)
    page.mouse.up()
    page.wait_for_function("Math.abs(document.querySelector('activation-chart').layout.xaxis.range[0]) < 0.1")
    assert ends(page, drawn) == pytest.approx([0, 3], abs=0.1)
    expect(page).to_have_url(re.compile("low=.*&high="))
    high(page).fill("20")
    assert ends(page, drawn)[1] == pytest.approx(20)
    page.get_by_role("button", name="Reset").click()
    assert ends(page, drawn) == pytest.approx([-6, 6])


def test_bfloat16_rounds_a_gradient_to_nothing(page: Page, explore: Explore, drawn: Drawn) -> None:
    explore("?f=sigmoid&low=0&high=12&show=derivative")
    line = page.locator("activation-chart path.js-line")
    smooth = line.get_attribute("d") or ""
    page.get_by_role("combobox", name="Computed in").select_option("bfloat16")
    drawn()
    expect(line).not_to_have_attribute("d", smooth)
    expect(page).to_have_url(re.compile("dtype=bfloat16"))
    expect(page.get_by_role("link", name="CSV")).to_have_attribute("href", re.compile("dtype=bfloat16"))
    page.get_by_role("combobox", name="Computed in").select_option("float64")
    expect(line).to_have_attribute("d", smooth)


def test_the_widest_window_is_drawn_or_refused_with_a_sentence(
    page: Page, explore: Explore, drawn: Drawn, complaints: list[str]
) -> None:
    explore("?f=elu&f=exponential&low=-1e6&high=1e6")
    notice = page.locator("#chart-problem")
    for dtype in ("float32", "bfloat16", "float64"):
        page.get_by_role("combobox", name="Computed in").select_option(dtype)
        assert drawn() == ["elu", "exponential"]
    expect(low(page)).to_have_js_property("valueAsNumber", -1e6)
    page.get_by_role("button", name="Zoom out").click()
    assert ends(page, drawn) == pytest.approx([-1e6, 1e6])
    expect(complaint(page)).to_be_hidden()
    page.get_by_role("combobox", name="Computed in").select_option("float16")
    expect(notice).to_have_text("float16 ends at 65504; x must stay within it.")
    page.get_by_role("button", name="Reset").click()
    expect(notice).to_be_hidden()
    assert ends(page, drawn) == pytest.approx([-6, 6])
    assert all("status of 422" in complaint for complaint in complaints)
    complaints.clear()


def test_heights_are_given_and_a_gradient_of_0_shows_on_a_logarithmic_axis(
    page: Page, explore: Explore, drawn: Drawn
) -> None:
    explore("?f=sigmoid&f=exp(exp(x))&low=0&high=12&dtype=bfloat16")
    heights = "chart => [chart.layout.yaxis, chart.layout.yaxis2].map(axis => [axis.type, ...axis.range.map(Number)])"
    chart = page.locator("activation-chart")
    assert chart.evaluate(heights)[0][2] < 10, "what explodes flattens nobody"
    page.get_by_role("spinbutton", name="f from").fill("0.9")
    page.get_by_role("spinbutton", name="f to").fill("0.8")
    expect(complaint(page)).to_have_text("The panel of f must run from a smaller number to a larger one.")
    page.get_by_role("spinbutton", name="f to").fill("1.1")
    page.get_by_role("checkbox", name="|f′| logarithmic").check()
    expect(page).to_have_url(re.compile("bottom=0.9&top=1.1&slope=log$"))
    drawn()
    assert chart.evaluate(heights)[0][1:] == [0.9, 1.1]
    assert chart.evaluate(heights)[1][0] == "log"
    expect(page.locator(".panel-labels")).to_contain_text("a bar where f′ is exactly 0")
    scale = page.get_by_role("checkbox", name="f to the scale of x")
    scale.check()
    expect(page).to_have_url(re.compile("&slope=log&axes=equal$"))
    drawn()
    # pixels of a unit of f, in those of a unit of x
    of_f = """() => {
      const { xaxis, yaxis } = document.querySelector("activation-chart")._fullLayout;
      const [x, f] = [xaxis, yaxis].map(({ _length, range: [from, to] }) => _length / (to - from));
      return Math.abs(f / x - 1) < 0.01;
    }"""
    page.wait_for_function(of_f)
    scale.uncheck()
    drawn()
    zeros = "chart => chart.data.filter(({ line, mode }) => mode === 'lines' && line.width === 6).length"
    assert chart.evaluate(zeros) == 1
    # the wheel with Ctrl zooms about the pointer, without it the page scrolls
    chart.locator(".nsewdrag").first.hover()
    page.keyboard.down("Control")
    page.mouse.wheel(0, -300)
    page.keyboard.up("Control")
    expect(low(page)).not_to_have_value("0")
    assert 0 < ends(page, drawn)[0] < 6 < ends(page, drawn)[1] < 12

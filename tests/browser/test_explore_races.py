"""Nothing that a user does while the server is answering is lost, and the last thing done is the last thing drawn."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

Explore = Callable[..., None]
Drawn = Callable[[], list[str]]

PAGE = re.compile(r"/\?f=")
"""The address of the page, which asks for itself written anew."""
FIGURE = re.compile(r"/figures/curves\?")


def test_a_slider_moved_while_a_curve_is_being_added_keeps_its_place_and_the_curve_appears(
    page: Page, explore: Explore, drawn: Drawn
) -> None:
    explore("?f=elu")
    slider = page.get_by_role("slider", name="α")

    def move_and_continue(route: Route) -> None:
        slider.fill("3")
        route.continue_()

    page.route(PAGE, move_and_continue, times=1)
    page.locator("a[data-pick=gelu]").click()
    expect(page.locator("curve-card")).to_have_count(2)
    expect(page).to_have_url(re.compile(r"\?f=elu%28alpha%3D3%29&f=gelu$"))
    expect(slider).to_have_value("3")
    assert drawn() == ["elu(alpha=3)", "gelu"]
    # the same where the address is there before the answer
    slow: list[Route] = []
    page.route(PAGE, lambda route: slow.append(route), times=1)  # noqa: PLW0108  Playwright wants a function
    page.locator("a[data-pick=tanh]").click()
    slider.fill("4")
    expect(page).to_have_url(re.compile(r"\?f=elu%28alpha%3D4%29&f=gelu&f=tanh$"))
    for route in slow:
        route.continue_()
    expect(page.locator("curve-card")).to_have_count(3)
    assert drawn() == ["elu(alpha=4)", "gelu", "tanh"]


def test_scrubbing_ends_at_the_last_value_however_slow_the_server_is(
    page: Page, explore: Explore, drawn: Drawn
) -> None:
    explore("?f=elu")
    asked: list[str] = []
    slow: list[Route] = []
    page.on("request", lambda request: asked.append(request.url) if FIGURE.search(request.url) else None)
    page.route(FIGURE, lambda route: slow.append(route), times=1)  # noqa: PLW0108  Playwright wants a function
    slider = page.get_by_role("slider", name="α")
    for tenth in range(11, 41):
        slider.fill(f"{tenth / 10}")
    expect(page.locator("activation-chart")).to_have_attribute("data-state", "drawing")
    slow[0].continue_()
    assert drawn() == ["elu(alpha=4)"]
    # what comes while one is being drawn is drawn together
    assert len(asked) == 2


def test_curves_added_while_a_slider_is_scrubbed_are_all_there(page: Page, explore: Explore, drawn: Drawn) -> None:
    explore("?f=elu")
    slider = page.get_by_role("slider", name="α")
    for step, name in enumerate(("relu", "gelu", "tanh"), start=2):
        slider.fill(f"{step}")
        page.locator(f"a[data-pick={name}]").click()
    expect(page.locator("curve-card")).to_have_count(4)
    expect(page.get_by_role("slider", name="α")).to_have_value("4")
    expect(page).to_have_url(re.compile(r"\?f=elu%28alpha%3D4%29&f=relu&f=gelu&f=tanh$"))
    assert drawn() == ["elu(alpha=4)", "relu", "gelu", "tanh"]


def test_back_while_drawing_shows_what_was_before(page: Page, explore: Explore, drawn: Drawn) -> None:
    explore("?f=elu")
    slow: list[Route] = []
    page.route(FIGURE, lambda route: slow.append(route), times=1)  # noqa: PLW0108  Playwright wants a function
    page.get_by_role("link", name="Saturation in bfloat16").click()
    expect(page.get_by_role("combobox", name="Computed in")).to_have_value("bfloat16")
    page.go_back()
    expect(page.get_by_role("slider", name="α")).to_have_value("1")
    slow[0].continue_()
    assert drawn() == ["elu"]
    expect(page.get_by_role("combobox", name="Computed in")).to_have_value("float64")
    expect(page.get_by_role("spinbutton", name="to", exact=True)).to_have_value("6")


# where no other test has left an answer that serves while the server is gone
@pytest.mark.browser_context_args
def test_says_that_the_server_is_gone_and_recovers_with_what_was_added_meanwhile(
    page: Page, explore: Explore, drawn: Drawn, complaints: list[str]
) -> None:
    explore("?f=elu")
    notice = page.locator("#chart-problem")
    page.context.set_offline(True)
    page.get_by_role("slider", name="α").fill("2")
    expect(notice).to_have_text("The server does not answer; the chart shows its last answer.")
    expect(page.locator("activation-chart path.js-line").first).to_be_visible()
    page.context.set_offline(False)
    page.get_by_role("slider", name="α").fill("3")
    expect(notice).to_be_hidden()
    assert drawn() == ["elu(alpha=3)"]
    assert all("ERR_INTERNET_DISCONNECTED" in complaint for complaint in complaints)
    page.context.set_offline(True)
    page.locator("a[data-pick=gelu]").click()
    expect(notice).to_be_visible()
    page.context.set_offline(False)
    page.get_by_role("slider", name="α").fill("4")
    complaints.clear()
    expect(page.locator("curve-card")).to_have_count(2)
    assert drawn() == ["elu(alpha=4)", "gelu"]

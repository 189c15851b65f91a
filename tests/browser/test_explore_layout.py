"""At every width, in light and in dark, the page fits, keeps nobody out, and has targets that a finger can hit."""

import re
from collections.abc import Callable
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from tests.browser.faults import SCHEMES, WIDTHS, faults, faults_now

Explore = Callable[..., None]
Drawn = Callable[[], list[str]]

LONG = "where(x<0,0.0123456789*tanh(softplus(x))," + "+".join(["sin(x)"] * 12) + ")"
STATES = {
    "default": "",
    "eight curves, one of each kind": "?f=elu&f=relu&f=gelu&f=tanh&f=sine"
    + "".join(f"&f={quote(f)}" for f in ("x*sigmoid(b*x)|b=1.7", "maxout(k=8)", LONG)),
    "a long expression alone": f"?f={quote(LONG)}",
    "an error": "?f=foo&f=relu&low=abc",
}


@pytest.mark.parametrize("state", STATES)
def test_fits_and_keeps_nobody_out(
    page: Page, explore: Explore, drawn: Drawn, complaints: list[str], state: str
) -> None:
    explore(STATES[state])
    assert faults(page, drawn) == []
    # the browser's own note that the server answered an address with 422
    assert all("status of 422" in complaint and "f=foo" in complaint for complaint in complaints)
    complaints.clear()


def test_a_message_under_a_field_keeps_nobody_out(page: Page, explore: Explore, complaints: list[str]) -> None:
    page.set_viewport_size(WIDTHS["phone"])
    explore("?f=elu")
    page.get_by_role("spinbutton", name="α").fill("9")
    page.get_by_role("spinbutton", name="from", exact=True).fill("9")
    page.get_by_role("combobox", name="Add an activation").fill("nonsense(x, " + "y" * 150)
    expect(page.locator("add-curve").get_by_role("status")).to_be_visible()
    complaints.clear()
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        assert faults_now(page) == []


def test_on_a_phone_the_chart_stays_in_sight_of_every_slider(page: Page, explore: Explore) -> None:
    page.set_viewport_size(WIDTHS["phone"])
    explore("?f=elu&f=maxout&f=srelu")
    for slider in page.locator("curve-card").get_by_role("slider").all():
        slider.focus()
        expect(page.locator("activation-chart")).to_be_in_viewport(ratio=0.9)
        place = slider.bounding_box()
        chart = page.locator("activation-chart").bounding_box()
        assert place is not None
        assert chart is not None
        assert place["y"] >= chart["y"] + chart["height"], "the chart covers the slider that has the focus"


def test_a_change_of_theme_redraws_the_chart(page: Page, explore: Explore) -> None:
    page.emulate_media(color_scheme="light")
    explore()
    tick = page.locator("activation-chart .xtick text").first
    light = tick.evaluate("tick => tick.style.fill")
    page.emulate_media(color_scheme="dark")
    expect(tick).not_to_have_css("fill", light)
    ink = page.locator("body").evaluate("body => getComputedStyle(body).color")
    expect(tick).to_have_css("fill", ink)
    page.emulate_media(color_scheme="light")
    expect(tick).to_have_css("fill", light)


def test_nothing_moves_by_itself_for_who_asked_for_less(page: Page, explore: Explore) -> None:
    page.emulate_media(reduced_motion="reduce")
    explore("?f=elu")
    page.get_by_role("slider", name="α").fill("2")
    expect(page).to_have_url(re.compile("alpha"))
    assert page.evaluate("document.getAnimations().length") == 0
    moving = page.locator("*").evaluate_all(
        "all => all.filter(it => getComputedStyle(it).scrollBehavior === 'smooth').map(it => it.outerHTML.slice(0, 90))"
    )
    assert moving == []


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_is_readable_without_javascript(page: Page) -> None:
    page.goto("/?f=elu(alpha%3D2)")
    expect(page.get_by_role("heading", name="ELU").first).to_be_visible()
    expect(page.locator("math").first).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="Smallest value")).to_contain_text("−2")
    expect(page.get_by_text("F.elu(x, 2.0)")).to_be_visible()
    expect(page.locator("figure a", has_text="CSV")).to_be_visible()
    page.get_by_role("region", name="All 58 activations").get_by_role("link", name="Mish").click()
    expect(page).to_have_title("Mish · Activation Lab")
    page.get_by_role("navigation", name="Examples").get_by_role("link", name="Maxout").click()
    expect(page.get_by_role("spinbutton", name="slope of line")).to_have_count(5)

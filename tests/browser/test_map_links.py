"""A plan and a race lead to their map: the Map page opens with the question that they ask."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

MANY = ("tanh", "relu", "silu", "gelu", "mish", "sigmoid", "elu")


def test_a_plan_leads_to_its_map(page: Page, playground: Callable[..., None]) -> None:
    link = page.get_by_role("link", name="Map where this plan learns")
    playground("?layer=none")
    expect(link).to_be_hidden()
    playground("?data=moons&points=60&layer=2%3Aelu%28alpha%3D2%29&layer=3%3Arelu&layer=2%3Arelu&replicas=3")
    expect(link).to_have_attribute("href", re.compile(r"data=moons.*f=elu%28alpha%3D2%29&f=relu$"))
    page.get_by_role("radio", name="Ripple").check()
    expect(link).to_have_attribute("href", re.compile(r"x_low=0.001.*data=ripple"))
    link.click()
    expect(page.get_by_role("radio", name="Ripple")).to_be_checked()
    expect(page.get_by_role("textbox", name="Units of the hidden layers")).to_have_value("2, 3, 2")
    expect(page.get_by_role("application")).to_have_accessible_name(re.compile(r"^elu\(alpha=2\), relu:"))
    varies = page.get_by_role("combobox", name="Varies")
    expect(varies.first).to_have_value("lr")
    expect(varies.last).to_have_value("weight_scale")
    expect(page.get_by_role("spinbutton", name="Networks a pixel")).to_have_value("1")


def test_a_race_leads_to_a_map_of_its_activations(page: Page) -> None:
    page.goto(f"/race?data=circle&points=60&layer=4%3Atanh&{'&'.join(f'f={name}' for name in MANY)}")
    expect(page.locator("#race")).to_have_attribute("data-state", "paused")
    link = page.get_by_role("link", name=re.compile("^Map where"))
    expect(link).to_have_text("Map where the first 6 of these activations learn")
    page.get_by_role("button", name="Remove activation 7").click()
    expect(link).to_have_text("Map where these activations learn")
    target = page.get_by_role("spinbutton", name="Target accuracy")
    target.fill("0.75")
    target.press("Enter")
    expect(link).to_have_attribute("href", re.compile(r"target=0.75"))
    link.click()
    expect(page.get_by_role("application")).to_have_accessible_name(f"{', '.join(MANY[:6])}: a network for each pixel")
    expect(page.get_by_role("spinbutton", name="Target accuracy")).to_have_value("0.75")
    expect(page.get_by_role("textbox", name="Units of the hidden layers")).to_have_value("4")

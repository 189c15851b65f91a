"""The playground leads on: from a layer to what else shows its activation, from a plan to a race over it."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

Playground = Callable[..., None]


def test_the_links_of_a_layer_carry_its_activation(page: Page, playground: Playground) -> None:
    playground("?layer=4%3Aelu%28alpha%3D2%29&layer=3%3Arelu")
    links = page.locator("layer-links")
    expect(links).to_contain_text("More of elu(alpha=2)")
    depth = links.get_by_role("link", name="Depth")
    expect(depth).to_have_attribute("href", re.compile(r"/exhibits/depth\?f=elu%28alpha%3D2%29$"))
    page.get_by_role("combobox", name="Layer", exact=True).select_option(index=1)
    expect(links).to_contain_text("More of relu")
    expect(depth).to_have_attribute("href", re.compile(r"/exhibits/depth\?f=relu$"))
    # the output has no activation
    page.get_by_role("combobox", name="Layer", exact=True).select_option(index=2)
    expect(links).to_be_hidden()
    page.get_by_role("combobox", name="Layer", exact=True).select_option(index=0)
    depth.click()
    expect(page.get_by_role("combobox", name="activations 1")).to_have_value("elu(alpha=2)")


def test_a_plan_leads_to_a_race_over_it(page: Page, playground: Playground) -> None:
    link = page.get_by_role("link", name="Race activations over this plan")
    playground("?layer=none")
    expect(link).to_be_hidden()
    playground("?data=moons&noise=0.3&layer=5%3Atanh&layer=3%3Arelu&lr=0.1")
    page.get_by_role("radio", name="Ripple").check()
    expect(link).to_have_attribute("href", re.compile("data=ripple"))
    page.get_by_role("radio", name="Moons").check()
    link.click()
    expect(page.locator("#race")).to_have_attribute("data-state", "paused")
    expect(page.get_by_role("radio", name="Moons")).to_be_checked()
    expect(page.get_by_role("spinbutton", name="Learning rate")).to_have_value("0.1")
    expect(page.get_by_role("textbox", name="Units of the hidden layers")).to_have_value("5, 3")
    expect(page.get_by_role("combobox", name="Optimizer")).to_have_value("sgd")

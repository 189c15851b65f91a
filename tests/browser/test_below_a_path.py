"""The pages work below a path, behind a proxy that serves nothing beside it."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import server_of
from tests.browser.forwarder import below, forward


def test_every_page_works_below_a_path(page: Page, complaints: list[str], pytestconfig: pytest.Config) -> None:
    with (
        server_of(pytestconfig, "below a path") as server,
        forward(server, change=below("/lab")) as address,
    ):
        page.goto(f"{address}/lab/?f=elu")
        expect(page.locator("activation-chart")).to_have_attribute("data-state", "drawn")
        page.get_by_role("navigation", name="Site").get_by_role("link", name="Playground").click()
        run = page.locator("#run")
        expect(run).to_have_attribute("data-state", "paused")
        page.get_by_role("button", name="Step").click()
        expect(run).to_have_attribute("data-epoch", "1")
        page.get_by_role("link", name="Race activations over this plan").click()
        expect(page.locator("race-run")).to_have_attribute("data-state", "paused")
        page.goto(f"{address}/lab/exhibits")
        page.locator("a.exhibit-card").filter(has_text="Saturation").click()
        expect(page.locator("exhibit-figure .main-svg").first).to_be_visible()
        page.get_by_role("button", name="Embed").click()
        html = page.get_by_role("textbox", name="HTML").input_value()
        assert f'src="{address}/lab/exhibits/saturation?embed=controls"' in html
        page.keyboard.press("Escape")
        page.get_by_role("navigation", name="Site").get_by_role("link", name="API").click()
        page.wait_for_url("**/docs")
        page.get_by_role("navigation", name="Calls").get_by_role("link", name="GET / traits").click()
        page.get_by_role("button", name="Send GET /api/v1/traits").click()
        expect(page.locator("try-request .status").filter(has_text=re.compile("^200"))).to_be_visible()
        page.goto(f"{address}/lab/nothing")
        page.get_by_role("link", name="Back to the activations").click()
        expect(page).to_have_url(f"{address}/lab/")
        page.close()
    # the address is another than the fixture's, and one page is not there
    assert all(f"{address}/lab" in each or "404" in each for each in complaints), complaints
    assert [each for each in complaints if "404" in each] == [each for each in complaints if "lab/nothing)" in each]
    complaints.clear()

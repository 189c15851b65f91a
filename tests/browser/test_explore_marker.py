"""The marker on x: dragged, tapped, typed, moved by keys; read in cards, chart and aloud, and kept in the address."""

import math
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

Explore = Callable[..., None]
Drawn = Callable[[], list[str]]


def slider(page: Page) -> Locator:
    """By which the marker is moved with keys."""
    return page.get_by_role("slider", name="x")


def readings(page: Page) -> Locator:
    """What the cards say of f and f′ at the marker, a line each."""
    return page.locator("curve-card .reading")


def place(page: Page, x: float, low: float = -6, high: float = 6) -> tuple[float, float]:
    """The pixel of an x in the panel of f, at its middle."""
    box = page.locator("activation-chart .nsewdrag").first.bounding_box()
    assert box is not None
    return box["x"] + box["width"] * (x - low) / (high - low), box["y"] + box["height"] / 2


def test_keys_move_it_and_cards_chart_address_and_a_listener_follow(page: Page, explore: Explore) -> None:
    explore()
    expect(slider(page)).to_have_value("1")
    expect(readings(page)).to_have_text([re.compile(r"f 0\.7311\s+f′ 0\.1966"), re.compile(r"f 1\s+f′ 1")])
    labels = page.locator("svg.marker text")
    expect(labels).to_have_text(["slope 0.1966", "slope 1"])
    slider(page).focus()
    for key, x in (("ArrowRight", 1.05), ("PageDown", 1), ("ArrowLeft", 0.95), ("End", 6), ("Home", -6)):
        page.keyboard.press(key)
        expect(slider(page)).to_have_value(f"{x:g}")
        expect(slider(page)).to_have_attribute("aria-valuetext", f"{x:g}".replace("-", "−"))
        expect(readings(page).first).to_contain_text(f"{1 / (1 + math.exp(-x)):.4g}")
    expect(page).to_have_url(re.compile(r"\?f=sigmoid&f=relu&x=-6$"))
    heard = page.locator("marker-readings")
    expect(heard).to_contain_text("At x = −6, sigmoid is 0.002473 and its slope 0.002467.")
    # at a kink: torch's slope, and both sides
    page.get_by_role("spinbutton", name="x", exact=True).fill("0")
    expect(readings(page).last).to_have_text(re.compile(r"f 0\s+f′ 0 \(0 on the left, 1 on the right\)"))
    expect(labels.last).to_have_text("slopes 0 and 1")
    expect(page.locator("svg.marker g g").last.locator("line")).to_have_count(2)
    expect(heard).to_contain_text("its slope is 0 on the left and 1 on the right, and 0 by torch’s convention.")
    # heard, until P again or Escape
    hear = page.get_by_role("button", name="Hear f′", exact=True)
    hear.click()
    expect(hear).to_have_attribute("aria-pressed", "true")
    expect(page.locator("svg.marker [data-part=pointer]")).to_have_attribute("visibility", "visible")
    for key in ("p", "P", "Escape"):
        slider(page).press(key)
        expect(page.locator("curve-sound [aria-pressed=true]")).to_have_count(int(key == "P"))
    expect(page.locator("svg.marker [data-part=pointer]")).to_have_attribute("visibility", "hidden")
    page.reload()
    expect(slider(page)).to_have_value("0")
    expect(readings(page).last).to_contain_text("0 on the left, 1 on the right")


def test_a_pointer_drags_it_taps_it_and_meets_kinks(page: Page, explore: Explore) -> None:
    explore()
    page.mouse.move(*place(page, 1))
    page.mouse.down()
    page.mouse.move(*place(page, 2.5), steps=4)
    page.mouse.move(*place(page, -2), steps=4)
    page.mouse.up()
    assert float(slider(page).input_value()) == pytest.approx(-2, abs=0.03)
    # a drag of the marker is no zoom
    expect(page.get_by_role("spinbutton", name="to", exact=True)).to_have_value("6")
    x, y = place(page, 0)
    page.mouse.click(x + 4, y)
    expect(slider(page)).to_have_value("0")
    expect(slider(page)).to_be_focused()
    page.mouse.click(*place(page, 3))
    assert float(slider(page).input_value()) == pytest.approx(3, abs=0.03)
    # and nothing hovers over the curves
    expect(page.locator("activation-chart .hoverlayer > *")).to_have_count(0)
    expect(page.locator(".panel-labels span").first).to_be_visible()


def test_what_it_shows_lies_on_the_curves_that_are_drawn(page: Page, explore: Explore, drawn: Drawn) -> None:
    explore("?f=elu&f=tanh&low=-4&high=4&x=-2")
    page.get_by_role("slider", name="α").fill("3")
    drawn()
    expect(readings(page).first).to_contain_text("−2.594")
    gaps = page.evaluate(
        """() => [...document.querySelectorAll("svg.marker circle")].map((dot) => {
            const box = dot.getBoundingClientRect();
            const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
            return Math.min(...[...document.querySelectorAll("activation-chart path.js-line")].map((line) => {
                const toScreen = line.getScreenCTM();
                const length = line.getTotalLength();
                const steps = Array.from({ length: 2000 }, (_, i) => line.getPointAtLength((i / 1999) * length));
                return Math.min(...steps.map((point) => {
                    const seen = point.matrixTransform(toScreen);
                    return Math.hypot(seen.x - x, seen.y - y);
                }));
            }));
        })"""
    )
    assert len(gaps) == 4
    assert max(gaps) < 1

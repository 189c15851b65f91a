"""The Map page: it is drawn, read, zoomed and taken away, and each pixel is a network of the playground."""

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect
from starlette.datastructures import QueryParams

from app.playground.map.plan import MapPlan
from app.playground.plan import Plan
from app.web.api.map_query import MAP_QUERY
from app.web.api.plan_query import PLAN_QUERY
from app.web.http.query_string import validated
from tests.browser.faults import faults

SMALL = "?data=circle&points=60&layer=3%3Atanh&epochs=2&x_points=4&y_points=4&batch_size=10&target=0.5"
LEAKY = SMALL.replace("y_points=4", "y=alpha&y_low=0.1&y_high=1&y_scale=linear&y_points=3&f=leaky_relu")

Visit = Callable[..., None]


def map_of(page: Page) -> Locator:
    return page.locator("#map")


def picture(page: Page) -> Locator:
    return page.get_by_role("application")


def reading(page: Page) -> Locator:
    return page.locator("#map-reading")


def drawn(page: Page) -> None:
    expect(map_of(page)).to_have_attribute("data-state", "drawn")
    expect(page.locator("map-picture")).to_have_attribute("data-done", "1")


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


@pytest.fixture
def visit(page: Page) -> Visit:
    """Opens the Map page at a query, and waits until it is drawn."""

    def open_at(query: str = SMALL) -> None:
        page.goto(f"/map{query}")
        drawn(page)

    return open_at


def pixel(page: Page, row: int, column: int, rows: int = 4, columns: int = 4) -> tuple[float, float]:
    """The middle of a pixel of the first map, in the window."""
    left, top, width, height = page.locator("map-picture").evaluate(
        """picture => {
          const { left, top } = picture.querySelector("canvas").getBoundingClientRect();
          const [panel] = picture.layout.panels;
          return [left + panel.left, top + panel.top, panel.width, panel.height];
        }"""
    )
    return left + (column + 0.5) / columns * width, top + (1 - (row + 0.5) / rows) * height


def question(page: Page) -> MapPlan:
    """What the address asks."""
    given = parse_qs(urlsplit(page.url).query)
    return MAP_QUERY.read(validated(MAP_QUERY.model, given)).map


def canonical(plan: Plan) -> Plan:
    """The plan with the canonical reference of each activation."""
    hidden = tuple(layer.model_copy(update={"activation": layer.bound.reference}) for layer in plan.network.hidden)
    return plan.model_copy(update={"network": plan.network.model_copy(update={"hidden": hidden})})


def plan_at(address: str) -> Plan:
    """The plan of an address of the playground."""
    given = QueryParams(urlsplit(address).query)
    return canonical(PLAN_QUERY.read(validated(PLAN_QUERY.model, {name: given.getlist(name) for name in given})))


def downloaded(page: Page, name: str) -> tuple[str, Path]:
    with page.expect_download() as waiting:
        press(page, name)
    return waiting.value.suggested_filename, waiting.value.path()


def painted(page: Page) -> set[tuple[int, ...]]:
    """The colours in the middles of the pixels of the first map."""
    boxes = page.evaluate(
        """() => {
          const canvas = document.querySelector("map-picture canvas");
          const [panel] = document.querySelector("map-picture").layout.panels;
          const context = canvas.getContext("2d");
          const scale = canvas.width / canvas.clientWidth;
          return Array.from({ length: 16 }, (_, i) => {
            const x = panel.left + ((i % 4) + 0.5) / 4 * panel.width;
            const y = panel.top + (Math.floor(i / 4) + 0.5) / 4 * panel.height;
            return [...context.getImageData(x * scale, y * scale, 1, 1).data];
          });
        }"""
    )
    return {tuple(colour) for colour in boxes}


def test_a_map_is_drawn_when_its_page_is_opened_and_keeps_nobody_out(page: Page, visit: Visit) -> None:
    visit()
    expect(page.locator("map-bar [data-part=state]")).to_have_text("All 16 networks are trained.")
    expect(picture(page)).to_have_accessible_name("tanh: a network for each pixel")
    texts = page.locator("map-picture svg text").all_text_contents()
    assert {"tanh", "Learning rate", "Scale of first weights", "Loss on the training data"} <= set(texts)
    assert any(text.endswith(", the smallest") for text in texts)
    assert len(painted(page)) > 3
    summary = page.get_by_role("list", name="How many learned")
    expect(summary).to_have_text(
        re.compile(r"^\s*tanh: \d+ of 16 learned, \d+ got stuck, \d+ diverged\. The smallest loss, ")
    )
    assert faults(page) == []


def test_titles_follow_the_share_to_train_on(page: Page, visit: Visit) -> None:
    visit(SMALL + "&measure=test_loss&train_fraction=1")
    title = page.locator("map-picture svg text", has_text=re.compile("^Loss on the "))
    chosen = page.locator("[name=measure] option:checked")
    expect(chosen).to_have_text("Loss on the training data")
    expect(title).to_have_text("Loss on the training data")
    page.locator("details:has([name=train_fraction]) > summary").click()
    share = page.get_by_role("spinbutton", name="Share to train on")
    share.fill("0.5")
    share.press("Enter")
    expect(chosen).to_have_text("Loss on the test data")
    expect(title).to_have_text("Loss on the test data")


def test_question_picture_and_legend_stand_on_the_first_screen(page: Page) -> None:
    for width, height, last in ((1280, 900, "map-picture svg text:last-of-type"), (390, 844, "map-picture .frame")):
        page.set_viewport_size({"width": width, "height": height})
        page.goto("/map?x_points=4&y_points=4&epochs=2")
        expect(page.get_by_text("Is the edge of what learns a smooth line?")).to_be_in_viewport()
        expect(page.locator(last).first).to_be_in_viewport(ratio=0.7 if width == 390 else 1)


def test_arrow_keys_read_pixels_and_enter_opens_one_in_the_playground(page: Page, visit: Visit) -> None:
    visit(LEAKY + "&f=elu(alpha%3D0.5)&weight_scale=1.5&seed=3&dropout=0.1&replicas=2")
    expect(reading(page)).to_have_text("Point at a pixel, or walk with the arrow keys, to read a network.")
    picture(page).focus()
    page.keyboard.press("ArrowUp")
    expect(reading(page)).to_contain_text("leaky_relu at Learning rate = 1 and α = 0.55 ")
    page.keyboard.press("ArrowUp")
    for _ in range(2):
        page.keyboard.press("ArrowRight")
    # beyond the last column is the next map
    expect(reading(page)).to_contain_text("elu(alpha=0.5) at Learning rate = 0.01 and α = 1 ")
    asked = question(page)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/playground"))
    expect(page.locator("#run")).to_have_attribute("data-state", "paused")
    assert plan_at(page.url) == canonical(asked.pixel(1, 2, 0))


def test_the_mouse_reads_a_pixel_and_a_click_opens_it_where_it_learns_the_same(page: Page, visit: Visit) -> None:
    visit()
    page.mouse.move(*pixel(page, row=1, column=2))
    expect(reading(page)).to_contain_text("tanh at Learning rate = 1 and Scale of first weights = 0.4642 ")
    _, path = downloaded(page, "Pixels, CSV")
    rows = list(csv.DictReader(io.StringIO(path.read_text())))
    assert len(rows) == 16
    (row,) = [each for each in rows if each["lr"] == "1" and each["weight_scale"].startswith("0.464")]
    asked = question(page)
    page.mouse.click(*pixel(page, row=1, column=2))
    expect(page).to_have_url(re.compile("/playground"))
    assert plan_at(page.url) == canonical(asked.pixel(0, 1, 2))
    expect(page.locator("#run")).to_have_attribute("data-state", "paused")
    page.evaluate("document.addEventListener('runframe', event => (window.last = event.detail))")
    for epoch in (1, 2):
        press(page, "Step")
        expect(page.locator("#run")).to_have_attribute("data-epoch", str(epoch))
    assert page.evaluate("last.train_loss") == pytest.approx(float(row["value"]), rel=1e-9)
    # the network is found where it was read
    page.go_back()
    drawn(page)


def test_dragging_zooms_in_back_zooms_out_and_so_does_a_double_click(page: Page, visit: Visit) -> None:
    visit()
    before = question(page)
    page.mouse.move(*pixel(page, row=0, column=0))
    page.mouse.down()
    page.mouse.move(*pixel(page, row=1, column=1), steps=3)
    page.mouse.up()
    expect(page).to_have_url(re.compile("x_low=.*&x_high=.*y_low="))
    drawn(page)
    zoomed = question(page)
    assert before.x.low < zoomed.x.low < zoomed.x.high < before.x.high
    assert before.y.low < zoomed.y.low < zoomed.y.high < before.y.high
    expect(page.get_by_role("spinbutton", name="From").first).to_have_value(re.compile(str(zoomed.x.low)))
    page.go_back()
    drawn(page)
    assert question(page) == before
    page.go_forward()
    drawn(page)
    page.mouse.dblclick(*pixel(page, row=2, column=2))
    expect(page).not_to_have_url(re.compile(f"x_low={zoomed.x.low}&"))
    drawn(page)
    wider = question(page)
    assert wider.x.low < zoomed.x.low < zoomed.x.high < wider.x.high


def test_keys_and_buttons_zoom_about_the_pixel_that_is_read(page: Page, visit: Visit) -> None:
    visit()
    before = question(page)
    picture(page).focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("+")
    expect(page).to_have_url(re.compile("x_low="))
    drawn(page)
    closer = question(page)
    assert closer.x.high / closer.x.low < before.x.high / before.x.low
    press(page, "Zoom out")
    expect(page).not_to_have_url(re.compile(f"x_low={closer.x.low}&"))
    drawn(page)
    wider = question(page)
    assert wider.x.high / wider.x.low > closer.x.high / closer.x.low
    # and not beyond what there is
    assert wider.x.high <= 10


def test_the_form_asks_another_question_and_waits_to_be_pressed(
    page: Page, visit: Visit, complaints: list[str]
) -> None:
    visit()
    form = page.locator("map-form")
    form.get_by_role("combobox", name="Varies").nth(1).select_option("momentum")
    expect(page).to_have_url(re.compile("y=momentum&y_low=0&y_high=0.95&y_scale=linear"))
    expect(map_of(page)).to_have_attribute("data-state", "waiting")
    press(page, "Map")
    # what the server alone can judge
    expect(page.locator("#map > [data-part=problem]")).to_contain_text("has no momentum")
    expect(map_of(page)).to_have_attribute("data-state", "failed")
    # the browser's own note
    assert all("422" in complaint for complaint in complaints)
    complaints.clear()
    form.get_by_role("combobox", name="Activation 1").fill("elu")
    form.get_by_role("combobox", name="Activation 1").press("Enter")
    expect(page).to_have_url(re.compile("f=elu"))
    # a parameter of the activation can vary now
    form.get_by_role("combobox", name="Varies").nth(1).select_option("alpha")
    expect(page).to_have_url(re.compile("y=alpha&y_low=0.01&y_high=5"))
    press(page, "Map")
    drawn(page)
    expect(page.locator("map-picture svg")).to_contain_text("α")
    form.get_by_role("spinbutton", name="Values").first.fill("200000")
    form.get_by_role("spinbutton", name="Values").first.press("Enter")
    expect(page.locator(".complaint")).not_to_be_empty()


def test_how_it_ended_is_a_view_of_the_same_answer(page: Page, visit: Visit) -> None:
    visit(SMALL + "&f=tanh&f=relu&measure=gradient_ratio")
    expect(page.locator("map-picture svg")).to_contain_text("Gradient of the output over that of the first layer")
    page.get_by_role("radio", name="how it ended").check()
    expect(page).to_have_url(re.compile("shown=outcome"))
    expect(page.locator("map-picture svg")).to_contain_text("How each network ended")
    expect(map_of(page)).to_have_attribute("data-state", "drawn")
    page.get_by_role("checkbox", name="edge of what learned").uncheck()
    expect(page).to_have_url(re.compile("edge=false"))
    page.reload()
    drawn(page)
    expect(page.get_by_role("radio", name="how it ended")).to_be_checked()
    expect(page.get_by_role("checkbox", name="edge of what learned")).not_to_be_checked()
    assert faults(page) == []


def test_a_map_that_is_stopped_goes_on_where_it_stopped(page: Page) -> None:
    page.goto(
        f"/map{SMALL.replace('x_points=4', 'x_points=64').replace('y_points=4', 'y_points=64')}&epochs=40".replace(
            "epochs=2&", ""
        )
    )
    expect(map_of(page)).to_have_attribute("data-state", "drawing")
    press(page, "Stop")
    expect(map_of(page)).to_have_attribute("data-state", "stopped")
    expect(page.locator("map-bar [data-part=state]")).to_contain_text("of 4,096 networks are trained.")
    press(page, "Map")
    expect(map_of(page)).to_have_attribute("data-state", "drawing")
    # another question ends it
    page.get_by_role("spinbutton", name="Epochs").fill("1")
    page.get_by_role("spinbutton", name="Epochs").press("Enter")
    expect(map_of(page)).to_have_attribute("data-state", "waiting")


def test_what_is_taken_away_is_the_map(page: Page, visit: Visit) -> None:
    visit()
    name, path = downloaded(page, "PNG")
    assert name == "map-circle-lr-weight_scale.png"
    assert path.read_bytes().startswith(b"\x89PNG")
    name, path = downloaded(page, "SVG")
    svg = path.read_text()
    assert name == "map-circle-lr-weight_scale.svg"
    assert "data:image/png;base64," in svg
    assert {"tanh", "Learning rate", "diverged"} <= set(re.findall(r"<text[^>]*>([^<]*)</text>", svg))
    name, path = downloaded(page, "Pixels, NPZ")
    assert name == "map-circle-lr-weight_scale.npz"
    with np.load(path) as arrays:
        assert arrays["values"].shape == (1, 4, 4)


def test_a_starter_is_a_question_about_its_own_axes(page: Page, visit: Visit) -> None:
    visit()
    starters = page.get_by_role("list", name="Maps to begin with")
    expect(starters.get_by_role("link", name="The edge of trainability")).to_have_attribute("aria-current", "true")
    starters.get_by_role("link", name="How leaky should a leaky ReLU be?").click()
    expect(page).to_have_url(re.compile("f=leaky_relu.*y=alpha"))
    expect(page.get_by_text("Which slopes α are learned with")).to_be_visible()
    expect(page.get_by_text("Is the edge of what learns a smooth line?")).to_be_hidden()
    expect(page.get_by_role("combobox", name="Varies").nth(1)).to_have_value("alpha")


def test_it_is_embedded_presented_and_printed(page: Page, visit: Visit) -> None:
    visit(f"{SMALL}&embed")
    expect(page.locator("map-form")).to_be_hidden()
    expect(picture(page)).to_be_visible()
    visit(f"{SMALL}&present")
    assert faults(page, rules="but of colour") == []
    page.goto(f"/map{SMALL}")
    drawn(page)
    page.emulate_media(color_scheme="dark")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print", color_scheme="dark")
    expect(page.locator("map-picture svg").first).to_have_attribute("width", "660")
    expect(page.get_by_role("button", name="Map", exact=True)).to_be_hidden()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen", color_scheme="light")


def test_an_address_that_is_no_map_says_so_and_offers_the_usual_one(page: Page, complaints: list[str]) -> None:
    page.goto("/map?x_points=many")
    expect(page.locator("#map > .problem").first).to_have_text("x_points = 'many' is not a whole number.")
    expect(page.get_by_role("combobox", name="Varies").first).to_have_value("lr")
    complaints.clear()

"""The Race page: it runs, pauses and ends, its numbers are the server's, its state is the address, for everybody."""

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.faults import faults
from tests.browser.forwarder import forward

SMALL = "?data=circle&points=60&layer=4%3Atanh&seeds=3&epochs=5&target=0.5"
ENDLESS = "?data=circle&points=60&layer=4%3Atanh&seeds=3&epochs=10000&f=tanh&f=relu"
# nobody waits for a promise that is not the value
AGAIN = """
void (window.again = new Promise(resolve => document.addEventListener("racestarted", () =>
  document.addEventListener("racestate", ({ detail }) => detail.state === "over" && resolve()))))
"""

Visit = Callable[..., None]


def race_of(page: Page) -> Locator:
    return page.locator("#race")


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


@pytest.fixture
def visit(page: Page) -> Visit:
    """Opens the Race page at a query, and waits until its first frame is painted."""

    def open_at(query: str = SMALL) -> None:
        page.goto(f"/race{query}")
        expect(race_of(page)).to_have_attribute("data-state", "paused")
        expect(race_of(page)).not_to_have_attribute("data-frames", "0")

    return open_at


def finish(page: Page) -> None:
    press(page, "Race")
    expect(race_of(page)).to_have_attribute("data-state", "over")


def downloaded(page: Page, name: str) -> tuple[str, Path]:
    with page.expect_download() as waiting:
        press(page, name)
    return waiting.value.suggested_filename, waiting.value.path()


def test_keeps_nobody_out_before_and_after_a_race(page: Page, visit: Visit) -> None:
    visit(SMALL + "&f=tanh&f=maxout(k%3D3)&f=x*sigmoid(b*x)%7Cb%3D1.7")
    found = faults(page)
    finish(page)
    assert found + [f"over, {fault}" for fault in faults(page)] == []


def test_a_race_ends_with_a_table_and_a_verdict(page: Page, visit: Visit) -> None:
    visit()
    expect(page.locator("race-table tbody tr")).to_have_count(6)
    finish(page)
    expect(race_of(page)).to_have_attribute("data-epoch", "5")
    expect(page.locator("race-table tbody tr")).to_have_count(6)
    expect(page.locator("[data-part=verdict]")).to_contain_text("No difference shown")
    expect(page.locator(".lane")).to_have_count(6)
    expect(page.get_by_role("img", name="Accuracy over epochs")).to_have_accessible_name(
        re.compile(r"Tanh \d.*SiLU \d")
    )
    # the chart has a name at the end of each line, and the cards have the order of the table
    names = page.locator("race-table tbody th").all_text_contents()
    assert sorted(page.locator(".lane-shape text").all_text_contents()) == sorted(names)
    assert page.locator(".lane h3").all_text_contents() == names
    solved = [text.replace(" solved", "") for text in page.locator(".lane [data-part=solved]").all_text_contents()]
    assert solved == page.locator("race-table tbody td:nth-child(2)").all_text_contents()
    # once more from the same first weights
    press(page, "Start over")
    expect(race_of(page)).to_have_attribute("data-state", "paused")
    expect(race_of(page)).to_have_attribute("data-epoch", "0")


def test_a_regression_is_raced_to_a_loss(page: Page, visit: Visit) -> None:
    visit(SMALL.replace("circle", "plane") + "&f=tanh&f=relu&target_loss=0.2")
    expect(page.get_by_role("spinbutton", name="Target loss")).to_have_value("0.2")
    expect(page.get_by_role("spinbutton", name="Target accuracy")).to_be_hidden()
    found = faults(page)
    finish(page)
    assert found + faults(page) == []
    expect(page.get_by_role("columnheader", name="Loss")).to_be_visible()
    expect(page.get_by_role("img", name="Loss over epochs")).to_have_accessible_name(
        re.compile(r"Tanh 0\.\d.*ReLU 0\.\d|ReLU 0\.\d.*Tanh 0\.\d")
    )
    expect(page.locator(".lanes-place .grid")).to_have_count(1)
    _, path = downloaded(page, "History, CSV")
    lines = path.read_text().splitlines()
    assert (lines[0], len(lines)) == ("activation,seed,epoch,test_loss", 1 + 2 * 3 * 6)
    # other data bring back what counts as solved there
    page.get_by_role("radio", name="Circle").check()
    expect(page.get_by_role("spinbutton", name="Target accuracy")).to_have_value("0.5")
    expect(page.get_by_role("columnheader", name="Accuracy")).to_be_visible()
    expect(page.get_by_text("Accuracy over epochs:")).to_be_visible()


def test_each_lane_learns_at_its_own_best_rate(page: Page, visit: Visit) -> None:
    visit(SMALL + "&f=tanh&f=silu")
    rates = page.get_by_role("columnheader", name="Learning rate")
    expect(rates).to_be_hidden()
    page.get_by_role("combobox", name="Lanes learn at").select_option("each its best")
    expect(page).to_have_url(re.compile("rates=best"))
    expect(rates).to_be_visible()
    found = faults(page)
    finish(page)
    assert found + faults(page) == []
    expect(page.locator("[data-part=verdict]")).to_contain_text("Each lane learns at the best of 7 learning rates")
    _, path = downloaded(page, "Table, CSV")
    for row, cell, card in zip(
        csv.DictReader(io.StringIO(path.read_text())),
        page.locator("race-table tbody td:nth-child(6)").all_text_contents(),
        page.locator(".lane").all(),
        strict=True,
    ):
        assert float(row["lr"]) == float(cell)
        expect(card).to_contain_text(f"Learns at {cell}, the best of 7 rates")
        # the playground has the network as it was raced
        assert f"lr={row['lr']}&" in f"{card.get_by_role('link').first.get_attribute('href')}&"
    page.get_by_role("combobox", name="Lanes learn at").select_option("one rate")
    expect(rates).to_be_hidden()


def test_a_race_that_is_over_can_be_seen_again(page: Page, visit: Visit) -> None:
    visit()
    finish(page)
    page.evaluate(AGAIN)
    press(page, "Race again")
    page.evaluate("window.again")
    expect(race_of(page)).to_have_attribute("data-epoch", "5")
    expect(page.locator("[data-part=verdict]")).to_contain_text("No difference shown")


def test_a_race_that_is_over_outlasts_the_connection(page: Page, base_url: str, complaints: list[str]) -> None:
    with forward(base_url) as address:
        port = urlsplit(address).port
        page.goto(f"{address}/race{SMALL}")
        expect(race_of(page)).to_have_attribute("data-state", "paused")
        finish(page)
    expect(race_of(page)).to_have_attribute("data-state", "closed")
    with forward(base_url, port):
        expect(race_of(page)).to_have_attribute("data-state", "over")
        expect(race_of(page)).to_have_attribute("data-epoch", "5")
        expect(page.locator("race-table tbody tr")).to_have_count(6)
        expect(page.locator("[data-part=verdict]")).to_contain_text("No difference shown")
        press(page, "Table, CSV")
        expect(page.get_by_text("The server has lost this race")).to_be_visible()
        page.evaluate(AGAIN)
        press(page, "Race again")
        page.evaluate("window.again")
        assert downloaded(page, "Table, CSV")[0] == "race-circle-epoch-5.csv"
        page.close()
    # the browser's own notes: another host than the fixture's server, and attempts that failed
    assert all(str(port) in complaint for complaint in complaints)
    complaints.clear()


def test_it_pauses_and_goes_on(page: Page, visit: Visit) -> None:
    visit(ENDLESS)
    press(page, "Race")
    expect(race_of(page)).to_have_attribute("data-state", "running")
    expect(race_of(page)).to_have_attribute("data-epoch", re.compile(r"\d{2,}"))
    expect(page.locator("race-bar [data-part=speed]")).to_have_text(re.compile(r"\d"))
    expect(page.locator("[data-part=verdict]")).to_have_text(
        re.compile(r"^This is how it stands after epoch \d+ of 10000\. No difference shown")
    )
    press(page, "Pause")
    expect(race_of(page)).to_have_attribute("data-state", "paused")
    stopped = race_of(page).get_attribute("data-epoch")
    expect(page.locator("race-bar [data-part=epoch]")).to_have_text(str(stopped))
    press(page, "Race")
    expect(race_of(page)).to_have_attribute("data-state", "running")


def test_the_table_is_sorted_by_any_column(page: Page, visit: Visit) -> None:
    visit()
    finish(page)
    names = page.locator("race-table tbody th")
    press(page, "Activation")
    assert names.all_text_contents() == sorted(["tanh", "relu", "silu", "gelu", "mish", "sigmoid"])
    expect(page.get_by_role("columnheader", name="Activation")).to_have_attribute("aria-sort", "ascending")
    page.get_by_role("button", name="Time an epoch").click()
    times = [float(text) for text in page.locator("race-table tbody td:nth-child(5)").all_text_contents()]
    assert times == sorted(times)
    assert page.locator(".lane h3").all_text_contents() == names.all_text_contents()


def test_a_seed_opens_in_the_playground_and_learns_the_same(page: Page, visit: Visit) -> None:
    visit(SMALL + "&f=silu")
    finish(page)
    _, path = downloaded(page, "History, CSV")
    rows = [row for row in csv.DictReader(io.StringIO(path.read_text())) if row["seed"] == "1"]
    page.locator(".lane .seeds a").nth(1).click()
    expect(page).to_have_url(re.compile(r"/playground\?.*layer=4%3Asilu.*seed=1"))
    expect(page.locator("#run")).to_have_attribute("data-state", "paused")
    page.evaluate("document.addEventListener('runframe', event => (window.last = event.detail))")
    for epoch in range(1, 6):
        press(page, "Step")
        expect(page.locator("#run")).to_have_attribute("data-epoch", str(epoch))
    assert page.evaluate("last.test_loss") == pytest.approx(float(rows[-1]["test_loss"]), rel=1e-9)
    assert page.evaluate("last.test_accuracy") == pytest.approx(float(rows[-1]["test_accuracy"]))


def test_what_is_taken_away_is_the_race(page: Page, visit: Visit) -> None:
    visit()
    finish(page)
    name, path = downloaded(page, "Report, JSON")
    assert name == "race-circle-epoch-5.json"
    report: dict[str, Any] = json.loads(path.read_text())
    assert report["race"]["activations"] == ["tanh", "relu", "silu", "gelu", "mish", "sigmoid"]
    assert report["verdict"] == page.locator("[data-part=verdict]").text_content()
    _, path = downloaded(page, "Table, CSV")
    table = list(csv.DictReader(io.StringIO(path.read_text())))
    assert [row["activation"] for row in table] == [lane["activation"] for lane in report["lanes"]]
    name, path = downloaded(page, "PNG")
    assert name.endswith(".png")
    assert path.read_bytes().startswith(b"\x89PNG")
    name, path = downloaded(page, "SVG")
    assert name == "race-circle-epoch-5.svg"
    assert {"tanh", "sigmoid", "100 %"} <= set(re.findall(r"<text[^>]*>([^<]*)</text>", path.read_text()))


def test_the_form_is_the_address_and_back_returns(page: Page, visit: Visit) -> None:
    visit()
    page.get_by_role("spinbutton", name="Seeds each").fill("2")
    page.get_by_role("spinbutton", name="Seeds each").press("Enter")
    expect(page).to_have_url(re.compile(r"seeds=2"))
    expect(page.locator("race-bar [data-part=networks]")).to_have_text("12")
    press(page, "Remove activation 2")
    expect(page).to_have_url(re.compile(r"f=tanh&f=silu&f=gelu"))
    expect(page.locator(".lane")).to_have_count(5)
    press(page, "Add an activation")
    # by its picture, then by its name
    page.get_by_role("button", name="Choose activation 6 by its curve").click()
    chooser = page.get_by_role("dialog", name="Choose an activation")
    chooser.get_by_role("searchbox", name="Search").fill("snake")
    chooser.get_by_role("link", name="Snake").click()
    expect(chooser).to_be_hidden()
    expect(page.get_by_role("combobox", name="Activation 6")).to_be_focused()
    expect(page.locator(".lane h3").last).to_have_text("snake")
    page.get_by_role("combobox", name="Activation 6").fill("elu(alpha=2)")
    page.get_by_role("combobox", name="Activation 6").press("Enter")
    expect(page.locator(".lane h3").last).to_have_text("elu(alpha=2)")
    page.get_by_role("textbox", name="Units of the hidden layers").fill("3, 5")
    page.get_by_role("textbox", name="Units of the hidden layers").press("Enter")
    expect(page).to_have_url(re.compile(r"layer=3%3Atanh&layer=5%3Atanh"))
    page.go_back()
    expect(page.get_by_role("textbox", name="Units of the hidden layers")).to_have_value("4")
    page.go_back()
    page.go_back()
    expect(page.locator(".lane")).to_have_count(5)


def test_what_layers_are_told_stays_with_them(page: Page, visit: Visit) -> None:
    visit(f"{SMALL}&layer=3%3Atanh%3Bnormalisation%3Dbatch%3Buse_bias%3Dfalse")
    told = page.locator("race-form [data-part=told]")
    expect(told).to_have_text("Layer 2: no biases · batch normalisation.")
    units = page.get_by_role("textbox", name="Units of the hidden layers")
    units.fill("5, 6, 7")
    units.press("Enter")
    layers = "layer=5%3Atanh&layer=6%3Atanh%3Buse_bias%3Dfalse%3Bnormalisation%3Dbatch&layer=7%3Atanh"
    expect(page).to_have_url(re.compile(layers))
    units.fill("5")
    units.press("Enter")
    expect(told).to_be_hidden()


def test_wrong_input_gets_a_sentence_and_changes_nothing(page: Page, visit: Visit) -> None:
    visit()
    address = page.url
    field = page.get_by_role("combobox", name="Activation 1")
    field.fill("sigmod")
    field.press("Enter")
    expect(page.locator(".lane-row .invalid").first).to_have_text(re.compile("did you mean 'sigmoid'"))
    page.get_by_role("spinbutton", name="Seeds each").fill("65")
    page.get_by_role("spinbutton", name="Seeds each").press("Enter")
    expect(page.locator(".complaint")).not_to_be_empty()
    page.get_by_role("textbox", name="Units of the hidden layers").fill("eight")
    page.get_by_role("textbox", name="Units of the hidden layers").press("Enter")
    expect(page.locator(".complaint")).to_have_text("One to 8 numbers from 1 to 64, with commas between: 8, 8.")
    assert page.url == address


def test_what_is_wrong_stays_said_until_it_is_mended(page: Page, visit: Visit) -> None:
    visit()
    seeds, epochs = (page.get_by_role("spinbutton", name=name) for name in ("Seeds each", "Epochs"))
    seeds.fill("65")
    seeds.press("Enter")
    expect(page.locator(".complaint")).to_be_visible()
    address = page.url
    epochs.fill("7")
    epochs.press("Enter")
    expect(page.locator(".complaint")).to_be_visible()
    assert page.url == address
    seeds.fill("4")
    seeds.press("Enter")
    expect(page.locator(".complaint")).to_be_hidden()
    expect(page).to_have_url(re.compile(r"seeds=4&epochs=7"))


def test_the_picture_has_lanes_that_were_never_in_sight(page: Page, visit: Visit) -> None:
    page.set_viewport_size({"width": 390, "height": 600})
    visit()
    finish(page)
    page.evaluate("scrollTo(0, 0)")
    button = page.get_by_role("button", name="PNG", exact=True)
    with page.expect_download():
        # a click would scroll there, past every card
        button.evaluate("button => button.click()")
    painted = page.locator(".lane canvas").evaluate_all(
        """canvases => canvases.map(canvas => {
             const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
             return data.some(byte => byte !== 0);
           })"""
    )
    assert painted == [True] * 12


def test_what_only_the_server_can_judge_is_said_where_a_reader_looks(page: Page, visit: Visit) -> None:
    visit()
    page.get_by_role("combobox", name="Activation 2").fill("tanh")
    page.get_by_role("combobox", name="Activation 2").press("Enter")
    expect(page.locator("#race > [data-part=problem]")).to_contain_text("name each once")


def test_an_address_that_is_no_race_says_so_and_offers_the_usual_one(page: Page, complaints: list[str]) -> None:
    page.goto("/race?seeds=many&f=relu")
    expect(page.locator("#race > .problem").first).to_have_text("seeds = 'many' is not a whole number.")
    complaints.clear()

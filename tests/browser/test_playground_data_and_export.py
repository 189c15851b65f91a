"""A reader brings points to the Playground, and takes plan, data, history, weights and the network away."""

import csv
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from urllib.request import urlopen

import pytest
import torch
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.axe import violations
from tests.browser.test_playground_panels import Playground, run
from tests.unit.playground.script.running import run_here
from tests.unit.playground.script.test_onnx_model import answer_of

NETWORKS = ("layer=5:prelu&layer=3:maxout(k=2)", "layer=4:aprelu&layer=3:x*tanh(x)", "layer=none")
LINES = "x,y,label\n-2,0,0\n-3,1,0\n2,0,1\n3,-1,1\n"


@pytest.fixture
def editor(page: Page, playground: Playground) -> Locator:
    """The editor of own points, opened on the Playground's page."""
    playground()
    return opened(page)


def opened(page: Page) -> Locator:
    """The editor of own points, with all of its parts."""
    page.get_by_role("button", name="Draw or load your own points").click()
    editor = page.locator("data-editor")
    if not editor.get_by_label("A table as CSV").is_visible():
        editor.get_by_text("By number, from a table or a file").click()
    return editor


def points(editor: Locator, count: int) -> None:
    """Expects the editor to hold `count` points."""
    expect(editor).to_have_attribute("data-points", str(count))


def test_points_are_set_and_erased_by_clicks(page: Page, editor: Locator) -> None:
    plot = page.get_by_role("img", name="Your own points")
    plot.click(position={"x": 60, "y": 60})
    editor.get_by_role("radio", name="Set points of class 1").check()
    plot.click(position={"x": 160, "y": 160})
    points(editor, 2)
    expect(editor.get_by_role("status").first).to_have_text("2 points of 2 classes; at most 10000.")
    editor.get_by_role("radio", name="Erase").check()
    plot.click(position={"x": 62, "y": 61})
    points(editor, 1)
    editor.get_by_role("button", name="Undo").click()
    points(editor, 2)
    editor.get_by_role("button", name="Clear").click()
    points(editor, 0)
    editor.press("Escape")
    expect(plot).to_be_hidden()
    expect(page.get_by_role("button", name="Draw or load your own points")).to_be_focused()


def test_points_are_added_by_number_and_trained_on(page: Page, editor: Locator) -> None:
    use = editor.get_by_role("button", name="Use these points")
    use.click()
    expect(editor.get_by_role("alert")).to_have_text("Set points of at least two classes first.")
    for x, label in (("-2", "0"), ("2.5", "1"), ("-3", "0"), ("3", "1")):
        editor.get_by_label("x", exact=True).fill(x)
        editor.get_by_label("label", exact=True).fill(label)
        editor.get_by_label("label", exact=True).press("Enter")
    points(editor, 4)
    use.click()
    page.wait_for_url("**/playground?*data=own*")
    run(page, until=5)
    page.reload()
    points(page.locator("data-editor"), 4)
    expect(page.locator("training-run")).to_have_attribute("data-state", "paused")
    # what only drawn data have is gone
    expect(page.locator("[name=noise]")).to_be_hidden()
    expect(page.get_by_role("radio", name="Your own points")).to_be_checked()


def test_own_points_are_shared_by_a_link(
    page: Page, editor: Locator, new_context: Callable[..., BrowserContext], base_url: str
) -> None:
    editor.get_by_label("A table as CSV").fill("x,y,label\n-2,0.125,größer\n-3,1,größer\n2,0,b 3\n3,-1,b 3\n")
    editor.get_by_role("button", name="Read the CSV").click()
    points(editor, 4)
    page.get_by_role("radio", name="Your own points").check()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    share = page.get_by_role("button", name="Share")
    share.click()
    expect(page.get_by_role("button", name="Link copied")).to_be_visible()
    link = page.evaluate("navigator.clipboard.readText()")
    assert link == page.url
    assert link.startswith(f"{base_url}/playground?data=own&samples=")
    with new_context() as context:
        other = context.new_page()
        other.goto(link)
        expect(other.locator("training-run")).to_have_attribute("data-state", "paused")
        expect(other.get_by_text("The address names points of your own")).to_be_hidden()
        expect(other.locator("output-plot .legend")).to_contain_text("class größer")
        with other.expect_download() as waiting:
            other.get_by_role("button", name="Data, CSV").click()
        assert "-2,0.125,größer\n" in waiting.value.path().read_text(encoding="utf-8")


def test_points_are_read_from_a_file_and_copied_from_a_data_set(editor: Locator, tmp_path: Path) -> None:
    path = tmp_path / "points.csv"
    path.write_text(LINES, encoding="utf-8")
    editor.get_by_label("or a file").set_input_files(path)
    points(editor, 4)
    editor.get_by_role("button", name="Copy the run's").click()
    points(editor, 500)


def test_a_csv_is_read_and_of_a_bad_line_it_is_said_which_and_nothing_is_lost(
    editor: Locator, complaints: list[str]
) -> None:
    text = editor.get_by_label("A table as CSV")
    text.fill(LINES)
    editor.get_by_role("button", name="Read the CSV").click()
    points(editor, 4)
    text.fill(f"{LINES}1,two,0\n")
    editor.get_by_role("button", name="Read the CSV").click()
    expect(editor.get_by_role("alert")).to_contain_text("Line 6: y is 'two', which is not a number")
    points(editor, 4)
    expect(text).to_have_value(f"{LINES}1,two,0\n")
    # the browser reports what the server refused
    assert all("422" in complaint for complaint in complaints)
    complaints.clear()


def test_own_names_units_and_numbers_are_shown(page: Page, playground: Playground) -> None:
    playground("?data=own")
    expect(page.get_by_text("The address names points of your own")).to_be_visible()
    editor = opened(page)
    rows = "".join(f"{30 + i};{900 - 7 * i};{('low', 'middle', 'top')[i // 10]}\n" for i in range(30))
    editor.get_by_label("A table as CSV").fill(f"x;y;class\n{rows}")
    editor.get_by_role("button", name="Read the CSV").click()
    expect(editor.get_by_text("low (10), middle (10), top (10)")).to_be_visible()
    expect(editor.get_by_role("radio", name="Set points of class middle")).to_be_visible()
    editor.get_by_role("button", name="Use these points").click()
    expect(page.get_by_text("The address names points of your own")).to_be_hidden()
    run(page, until=3)
    output = page.locator("output-plot")
    expect(output.locator(".legend")).to_contain_text("class top")
    expect(output.get_by_text("The network learns from standardised points")).to_be_visible()
    expect(page.locator("confusion-matrix")).to_contain_text("taken for middle")
    plot = output.get_by_role("img")
    plot.focus()
    plot.press("ArrowRight")
    # one step of 48 from the middle of a plane around 30 … 59
    expect(output.locator(".reading")).to_contain_text(
        re.compile(r"x 45\.\d\d, y 79\d(\.\d)?: P\(class (low|middle|top)\) = [\d.]+ %, so class \2")
    )
    opened(page).get_by_label("A table as CSV").fill("".join(f"{i},{i % 5},{100 + i}\n" for i in range(20)))
    editor.get_by_role("button", name="Read the CSV").click()
    expect(editor.get_by_role("status").first).to_have_text("20 points with numbers to learn; at most 10000.")
    editor.get_by_role("button", name="Use these points").click()
    expect(output.get_by_text("The network learns targets scaled to")).to_be_visible()
    expect(output.locator(".legend [data-class]").filter(visible=True)).to_have_count(0)


def test_a_plan_that_was_taken_away_is_opened_again(page: Page, playground: Playground, tmp_path: Path) -> None:
    playground("?data=moons&points=60&layer=5:prelu&lr=0.1&train_fraction=1")
    expect(page.locator("[data-show=test_loss]")).to_be_hidden()
    path = tmp_path / "plan.json"
    path.write_text(downloaded(page, "Plan, JSON")[1], encoding="utf-8")
    query = parse_qs(urlsplit(page.url).query)
    playground()
    page.get_by_label("Open a plan or weights, JSON").set_input_files(path)
    page.wait_for_url("**/playground?*train_fraction=1*")
    assert parse_qs(urlsplit(page.url).query) == query
    expect(page.locator("[data-show=test_loss]")).to_be_hidden()
    path.write_text("x,y,label\n", encoding="utf-8")
    page.get_by_label("Open a plan or weights, JSON").set_input_files(path)
    expect(page.get_by_text("This file is no plan")).to_be_visible()


def downloaded(page: Page, name: str) -> tuple[str, str]:
    """The name and the text of the file that a button of the exports gives."""
    with page.expect_download() as waiting:
        page.locator("run-export").get_by_text(name, exact=True).filter(visible=True).click()
    return waiting.value.suggested_filename, waiting.value.path().read_text(encoding="utf-8")


def test_exports_hold_the_run(page: Page, playground: Playground) -> None:
    playground("?data=moons&points=60&layer=5:prelu&layer=3:maxout(k=2)&optimizer=adam")
    run(page)
    epoch = page.locator("training-run").get_attribute("data-epoch")
    name, text = downloaded(page, "Plan, JSON")
    assert name == "moons-plan.json"
    plan = json.loads(text)
    assert (plan["network"]["hidden"][1]["units"], plan["network"]["hidden"][1]["activation"]) == (3, "maxout(k=2)")
    name, text = downloaded(page, "Data, CSV")
    assert name == "moons.csv"
    assert text.startswith("x,y,label\n")
    assert text.count("\n") == 61
    name, text = downloaded(page, "History, CSV")
    assert name == f"moons-epoch-{epoch}-history.csv"
    rows = list(csv.DictReader(text.splitlines()))
    assert (rows[0]["epoch"], rows[-1]["epoch"]) == ("0", epoch)
    assert 0 <= float(rows[-1]["test_accuracy"]) <= 1
    name, text = downloaded(page, "Weights, JSON")
    assert name == f"moons-epoch-{epoch}-weights.json"
    layers = json.loads(text)["layers"]
    assert [len(layer["W"]) for layer in layers] == [2, 5, 3]
    assert "alpha" in layers[0]


@pytest.mark.parametrize("layers", NETWORKS)
def test_the_torch_script_answers_as_the_run_does(
    page: Page, playground: Playground, base_url: str, layers: str
) -> None:
    query = f"data=moons&points=60&{layers}&optimizer=adam&lr=0.05"
    playground(f"?{query}")
    run(page)
    name, text = downloaded(page, "torch script")
    assert name == "network.py"
    test = data_of(base_url, query)["test"]
    answers = run_here(text)(torch.tensor(test["x"], dtype=torch.float64))[:, 0].tolist()
    right = [(answer > 0) == (label == 1) for answer, label in zip(answers, test["y"], strict=True)]
    _, history = downloaded(page, "History, CSV")
    last = list(csv.DictReader(history.splitlines()))[-1]
    assert sum(right) / len(right) == pytest.approx(float(last["test_accuracy"]))


def test_the_network_is_taken_away_for_keras_and_as_onnx(page: Page, playground: Playground, base_url: str) -> None:
    playground("?data=iris&layer=3:tanh")
    run(page)
    name, text = downloaded(page, "Keras script")
    assert name == "network_keras.py"
    assert "keras.layers.Normalization(" in text
    with page.expect_download() as waiting:
        page.get_by_role("button", name="ONNX").click()
    assert waiting.value.suggested_filename == "network.onnx"
    _, script = downloaded(page, "torch script")
    points = torch.tensor(data_of(base_url, "data=iris")["test"]["x"], dtype=torch.float32).double()
    answer = answer_of(waiting.value.path().read_bytes(), points)
    torch.testing.assert_close(answer, run_here(script)(points), rtol=1e-5, atol=1e-5)


def test_what_a_form_cannot_say_is_told(page: Page, playground: Playground, complaints: list[str]) -> None:
    playground("?layer=3:aprelu")
    page.get_by_role("button", name="Keras script").click()
    expect(page.locator("run-export").get_by_role("status")).to_contain_text("Keras has no code for what aprelu does")
    # the browser reports what the server refused
    assert all("422" in complaint for complaint in complaints)
    complaints.clear()


def data_of(base_url: str, query: str) -> dict[str, Any]:
    """The points of a plan, from the API."""
    with urlopen(f"{base_url}/api/v1/playground/data?{query}") as answer:
        return json.load(answer)


def test_own_points_are_taken_away_as_they_are(page: Page, editor: Locator) -> None:
    editor.get_by_label("A table as CSV").fill(LINES)
    editor.get_by_role("button", name="Read the CSV").click()
    points(editor, 4)
    editor.get_by_role("button", name="Use these points").click()
    page.wait_for_url("**/playground?*data=own*")
    name, text = downloaded(page, "Data, CSV")
    assert (name, text) == ("own-points.csv", LINES)
    assert parse_qs(urlsplit(page.url).query)["data"] == ["own"]


TABLE = "id,height,colour,weight,kind\n" + "".join(
    f"{i},{i % 7},{('red', 'blue')[i % 2]},{'' if i == 3 else i % 5},{('cat', 'dog', 'owl')[i % 3]}\n"
    for i in range(30)
)


def test_one_column_and_a_class_are_a_line_of_probabilities(page: Page, editor: Locator, complaints: list[str]) -> None:
    rows = "".join(f"{i / 4},{('low', 'high')[i > 15]}\n" for i in range(30))
    editor.get_by_label("A table as CSV").fill(f"width,kind\n{rows}")
    editor.get_by_role("button", name="Read the CSV").click()
    editor.get_by_role("button", name="Use this table").click()
    plot = page.get_by_role("img", name="What the network answers along width")
    plot.focus()
    page.keyboard.press("ArrowRight")
    reading = page.locator("output-plot .reading")
    expect(reading).to_have_text(re.compile(r"^width \d\.\d+: P\(class low\) = \d+\.\d %, so class (low|high)\."))
    classes = page.locator("output-plot .legend [data-class]").filter(visible=True)
    expect(classes).to_have_text(["class high", "class low"])
    # of classes the line is a probability, not an answer
    expect(page.locator("output-plot [data-part=curve]")).to_be_hidden()
    assert complaints == []


def test_a_table_is_read_by_the_roles_of_its_columns_and_used(
    page: Page, editor: Locator, complaints: list[str]
) -> None:
    editor.get_by_label("A table as CSV").fill(TABLE)
    editor.get_by_role("button", name="Read the CSV").click()
    understood = editor.locator("[data-part=understood]")
    expect(understood).to_contain_text("29 rows, parted by commas. Inputs: 4")
    columns = editor.get_by_role("list", name="The columns of the table").get_by_role("listitem")
    expect(columns).to_have_count(5)
    expect(columns.first).to_contain_text("It numbers the rows.")
    expect(columns.nth(3)).to_contain_text("cells missing: 1")
    expect(editor.get_by_label("Role of kind")).to_have_value("target")
    # what has more inputs than two is not drawn on
    expect(page.get_by_role("img", name="Your own points")).to_be_hidden()
    expect(editor.get_by_role("radiogroup")).to_be_hidden()
    assert violations(page, "but of colour") == []
    editor.get_by_label("Role of kind").select_option("left out")
    expect(editor.get_by_label("Role of weight")).to_have_value("target")
    editor.get_by_label("Role of colour").select_option("target")
    expect(understood).to_contain_text("The class is the column colour")
    editor.get_by_label("Type of height").select_option("category")
    editor.get_by_label("Role of weight").select_option("left out")
    expect(understood).to_contain_text("Inputs: 7, of the columns height")
    for name in ("height", "weight"):
        editor.get_by_label(f"Role of {name}").select_option("left out")
    expect(editor.get_by_role("alert")).to_have_text("No column is an input; choose one at least.")
    expect(editor.get_by_role("button", name="Use this table")).to_be_disabled()
    for name in ("height", "weight", "kind"):
        editor.get_by_label(f"Role of {name}").select_option("input")
    expect(understood).to_contain_text("Inputs: 11")
    editor.get_by_role("button", name="Use this table").click()
    page.wait_for_url("**/playground?*data=own*samples=*")
    expect(editor).to_be_hidden()
    expect(page.get_by_role("group", name="Inputs")).to_be_hidden()
    # the link carries the table, names and all
    page.goto(page.url)
    expect(page.locator("training-run")).to_have_attribute("data-state", "paused")
    expect(page.locator("network-graph")).to_contain_text("kind=cat")
    assert all("422" in complaint for complaint in complaints)
    complaints.clear()

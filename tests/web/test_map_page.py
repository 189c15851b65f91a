"""The Map page before its script: its form, its starters, what its axes may vary, and addresses that are no map."""

import html
import json
import re
from typing import Any

import pytest
from starlette.datastructures import QueryParams
from starlette.testclient import TestClient

from app.playground.map.painter import Painter
from app.playground.map.quantities import QUANTITIES
from app.web.api.map_query import MAP_QUERY, MapPage
from app.web.http.query_string import validated
from app.web.pages.map_axes import axes_of
from app.web.pages.map_starters import MAPS
from tests.unit.sentences import assert_one_sentence


def attribute(text: str, name: str) -> Any:
    """The JSON that an attribute of the page has."""
    (written,) = re.findall(rf'\b{name}="([^"]*)"', text)
    return json.loads(html.unescape(written))


def page_of(query: str) -> MapPage:
    """What a query string stands for."""
    given = QueryParams(query)
    return MAP_QUERY.read(validated(MAP_QUERY.model, {name: given.getlist(name) for name in given}))


def test_without_a_script_the_page_says_what_it_is_and_has_a_form(client: TestClient) -> None:
    text = client.get("/map").text
    assert "Each pixel is a network of its own." in text
    assert "POST to <code>/api/v1/map</code>" in text
    assert 'aria-label="tanh: a network for each pixel"' in text
    assert '<option value="lr" selected>Learning rate</option>' in text


def test_a_question_and_how_it_is_shown_are_the_address(client: TestClient) -> None:
    usual = MAP_QUERY.usual
    assert MAP_QUERY.text(usual) == ""
    # momentum only with an optimizer that has one
    query = (
        "optimizer=nesterov&f=elu(alpha=2)&f=relu&x=momentum&x_low=0&x_high=0.9&x_scale=linear"
        "&y=depth&y_low=1&y_high=5&y_scale=linear&y_points=5&measure=dead&shown=outcome&edge=false"
    )
    page = page_of(query)
    assert (page.map.activations, page.map.x.vary, page.map.y.points) == (("elu(alpha=2)", "relu"), "momentum", 5)
    assert (page.map.measure, page.view.shown, page.view.edge) == ("dead", "outcome", False)
    assert page_of(MAP_QUERY.text(page)) == page
    assert page_of(MAP_QUERY.text(page, whole=True)) == page
    assert client.get(f"/map?{query}").status_code == 200


@pytest.mark.parametrize(("train_fraction", "judge"), [("0.5", "test"), ("1", "training")])
def test_what_a_measure_is_of_is_said_as_it_is(client: TestClient, train_fraction: str, judge: str) -> None:
    text = client.get(f"/map?train_fraction={train_fraction}&measure=accuracy").text
    assert '<option value="final_loss" >Loss on the training data</option>' in text
    assert f'<option value="test_loss" >Loss on the {judge} data</option>' in text
    assert f'<option value="accuracy" selected>Accuracy on the {judge} data</option>' in text


@pytest.mark.parametrize("name", MAPS)
def test_a_starter_can_be_painted_and_asks_one_question(client: TestClient, name: str) -> None:
    starter = MAPS[name]
    assert page_of(starter.query).map == starter.map
    # what does not go together is said here
    assert len(Painter(starter.map).tiles) > 1
    text = client.get(f"/map?{starter.query}").text
    (asked,) = re.findall(rf'<p class="asks" data-part="{name}" ><b>([^<]+)</b>', text)
    assert asked.endswith("?")
    assert text.count('<p class="asks"') == len(MAPS)
    assert len(re.findall(r'<p class="asks" data-part="\w+" hidden>', text)) == len(MAPS) - 1
    assert len(re.findall(r'data-starter="\w+" href="[^"]+" aria-current="true"', text)) == 1


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("x_points=many", "x_points = 'many' is not a whole number."),
        ("x_points=1", "x_points"),
        ("x=lr&y=lr", "Both axes vary lr"),
        ("y=alpha", "tanh has no parameter alpha"),
        ("x_low=0", "begins at 0"),
        ("x_low=20", "let it rise"),
        ("x_high=1000", "lr goes from"),
        ("f=tanh&f=tanh", "name each once"),
        ("f=tangh", "did you mean"),
        ("measure=beauty", "measure"),
        ("measure=accuracy&data=sine", "A regression has no accuracy"),
        ("layer=none", "no hidden layer"),
        ("data=own", "own"),
        ("zoom=2", "no parameter 'zoom'"),
    ],
)
def test_an_address_that_is_no_map_gets_a_sentence_and_the_usual_map(client: TestClient, query: str, says: str) -> None:
    answer = client.get(f"/map?{query}")
    assert answer.status_code == 422
    (sentence,) = [
        html.unescape(text) for text in re.findall(r'<p class="problem" role="alert">([^<]+)</p>', answer.text)
    ]
    assert says in sentence
    assert_one_sentence(sentence)
    assert attribute(answer.text, "data-tables").keys() == {"plan", "map"}
    assert '<option value="lr" selected>' in answer.text


def test_axes_vary_what_a_map_can_and_parameters_that_all_activations_have(client: TestClient) -> None:
    offered = client.get("/map/choices?f=elu&f=leaky_relu&f=x*max(alpha,x)").json()
    names = [choice["name"] for choice in offered["choices"]]
    assert names == [*QUANTITIES, "alpha"]
    *_, alpha = offered["choices"]
    # within the bounds of all three
    assert (alpha["title"], alpha["least"], alpha["most"], alpha["whole"]) == ("α", 0.01, 1, False)
    assert client.get("/map/choices?f=tanh").json()["choices"][-1]["name"] == "seed"
    assert client.get("/map/choices?f=nn.LeakyReLU(0.2)").json()["references"] == ["leaky_relu(alpha=0.2)"]
    for query in ("f=tangh", "", "f="):
        assert client.get(f"/map/choices?{query}").status_code == 422


def test_the_usual_range_of_everything_that_varies_is_one_that_it_can_have() -> None:
    for choice in axes_of(["maxout"]).choices:
        assert choice.least <= choice.low < choice.high <= choice.most
        assert choice.scale == "linear" or choice.low > 0

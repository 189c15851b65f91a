"""The forms of plans: every value of a plan stands in every form, with the bounds and choices that it has in Python."""

import html
import json
import re
from typing import Annotated, Any
from urllib.parse import parse_qs

import pytest
from fastapi.testclient import TestClient
from pydantic import Field

from app.fields import NOT_BOOL, Closed
from app.main import create_app
from app.playground.data.datasets import DATASETS
from app.playground.form import FORM
from app.playground.network_plan import MOST_LAYERS, HiddenLayer, NetworkPlan
from app.playground.plan import Plan, TrainingPlan, Tuning
from app.settings import Settings
from app.web.api.flat_query import FlatQuery
from app.web.api.layer_text import layer_text, told
from app.web.api.map_query import MAP_QUERY
from app.web.api.plan_query import PLAN_QUERY
from app.web.api.race_query import RACE_QUERY
from app.web.http.query_string import validated
from app.web.pages.plan_form import form_of, table

PAGES = {"/playground": PLAN_QUERY, "/race": RACE_QUERY, "/map": MAP_QUERY}


class FadingPlan(TrainingPlan):
    """Training with one more value."""

    fading: Annotated[float, Field(ge=0, le=0.99, title="Fading", description="Fading"), NOT_BOOL] = 0.9


class OtherPlan(Closed):
    """A plan with that training."""

    training: FadingPlan = FadingPlan()


def fields(text: str) -> dict[str, dict[str, str]]:
    """The attributes of each named field of a page."""
    found: dict[str, dict[str, str]] = {}
    for tag in re.findall(r"<(?:input|select)\b[^>]*>", text):
        attributes = {name: html.unescape(value) for name, value in re.findall(r'([\w-]+)="([^"]*)"', tag)}
        if "name" in attributes:
            found.setdefault(attributes["name"], attributes)
    return found


@pytest.mark.parametrize("address", PAGES)
def test_every_value_of_the_plan_stands_in_the_form_with_its_bounds(client: TestClient, address: str) -> None:
    shown = fields(client.get(address).text)
    properties: dict[str, Any] = PAGES[address].model.model_json_schema()["properties"]
    if address == "/race":
        # each lane has a network for each seed
        del properties["replicas"]
    assert properties.keys() <= shown.keys()
    for name, schema in properties.items():
        if "minimum" in schema and name not in ("replicas", "epochs"):
            assert (float(shown[name]["min"]), float(shown[name]["max"])) == (schema["minimum"], schema["maximum"])
        if "pattern" in schema.get(FORM, {}):
            assert shown[name]["pattern"] == schema[FORM]["pattern"]


def test_a_bound_that_the_server_sets_is_that_of_the_form() -> None:
    app = create_app(Settings(most_replicas=7, most_epochs=99))
    client = TestClient(app, base_url="http://127.0.0.1")
    assert fields(client.get("/playground").text)["replicas"]["max"] == "7"
    assert fields(client.get("/race").text)["epochs"]["max"] == "99"
    assert fields(client.get("/map").text)["epochs"]["max"] == "99"


def test_what_a_run_takes_over_is_marked_and_nothing_else(client: TestClient) -> None:
    text = client.get("/playground").text
    marked = re.findall(r'<(?:input|select)\b[^>]*\bname="(\w+)"[^>]*\bdata-tunes', text)
    assert sorted(marked) == sorted(Tuning.model_fields)


@pytest.mark.parametrize("address", PAGES)
def test_the_page_knows_where_each_value_stands(client: TestClient, address: str) -> None:
    written = re.search(r'data-tables?="([^"]*)"', client.get(address).text)
    assert written is not None
    content = json.loads(html.unescape(written[1]))
    ours = table(PAGES[address])
    assert (content if address == "/playground" else content[address[1:]]) == json.loads(json.dumps(ours))
    assert len({leaf["name"] for leaf in ours}) == len(ours)


def test_each_data_set_is_shown_with_a_picture_of_its_own(client: TestClient) -> None:
    sketches = [dataset.sketch for dataset in DATASETS.values()]
    assert len(set(sketches)) == len(sketches)
    text = client.get("/playground").text
    for dataset in DATASETS.values():
        picture = text[text.index(f'aria-label="{dataset.title}"') :]
        assert dataset.sketch in picture[: picture.index("</label>")]


def test_a_new_value_of_training_is_in_query_form_and_table_by_itself() -> None:
    query = FlatQuery("plan", OtherPlan())
    assert "fading" in query.model.model_fields
    assert query.text(OtherPlan(training=FadingPlan(fading=0.5))) == "fading=0.5"
    read = query.read(query.model.model_validate({"fading": "0.25", "lr": "0.1"}))
    assert (read.training.fading, read.training.lr) == (0.25, 0.1)
    field = form_of(query, read, {})["training"][-1]
    assert (field.name, field.label, field.value, field.low, field.high) == (
        "fading",
        "Fading",
        "0.25",
        "0",
        "0.99",
    )
    assert table(query)[-1] == {"name": "fading", "path": ("training", "fading"), "usual": 0.9}


@pytest.mark.parametrize(
    ("query", "says"),
    [
        (
            {"layer": "4:tanh;normalisation=batch", "batch_size": "1"},
            "Batch normalisation compares the samples of a batch",
        ),
        ({"loss": "logistic", "data": "blobs"}, "The loss logistic tells 2 classes apart, not 5"),
    ],
)
def test_what_does_not_go_together_gets_a_sentence_and_the_usual_plan(
    client: TestClient, query: dict[str, str], says: str
) -> None:
    answer = client.get("/playground", params=query)
    assert answer.status_code == 422
    assert says in html.unescape(answer.text)
    assert fields(answer.text)["batch_size"]["value"] == "10"


@pytest.mark.parametrize("layers", [0, 1, MOST_LAYERS])
def test_layers_go_through_an_address(layers: int) -> None:
    plan = Plan.model_validate({"network": {"hidden": [{"units": 3, "activation": "elu(alpha=1.5)"}] * layers}})
    names = parse_qs(PLAN_QUERY.text(plan))
    assert names == {"layer": ["3:elu(alpha=1.5)"] * layers or ["none"]}
    assert PLAN_QUERY.read(validated(PLAN_QUERY.model, names)) == plan


UNUSUAL: list[dict[str, Any]] = [
    {},
    {"use_bias": False},
    {"constraint": "max_norm(2)"},
    {"use_bias": False, "normalisation": "layer", "constraint": "unit_norm", "shared": False},
    {"normalisation": "batch"},
]


@pytest.mark.parametrize("options", UNUSUAL)
def test_what_is_unusual_about_a_layer_stands_in_its_text_and_in_the_form(
    client: TestClient, options: dict[str, Any]
) -> None:
    layer = HiddenLayer.model_validate({"units": 3, "activation": "x*sigmoid(b*x)|b=1.7", **options})
    plan = Plan(network=NetworkPlan(hidden=(layer, layer), output_use_bias=False))
    text = PLAN_QUERY.text(plan)
    assert PLAN_QUERY.read(validated(PLAN_QUERY.model, parse_qs(text))) == plan
    assert parse_qs(text)["layer"] == [layer_text(layer)] * 2
    assert layer_text(layer).count(";") == len(options) == len(told(layer))
    for address in PAGES:
        # a form that is sent without a script carries them too
        page = html.unescape(client.get(f"{address}?{text}").text)
        assert page.count(f'name="layer" value="{layer_text(layer)}"') == 2
        assert all(words in page for words in told(layer))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("4:tanh;use_bias", "is not units:reference;option=value"),
        ("4:tanh;use_bias=false;use_bias=false", "with each option once"),
        ("4:tanh;units=3", "with each option once"),
        ("4:tanh;bias=no", "did you mean 'use_bias'?"),
        ("4:tanh;use_bias=perhaps", "use_bias"),
        ("4:tanh;constraint=max_norm(0)", "'max_norm(0)' is no constraint of weights. Choose none,"),
        ("4:tanh;normalisation=group", "normalisation"),
        ("1:tanh;normalisation=layer", "Layer 1 has one sum, which layer normalisation makes 0 for every point."),
        ("4:tanh;", "is not units:reference;option=value"),
    ],
)
def test_a_layer_that_cannot_be_read_gets_a_sentence(client: TestClient, text: str, says: str) -> None:
    answer = client.get("/api/v1/playground/data", params={"layer": text})
    assert answer.status_code == 422
    assert says in answer.json()["detail"]
    assert says in html.unescape(client.get("/playground", params={"layer": text}).text)

"""A map by the API is that of its question, in every form, whole or as it grows; it goes on where time was up."""

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

import numpy as np
import plotly.io
import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from app.figures.plotly import numbers
from app.main import create_app
from app.playground.map.painter import Painter
from app.playground.map.picture import Picture
from app.playground.map.plan import MapPlan
from app.settings import Settings
from app.web.api.map_replies import MapReply
from tests.web.events import told_of
from tests.web.plans import SMALL, Json, plan_of
from tests.web.test_problems import assert_is_a_problem

MAP = "/api/v1/map"
FIGURE = "/api/v1/figures/map"
NDJSON = "application/x-ndjson"
EVENTS = "text/event-stream"
X = {"vary": "lr", "low": 0.01, "high": 10, "scale": "log", "points": 9}
Y = {"vary": "weight_scale", "low": 0.1, "high": 10, "scale": "log", "points": 5}

WIDE = {"vary": "width", "low": 1, "high": 64, "points": 9}


def body_of(*activations: str, **chosen: Any) -> Json:
    return {"plan": SMALL, "activations": activations or ("tanh",), "x": X, "y": Y, "epochs": 3, **chosen}


def painted(body: Json) -> Json:
    """What the map of `body` is, by hand, tile by tile, as JSON has it."""
    picture = Picture(MapPlan.model_validate(body))
    painter = Painter(picture.question)
    for tile in painter.tiles:
        if (found := painter.paint(tile)) is not None:
            picture.put(tile, found)
    content = picture.content()
    maps = [
        {**one, "values": [[None if value != value else value for value in row] for row in one["values"]]}  # noqa: PLR0124  NaN
        for one in content["maps"]
    ]
    return json.loads(json.dumps({**content, "maps": maps}))


def told(client: TestClient, body: Json, media: str) -> list[Json]:
    answer = client.post(MAP, json=body, headers={"accept": media})
    assert answer.status_code == 200
    assert answer.headers["content-type"].partition(";")[0] == media
    return [json.loads(line) for line in answer.text.splitlines()] if media == NDJSON else told_of(answer.text)


def test_a_map_is_that_of_its_question(client: TestClient) -> None:
    body = body_of("tanh", "x**3", measure="accuracy")
    found = client.post(MAP, json=body).json()
    assert found == painted(body)
    assert MapReply.model_validate(found).complete
    assert {outcome for one in found["maps"] for row in one["outcome"] for outcome in row} > {"diverged"}


@pytest.mark.parametrize("media", [NDJSON, EVENTS])
def test_a_stream_tells_each_pixel_once_and_ends_with_the_whole(client: TestClient, media: str) -> None:
    body = body_of("tanh", epochs=4 if media == NDJSON else 5)
    first, *progress, last = told(client, body, media)
    assert (first["done"], first["pixels"], last["done"]) == (0, [], 1)
    whole = painted(body)
    assert {name: value for name, value in last.items() if name != "done"} == whole
    assert {name: first[name] for name in ("x", "y", "measure", "target")} == {
        name: whole[name] for name in ("x", "y", "measure", "target")
    }
    shares = [line["done"] for line in progress]
    assert shares == sorted(shares)
    seen: set[tuple[int, ...]] = set()
    for tile in (tile for line in progress for tile in line["pixels"]):
        for (row, column), value, outcome in zip(tile["at"], tile["values"], tile["outcome"], strict=True):
            assert (row, column) not in seen
            seen.add((row, column))
            assert whole["maps"][tile["map"]]["values"][row][column] == value
            assert whole["maps"][tile["map"]]["outcome"][row][column] == outcome
    # what is known is answered at once
    assert [line["done"] for line in told(client, body, media)] == [0, 1]


def test_an_event_source_that_opens_a_map_again_which_has_ended_starts_none(client: TestClient) -> None:
    again = client.post(MAP, json=body_of(), headers={"accept": EVENTS, "last-event-id": "end"})
    assert (again.status_code, again.content) == (204, b"")


def test_a_map_comes_as_a_table_and_as_arrays(client: TestClient) -> None:
    body = body_of("tanh", "x*sigmoid(b*x)|b=2")
    found = client.post(MAP, json=body).json()
    table = client.post(MAP, json=body, headers={"accept": "text/csv"})
    assert table.headers["content-disposition"] == 'attachment; filename="map.csv"'
    header, *rows = csv.reader(io.StringIO(table.text))
    assert header == ["lr", "weight_scale", "activation", "value", "outcome"]
    pixels = [
        [float(x), float(y), name, float(value) if value else None, outcome] for x, y, name, value, outcome in rows
    ]
    assert pixels == [
        [x, y, one["activation"], one["values"][row][column], one["outcome"][row][column]]
        for one in found["maps"]
        for row, y in enumerate(found["y"])
        for column, x in enumerate(found["x"])
    ]
    arrays = client.post(MAP, json=body, headers={"accept": "application/x-npz"})
    assert arrays.headers["content-disposition"] == 'attachment; filename="map.npz"'
    loaded = np.load(io.BytesIO(arrays.content))
    assert loaded["x"].tolist() == found["x"]
    assert loaded["y"].tolist() == found["y"]
    assert loaded["activations"].tolist() == [*body["activations"]]
    for number, one in enumerate(found["maps"]):
        values = np.array([[np.nan if value is None else value for value in row] for row in one["values"]])
        np.testing.assert_array_equal(loaded["values"][number], values)
        assert loaded["outcomes"][loaded["outcome"][number]].tolist() == one["outcome"]
    assert MapPlan.model_validate_json(str(loaded["question"])) == MapPlan.model_validate(body)


def figure_of(client: TestClient, body: Json) -> Json:
    answer = client.post(FIGURE, json=body)
    assert answer.headers["content-type"] == "application/json"
    # validates every property of every trace, and of the layout
    plotly.io.from_json(answer.text)
    return answer.json()


def test_a_map_comes_as_a_figure_of_the_same_numbers(client: TestClient, app: FastAPI) -> None:
    # what no other test here asks
    body = body_of("tanh", "where(x < 0, 0.1*x, x)", epochs=6, measure="epochs", target=0.5)
    figure = figure_of(client, body)
    assert figure["complete"]
    # what has been painted for the figure is not painted for the numbers
    kept = app.state.painting.picture(MapPlan.model_validate(body))
    assert kept.done == 1
    found = client.post(MAP, json=body).json()
    assert app.state.painting.picture(MapPlan.model_validate(body)) is kept
    drawn = [trace for trace in figure["data"] if trace.get("coloraxis")]
    for trace, one in zip(drawn, found["maps"], strict=True):
        assert numbers(trace["x"]).tolist() == found["x"]
        assert numbers(trace["y"]).tolist() == found["y"]
        told = np.array(one["values"], dtype=float)
        np.testing.assert_array_equal(numbers(trace["z"]), told)
        assert np.isfinite(told).any()
    layout = figure["layout"]
    assert layout["xaxis"]["title"]["text"] == "Learning rate"
    assert layout["coloraxis"]["colorbar"]["title"]["text"] == "Epochs to the target"


MANY = plan_of((3, "tanh"), data={"points": 1000})
SLOW = plan_of((3, "tanh"), data={"points": 1000}, training={"batch_size": 1})


@pytest.fixture(scope="module")
def narrow() -> Iterator[TestClient]:
    limits = Settings(most_pixels=400, most_epochs=2000, most_work=5_000_000, train_seconds=1, trainer="torch")
    with TestClient(create_app(limits), raise_server_exceptions=False) as client:
        yield client


def test_a_map_that_takes_too_long_goes_on_when_it_is_asked_for_again(narrow: TestClient) -> None:
    # 400 tiles of one pixel, each far shorter than a second and all of them far longer, on whatever machine
    noise = {"vary": "noise", "low": 0, "high": 1, "points": 20}
    body = body_of(plan=MANY, x=noise, y={**WIDE, "high": 20, "points": 20}, epochs=2)
    first = narrow.post(MAP, json=body).json()
    assert not first["complete"]
    known = [outcome for row in first["maps"][0]["outcome"] for outcome in row]
    assert None in known
    assert set(known) > {None}
    _, progress, *_, last = told(narrow, body, NDJSON)
    assert sum(len(tile["at"]) for tile in progress["pixels"]) == sum(outcome is not None for outcome in known)
    assert last["done"] > progress["done"]
    # and so does its figure
    figure = figure_of(narrow, body)
    gaps = [trace for trace in figure["data"] if trace["type"] == "heatmap" and "coloraxis" not in trace]
    blank = sum(row.count("not trained yet") for trace in gaps for row in trace["text"])
    assert blank < sum(row.count(None) for row in last["maps"][0]["outcome"])
    assert figure["complete"] == (blank == 0)


def test_networks_that_take_too_long_are_not_waited_for(narrow: TestClient) -> None:
    body = body_of(plan=SLOW, epochs=2000)
    found = narrow.post(MAP, json=body).json()
    assert not found["complete"]
    assert {outcome for row in found["maps"][0]["outcome"] for outcome in row} == {None}


@pytest.mark.parametrize("media", ["application/json", NDJSON, EVENTS])
@pytest.mark.parametrize(
    ("body", "fragments"),
    [
        (body_of(x={**X, "points": 30}, y={**Y, "points": 30}), ("900 pixels", "400", "MOST_PIXELS")),
        (body_of(epochs=2001), ("2001 epochs", "MOST_EPOCHS")),
        (body_of(plan=plan_of((64, "tanh"), (64, "tanh"))), ("MOST_WORK",)),
        (
            body_of(plan=plan_of((2, "tanh"), (2, "tanh")), x={**X, "vary": "width", "low": 1, "high": 64}),
            ("MOST_WORK",),
        ),
    ],
)
def test_a_limit_is_named_by_its_setting_before_anything_is_sent(
    narrow: TestClient, body: Json, fragments: tuple[str, ...], media: str
) -> None:
    detail = assert_is_a_problem(narrow.post(MAP, json=body, headers={"accept": media}), 422)["detail"]
    for fragment in fragments:
        assert fragment in detail


REFUSED: list[tuple[Any, str]] = [
    ({}, "plan is missing"),
    (body_of(x={"vary": "lr", "low": 0.1, "high": 1, "points": 1}), "x.points"),
    (body_of(x={"vary": "lr", "low": 0.1, "high": 1, "points": 10**6}), "x.points"),
    (body_of(x={"vary": "lr", "low": "nan", "high": 1}), "x.low"),
    (body_of(x={"vary": "lr", "low": 1, "high": 0.1}), "let it rise"),
    (body_of(x={**X, "vary": "a" * 1000}), "x.vary"),
    (body_of(x={**X, "vary": "alpha"}), "tanh has no parameter alpha"),
    (body_of(x={**X, "vary": "\ud800"}), "cannot be read"),
    (body_of(*["tanh"] * 7), "activations has more than 6"),
    (body_of("tanh", "tanh"), "name each once"),
    (body_of("sigmod"), "did you mean 'sigmoid'"),
    (body_of(measure="beauty"), "measure"),
    (body_of(plan={**SMALL, "network": {"hidden": []}}), "no hidden layer"),
    (
        body_of(
            plan={
                **SMALL,
                "network": {"hidden": [{"units": 3, "normalisation": "batch"}]},
                "training": {"batch_size": 1},
            }
        ),
        "choose a larger batch size",
    ),
]


@pytest.mark.parametrize(("body", "fragment"), REFUSED)
def test_what_cannot_be_painted_is_refused_with_a_sentence(client: TestClient, body: object, fragment: str) -> None:
    content = json.dumps(body).encode()
    answer = client.post(MAP, content=content, headers={"content-type": "application/json"})
    assert fragment in assert_is_a_problem(answer, answer.status_code)["detail"]
    assert answer.status_code in (400, 422)

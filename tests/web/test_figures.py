"""Figures over HTTP: what is served is a Plotly figure as it is, with the panels that are asked for."""

import base64
from typing import Any
from urllib.parse import urlencode

import numpy as np
import plotly.io
import pytest
from starlette.testclient import TestClient

FIGURE = "/api/v1/figures/curves"
CURVES = "/api/v1/curves"


def figure(client: TestClient, **query: object) -> dict[str, Any]:
    answer = client.get(f"{FIGURE}?{urlencode(query, doseq=True)}")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/json"
    # validates every property of every trace, and of the layout
    plotly.io.from_json(answer.text)
    return answer.json()


def decoded(array: dict[str, str]) -> list[float]:
    """The numbers of Plotly's typed array."""
    return np.frombuffer(base64.b64decode(array["bdata"]), dtype=array["dtype"]).tolist()


@pytest.mark.parametrize(
    "query",
    [
        {"f": "elu(alpha=1.5)"},
        {"f": ["hardshrink", "relu", "binary_step"], "low": -2, "high": 2, "points": 41},
        {"f": ["x*sigmoid(b*x)|b=1.7", "1/x"], "order": 1},
        {"f": "softmax", "dtype": "bfloat16"},
        {"f": "relu", "x": "-1,0,2.5"},
        {"f": ["sigmoid"] * 16, "points": 5001},
        {"f": "gelu", "show": "derivative"},
        {"f": "gelu", "show": ["value", "second_derivative"]},
    ],
)
def test_is_read_by_plotly_as_it_is(client: TestClient, query: dict[str, object]) -> None:
    assert set(figure(client, **query)) == {"data", "layout"}


def test_draws_the_numbers_that_curves_answers(client: TestClient) -> None:
    query = "f=gelu&low=-2&high=2&points=9"
    drawn = client.get(f"{FIGURE}?{query}").json()["data"]
    answered = client.get(f"{CURVES}?{query}").json()
    for trace, order in zip(drawn, ("value", "derivative"), strict=True):
        np.testing.assert_array_equal(decoded(trace["x"]), answered["x"])
        np.testing.assert_array_equal(decoded(trace["y"]), answered["curves"][0][order])


@pytest.mark.parametrize(
    ("query", "panels"),
    [
        ({}, 2),
        ({"order": 2}, 3),
        ({"order": 0}, 1),
        ({"order": 1}, 2),
        ({"show": "value"}, 1),
        ({"show": ["derivative", "value"]}, 2),
        ({"show": ["value", "derivative", "second_derivative"]}, 3),
    ],
)
def test_has_a_panel_for_each_quantity(client: TestClient, query: dict[str, object], panels: int) -> None:
    made = figure(client, f="gelu", **query)
    assert sum(axis.startswith("yaxis") for axis in made["layout"]) == panels
    assert len(made["data"]) == panels


@pytest.mark.parametrize(
    ("query", "panels"),
    [({"order": 0, "show": "derivative"}, 1), ({"order": 1, "show": ["value", "second_derivative"]}, 2)],
)
def test_what_is_to_be_shown_goes_before_the_order_and_no_panel_is_empty(
    client: TestClient, query: dict[str, object], panels: int
) -> None:
    made = figure(client, f="gelu", **query)
    axes = [trace["yaxis"] for trace in made["data"]]
    assert len(axes) == panels
    assert {f"yaxis{axis[1:]}" for axis in axes} == {name for name in made["layout"] if name.startswith("yaxis")}
    assert all(np.isfinite(decoded(trace["y"])).any() for trace in made["data"])


@pytest.mark.parametrize("dtype", ["float64", "float16"])
@pytest.mark.parametrize("x", ["2,0.6,-1,-0.25", "0,0.1", "-1,0.6"])
def test_any_x_can_be_drawn(client: TestClient, x: str, dtype: str) -> None:
    asked = np.array(x.split(","), dtype=float).astype(dtype).astype(float)
    for name in ("thresholded_relu(theta=0.1)", "hardshrink", "binary_step"):
        value, *_ = figure(client, f=name, x=x, dtype=dtype)["data"]
        drawn = decoded(value["x"])
        assert set(asked) <= set(drawn)
        assert sorted(drawn) == drawn


def test_names_the_curves_as_they_were_written(client: TestClient) -> None:
    texts = ["elu( alpha=2 )", "x*tanh(x)"]
    assert [trace["name"] for trace in figure(client, f=texts, show="value")["data"]] == texts

"""Parameters of an activation that contradict each other are refused at every door, with the sentence that says so."""

import html
from typing import Any
from urllib.parse import urlencode

import pytest
from starlette.testclient import TestClient

from tests.web.plans import plan_of

SAYS = "lower = 0.9 is above upper = 0.1; it may be no greater."
REFERENCES = ["rrelu(lower=0.9, upper=0.1)", "rrelu(x, lower=a, upper=b)|a=0.9, b=0.1", "1-rrelu(x, 0.9, 0.1)"]
QUERIES = {
    "/api/v1/curves": "f",
    "/api/v1/figures/curves": "f",
    "/api/v1/traits": "f",
    "/api/v1/exhibits/saturation": "f",
    "/api/v1/figures/saturation": "f",
    "/api/v1/playground/data": "layer",
    "/problem": "f",
    "/": "f",
    "/exhibits/saturation": "f",
    "/playground": "layer",
    "/race": "f",
}


@pytest.mark.parametrize("reference", REFERENCES)
@pytest.mark.parametrize("path", QUERIES)
def test_every_address_says_so(client: TestClient, path: str, reference: str) -> None:
    name = QUERIES[path]
    query = urlencode({name: f"4:{reference}" if name == "layer" else reference})
    answer = client.get(f"{path}?{query}")
    assert answer.status_code == (200 if path == "/problem" else 422)
    assert SAYS in html.unescape(answer.text)


def bodies(reference: str) -> dict[str, dict[str, Any]]:
    """A body that names the activation, for each call that takes one."""
    plan = plan_of((3, reference))
    return {
        "curves": {"f": reference},
        "playground/train": {"plan": plan, "epochs": 0},
        "playground/script": {"plan": plan, "weights": []},
        "playground/onnx": {"plan": plan, "weights": []},
        "race": {"plan": plan_of((3, "tanh")), "activations": ["tanh", reference], "epochs": 1},
        "map": {
            "plan": plan_of((3, "tanh")),
            "activations": ["tanh", reference],
            "x": {"vary": "lr", "low": 0.1, "high": 1, "points": 2},
            "y": {"vary": "l2", "low": 0, "high": 1, "points": 2},
            "epochs": 1,
        },
    }


@pytest.mark.parametrize("reference", REFERENCES)
@pytest.mark.parametrize("path", bodies("x"))
def test_every_body_is_told_so(client: TestClient, path: str, reference: str) -> None:
    answer = client.post(f"/api/v1/{path}", json=bodies(reference)[path])
    assert answer.status_code == 422
    assert SAYS in answer.json()["detail"]

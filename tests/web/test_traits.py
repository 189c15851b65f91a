"""Traits over HTTP: what is infinite, what is missing and where was looked are told apart."""

from typing import Any

import pytest
from starlette.testclient import TestClient


def traits_of(client: TestClient, f: str) -> dict[str, Any]:
    answer = client.get("/api/v1/traits", params={"f": f})
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.mark.parametrize(
    ("f", "saturation"),
    [
        ("identity", [None, None]),
        ("sine", [None, None]),
        ("x*0", ["infinity", "-infinity"]),
        ("hard_tanh(min_val=0,max_val=0)", ["infinity", "-infinity"]),
        ("0.001*x", ["infinity", "-infinity"]),
        ("relu", [0, None]),
    ],
)
def test_never_and_everywhere_are_two_answers(client: TestClient, f: str, saturation: list[object]) -> None:
    assert traits_of(client, f)["saturation"] == saturation


def test_a_bound_that_is_approached_at_a_jump_says_from_where(client: TestClient) -> None:
    found = traits_of(client, "binary_step")["range"]
    assert found["lower"] == {"value": 0, "at": 0, "approached": "left"}
    assert found["upper"] == {"value": 1, "at": 0, "approached": None}
    assert "as x → 0 from the left" in client.get("/?f=binary_step").text


def test_says_where_it_has_looked(client: TestClient) -> None:
    assert traits_of(client, "gelu")["searched"] == [-1e6, 1e6]
    assert "x from −1,000,000 to 1,000,000" in client.get("/?f=gelu").text

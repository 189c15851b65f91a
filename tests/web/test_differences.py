"""Differences over HTTP: two curves, in a window, in words on the page too."""

from typing import Any

import pytest
from starlette.testclient import TestClient

DIFFERENCES = "/api/v1/differences"


def differences(client: TestClient, *f: str, **more: float) -> dict[str, Any]:
    answer = client.get(DIFFERENCES, params={"f": list(f), **more})
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_says_where_two_curves_differ_most_and_where_their_slopes_do(client: TestClient) -> None:
    found = differences(client, "softplus", "relu", low=-4, high=4)
    assert found["f"] == ["softplus", "relu"]
    assert found["value"] == {"size": pytest.approx(0.6931471805599453), "x": pytest.approx(0, abs=1e-7)}
    assert found["derivative"]["size"] == pytest.approx(0.5)


def test_what_has_no_bound_and_what_has_no_value_are_told_apart(client: TestClient) -> None:
    assert differences(client, "1/x", "relu")["value"] == {"size": None, "x": 0}
    assert differences(client, "log(x)", "relu", high=-1)["value"] == {"size": None, "x": None}


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("f=gelu", "2"),
        ("f=gelu&f=relu&f=tanh", "2"),
        ("f=gelu&f=relu&low=3&high=2", "low = 3 must be less than high = 2."),
        ("f=gelu&f=relu&high=1e5&dtype=float16", "float16 ends at 65504"),
    ],
)
def test_anything_else_is_refused_with_a_sentence(client: TestClient, query: str, sentence: str) -> None:
    answer = client.get(f"{DIFFERENCES}?{query}")
    assert answer.status_code == 422
    assert sentence in answer.json()["detail"]


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("f=softplus&f=relu", "In this window softplus and relu differ most at x = 0, by 0.6931."),
        ("f=gelu&f=gelu", "In this window gelu and gelu are equal everywhere."),
        ("f=1/x&f=relu", "Near x = 0, 1/x and relu differ by more than any number of float64."),
        ("f=log(x)&f=relu&high=-1", "log(x) and relu have no finite values in common."),
        ("f=x*0%2B1", "The gradient of x*0+1 is 0 everywhere."),
        ("f=hard_tanh", "The gradient of hard_tanh is exactly 0 for x &lt; −1; x &gt; 1."),
        ("f=tanh", "The slope of tanh is below 0.01 in size for x &lt; −2.993 and for x &gt; 2.993."),
        ("f=identity", "The gradient of identity fades at neither end."),
        ("f=0.001*x", "The slope of 0.001*x is below 0.01 in size everywhere."),
        ("f=x^2", "Its slope has no bound."),
        ("f=binary_step", "is exactly 0 for x &lt; 0; x &gt; 0. It jumps, and has no slope there."),
    ],
)
def test_the_page_says_it_in_sentences(client: TestClient, query: str, sentence: str) -> None:
    assert sentence in " ".join(client.get(f"/?{query}").text.split())

"""Large JSON is read in pieces as it is read at once, or refused with a sentence; so a large table is trained on."""

import json
import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from app.web.http.large_json import LARGE, MOST_BESIDE, LongList, read_large
from tests.unit.sentences import assert_one_sentence
from tests.web.test_problems import assert_is_a_problem

MOST = 40
SAMPLES = LongList("samples", MOST)
LABELS = st.one_of(st.text(max_size=12), st.sampled_from(['"samples": [', "]]", "\\", 'a","b']), st.floats(-9, 9))
ROWS = st.lists(st.lists(st.one_of(st.integers(), st.floats(-1e9, 1e9), LABELS), max_size=5), max_size=MOST)
DATA = "/api/v1/playground/data"


@settings(max_examples=80)
@given(rows=ROWS, before=LABELS, after=LABELS, indent=st.sampled_from([None, 1]))
def test_what_is_read_in_pieces_is_what_json_says(rows: list[Any], before: object, after: object, indent: int) -> None:
    value = {"type": before, "plan": {"data": {"name": after, "samples": rows}, "columns": [before]}, "last": [after]}
    for is_ascii in (True, False):
        assert read_large(json.dumps(value, indent=indent, ensure_ascii=is_ascii), SAMPLES) == value


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[" * 50_000,
        '{"samples": [' + "[" * 50_000,
        '{"samples": [[1, 2], [3',
        '{"samples": [[1, 2] [3, 4]]}',
        '{"samples": [[1, 2],]}',
        '{"samples": [[1, 2]]',
        '{"samples": [[' + "1, " * 50_000 + "1]]}",
        '{"samples": [["' + "a" * 100_000 + '"]]}',
        '{"samples": [[' + "9" * 10_000 + "]]}",
        '{"samples": [' + "[0]," * MOST + "[0]]}",
        '{"x": "' + "a" * MOST_BESIDE + '"}',
        '{"samples": [[1, 2]], "x": "' + "a" * MOST_BESIDE + '"}',
        '{"samples" [[1, 2]]}',
    ],
    ids=range(14),
)
def test_what_is_none_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(ValueError, match=r"\.$") as refusal:
        read_large(text, SAMPLES)
    assert_one_sentence(str(refusal.value))


@pytest.fixture(scope="module")
def large() -> dict[str, Any]:
    """The data of a plan that is read in pieces."""
    chance = random.Random(0)  # noqa: S311  the same table each time
    rows = [[*(chance.gauss(0, 1) for _ in range(20)), "ab"[i % 2]] for i in range(600)]
    data = {"name": "own", "samples": rows, "columns": [f"column {number}" for number in range(20)]}
    assert len(json.dumps(data)) > LARGE
    return data


def test_a_large_table_is_trained_on_as_a_small_one(client: TestClient, large: dict[str, Any]) -> None:
    body = {"plan": {"data": large}, "epochs": 1, "include": ["data"]}
    answer = client.post("/api/v1/playground/train", json=body)
    assert answer.status_code == 200, answer.text[:500]
    trained = answer.json()
    assert trained["plan"]["data"]["samples"] == large["samples"]
    assert trained["data"]["columns"] == large["columns"]
    small = {**large, "samples": large["samples"][:40]}
    again = client.post("/api/v1/playground/train", json={**body, "plan": {"data": small}}).json()
    assert again["plan"]["data"]["samples"] == small["samples"]


@pytest.mark.parametrize(
    ("change", "fragment"),
    [
        ({"samples": [[1, 2, "a"]] * 10_001 * 2}, "more than 10000 rows"),
        ({"columns": ["a" * 200_000]}, "columns"),
        ({"noise": 2}, "plan.data.noise = 2 is too large"),
        ({"samples": [[1, True, 0]] * 20_000}, "more than 10000 rows"),
        ({"samples": [[1, True, 0]] * 9_999}, "are numbers"),
    ],
)
def test_what_is_wrong_with_a_large_plan_is_said(
    client: TestClient, large: dict[str, Any], change: dict[str, Any], fragment: str
) -> None:
    answer = client.post("/api/v1/playground/train", json={"plan": {"data": {**large, **change}}, "epochs": 1})
    assert fragment in assert_is_a_problem(answer, 422)["detail"]


TABLE = b"id,a,b,sex,label\n1,1,2,m,x\n2,2,,f,y\n3,5,1,f,x\n4,4,2,m,y\n"


def test_roles_and_types_are_chosen_in_the_query(client: TestClient) -> None:
    found = client.post(DATA, content=TABLE).json()
    assert found["columns"] == ["a", "b", "sex=f", "sex=m"]
    assert (found["rows_left_out"], found["task"], found["classes"]) == (1, "classification", 2)
    chosen = client.post(f"{DATA}?target=a&left_out=b&left_out=sex&category=id&input=id", content=TABLE).json()
    assert chosen["columns"] == ["id=1", "id=2", "id=3", "id=4", "label=x", "label=y"]
    assert (chosen["rows_left_out"], chosen["task"], chosen["classes"]) == (0, "regression", None)
    assert [column["role"] for column in chosen["table"]] == ["input", "target", "left_out", "left_out", "input"]
    data = {"name": "own", "samples": chosen["samples"], "columns": chosen["columns"], "task": chosen["task"]}
    trained = client.post("/api/v1/playground/train", json={"plan": {"data": data}, "epochs": 1})
    assert trained.status_code == 200, trained.text


@pytest.mark.parametrize(
    ("query", "fragment"),
    [
        ("target=nothing", "There is no column nothing"),
        ("target=a&input=a", "The column a is named twice"),
        ("number=a&category=a", "The column a is named twice"),
        ("role=a", "There is no parameter 'role'"),
        ("left_out=a&left_out=b&left_out=sex", "No column is an input"),
    ],
)
def test_roles_that_do_not_fit_are_refused(client: TestClient, query: str, fragment: str) -> None:
    answer = client.post(f"{DATA}?{query}", content=TABLE)
    assert fragment in assert_is_a_problem(answer, 422, beside=("table",))["detail"]


def test_a_refusal_has_the_columns_of_which_others_may_be_chosen(client: TestClient) -> None:
    problem = client.post(f"{DATA}?number=sex", content=TABLE).json()
    assert "Line 2, column sex: 'm' is not a number" in problem["detail"]
    assert [column["name"] for column in problem["table"]] == ["id", "a", "b", "sex", "label"]

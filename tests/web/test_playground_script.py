"""The script of a trained network runs by itself, and answers what the network answers."""

import json
import math
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from starlette.testclient import TestClient

from app.playground.plan import Plan
from app.playground.training import Run
from tests.unit.playground.script.running import run_here
from tests.unit.playground.script.test_onnx_model import answer_of
from tests.web.plans import OWN, SMALL, Json, plan_of
from tests.web.programs import attempt, run_as_program
from tests.web.test_problems import assert_is_a_problem

SCRIPT = "/api/v1/playground/script"
ONNX = "/api/v1/playground/onnx"
EPOCHS = 3

PLANS: dict[str, Json] = {
    "the usual": {},
    "learned and across units": plan_of((4, "maxout(k=3)"), (3, "prelu"), (4, "swiglu"), (3, "aprelu")),
    "an expression, several classes": plan_of(
        (5, "x*sigmoid(b*x)|b=1.7"), (4, "rrelu"), data={"name": "blobs", "points": 60}
    ),
    "no hidden layer, own points": plan_of(data=OWN),
    "own points far from 0, by name": plan_of(
        (4, "tanh"), data={"name": "own", "samples": [[30 + i, 900 - 7 * i, "ab"[i % 2]] for i in range(20)]}
    ),
    "own targets": plan_of(
        (4, "tanh"), data={"name": "own", "samples": [[i, 3 * i, 19000 + 40 * i] for i in range(20)]}
    ),
    "a regression": plan_of((6, "elu(alpha=1.5)"), data={"name": "ripple", "points": 40}),
}


def trained_weights(client: TestClient, plan: Json) -> list[Json]:
    body = {"plan": plan, "epochs": EPOCHS, "include": ["weights"]}
    answer = client.post("/api/v1/playground/train", json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()["weights"]["final"]


def script(client: TestClient, plan: Json, weights: Any) -> str:
    answer = client.post(SCRIPT, json={"plan": plan, "weights": weights})
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("text/x-python")
    assert answer.headers["content-disposition"] == 'attachment; filename="network.py"'
    return answer.text


@pytest.mark.parametrize("name", PLANS)
def test_the_script_answers_what_the_run_answers(client: TestClient, name: str) -> None:
    plan = PLANS[name]
    text = script(client, plan, trained_weights(client, plan))
    run = Run(Plan.model_validate(plan))
    run.train_epochs(EPOCHS)
    points = run.data.test.x
    expected = run.network.forward(run.scaling.points(points)[None], run.tensors()).answer[0]
    if run.loss.classes is None:
        expected = run.scaling.middle + run.scaling.half * expected
    torch.testing.assert_close(run_here(text)(points), expected, rtol=1e-12, atol=1e-12)


TABLES: dict[str, Json] = {
    "iris": {"data": {"name": "iris"}},
    "diabetes": {"data": {"name": "diabetes"}},
    "sine": {"data": {"name": "sine"}},
    "spiral": {"data": {"name": "spiral", "features": ["x", "y", "xy", "sin_x", "r"]}},
}


@pytest.mark.parametrize("name", TABLES)
def test_the_script_as_a_program_reads_the_table_and_reproduces_answers_and_score(
    client: TestClient, name: str, tmp_path: Path
) -> None:
    plan = TABLES[name]
    text = script(client, plan, trained_weights(client, plan))
    table = client.get("/api/v1/playground/data", params={"data": name, "format": "csv"}).text
    run = Run(Plan.model_validate(plan))
    run.train_epochs(EPOCHS)
    data = run.data.joined()
    expected = run.network.forward(run.scaling.points(data.x)[None], run.tensors()).answer[0]
    # columns in another order are found by their names
    turned = "".join(f"{','.join(reversed(line.split(',')))}\n" for line in table.splitlines())
    printed = run_as_program(text, tmp_path, turned)
    inputs = len(data.columns)
    assert tuple(printed.table[0][:inputs]) == data.columns
    loss, accuracy = run.score_on(run.scaling.scaled(replace(data, y=data.y.double())))
    found = float(printed.verdict.rstrip(".\n").rpartition(" ")[2])
    assert found == pytest.approx(loss.item(), rel=1e-12)
    if data.class_names is None:
        expected = run.scaling.middle + run.scaling.half * expected
        torch.testing.assert_close(printed.numbers(inputs), expected, rtol=1e-12, atol=1e-12)
        return
    torch.testing.assert_close(printed.numbers(inputs + 1), expected, rtol=1e-12, atol=1e-12)
    decided = [data.class_names[place] for place in run.loss.decide(expected).tolist()]
    assert [row[inputs] for row in printed.table[1:]] == decided
    assert accuracy is not None
    assert printed.verdict.startswith(f"{round(accuracy.item() * len(data))} of {len(data)} labels are answered;")


def test_names_that_mean_something_in_python_are_names_in_the_script(client: TestClient, tmp_path: Path) -> None:
    columns = ['"""\\', "{größe}"]
    plan = plan_of(data={"name": "own", "samples": [[0, 1, "{a}"], [2, 1, '"""\\']] * 2, "columns": columns})
    text = script(client, plan, trained_weights(client, plan))
    table = '\ufeff"""""""\\",{größe},label\n1,1,{a}\n'
    printed = run_as_program(text, tmp_path, table)
    assert printed.table[0][:2] == columns
    assert " of 1 labels are answered" in printed.verdict
    refused = attempt(text, tmp_path, "a,b\n1,2\n")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr.startswith("The table has no column")


def test_the_same_weights_give_the_same_script(client: TestClient) -> None:
    weights = trained_weights(client, SMALL)
    assert script(client, SMALL, weights) == script(client, SMALL, weights)


WEIGHTS: list[Json] = [{"W": [[1, 2, 3], [4, 5, 6]], "b": [0, 0, 0]}, {"W": [[1], [2], [3]], "b": [0]}]


@pytest.mark.parametrize(
    ("weights", "fragment"),
    [
        ([], "0 layers, but the network of the plan has 2"),
        (WEIGHTS[:1], "1 layers, but the network of the plan has 2"),
        ([*WEIGHTS, WEIGHTS[0]], "3 layers"),
        ([WEIGHTS[0]] * 17, "more than 16"),
        ([{"W": [[1, 2, 3], [4, 5, 6]]}, WEIGHTS[1]], "Layer 0 of weights has W, but it needs W, b"),
        ([{**WEIGHTS[0], "alpha": 1}, WEIGHTS[1]], "Layer 0 of weights has W, alpha, b"),
        ([{**WEIGHTS[0], "\ud800": 1}, WEIGHTS[1]], "weights.0"),
        ([{**WEIGHTS[0], "x" * 5000: 1}, WEIGHTS[1]], "weights.0"),
        ([{**WEIGHTS[0], "b": [0, 0]}, WEIGHTS[1]], "b of layer 0"),
        ([{**WEIGHTS[0], "W": [[1, 2], [3, 4], [5, 6]]}, WEIGHTS[1]], "W of layer 0 has the shape (3, 2)"),
        ([{**WEIGHTS[0], "W": [[1, 2, 3], [4, 5]]}, WEIGHTS[1]], "rows differ"),
        ([{**WEIGHTS[0], "W": 1}, WEIGHTS[1]], "W of layer 0"),
        ([{**WEIGHTS[0], "W": "x"}, WEIGHTS[1]], "weights.0.W"),
        ([{**WEIGHTS[0], "W": [[None]]}, WEIGHTS[1]], "weights.0.W"),
        ([1, 2], "weights.0"),
        ({}, "weights must be a list"),
    ],
)
def test_weights_that_are_not_the_plan_s_are_refused(client: TestClient, weights: Any, fragment: str) -> None:
    assert script(client, SMALL, WEIGHTS)
    # in ASCII, so that half a character can be sent
    body = json.dumps({"plan": SMALL, "weights": weights})
    answer = client.post(SCRIPT, content=body, headers={"content-type": "application/json"})
    assert fragment in assert_is_a_problem(answer, 422)["detail"]


@pytest.mark.parametrize(
    ("number", "answer"), [("NaN", math.nan), ("Infinity", math.inf), ("-Infinity", -math.inf), ("1e400", math.inf)]
)
def test_a_number_that_is_not_finite_is_a_weight_that_a_script_can_hold(
    client: TestClient, number: str, answer: float
) -> None:
    body = f'{{"plan": {{"network": {{"hidden": []}}}}, "weights": [{{"W": [[{number}], [1]], "b": [0]}}]}}'
    written = client.post(SCRIPT, content=body, headers={"content-type": "application/json"})
    assert written.status_code == 200
    found = run_here(written.text)(torch.tensor([[1.0, 2.0]], dtype=torch.float64))
    assert found.item() == pytest.approx(answer, nan_ok=True)


@pytest.mark.parametrize(("body", "fragment"), [({}, "plan is missing"), ({"plan": {}}, "weights is missing")])
def test_plan_and_weights_are_needed(client: TestClient, body: Json, fragment: str) -> None:
    assert fragment in assert_is_a_problem(client.post(SCRIPT, json=body), 422)["detail"]


@pytest.mark.parametrize("name", ["learned and across units", "own points far from 0, by name", "own targets"])
def test_the_onnx_model_answers_what_the_script_answers(client: TestClient, name: str) -> None:
    plan = PLANS[name]
    body = {"plan": plan, "weights": trained_weights(client, plan)}
    answer = client.post(ONNX, json=body)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-disposition"] == 'attachment; filename="network.onnx"'
    points = Run(Plan.model_validate(plan)).data.test.x.to(torch.float32).double()
    expected = run_here(script(client, plan, body["weights"]))(points)
    torch.testing.assert_close(answer_of(answer.content, points), expected, rtol=1e-5, atol=1e-5)


def test_what_onnx_cannot_express_is_a_problem(client: TestClient) -> None:
    plan = plan_of((2, "2**x"))
    answer = client.post(ONNX, json={"plan": plan, "weights": trained_weights(client, plan)})
    assert "torch.onnx makes no valid model" in assert_is_a_problem(answer, 422)["detail"]
    answer = client.post(ONNX, json={"plan": plan, "weights": WEIGHTS[:1]})
    assert "1 layers, but the network of the plan has 2" in assert_is_a_problem(answer, 422)["detail"]


def test_a_server_without_the_packages_of_onnx_says_so(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    assert 'data-export="onnx"' in client.get("/playground").text
    monkeypatch.setitem(sys.modules, "onnxscript", None)
    answer = client.post(ONNX, json={"plan": SMALL, "weights": WEIGHTS})
    assert "'.[onnx]'" in assert_is_a_problem(answer, 501)["detail"]
    assert 'data-export="onnx"' not in client.get("/playground").text


def test_a_script_for_keras_is_asked_for_by_its_form(client: TestClient) -> None:
    body = {"plan": SMALL, "weights": WEIGHTS}
    answer = client.post(SCRIPT, params={"form": "keras"}, json=body)
    assert answer.status_code == 200
    assert answer.headers["content-disposition"] == 'attachment; filename="network_keras.py"'
    assert "keras.layers.Dense(3" in answer.text
    plan = plan_of((2, "aprelu"))
    body = {"plan": plan, "weights": trained_weights(client, plan)}
    refused = client.post(SCRIPT, params={"form": "keras"}, json=body)
    assert "Keras has no code for what aprelu does" in assert_is_a_problem(refused, 422)["detail"]
    wrong = client.post(SCRIPT, params={"form": "fortran"}, json={"plan": SMALL, "weights": WEIGHTS})
    assert "form" in assert_is_a_problem(wrong, 422)["detail"]

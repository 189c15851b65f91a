"""XLA trains for the API where JAX is installed: torch's answers but for rounding, and the same ones each time."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from tests.unit.sentences import assert_one_sentence
from tests.web.plans import SMALL, Json, plan_of

pytest.importorskip("jax", reason="JAX is not installed: make test without SLIM=1")

TRAIN = "/api/v1/playground/train"
SCORES = ("train_loss", "test_loss", "train_accuracy", "test_accuracy")
RANDOM = plan_of((4, "prelu"), (3, "rrelu"), training={"optimizer": "adam", "activity": 0.01}, replicas=3)


@pytest.fixture(scope="module")
def compiled() -> Iterator[TestClient]:
    """A client of a server whose trainer is XLA."""
    with TestClient(create_app(Settings(device="cpu", trainer="auto", train_seconds=2))) as client:
        yield client


def train(client: TestClient, plan: Json, epochs: int, **more: Any) -> Json:
    answer = client.post(TRAIN, json={"plan": plan, "epochs": epochs, **more})
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_health_names_who_trains(compiled: TestClient, client: TestClient) -> None:
    assert compiled.get("/healthz").json()["trainer"] == "xla"
    assert client.get("/healthz").json()["trainer"] == "torch"


@pytest.mark.parametrize("plan", [SMALL, RANDOM])
def test_the_answers_are_torchs_but_for_rounding(compiled: TestClient, client: TestClient, plan: Json) -> None:
    here, there = (train(each, plan, 12, include=["weights", "layers"]) for each in (client, compiled))
    for own, other in zip(here["history"], there["history"], strict=True):
        assert own["epoch"] == other["epoch"]
        for score in SCORES:
            np.testing.assert_allclose(other[score], own[score], rtol=1e-9)
        # shares of whole samples
        assert own["test_accuracy"] == other["test_accuracy"]
    first, second = (each["weights"]["final"] for each in (here, there))
    assert str(first) != str(here["weights"]["initial"])
    for own, other in zip(np.ravel(first), np.ravel(second), strict=True):
        for name, values in own.items():
            np.testing.assert_allclose(other[name], values, rtol=1e-9, atol=1e-12)


def test_the_same_question_has_the_same_bytes(compiled: TestClient) -> None:
    body = {"plan": RANDOM, "epochs": 40, "every": 9, "include": ["weights", "boundary"]}
    first, second = (compiled.post(TRAIN, json=body).content for _ in range(2))
    assert first == second


def test_what_is_trained_does_not_depend_on_what_is_asked_of_it(compiled: TestClient) -> None:
    often, seldom = (train(compiled, SMALL, 30, every=every)["history"] for every in (1, 10))
    assert [entry["epoch"] for entry in seldom] == [0, 10, 20, 30]
    assert seldom == [often[entry["epoch"]] for entry in seldom]


@pytest.mark.parametrize("trainer", ["compiled", "client"])
def test_the_history_has_every_so_many_epochs_and_the_last(trainer: str, request: pytest.FixtureRequest) -> None:
    content = train(request.getfixturevalue(trainer), SMALL, 11, every=4)
    assert [entry["epoch"] for entry in content["history"]] == [0, 4, 8, 11]
    assert content["epochs"] == 11


@pytest.mark.parametrize("trainer", ["compiled", "client"])
def test_a_run_that_diverges_says_where(trainer: str, request: pytest.FixtureRequest) -> None:
    plan = plan_of((8, "relu"), (8, "relu"), data={"name": "plane", "points": 60}, training={"lr": 10})
    content = train(request.getfixturevalue(trainer), plan, 200, every=150)
    assert content["diverged"]["epoch"] == content["epochs"] == content["history"][-1]["epoch"]
    assert content["history"][-1]["train_loss"] is None


def test_what_takes_too_long_is_refused_with_what_to_do(compiled: TestClient) -> None:
    answer = compiled.post(TRAIN, json={"plan": plan_of(*[(8, "gelu")] * 6, data={"points": 2000}), "epochs": 10_000})
    assert answer.status_code == 422
    assert_one_sentence(answer.json()["detail"].split(";")[0] + ".")
    assert "were done" in answer.json()["detail"]


@pytest.mark.parametrize("every", [0, -1, 1.5, "x", None])
def test_a_wrong_step_is_named(client: TestClient, every: object) -> None:
    answer = client.post(TRAIN, json={"plan": SMALL, "epochs": 1, "every": every})
    assert answer.status_code == 422
    assert "every" in answer.json()["detail"]

"""XLA trains for the API where JAX is installed: torch's answers but for rounding, and the same ones each time."""

import json
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from tests.web.plans import SMALL, Json, plan_of
from tests.web.server import fork
from tests.web.visitor import decoded, visit

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


def test_what_takes_too_long_is_answered_as_far_as_it_came(compiled: TestClient) -> None:
    plan = plan_of((8, "gelu"), (8, "gelu"), data={"points": 2000})
    answer = compiled.post(TRAIN, json={"plan": plan, "epochs": 10_000})
    found = answer.json()
    assert (answer.status_code, found["complete"]) == (200, False)
    assert found["history"][-1]["epoch"] == found["epochs"] < 10_000


@pytest.mark.parametrize("every", [0, -1, 1.5, "x", None])
def test_a_wrong_step_is_named(client: TestClient, every: object) -> None:
    answer = client.post(TRAIN, json={"plan": SMALL, "epochs": 1, "every": every})
    assert answer.status_code == 422
    assert "every" in answer.json()["detail"]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A server whose trainer is XLA, as it is for whoever installs JAX."""
    with fork(DEVICE="cpu", TRAINER="auto") as address:
        yield address


def without_number(frame: Json) -> Json:
    return {name: value for name, value in frame.items() if name != "frame"}


def test_live_runs_come_to_the_same_frame_whenever_their_program_is_ready(address: str) -> None:
    with visit(address) as first, visit(address) as second:
        # the first waits for its program, the second finds it
        frames: list[Json] = []
        for visitor in (first, second):
            visitor.start(RANDOM)
            assert visitor.see("paused")["epoch"] == 0
            visitor.say("step", epochs=40)
            # and a program that has learned nothing yet is no news
            frames.append(visitor.see("paused"))
        assert [frame["epoch"] for frame in frames] == [40, 40]
        assert without_number(frames[0]) == without_number(frames[1])
        # what happens before the program is there is done again
        other = plan_of((5, "silu"), training={"optimizer": "adam"})
        ends: list[Json] = []
        for visitor in (first, second):
            visitor.start(other)
            visitor.say("edit", layer=0, quantity="W", column=1, value=0.25)
            visitor.say("tune", lr=0.05)
            visitor.say("step", epochs=7)
            while visitor.see("paused")["epoch"] != 7:
                pass
            visitor.say("tune", batch_size=7, dropout=0.1)
            visitor.say("step", epochs=7)
            while (frame := visitor.see("paused"))["epoch"] != 14:
                pass
            ends.append(frame)
        assert without_number(ends[0]) == without_number(ends[1])


def test_a_live_run_is_the_one_that_the_api_trains(address: str, compiled: TestClient) -> None:
    answer = train(compiled, SMALL, 25, include=["weights"])
    with visit(address) as visitor:
        visitor.start(SMALL)
        visitor.say("step", epochs=25)
        while (frame := visitor.see("paused"))["epoch"] != 25:
            pass
    for own, tensors in zip(frame["weights"], answer["weights"]["final"], strict=True):
        # float32 in a frame
        for name, values in tensors.items():
            assert (decoded(own[name]) == np.asarray(values, np.float32).reshape(decoded(own[name]).shape)).all()


def test_a_live_run_starts_before_its_program_is_ready(address: str) -> None:
    with visit(address) as visitor:
        visitor.start(plan_of(*[(7, "mish")] * 3), paused=False)
        epochs = [visitor.see("running")["epoch"] for _ in range(12)]
        assert epochs == sorted(epochs)
        assert epochs[-1] > epochs[0]


def test_a_live_run_that_diverges_says_so_once(address: str) -> None:
    plan = plan_of((6, "x^3"), training={"lr": 5, "batch_size": 5})
    with visit(address) as visitor:
        visitor.start(plan, paused=False)
        told: list[Json] = []
        while not told or not visitor.frames or visitor.frames[-1]["state"] != "diverged":
            message = visitor.hear()
            if message["type"] == "frame":
                visitor.acknowledge(message)
            else:
                assert message["type"] == "diverged"
                told.append(message)
        visitor.say("resume")
        assert "diverged" in visitor.refused()
        assert [each["epoch"] for each in told] == [visitor.frames[-1]["epoch"]]


RACE = {
    "plan": plan_of((3, "tanh"), training={"optimizer": "adam", "lr": 0.05, "batch_size": 3}),
    "activations": ["prelu", "rrelu"],
    "seeds": 4,
    # long enough to be compiled
    "epochs": 250,
    "target": 0.9,
}


def test_a_race_is_torchs_but_for_rounding_and_the_same_each_time(compiled: TestClient, client: TestClient) -> None:
    here, there, again = (each.post("/api/v1/race", json=RACE).json() for each in (client, compiled, compiled))
    for found in (here, there, again):
        assert found["epochs"] == 250
        for lane in found["lanes"]:
            assert lane.pop("seconds_per_epoch") > 0
    assert there == again
    for own, other in zip(here["lanes"], there["lanes"], strict=True):
        assert own["activation"] == other["activation"]
        # chaos magnifies what is rounded
        begun = np.asarray(own["history"]["loss"])[:, :50], np.asarray(other["history"]["loss"])[:, :50]
        np.testing.assert_allclose(*begun, rtol=1e-7)
        assert own["history"]["loss"] != other["history"]["loss"]


def test_a_stream_tells_of_every_epoch_of_a_race(compiled: TestClient) -> None:
    answer = compiled.post("/api/v1/race", json=RACE, headers={"accept": "application/x-ndjson"})
    told = [json.loads(line) for line in answer.text.splitlines()]
    assert [each["epoch"] for each in told] == list(range(1, 251))
    whole = compiled.post("/api/v1/race", json=RACE).json()
    assert told[-1]["verdict"] == whole["verdict"]

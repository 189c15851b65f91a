"""A race by the API is the race of its plan, whole or as it goes on, within the server's limits."""

import asyncio
import json
import math
from collections.abc import Iterator
from itertools import count
from typing import Any

import orjson
import pytest
from starlette.testclient import TestClient

from app.main import create_app
from app.playground.plan import LARGEST_SEED
from app.playground.race.plan import RacePlan
from app.playground.race.race import Race
from app.playground.race.standings import report
from app.settings import Settings
from app.web.api.race_replies import RaceReply
from app.web.live.training import race_made_in_turns
from tests.web.events import told_of
from tests.web.plans import OWN, SMALL, Json, plan_of
from tests.web.test_problems import assert_is_a_problem

RACE = "/api/v1/race"
NDJSON = "application/x-ndjson"
EVENTS = "text/event-stream"


def body_of(*activations: str, plan: Json = SMALL, **chosen: Any) -> Json:
    return {"plan": plan, "activations": activations, "seeds": 3, "epochs": 4, "target": 0.8, **chosen}


def raced(client: TestClient, body: Json) -> Json:
    answer = client.post(RACE, json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()


def untimed(content: Json) -> Json:
    """The content without what depends on the machine."""
    return {**content, "lanes": [{**lane, "seconds_per_epoch": None} for lane in content["lanes"]]}


def told(client: TestClient, body: Json, media: str) -> list[Json]:
    """Every object of a stream."""
    answer = client.post(RACE, json=body, headers={"accept": media})
    assert answer.status_code == 200
    assert answer.headers["content-type"].partition(";")[0] == media
    if media == NDJSON:
        return [json.loads(line) for line in answer.text.splitlines()]
    return told_of(answer.text)


def test_others_come_in_between_while_the_lanes_of_a_race_are_made() -> None:
    plan = RacePlan.model_validate(body_of("tanh", "relu", "gelu", "silu"))
    turns = 0

    async def others() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    async def make() -> Race:
        waiting = asyncio.create_task(others())
        race = await race_made_in_turns(plan, "cpu", count().__next__)
        waiting.cancel()
        return race

    race = asyncio.run(make())
    assert [lane.activation for lane in race.lanes] == [*plan.activations]
    assert turns >= len(plan.activations)


def test_a_race_is_that_of_its_plan(client: TestClient) -> None:
    body = body_of("tanh", "maxout(k=3)", "x*sigmoid(b*x)|b=1.7", "rrelu", plan={**SMALL, "seed": 7})
    found = raced(client, body)
    race = Race.at_once(RacePlan.model_validate(body), "cpu", count().__next__)
    while not race.is_over:
        race.step()
    assert untimed(found) == untimed(json.loads(orjson.dumps(report(race))))
    assert all(lane["seconds_per_epoch"] > 0 for lane in found["lanes"])
    assert RaceReply.model_validate(found).model_dump(mode="json") == found


def test_a_seed_of_a_race_is_the_plan_that_trains_alone(client: TestClient) -> None:
    found = raced(client, body_of("relu", "silu", plan=plan_of((3, "tanh"), (2, "tanh"))))
    (lane,) = [lane for lane in found["lanes"] if lane["activation"] == "silu"]
    for seed in range(3):
        alone = client.post(
            "/api/v1/playground/train",
            json={"plan": {**plan_of((3, "silu"), (2, "silu")), "seed": seed}, "epochs": 4},
        ).json()
        losses = [entry["test_loss"] for entry in alone["history"]]
        assert lane["history"]["loss"][seed] == pytest.approx(losses, rel=1e-9)
        assert lane["history"]["accuracy"][seed] == [entry["test_accuracy"] for entry in alone["history"]]


def test_a_race_without_test_points_takes_its_target_from_the_training_points(client: TestClient) -> None:
    data = {"name": "own", "samples": [[0, 0, 0], [0, 1, 1], [1, 0, 1], [1, 1, 0]], "train_fraction": 1}
    plan = plan_of((4, "tanh"), data=data, training={"lr": 1, "batch_size": "all"})
    found = raced(client, {**body_of("tanh", "relu", plan=plan), "epochs": 150, "target": 1})
    assert found["scored_on"] == "train"
    assert found["verdict"].endswith("All points are trained on: accuracies are those on the training points.")
    assert sum(lane["solved"] for lane in found["lanes"]) > 0
    alone = client.post("/api/v1/playground/train", json={"plan": plan, "epochs": 150}).json()
    lane = next(lane for lane in found["lanes"] if lane["activation"] == "tanh")
    assert lane["history"]["accuracy"][0] == [entry["train_accuracy"] for entry in alone["history"]]


def test_a_stream_tells_of_each_learning_rate_that_is_found(client: TestClient) -> None:
    body = body_of("tanh", "relu", rates="best")
    *progress, last = told(client, body, NDJSON)
    assert [line["epoch"] for line in progress] == [0, 0, 1, 2, 3]
    rates = [[lane["lr"] is not None for lane in line["lanes"]] for line in progress]
    assert rates == [[True, False], *[[True, True]] * 4]
    assert {lane["activation"]: lane["lr"] for lane in last["lanes"]} == {
        lane["activation"]: lane["lr"] for lane in progress[-1]["lanes"]
    }
    for lane in last["lanes"]:
        assert lane["lr"] == min(lane["tried"], key=lambda tried: tried["loss"])["lr"]
    whole = raced(client, body)
    assert (whole["lanes"][0]["history"], whole["verdict"]) == (last["lanes"][0]["history"], last["verdict"])
    assert RaceReply.model_validate(whole).model_dump(mode="json") == whole


def test_a_regression_has_losses_and_no_accuracies(client: TestClient) -> None:
    body = body_of("tanh", "relu", plan={**SMALL, "data": {"name": "plane", "points": 40}}, target_loss=0.05)
    *progress, last = told(client, body, NDJSON)
    assert all(lane["accuracy"] is None and lane["loss"]["median"] > 0 for line in progress for lane in line["lanes"])
    whole = raced(client, body)
    assert RaceReply.model_validate(whole).model_dump(mode="json") == whole
    assert {name: last[name] for name in ("verdict", "complete")} == {
        name: whole[name] for name in ("verdict", "complete")
    }
    for lane in whole["lanes"]:
        assert (lane["final_accuracy"], lane["history"]["accuracy"]) == (None, None)
        assert lane["solved"] == sum(min(losses) <= 0.05 for losses in lane["history"]["loss"])
        assert lane["final_loss"]["median"] == sorted(losses[-1] for losses in lane["history"]["loss"])[1]


def test_what_is_left_out_stands_at_its_default(client: TestClient) -> None:
    found = raced(client, {"plan": {"data": {"points": 20}}, "activations": ["identity"], "epochs": 1})
    assert found["lanes"][0]["seeds"] == 8
    assert "nothing to compare" in found["verdict"]


@pytest.mark.parametrize("media", [NDJSON, EVENTS])
def test_a_stream_tells_each_epoch_and_ends_with_everything(client: TestClient, media: str) -> None:
    body = body_of("tanh", "relu")
    *progress, last = told(client, body, media)
    assert [line["epoch"] for line in progress] == [1, 2, 3]
    assert [line["done"] for line in progress] == [0.25, 0.5, 0.75]
    whole = raced(client, body)
    assert (last.pop("epoch"), last.pop("done")) == (4, 1)
    assert untimed(last) == untimed(whole)
    by_name = {lane["activation"]: lane for lane in whole["lanes"]}
    for line in progress:
        assert [lane["activation"] for lane in line["lanes"]] == ["tanh", "relu"]
        for lane in line["lanes"]:
            history = by_name[lane["activation"]]["history"]["accuracy"]
            now = sorted(row[line["epoch"]] for row in history)
            assert set(lane) == {"activation", "solved", "accuracy", "loss", "lr"}
            assert lane["accuracy"]["median"] == now[1]
            assert lane["accuracy"]["q1"] == pytest.approx((now[0] + now[1]) / 2)
            assert lane["solved"] == sum(max(row[: line["epoch"] + 1]) >= 0.8 for row in history)


def test_an_event_source_that_opens_a_race_again_which_has_ended_starts_none(client: TestClient) -> None:
    again = client.post(RACE, json=body_of("tanh"), headers={"accept": EVENTS, "last-event-id": "end"})
    assert (again.status_code, again.content) == (204, b"")


def test_a_lane_that_diverges_is_named_and_harms_no_other(client: TestClient) -> None:
    plan = plan_of((3, "tanh"), training={"lr": 10})
    plan["network"]["init"] = "normal(3)"
    found = raced(client, body_of("exp(exp(x))", "tanh", plan=plan))
    lanes = {lane["activation"]: lane for lane in found["lanes"]}
    assert lanes["exp(exp(x))"]["diverged"]["seeds"] == 3
    assert lanes["exp(exp(x))"]["history"]["accuracy"][0][-1] is None
    assert lanes["exp(exp(x))"]["dead"] is None
    assert lanes["tanh"]["diverged"] is None
    assert "exp(exp(x)) diverged with 3 of 3 seeds" in found["verdict"]


def test_nobody_who_reached_the_target_is_null(client: TestClient) -> None:
    (lane,) = raced(client, body_of("tanh", epochs=1, target=1))["lanes"]
    assert lane["epochs_to_target"] == {"median": None, "low": None, "high": None}
    (lane,) = raced(client, body_of("tanh", epochs=1, target=0))["lanes"]
    assert lane["epochs_to_target"] == {"median": 0, "low": 0, "high": 0}


def test_own_points_are_raced_on(client: TestClient) -> None:
    assert raced(client, body_of("tanh", "relu", plan=plan_of((3, "tanh"), data=OWN)))["epochs"] == 4


@pytest.fixture(scope="module")
def narrow() -> Iterator[TestClient]:
    """A server that allows little."""
    limits = Settings(
        device="cpu", most_replicas=4, most_epochs=2000, most_network_epochs=6000, most_work=1_000_000, train_seconds=1
    )
    with TestClient(create_app(limits), raise_server_exceptions=False) as client:
        yield client


SLOW = plan_of((8, "tanh"), data={"points": 2000}, training={"batch_size": 1})


@pytest.mark.parametrize("media", ["application/json", NDJSON, EVENTS])
@pytest.mark.parametrize(
    ("body", "fragments"),
    [
        (
            body_of("tanh", "relu", "elu", seeds=4, epochs=501),
            ("3 activations × 4 seeds × 501 epochs are 6012", "6000", "MOST_NETWORK_EPOCHS"),
        ),
        (
            body_of("tanh", "relu", seeds=4, epochs=200, rates="best"),
            ("2 activations × 4 seeds × 200 epochs are 1600", "the search for their learning rates 5600", "6000"),
        ),
        (body_of("tanh", seeds=4, epochs=20, rates="best"), ("trains 28 networks side by side", "MOST_REPLICAS")),
        (body_of("tanh", seeds=5), ("5 replicas", "MOST_REPLICAS")),
        (body_of("tanh", seeds=1, epochs=2001), ("2001 epochs", "MOST_EPOCHS")),
        (body_of("tanh", plan=plan_of((64, "tanh"), (64, "tanh"))), ("1 million", "MOST_WORK")),
        (body_of("relu", "maxout(k=8)", plan=plan_of((24, "tanh"), (24, "tanh"), (24, "tanh"))), ("MOST_WORK",)),
    ],
)
def test_a_limit_is_named_by_its_setting_before_anything_is_sent(
    narrow: TestClient, body: Json, fragments: tuple[str, ...], media: str
) -> None:
    detail = assert_is_a_problem(narrow.post(RACE, json=body, headers={"accept": media}), 422)["detail"]
    for fragment in fragments:
        assert fragment in detail


def test_a_race_that_takes_too_long_is_answered_as_far_as_it_came(narrow: TestClient) -> None:
    body = body_of("tanh", "relu", plan=SLOW, seeds=1, epochs=2000)
    found = narrow.post(RACE, json=body).json()
    assert (found["complete"], found["epochs"] < 2000) == (False, True)
    *progress, last = told(narrow, body, NDJSON)
    assert all(line["done"] < 1 for line in (*progress, last))
    assert (last["complete"], last["done"]) == (False, last["epochs"] / 2000)
    for lane in last["lanes"]:
        assert len(lane["history"]["loss"][0]) == last["epochs"] + 1


REFUSED: list[tuple[Any, str]] = [
    ({}, "plan is missing"),
    ({"plan": {}}, "activations is missing"),
    ({"activations": ["tanh"]}, "plan is missing"),
    (body_of(), "activations needs at least 1"),
    (body_of(*(f"x+{i}" for i in range(17))), "activations has more than 16"),
    (body_of("tanh", activations="tanh"), "activations must be a list"),
    (body_of("tanh", activations={"tanh": 1}), "activations must be a list"),
    (body_of("tanh", activations=[1]), "activations.0 must be text"),
    (body_of("tanh", "sigmod"), "did you mean 'sigmoid'"),
    (body_of("elu", "elu(alpha=1)"), "elu(alpha=1) is already in the race, as elu"),
    (body_of("tanh", "\ud800"), "cannot be read"),
    (body_of("x.__class__"), "not allowed"),
    (body_of("tanh", seeds=0), "seeds = 0"),
    (body_of("tanh", seeds=65), "seeds = 65"),
    (body_of("tanh", seeds=1.5), "seeds = 1.5 is not a whole number"),
    (body_of("tanh", seeds=True), "seeds"),
    (body_of("tanh", seeds=None), "seeds"),
    (body_of("tanh", epochs=0), "epochs = 0"),
    (body_of("tanh", epochs=10_001), "MOST_EPOCHS"),
    (body_of("tanh", epochs=2**40), "epochs"),
    (body_of("tanh", epochs="many"), "epochs = 'many'"),
    (body_of("tanh", target=1.01), "target = 1.01"),
    (body_of("tanh", target=float("nan")), "target = nan is not a finite number"),
    (body_of("tanh", target=None), "target"),
    (body_of("tanh", target=True), "target"),
    (body_of("tanh", lanes=1), "There is no parameter 'lanes' here"),
    ({**body_of("tanh"), "plan": None}, "plan must be a JSON object"),
    (body_of("tanh", plan={"date": {}}), "There is no parameter 'date' in plan; did you mean 'data'?"),
    (body_of("tanh", plan={"network": {"hidden": []}}), "no hidden layer"),
    (body_of("tanh", target_loss=0), "target_loss = 0 is too small"),
    (body_of("tanh", plan={"data": {"name": "blobs"}, "training": {"loss": "logistic"}}), "choose cross_entropy"),
    (body_of("tanh", plan={"seed": LARGEST_SEED}), "smaller seed"),
    ([], "JSON object"),
    (None, "JSON object"),
]


@pytest.mark.parametrize(("body", "fragment"), REFUSED, ids=range(len(REFUSED)))
def test_what_cannot_be_raced_is_refused_with_a_sentence(client: TestClient, body: object, fragment: str) -> None:
    answer = client.post(RACE, content=json.dumps(body), headers={"content-type": "application/json"})
    assert fragment in assert_is_a_problem(answer, 422)["detail"]


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_a_race_is_posted(client: TestClient, method: str) -> None:
    answer = client.request(method, RACE)
    assert_is_a_problem(answer, 405)
    assert "POST" in answer.headers["allow"]


def test_numbers_that_are_not_finite_are_null(client: TestClient) -> None:
    plan = plan_of((3, "tanh"))
    plan["network"]["init"] = "zeros"
    answer = client.post(RACE, json=body_of("relu", plan=plan, epochs=1))
    (lane,) = answer.json()["lanes"]
    # no gradient reaches the first layer where all weights are 0
    assert lane["gradient_ratio"] is None
    assert not any(math.isnan(value) for row in lane["history"]["loss"] for value in row)

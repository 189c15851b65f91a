"""The live race on a real server, as its page speaks to it: what is asked is done, and a fault ends nothing."""

import json
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from tests.unit.sentences import assert_one_sentence
from tests.web.plans import Json, plan_of
from tests.web.server import fork
from tests.web.visitor import Visitor, assert_is_served, decoded, visit

PATH = "/api/v1/race"


def race_of(*activations: str, **more: Any) -> Json:
    """A race that is soon over."""
    return {"plan": plan_of((4, "tanh")), "activations": list(activations), "seeds": 3, "epochs": 4, **more}


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A server."""
    with fork(DEVICE="cpu", MOST_REPLICAS="32") as address:
        yield address


@pytest.fixture
def visitor(address: str) -> Iterator[Visitor]:
    """A page that has said nothing yet."""
    with visit(address, PATH) as visitor:
        yield visitor


def start(visitor: Visitor, race: Json) -> Json:
    visitor.say("start", race=race)
    return visitor.hear_of("started")


def test_a_race_is_shown_before_anything_is_learned(visitor: Visitor) -> None:
    started = start(visitor, race_of("tanh", "maxout(k=3)", "x*sigmoid(x)"))
    assert started["classes"] == 2
    assert started["race"]["seeds"] == 3
    assert [lane["title"] for lane in started["lanes"]] == ["Tanh", "Maxout", "x*sigmoid(x)"]
    assert started["lanes"][0]["differs"] is None
    assert "3 pre-activations" in started["lanes"][1]["differs"]
    frame = visitor.see("paused")
    assert frame["epoch"] == 0
    side = started["grid"]["side"]
    for lane in frame["lanes"]:
        assert decoded(lane["mean"]).shape == decoded(lane["deviation"]).shape == (1, side, side)
        assert len(lane["accuracies"]) == len(lane["reached"]) == 3


def test_it_runs_to_its_end_and_reports_every_seed(visitor: Visitor) -> None:
    start(visitor, race_of("tanh", "relu", target=0.5))
    visitor.say("resume")
    frame = visitor.see("over")
    assert frame["epoch"] == 4
    assert frame["standings"]["verdict"]
    # it grows with every epoch
    assert "history" not in frame["standings"]["lanes"][0]
    visitor.say("report")
    report = visitor.hear_of("report")
    assert report["epochs"] == 4
    assert sorted(lane["activation"] for lane in report["lanes"]) == ["relu", "tanh"]
    for lane in report["lanes"]:
        assert np.shape(lane["history"]["accuracy"]) == (3, 5)
    last = {lane["activation"]: lane["history"]["accuracy"] for lane in report["lanes"]}
    shown = [lane["accuracies"] for lane in frame["lanes"]]
    assert [[seed[-1] for seed in last[name]] for name in ("tanh", "relu")] == shown
    visitor.say("resume")
    assert visitor.refused() == "The race is over; start another."


def test_a_regression_is_raced_by_its_losses(visitor: Visitor) -> None:
    started = start(
        visitor, {**race_of("tanh", "relu", target_loss=0.2), "plan": plan_of((3, "tanh"), data={"name": "plane"})}
    )
    assert (started["measure"], started["target"]) == ("loss", 0.2)
    assert (started["classes"], started["class_names"]) == (None, None)
    visitor.say("resume")
    frame = visitor.see("over")
    for lane in frame["lanes"]:
        assert lane["accuracies"] is None
        assert all(
            (loss <= 0.2) <= (epoch is not None) for loss, epoch in zip(lane["losses"], lane["reached"], strict=True)
        )
    visitor.say("report")
    for lane in visitor.hear_of("report")["lanes"]:
        assert lane["final_accuracy"] is None
        assert lane["history"]["accuracy"] is None
        assert np.shape(lane["history"]["loss"]) == (3, 5)


def test_a_pause_stands_still_and_a_resume_goes_on(visitor: Visitor) -> None:
    start(visitor, race_of("tanh", epochs=10_000))
    visitor.say("resume")
    visitor.see("running")
    visitor.say("pause")
    paused = visitor.see("paused")
    visitor.say("report")
    assert visitor.hear_of("report")["epochs"] == paused["epoch"]
    visitor.say("resume")
    while visitor.see("running")["epoch"] <= paused["epoch"]:
        pass


def test_the_same_race_twice_is_the_same(visitor: Visitor) -> None:
    def learned() -> list[Any]:
        start(visitor, race_of("silu", "rrelu", "gelu"))
        visitor.say("resume")
        frame = visitor.see("over")
        return [
            {name: lane[name] for name in ("mean", "deviation", "accuracies", "reached")} for lane in frame["lanes"]
        ]

    assert learned() == learned()


def test_three_classes_have_three_shades(visitor: Visitor) -> None:
    race = race_of("tanh") | {"plan": plan_of((4, "tanh"), data={"name": "three_spirals", "points": 90})}
    start(visitor, race)
    assert decoded(visitor.see("paused")["lanes"][0]["mean"]).shape == (3, 24, 24)


def test_a_lane_that_diverges_is_grey_and_named(visitor: Visitor) -> None:
    wild = plan_of((4, "tanh"), (4, "tanh"), (4, "tanh"), training={"lr": 10})
    start(visitor, race_of("exponential", "tanh") | {"plan": wild, "epochs": 20})
    visitor.say("resume")
    frame = visitor.see("over")
    assert frame["lanes"][0]["accuracies"] == [None] * 3
    assert set(decoded(frame["lanes"][0]["mean"]).flat) == {128}
    assert "exponential diverged with 3 of 3 seeds" in frame["standings"]["verdict"]


@pytest.mark.parametrize(
    ("message", "sentence"),
    [
        ({"type": "resume"}, "There is no race yet"),
        ({"type": "report"}, "There is no race yet"),
        ({"type": "start"}, "race is missing"),
        ({"type": "start", "race": race_of()}, "needs at least 1 value"),
        ({"type": "start", "race": race_of("sigmod")}, "did you mean 'sigmoid'?"),
        ({"type": "start", "race": race_of("relu", "relu")}, "name each once"),
        ({"type": "start", "race": race_of("relu", seeds=65)}, "at most 64"),
        ({"type": "start", "race": race_of("relu", seeds=33)}, "33 replicas are too many"),
        ({"type": "start", "race": race_of("relu", epochs=10_001)}, "10001 epochs are too many"),
        ({"type": "start", "race": race_of("relu", target=1.5)}, "at most 1"),
        ({"type": "start", "race": race_of("relu") | {"plan": plan_of()}}, "no hidden layer"),
        ({"type": "step", "epochs": 1}, "There is no message of the type 'step'"),
        ({"type": "start", "race": race_of("relu"), "paused": True}, "There is no parameter 'paused' in start"),
    ],
)
def test_what_does_not_fit_gets_a_sentence_and_ends_nothing(visitor: Visitor, message: Json, sentence: str) -> None:
    visitor.connection.send(json.dumps(message))
    said = visitor.refused()
    assert_one_sentence(said)
    assert sentence.removeprefix("There is no race.") in said
    assert start(visitor, race_of("relu"))["type"] == "started"


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", '{"type": "start", "race": []}', "\ud800".encode("utf-8", "replace")]
)
def test_what_is_no_message_gets_a_sentence(visitor: Visitor, text: str | bytes) -> None:
    visitor.connection.send(text)
    assert_one_sentence(visitor.refused())


def test_a_page_that_leaves_in_the_middle_frees_its_place(address: str) -> None:
    with visit(address, PATH) as visitor:
        start(visitor, race_of("tanh", "relu", epochs=10_000))
        visitor.say("resume")
        visitor.see("running")
    assert_is_served(address)

"""The live playground on a real server, as its page speaks to it: what is asked is done, and a fault ends nothing."""

import json
import time
from collections.abc import Iterator
from typing import Any
from urllib.request import Request, urlopen

import numpy as np
import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from app.web.http.large_json import LARGE
from tests.unit.sentences import assert_one_sentence
from tests.web.plans import OWN, SMALL, Json, plan_of
from tests.web.server import fork
from tests.web.visitor import Visitor, assert_is_served, decoded, visit

OURS = "https://lab.example"
IDLE_SECONDS = 2
SCORES = ("train_loss", "test_loss", "train_accuracy", "test_accuracy")


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A server that pages of our own may ask."""
    with fork(DEVICE="cpu", ALLOWED_ORIGINS=OURS) as address:
        yield address


@pytest.fixture(scope="module")
def narrow() -> Iterator[str]:
    """A server with two places, for pages of all origins."""
    with fork(DEVICE="cpu", MOST_SESSIONS="2", ALLOWED_ORIGINS="*") as address:
        yield address


@pytest.fixture(scope="module")
def impatient() -> Iterator[str]:
    """A server at which nobody may be silent for long."""
    with fork(DEVICE="cpu", IDLE_SECONDS=str(IDLE_SECONDS)) as address:
        yield address


@pytest.fixture
def visitor(address: str) -> Iterator[Visitor]:
    """A page that has said nothing yet."""
    with visit(address) as visitor:
        yield visitor


def trained(address: str, plan: Json, epochs: int) -> Json:
    """What the API answers for the same plan."""
    body = json.dumps({"plan": plan, "epochs": epochs, "include": ["data", "weights"]}).encode()
    call = Request(f"{address}/api/v1/playground/train", body, {"content-type": "application/json"})
    with urlopen(call) as reply:
        return json.load(reply)


def score(moment: Json) -> list[Any]:
    return [moment[name] for name in SCORES]


def without_number(frame: Json) -> Json:
    return {name: value for name, value in frame.items() if name != "frame"}


def test_a_paused_start_shows_one_frame_of_epoch_0(visitor: Visitor) -> None:
    started = visitor.start(plan_of((3, "maxout(k=2)"), (2, "prelu")))
    assert started["loss"] == "logistic"
    assert started["classes"] == 2
    assert started["plan"]["training"]["optimizer"] == "sgd"
    assert [(layer["units"], layer["pre_activations"]) for layer in started["layers"]] == [(3, 6), (2, 2), (1, 1)]
    assert [layer["reference"] for layer in started["layers"]] == ["maxout(k=2)", "prelu", None]
    assert [decoded(started["data"][part]["x"]).shape for part in ("train", "test")] == [(30, 2), (30, 2)]
    frame = visitor.see("paused")
    assert (frame["epoch"], frame["epochs_per_second"]) == (0, 0)
    # had there been another frame, it would have come before the error
    visitor.say("nonsense")
    assert visitor.hear()["type"] == "error"


@pytest.mark.parametrize(
    ("plan", "shades", "classes"),
    [
        (plan_of((3, "tanh")), 1, 2),
        (plan_of((3, "tanh"), training={"loss": "cross_entropy"}), 1, 2),
        (plan_of((3, "tanh"), data=OWN), 1, 2),
        (plan_of((3, "tanh"), data={"name": "three_spirals", "points": 90}), 3, 3),
        (plan_of((3, "tanh"), data={"name": "plane", "points": 40}), 1, None),
        (plan_of(), 1, 2),
        (plan_of((3, "glu"), (4, "aprelu"), replicas=3), 1, 2),
    ],
)
def test_a_frame_shows_the_whole_network(visitor: Visitor, plan: Json, shades: int, classes: int | None) -> None:
    started = visitor.start(plan)
    frame = visitor.see("paused")
    hidden = started["layers"][:-1]
    side = started["grid"]["map"]
    assert started["classes"] == classes
    assert decoded(frame["boundary"]).shape == (shades, 64, 64)
    assert [decoded(units["maps"]).shape for units in frame["neurons"]] == [(h["outputs"], side, side) for h in hidden]
    assert [len(units["scales"]) for units in frame["neurons"]] == [layer["outputs"] for layer in hidden]
    assert len(frame["weights"]) == len(frame["layers"]) == len(started["layers"])
    inputs = [2, *(layer["outputs"] for layer in hidden)]
    for own, layer, fan_in in zip(frame["weights"], started["layers"], inputs, strict=True):
        assert decoded(own["W"]).shape == (fan_in, layer["pre_activations"])
        assert decoded(own["b"]).shape == (layer["pre_activations"],)
    for layer in frame["layers"]:
        assert len(layer["histogram"]["counts"]) == 40
        assert 0 <= layer["dead"] <= 1
    assert (frame["test_accuracy"] is None) == (frame["confusion"] is None) == (classes is None)
    if frame["confusion"] is not None:
        assert np.sum(frame["confusion"]) == len(decoded(started["data"]["test"]["y"]))
    replicas = plan.get("replicas", 1)
    assert (frame["replicas"] is None) == (replicas == 1)
    if frame["replicas"]:
        assert [len(frame["replicas"][name]) for name in SCORES] == [replicas] * 4
        assert [frame["replicas"][name][0] for name in SCORES] == score(frame)


def test_a_start_that_is_not_paused_runs_at_once(visitor: Visitor) -> None:
    visitor.start(SMALL, paused=False)
    assert visitor.see("running")["epoch"] >= 0
    visitor.say("pause")
    visitor.see("paused")


def test_steps_train_exactly_as_the_api_trains_the_same_plan(visitor: Visitor, address: str) -> None:
    plan = plan_of((3, "gelu"), (2, "prelu"), training={"optimizer": "adam", "lr": 0.02}, network_seed=None)
    del plan["network_seed"]
    history = trained(address, plan, 7)
    visitor.start(plan)
    assert score(visitor.see("paused")) == score(history["history"][0])
    for epochs, after in ((1, 1), (5, 6), (1, 7)):
        visitor.say("step", epochs=epochs)
        frame = visitor.see("paused")
        assert frame["epoch"] == after
        assert score(frame) == score(history["history"][after])
    for own, expected in zip(frame["weights"], history["weights"]["final"], strict=True):
        np.testing.assert_array_equal(decoded(own["W"]), np.array(expected["W"], dtype=np.float32))


def test_a_step_is_one_epoch_unless_it_says_more(visitor: Visitor) -> None:
    visitor.start(SMALL)
    visitor.see("paused")
    visitor.say("step")
    assert visitor.see("paused")["epoch"] == 1


def test_no_more_than_two_frames_are_on_their_way(visitor: Visitor) -> None:
    visitor.start(plan_of((3, "tanh"), data={"points": 500}))
    visitor.see("paused")
    visitor.say("pace", until_epoch=60)
    visitor.say("resume")
    unacknowledged = [visitor.hear(), visitor.hear()]
    assert [message["type"] for message in unacknowledged] == ["frame", "frame"]
    # an edit is refused for one reason while the run goes on, and for another when it has arrived
    while True:
        visitor.say("edit", layer=99, quantity="b", column=0, value=0)
        message = visitor.hear()
        assert message["type"] == "error"
        if "no layer 99" in message["problem"]["detail"]:
            break
    visitor.acknowledge(unacknowledged[0])
    frame = visitor.hear()
    assert (frame["type"], frame["state"], frame["epoch"]) == ("frame", "paused", 60)
    numbers = [frame["frame"] for frame in visitor.frames]
    assert numbers == list(range(1, len(numbers) + 1))


def test_pause_stands_still_and_resume_goes_on(visitor: Visitor) -> None:
    visitor.start(SMALL, paused=False)
    while visitor.see("running")["epoch"] < 3:
        pass
    visitor.say("pause")
    frame = visitor.see("paused")
    assert frame["epochs_per_second"] == 0
    # a frame that was still owed would come before this error, and show another epoch
    visitor.say("edit", layer=0, quantity="b", row=0, column=0, value=0.5)
    edited = visitor.see("paused")
    assert edited["epoch"] == frame["epoch"]
    visitor.say("resume")
    while visitor.see("running")["epoch"] <= frame["epoch"]:
        pass


def test_a_running_frame_says_how_fast_it_goes(visitor: Visitor) -> None:
    visitor.start(SMALL, paused=False)
    while visitor.see("running")["epochs_per_second"] <= 0:
        pass


@pytest.mark.parametrize(
    "plan",
    [
        plan_of((3, "tanh")),
        plan_of((3, "rrelu"), (4, "prelu"), training={"optimizer": "momentum"}, replicas=2),
        plan_of((2, "aprelu"), training={"optimizer": "adam"}),
    ],
)
def test_reset_returns_to_the_same_frame_to_the_byte(visitor: Visitor, plan: Json) -> None:
    visitor.start(plan)
    first = visitor.see("paused")
    visitor.say("step", epochs=4)
    after_four = visitor.see("paused")
    assert score(after_four) != score(first)
    visitor.say("edit", layer=0, quantity="W", row=1, column=0, value=9.0)
    visitor.see("paused")
    visitor.say("reset")
    again = visitor.see("paused")
    assert json.dumps(without_number(again)) == json.dumps(without_number(first))
    visitor.say("step", epochs=4)
    assert json.dumps(without_number(visitor.see("paused"))) == json.dumps(without_number(after_four))


def test_a_run_that_is_reset_while_it_runs_stands_at_epoch_0(visitor: Visitor) -> None:
    visitor.start(SMALL)
    first = visitor.see("paused")
    visitor.say("resume")
    while visitor.see("running")["epoch"] < 3:
        pass
    visitor.say("reset")
    assert json.dumps(without_number(visitor.see("paused"))) == json.dumps(without_number(first))


@pytest.mark.parametrize(
    ("changes", "training"),
    [
        ({"lr": 0.3}, {"lr": 0.3}),
        ({"l1": 0.01, "l2": 0.02}, {"l1": 0.01, "l2": 0.02}),
        ({"activity": 0.1}, {"activity": 0.1}),
        ({"batch_size": 7}, {"batch_size": 7}),
        ({"batch_size": "all"}, {"batch_size": "all"}),
    ],
)
def test_what_is_tuned_counts_from_the_next_epoch(
    visitor: Visitor, address: str, changes: Json, training: Json
) -> None:
    history = trained(address, plan_of((3, "tanh"), training=training), 3)["history"]
    visitor.start(SMALL)
    visitor.see("paused")
    visitor.say("tune", **changes)
    visitor.say("step", epochs=3)
    assert score(visitor.see("paused")) == score(history[3])


def test_dropout_is_tuned_without_a_reset(visitor: Visitor) -> None:
    visitor.start(SMALL)
    visitor.see("paused")
    visitor.say("step", epochs=2)
    visitor.see("paused")
    visitor.say("tune", dropout=0.5)
    visitor.say("step")
    assert visitor.see("paused")["epoch"] == 3


@pytest.mark.parametrize(
    ("changes", "fragment"),
    [
        ({"lr": 11}, "lr = 11"),
        ({"lr": 0}, "lr = 0"),
        ({"batch_size": 0}, "batch_size"),
        ({"batch_size": "some"}, "batch_size"),
        ({"dropout": 1}, "dropout"),
        ({"l1": -1}, "l1"),
        ({"activity": 2}, "activity"),
        ({"momentum": 1}, "momentum = 1"),
        ({"rho": 0.5}, "rho"),
    ],
)
def test_what_cannot_be_tuned_is_refused_and_nothing_changes(visitor: Visitor, changes: Json, fragment: str) -> None:
    visitor.start(SMALL)
    visitor.say("tune", **changes)
    sentence = visitor.refused()
    assert_one_sentence(sentence)
    assert fragment in sentence
    visitor.say("step")
    assert visitor.see("paused")["epoch"] in {0, 1}


def test_the_pace_stops_at_an_epoch(visitor: Visitor) -> None:
    visitor.start(SMALL)
    visitor.see("paused")
    visitor.say("pace", until_epoch=7)
    visitor.say("resume")
    assert visitor.see("paused")["epoch"] == 7
    # who goes on from there wants to go on
    visitor.say("resume")
    while visitor.see("running")["epoch"] <= 8:
        pass


def test_the_pace_stops_at_an_accuracy(visitor: Visitor) -> None:
    visitor.start(plan_of((4, "tanh"), data={"name": "gaussians", "noise": 0, "points": 60}))
    visitor.see("paused")
    visitor.say("pace", until_accuracy=0.9)
    visitor.say("resume")
    assert visitor.see("paused")["test_accuracy"] >= 0.9


def test_the_pace_is_kept(visitor: Visitor) -> None:
    visitor.start(SMALL)
    visitor.see("paused")
    visitor.say("pace", epochs_per_second=20, until_epoch=6)
    began = time.monotonic()
    visitor.say("resume")
    assert visitor.see("paused")["epoch"] == 6
    # the first comes at once, each other after a twentieth of a second
    assert time.monotonic() - began >= 5 / 20


def test_an_edit_sets_one_number_and_shows_it(visitor: Visitor) -> None:
    visitor.start(plan_of((3, "tanh"), replicas=2))
    before = visitor.see("paused")
    visitor.say("edit", layer=0, quantity="W", row=1, column=2, value=-2.5)
    visitor.say("edit", layer=1, quantity="b", row=5, column=0, value=0.25)
    visitor.hear_of("frame")
    frame = visitor.frames[-1]
    if decoded(frame["weights"][1]["b"])[0] != 0.25:
        visitor.acknowledge(frame)
        frame = visitor.hear_of("frame")
    expected = decoded(before["weights"][0]["W"]).copy()
    expected[1, 2] = -2.5
    np.testing.assert_array_equal(decoded(frame["weights"][0]["W"]), expected)
    assert decoded(frame["weights"][1]["b"])[0] == 0.25
    assert frame["epoch"] == 0


@pytest.mark.parametrize(
    ("edit", "fragment"),
    [
        ({"layer": 2, "quantity": "W", "row": 0, "column": 0, "value": 1}, "no layer 2"),
        ({"layer": 0, "quantity": "W", "row": 2, "column": 0, "value": 1}, "2 rows and 3 columns"),
        ({"layer": 0, "quantity": "b", "row": 0, "column": 3, "value": 1}, "3 columns"),
        ({"layer": 0, "quantity": "alpha", "row": 0, "column": 0, "value": 1}, "quantity"),
        ({"layer": 0, "quantity": "W", "row": 0, "column": 0, "value": 1e7}, "value"),
        ({"layer": 0, "quantity": "W", "row": -1, "column": 0, "value": 1}, "row"),
        ({"layer": 0, "quantity": "W", "row": 0, "value": 1}, "column is missing"),
    ],
)
def test_an_edit_that_does_not_fit_is_refused(visitor: Visitor, edit: Json, fragment: str) -> None:
    visitor.start(SMALL)
    visitor.see("paused")
    visitor.say("edit", **edit)
    sentence = visitor.refused()
    assert_one_sentence(sentence)
    assert fragment in sentence


def test_nothing_is_edited_while_the_run_goes_on(visitor: Visitor) -> None:
    visitor.start(SMALL, paused=False)
    visitor.say("edit", layer=0, quantity="W", row=0, column=0, value=1)
    assert "paused" in visitor.refused()


def test_a_run_that_diverges_says_where_and_can_be_reset(visitor: Visitor) -> None:
    visitor.start(plan_of((8, "relu"), (8, "relu"), data={"name": "plane", "points": 60}, training={"lr": 10}))
    first = visitor.see("paused")
    visitor.say("resume")
    diverged = visitor.hear_of("diverged")
    assert diverged["epoch"] >= 1
    assert diverged["layer"] in {1, 2, 3}
    assert diverged["quantity"] in {"pre-activations", "activations", "loss", "gradient", "weights"}
    assert_one_sentence(diverged["detail"])
    visitor.say("resume")
    assert "diverged" in visitor.refused()
    visitor.say("reset")
    assert json.dumps(without_number(visitor.see("paused"))) == json.dumps(without_number(first))


def test_another_start_replaces_the_run_and_numbers_its_frames_on(visitor: Visitor) -> None:
    visitor.start(SMALL, paused=False)
    visitor.see("running")
    started = visitor.start(plan_of((5, "relu")))
    assert [layer["units"] for layer in started["layers"]] == [5, 1]
    frame = visitor.see("paused")
    assert frame["epoch"] == 0
    assert decoded(frame["weights"][0]["W"]).shape == (2, 5)
    numbers = [frame["frame"] for frame in visitor.frames]
    assert numbers == sorted(set(numbers))


def test_a_start_that_is_refused_leaves_the_run_as_it_is(visitor: Visitor) -> None:
    visitor.start(SMALL)
    visitor.see("paused")
    visitor.say("step", epochs=2)
    visitor.see("paused")
    visitor.say("start", plan=plan_of((3, "sigmod")))
    assert "did you mean 'sigmoid'" in visitor.refused()
    visitor.say("step")
    assert visitor.see("paused")["epoch"] == 3


@pytest.mark.parametrize(
    ("message", "fragment"),
    [
        ("", "JSON"),
        ("{", "JSON"),
        ("[]", "JSON object"),
        ("null", "JSON object"),
        ("{}", "type"),
        ('{"type": "stop"}', "no message of the type 'stop'"),
        ('{"type": 1}', "type"),
        ('{"type": "step", "epochs": 0}', "epochs = 0"),
        ('{"type": "step", "epochs": 1.5}', "epochs"),
        ('{"type": "step", "epochs": true}', "epochs"),
        ('{"type": "pause", "now": 1}', "no "),
        ('{"type": "pace", "epochs_per_second": 0}', "epochs_per_second"),
        ('{"type": "pace", "until_accuracy": 2}', "until_accuracy"),
        ('{"type": "tune", "lr": NaN}', "lr"),
        ('{"type": "ack"}', "frame is missing"),
    ],
)
def test_a_wrong_message_is_answered_and_the_run_goes_on(visitor: Visitor, message: str, fragment: str) -> None:
    visitor.start(SMALL, paused=False)
    visitor.connection.send(message)
    sentence = visitor.refused()
    assert_one_sentence(sentence)
    assert fragment in sentence
    before = visitor.see("running")["epoch"]
    while visitor.see("running")["epoch"] <= before:
        pass


@pytest.mark.parametrize("kind", ["pause", "resume", "step", "reset", "tune", "pace", "ack"])
def test_nothing_can_be_steered_before_the_start(visitor: Visitor, kind: str) -> None:
    visitor.say(kind, **({"frame": 1} if kind == "ack" else {}))
    assert "There is no run yet" in visitor.refused()
    visitor.start(SMALL)


@pytest.mark.parametrize("origin", [None, "own", OURS])
def test_our_own_pages_allowed_origins_and_programs_are_served(address: str, origin: str | None) -> None:
    with visit(address, origin=address if origin == "own" else origin) as visitor:
        visitor.start(SMALL)


def test_where_all_origins_may_call_all_are_served(narrow: str) -> None:
    with visit(narrow, origin="https://elsewhere.example") as visitor:
        visitor.start(SMALL)


@pytest.mark.parametrize(
    "origin",
    [
        "https://elsewhere.example",
        "null",
        "http://lab.example",
        f"{OURS}.elsewhere.example",
        f"{OURS}:1",
        "http://127.0.0.1:1",
        "http://[",
        "",
    ],
)
def test_a_page_of_another_origin_is_refused(address: str, origin: str) -> None:
    with (
        pytest.raises(InvalidStatus) as refusal,
        visit(address, additional_headers={"Origin": origin}),
    ):
        pass
    assert refusal.value.response.status_code == 403


def farewell(visitor: Visitor) -> str:
    """The reason with which the server hangs up."""
    reason = visitor.hear_of("bye")["reason"]
    assert_one_sentence(reason)
    with pytest.raises(ConnectionClosed):
        visitor.hear()
    return str(reason)


def test_every_place_can_be_taken_and_a_place_that_is_left_is_free_again(narrow: str) -> None:
    with visit(narrow) as first:
        first.start(SMALL)
        first.see("paused")
        with visit(narrow) as second:
            second.start(SMALL)
            with visit(narrow) as third:
                assert "2 places" in farewell(third)
                assert third.connection.close_code == 1013
        assert_is_served(narrow)
        first.say("step")
        assert first.see("paused")["epoch"] == 1


def test_a_page_that_says_nothing_is_sent_away(impatient: str) -> None:
    began = time.monotonic()
    with visit(impatient) as visitor:
        visitor.start(SMALL)
        reason = farewell(visitor)
    assert f"{IDLE_SECONDS} seconds" in reason
    assert "IDLE_SECONDS" in reason
    assert time.monotonic() - began >= IDLE_SECONDS


def test_a_page_that_takes_frames_is_not_silent(impatient: str) -> None:
    began = time.monotonic()
    with visit(impatient) as visitor:
        visitor.start(SMALL)
        visitor.say("pace", epochs_per_second=20)
        visitor.say("resume")
        while time.monotonic() - began < 1.5 * IDLE_SECONDS:
            visitor.see("running")


def test_a_large_table_is_started_as_a_small_one_is(visitor: Visitor) -> None:
    names = [f"column {number}" for number in range(30)]
    rows = [[*(round(number * row % 7 + row / 1000, 3) for number in range(30)), "ab"[row % 2]] for row in range(1500)]
    plan = plan_of((3, "relu"), data={"name": "own", "samples": rows, "columns": names})
    assert len(json.dumps(plan)) > LARGE
    started = visitor.start(plan)
    assert (started["columns"], started["class_names"], started["plan"]["data"]["columns"]) == (
        names,
        ["a", "b"],
        names,
    )
    # the page has them
    assert "samples" not in started["plan"]["data"]
    visitor.say("start", plan=plan_of((3, "relu"), data={"name": "own", "samples": [*rows, [1, "a"]]}))
    assert "is 1 in row 1501, but 30 in row 1" in visitor.refused()
    visitor.say("start", plan=plan_of((3, "relu"), data={"name": "own", "samples": rows * 7}))
    assert "more than 10000 rows" in visitor.refused()

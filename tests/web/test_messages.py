"""The messages of the sockets as JSON Schema: what it lets a client say is read, and it says what the protocol does."""

import json
import re
from collections.abc import Iterator

import jsonschema_rs
import pytest
from pydantic import ValidationError
from starlette.testclient import TestClient

from app.web.live.messages import read_message
from app.web.live.race_messages import read_race_message
from tests.web.plans import SMALL, Json
from tests.web.test_protocol import documented

READERS = {"playground": read_message, "race": read_race_message}
RACE = {"plan": SMALL, "activations": ["tanh", "relu"]}
SAID: list[tuple[str, Json]] = [
    ("playground", {"type": "start", "plan": SMALL}),
    ("playground", {"type": "start", "plan": {}, "paused": True}),
    ("playground", {"type": "step"}),
    ("playground", {"type": "tune", "lr": 0.1, "batch_size": "all", "l1": None}),
    ("playground", {"type": "pace", "epochs_per_second": 1000, "until_epoch": 1, "until_accuracy": 0}),
    ("playground", {"type": "edit", "layer": 0, "quantity": "W", "column": 1, "value": -1e6}),
    ("playground", {"type": "view", "kind": "components"}),
    ("playground", {"type": "view", "kind": "columns", "x": 63, "y": 0, "sample": 5}),
    ("playground", {"type": "ask", "x": [[1e6, -0.5]] * 16}),
    ("playground", {"type": "ack", "frame": 0}),
    ("race", {"type": "start", "race": RACE}),
    ("race", {"type": "report"}),
]
WRONG: list[tuple[str, Json]] = [
    ("playground", {"type": "begin"}),
    ("playground", {"plan": SMALL}),
    ("playground", {"type": "start"}),
    ("playground", {"type": "start", "plan": {}, "pause": True}),
    ("playground", {"type": "step", "epochs": 0}),
    ("playground", {"type": "step", "epochs": 100_001}),
    ("playground", {"type": "step", "epochs": True}),
    ("playground", {"type": "tune", "lr": 11}),
    ("playground", {"type": "pace", "epochs_per_second": 0}),
    ("playground", {"type": "pace", "until_accuracy": 1.1}),
    ("playground", {"type": "edit", "layer": 0, "quantity": "w", "column": 1, "value": 1}),
    ("playground", {"type": "edit", "layer": 0, "quantity": "W", "column": -1, "value": 1}),
    ("playground", {"type": "view"}),
    ("playground", {"type": "view", "kind": "columns", "x": 64}),
    ("playground", {"type": "view", "kind": "columns", "sample": -1}),
    ("playground", {"type": "ask", "x": []}),
    ("playground", {"type": "ask", "x": [[]]}),
    ("playground", {"type": "ask", "x": [[0.0]] * 17}),
    ("playground", {"type": "ask", "x": [[0.0] * 65]}),
    ("playground", {"type": "ask", "x": [[1.1e6]]}),
    ("playground", {"type": "ask", "x": [[True]]}),
    ("playground", {"type": "ack", "frame": -1}),
    ("playground", {"type": "report"}),
    ("race", {"type": "reset"}),
    ("race", {"type": "start", "race": {**RACE, "seeds": 65}}),
]


@pytest.fixture(scope="module")
def served(client: TestClient) -> Json:
    """The schemas, as they are served."""
    answer = client.get("/api/v1/messages")
    assert answer.status_code == 200
    return answer.json()


def test_each_side_of_both_sockets_has_a_schema(served: Json) -> None:
    assert {name: socket["address"] for name, socket in served.items()} == {
        "playground": "/api/v1/playground",
        "race": "/api/v1/race",
    }
    for socket in served.values():
        for side in ("client", "server"):
            assert socket[side]["$schema"] == "https://json-schema.org/draft/2020-12/schema"
            jsonschema_rs.meta.validate(socket[side])


@pytest.mark.parametrize(("socket", "message"), SAID)
def test_what_the_schema_lets_a_client_say_is_read(served: Json, socket: str, message: Json) -> None:
    jsonschema_rs.validate(served[socket]["client"], message)
    READERS[socket](json.dumps(message))


@pytest.mark.parametrize(("socket", "message"), WRONG)
def test_what_the_schema_forbids_is_refused(served: Json, socket: str, message: Json) -> None:
    assert not jsonschema_rs.is_valid(served[socket]["client"], message)
    with pytest.raises(ValidationError):
        READERS[socket](json.dumps(message))


def described(schema: Json, defined: Json, path: str = "") -> Iterator[tuple[str, str]]:
    """Each field of `schema`, as the protocol names it, with what is said of it."""
    for name, field in schema.get("properties", {}).items():
        place = f"{path}.{name}".lstrip(".")
        yield place, field.get("description", "")
        for inner, mark in parts(field, defined):
            yield from described(inner, defined, place + mark)


def parts(field: Json, defined: Json) -> Iterator[tuple[Json, str]]:
    """The objects that a field may be, or holds."""
    for branch in (field, *field.get("anyOf", ())):
        if "$ref" in branch:
            name = branch["$ref"].rpartition("/")[2]
            if name not in {"Plan", "RacePlan"}:
                yield defined[name], ""
        elif "items" in branch and "$ref" in branch["items"]:
            yield defined[branch["items"]["$ref"].rpartition("/")[2]], "[]"


def test_says_of_each_field_what_the_protocol_says(served: Json) -> None:
    compared = 0
    for part, kind, fields in documented():
        socket = "race" if part.startswith("Race") else "playground"
        side = served[socket]["client" if "page" in part else "server"]
        (message,) = (m for m in side["$defs"].values() if m.get("properties", {}).get("type", {}).get("const") == kind)
        said = dict(described(message, side["$defs"]))
        for place, cells in fields.items():
            name = re.sub(r"\.<name>$", "", place)
            assert name in said or name.startswith(("weights[]", "curves.layers[]")), (kind, place)
            if said.get(name) and not is_described_elsewhere(kind, name):
                assert " ".join(said[name].split()) == cells[-1], (kind, place)
                compared += 1
    assert compared > 60


def is_described_elsewhere(kind: str, place: str) -> bool:
    """Whether a field is one of a plan, a problem, a race's answer or of points, which are described for all."""
    return kind in {"tune", "report"} or place.partition(".")[0] in {"problem", "standings", "data"}

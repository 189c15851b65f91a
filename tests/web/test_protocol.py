"""docs/protocol.md tells every message of both sockets, with types and limits, and names the code's figures."""

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple, get_args

import jsonschema_rs
import pytest
from annotated_types import Ge, Gt, Le, Lt
from pydantic import BaseModel, TypeAdapter
from pydantic.fields import FieldInfo
from websockets.exceptions import ConnectionClosed

from app.playground.live.live import MOST_IN_FLIGHT, UNSEEN_SECONDS
from app.playground.live.session import Session
from app.playground.race.session import RaceSession
from app.settings import Settings
from app.web.api.messages import MESSAGES, messages_content
from app.web.http.large_json import MOST_BESIDE
from app.web.live import outbox, sockets, workshop
from app.web.live.messages import ClientMessage
from app.web.live.race_messages import RaceMessage
from tests.web.plans import Json, plan_of
from tests.web.server import fork
from tests.web.visitor import Visitor, visit

TEXT = (Path(__file__).parents[2] / "docs/protocol.md").read_text("utf-8")
RACE = "/api/v1/race"
WORDS = {bool: "boolean", int: "integer", float: "number", str: "string", list: "list", dict: "object"}


class Message(NamedTuple):
    """A message as the document tells it: where, its type, and the cells beside each field."""

    part: str
    kind: str
    fields: dict[str, list[str]]


def documented() -> list[Message]:
    """Every message of the document."""
    found: list[Message] = []
    part = ""
    for line in TEXT.splitlines():
        if line.startswith("## "):
            part = line.removeprefix("## ")
        elif line.startswith("### ") and "from the" in part:
            found.append(Message(part, line.removeprefix("### "), {}))
        elif line.startswith("| `") and found:
            name, *cells = (cell.strip() for cell in line.strip("|").split(" | "))
            found[-1].fields[name.strip("` ")] = cells
    return found


def told(*parts: str) -> dict[str, dict[str, list[str]]]:
    """The fields of each message that stands in one of these parts of the document."""
    return {message.kind: message.fields for message in documented() if message.part in parts}


def models(union: Any) -> dict[str, type[BaseModel]]:
    """The models of a union of messages, by their type."""
    return {get_args(model.model_fields["type"].annotation)[0]: model for model in get_args(get_args(union)[0])}


CLIENT = [
    pytest.param(part, kind, model, id=f"{part[:4]}-{kind}")
    for part, union in (("Playground: from the page", ClientMessage), ("Race: from the page", RaceMessage))
    for kind, model in models(union).items()
]


def test_names_the_messages_that_a_page_may_send_and_no_other() -> None:
    assert list(told("Playground: from the page")) == list(models(ClientMessage))
    assert set(told("Race: from the page")) == set(models(RaceMessage))


@pytest.mark.parametrize(("part", "kind", "model"), CLIENT)
def test_tells_each_field_that_a_page_may_send(part: str, kind: str, model: type[BaseModel]) -> None:
    schema = model.model_json_schema()
    expected = {
        name: [
            written_type(field),
            written_default(field, name in schema.get("required", ())),
            written_limits(model.model_fields[name]),
        ]
        for name, field in schema["properties"].items()
        if name != "type"
    }
    assert {name: cells[:3] for name, cells in told(part)[kind].items()} == expected


def branches(field: Json) -> list[Json]:
    """The kinds of value that a field takes, beside none."""
    if "anyOf" in field:
        return [inner for branch in field["anyOf"] for inner in branches(branch)]
    return [] if field.get("type") == "null" else [field]


def written_type(field: Json) -> str:
    """The type of a field in the document's words."""
    words: list[str] = []
    for branch in branches(field):
        if "$ref" in branch:
            words.append(branch["$ref"].rpartition("/")[2])
        elif "const" in branch or "enum" in branch:
            words += [f"`{choice}`" for choice in branch.get("enum", [branch.get("const")])]
        else:
            words.append(branch["type"])
    return " or ".join(words)


def written_default(field: Json, is_required: bool) -> str:
    if is_required:
        return "required"
    return "none" if field["default"] is None else json.dumps(field["default"])


def written_limits(field: FieldInfo) -> str:
    """The bounds of a field, which JSON Schema does not know where they follow a validator."""
    signs = {Gt: "gt", Ge: "ge", Lt: "lt", Le: "le"}
    words = {"gt": ">", "ge": "≥", "lt": "<", "le": "≤"}
    found = [(signs[type(bound)], bound) for bound in bounds_of(field) if type(bound) in signs]
    return ", ".join(f"{words[name]} {number(getattr(bound, name))}" for name, bound in found) or "–"


def bounds_of(part: Any) -> Iterator[Any]:
    """Everything that a field or an annotation says beside its type, of its branches too."""
    if isinstance(part, FieldInfo):
        yield from part.metadata
        part = part.annotation
    for inner in get_args(part):
        yield inner
        yield from bounds_of(inner)


def number(value: float) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


class Heard(NamedTuple):
    """What the server says of several runs, of a race, and to a page for which there is no place, with its code."""

    runs: list[Json]
    race: list[Json]
    farewell: Json
    code: int | None


@pytest.fixture(scope="module")
def heard() -> Heard:
    """All of it, from a server with two places."""
    with fork(DEVICE="cpu", MOST_SESSIONS="2") as address, visit(address) as page, visit(address, RACE) as other:
        runs, race = list(run_messages(page)), list(race_messages(other))
        with visit(address) as third:
            farewell = third.hear()
            with pytest.raises(ConnectionClosed):
                third.hear()
        return Heard(runs, race, farewell, third.connection.close_code)


def run_messages(page: Visitor) -> Iterator[Json]:
    """Runs of one to 64 inputs, with and without hidden layers, replicas, classes; the last one diverges."""
    for plan in (
        plan_of((3, "prelu"), (2, "maxout(k=2)"), (2, "aprelu"), replicas=2),
        plan_of((3, "tanh"), data={"name": "plane", "points": 40}, replicas=2),
        plan_of((2, "relu"), data={"name": "sine", "points": 40}),
        {**plan_of(data={"name": "iris"}), "network": {"hidden": [{"units": 2, "normalisation": "batch"}]}},
        plan_of(),
        plan_of((2, "relu"), data={"name": "digits"}),
        plan_of((2, "relu"), data={"name": "iris"}),
    ):
        page.say("start", plan=plan)
        yield from until(page, "frame", "running")
        page.say("pause")
        yield from until(page, "frame", "paused")
    yield from asked(page)
    page.say("start", plan=plan_of((8, "relu"), data={"name": "plane", "points": 60}, training={"lr": 10}))
    yield from until(page, "frame", "diverged")
    page.say("ask", x=[[0, 0]])
    yield from until(page, "answer")
    page.say("step", epochs=0)
    yield from until(page, "error")


def asked(page: Visitor) -> Iterator[Json]:
    """What is answered to a page that asks of a run of four columns."""
    page.say("ask", x=[[5.1, 3.5, 1.4, 0.2]])
    yield from until(page, "answer")
    for view in ({"kind": "columns", "x": 2, "y": 0, "sample": 3}, {"kind": "columns"}, {"kind": "components"}):
        page.say("view", **view)
        yield from until(page, "grid")


def race_messages(page: Visitor) -> Iterator[Json]:
    """A race in which a lane diverges, and each has a learning rate of its own."""
    wild = plan_of((4, "tanh"), (4, "tanh"), (4, "tanh"), training={"lr": 10})
    lanes = ["tanh", "exponential", "prelu"]
    page.say(
        "start", race={"plan": wild, "activations": lanes, "seeds": 3, "epochs": 8, "target": 0.5, "rates": "best"}
    )
    yield from until(page, "frame", "paused")
    page.say("resume")
    yield from until(page, "frame", "over")
    page.say("report")
    yield from until(page, "report")
    page.say("start")
    yield from until(page, "error")


def until(page: Visitor, kind: str, state: str | None = None) -> Iterator[Json]:
    """What comes, frames acknowledged, up to a message of that type and state."""
    while True:
        message = page.hear()
        if message["type"] == "frame":
            page.acknowledge(message)
        yield message
        if message["type"] == kind and state in {None, message.get("state")}:
            return


def places(value: Any, path: str, fields: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Each field below `path` as the document names it, with the word for its kind."""
    if isinstance(value, dict) and set(value) == {"dtype", "bdata", "shape"}:
        yield path, f"typed array {value['dtype']}"
    elif path in {"plan", "race"}:
        yield path, {"plan": "Plan", "race": "RacePlan"}[path]
    elif isinstance(value, dict):
        if path in fields:
            yield path, "object"
        for name, inner in value.items():
            known = f"{path}.{name}".lstrip(".")
            is_free = known not in fields and f"{path}.<name>" in fields
            yield from places(inner, f"{path}.<name>" if is_free else known, fields)
    else:
        yield path, "null" if value is None else WORDS[type(value)]
        if isinstance(value, list):
            for inner in value:
                if isinstance(inner, dict):
                    yield from places(inner, f"{path}[]", fields)


def assert_told(messages: Iterable[Json], told_of: dict[str, dict[str, list[str]]]) -> None:
    """Every message and field that came is told, with its kind, and every one that is told came."""
    came: dict[str, set[str]] = {kind: set() for kind in told_of}
    for message in messages:
        kind = message["type"]
        assert kind in told_of
        fields = told_of[kind]
        for path, word in places({name: value for name, value in message.items() if name != "type"}, "", fields):
            assert path in fields, (kind, path)
            allowed = fields[path][0].split(" or ")
            assert word in allowed or (word == "integer" and "number" in allowed), (kind, path, word)
            came[kind].add(path)
    assert came == {kind: set(fields) for kind, fields in told_of.items()}


@pytest.mark.parametrize(("part", "name"), [("Playground", "runs"), ("Race", "race")])
def test_tells_every_field_that_the_server_sends_and_no_other(heard: Heard, part: str, name: str) -> None:
    assert_told([*getattr(heard, name), heard.farewell], told(f"{part}: from the server", "Both: from the server"))


@pytest.mark.parametrize(("socket", "name"), [("playground", "runs"), ("race", "race")])
def test_every_message_that_the_server_sends_fits_its_schema_to_the_last_field(
    heard: Heard, socket: str, name: str
) -> None:
    schema = jsonschema_rs.validator_for(messages_content()[socket]["server"])
    models: TypeAdapter[BaseModel] = TypeAdapter(MESSAGES[socket]["server"])
    for message in (*getattr(heard, name), heard.farewell):
        schema.validate(message)
        assert models.validate_python(message).model_dump(mode="json", exclude_unset=True) == message


def test_the_closing_codes_are_those_that_are_sent(heard: Heard) -> None:
    table = TEXT.partition("### What ends a session")[2].partition("###")[0]
    assert heard.code == sockets.TRY_AGAIN_LATER
    # beside ours those that uvicorn sends for what is too large or no text
    assert set(re.findall(r"\b1\d{3}\b", table)) == {
        *map(str, (sockets.TRY_AGAIN_LATER, sockets.GOING_AWAY, sockets.SERVICE_RESTART)),
        *("1007", "1009"),
    }


@pytest.mark.parametrize(
    "sentence",
    [
        f"fewer than {MOST_IN_FLIGHT} frames are in flight",
        f"at most {1 / Session.frame_seconds:g} frames come in a second, of a race {1 / RaceSession.frame_seconds:g}",
        f"taken none for {UNSEEN_SECONDS:g} seconds while {MOST_IN_FLIGHT} are in flight",
        f"a slice of {1000 * workshop.LONGEST_SLICE:g} ms in turn, of at least {1000 * workshop.SHORTEST_SLICE:g} ms",
        f"would exceed {workshop.ROUND_SECONDS:g} s",
        f"At most {outbox.MOST_WAITING} messages wait",
        f"all `MOST_SESSIONS` ({Settings.model_fields['most_sessions'].default}) places",
        f"`IDLE_SECONDS` ({Settings.model_fields['idle_seconds'].default})",
        f"`MAX_TABLE_BYTES` ({Settings.model_fields['max_table_bytes'].default:,}) bytes",
        f"of which samples may take all but {MOST_BESIDE:,}.",
    ],
)
def test_names_the_figures_of_the_code(sentence: str) -> None:
    assert sentence in " ".join(TEXT.split())

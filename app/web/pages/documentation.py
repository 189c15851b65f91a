"""The documentation page's view of the OpenAPI document: what each call takes and answers, ready to be written down."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from app.web.api.messages import messages_content
from app.web.http.openapi import Json, operations
from app.web.pages.schema_words import Field, Schema, Words

_FIRST_ERROR = 400
_DEFINED = "#/$defs/"
_PLAIN_LIST = re.compile(r"\[\s+([^][{}]*?)\s+\]")
_LINE_END = re.compile(r"\s*\n\s*")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter in the path or the query; `repeats` says that a list is written by repeating the name."""

    field: Field
    place: str
    repeats: bool

    @property
    def values(self) -> tuple[str, ...]:
        """What the form begins with: the default, else the examples if one must be given; empty for "nothing"."""
        if self.field.default is not None:
            return (self.field.default,)
        if not self.field.required:
            return ()
        return (self.field.examples or self.field.choices or ("",))[: None if self.repeats else 1]


@dataclass(frozen=True, slots=True)
class Body:
    """A body of a media type, with the least that is accepted; a text has no fields."""

    media: str
    fields: tuple[Field, ...]
    example: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What a call may answer: the media types, and the fields if it is JSON."""

    status: int
    about: str
    media: tuple[str, ...]
    fields: tuple[Field, ...]

    @property
    def is_error(self) -> bool:
        """Whether the request was refused."""
        return self.status >= _FIRST_ERROR


@dataclass(frozen=True, slots=True)
class Operation:
    """One call of the API."""

    id: str
    method: str
    path: str
    summary: str
    description: str
    parameters: tuple[Parameter, ...]
    body: Body | None
    answers: tuple[Answer, ...]

    @property
    def answers_json(self) -> bool:
        """Whether it answers JSON where the query asks for nothing else."""
        return any(media.endswith("json") for answer in self.answers if not answer.is_error for media in answer.media)

    @property
    def example(self) -> str:
        """The path and the query with the example of each required parameter."""
        path = self.path
        query: list[str] = []
        for parameter in self.parameters:
            name, values = parameter.field.name, [quote(value, safe="()*,=~") for value in parameter.values]
            if parameter.place == "path":
                path = path.replace(f"{{{name}}}", values[0])
            elif parameter.field.required:
                query += [f"{name}={value}" for value in values]
        return f"{path}?{'&'.join(query)}" if query else path


@dataclass(frozen=True, slots=True)
class Group:
    """The calls about one subject."""

    name: str
    about: str
    operations: tuple[Operation, ...]


@dataclass(frozen=True, slots=True)
class Message:
    """A message of a socket: its type, and its other fields."""

    type: str
    about: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Socket:
    """A web socket, and what either side may say on it."""

    address: str
    client: tuple[Message, ...]
    server: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class Documentation:
    """All calls, the messages of the sockets, and the one shape of all errors."""

    groups: tuple[Group, ...]
    sockets: tuple[Socket, ...]
    problem: tuple[Field, ...]
    problem_example: str


def documentation(document: Json) -> Documentation:
    """`document`, a complete OpenAPI document, as the page shows it; the groups in the order of its tags."""
    words = Words(document["components"]["schemas"])
    groups: dict[str, list[Operation]] = {tag["name"]: [] for tag in document.get("tags", ())}
    for path, method, operation in operations(document):
        groups.setdefault(operation.get("tags", ["other"])[0], []).append(_operation(path, method, operation, words))
    about = {tag["name"]: tag.get("description", "") for tag in document.get("tags", ())}
    problem = words.schemas["Problem"]
    return Documentation(
        groups=tuple(Group(name, about.get(name, ""), tuple(found)) for name, found in groups.items() if found),
        sockets=tuple(
            Socket(socket["address"], _messages(socket["client"]), _messages(socket["server"]))
            for socket in messages_content().values()
        ),
        problem=words.fields(problem),
        problem_example=_pretty(words.example(problem)),
    )


def _messages(schema: Json) -> tuple[Message, ...]:
    """The messages of a schema that is a choice of them; plans are described with the calls that take them."""
    plans = frozenset({f"{_DEFINED}Plan", f"{_DEFINED}RacePlan"})
    words = Words(schema["$defs"], plans, _DEFINED)
    return tuple(_message(words.resolved(message), words) for message in schema["oneOf"])


def _message(schema: Schema, words: Words) -> Message:
    type_ = schema["properties"]["type"]["const"]
    fields = tuple(field for field in words.fields(schema) if field.name != "type")
    return Message(type_, schema["description"], fields)


def _operation(path: str, method: str, operation: Json, words: Words) -> Operation:
    summary, description = operation["summary"], operation["description"]
    return Operation(
        id=operation["operationId"].replace("_", "-"),
        method=method.upper(),
        path=path,
        summary=summary,
        description=description.removeprefix(summary).removeprefix(".").strip(),
        parameters=tuple(_parameter(parameter, words) for parameter in operation.get("parameters", ())),
        body=_body(operation["requestBody"], words) if "requestBody" in operation else None,
        answers=tuple(_answer(int(status), answer, words) for status, answer in sorted(operation["responses"].items())),
    )


def _parameter(parameter: Json, words: Words) -> Parameter:
    schema = {"description": parameter["description"], **parameter["schema"]}
    field = words.field(parameter["name"], schema, required=parameter.get("required", False))
    return Parameter(field, parameter["in"], repeats=field.is_list and parameter.get("explode", True))


def _body(body: Json, words: Words) -> Body:
    media, content = next(iter(body["content"].items()))
    example = words.example(content["schema"])
    text = example if media.startswith("text/") else _pretty(example)
    return Body(media, words.fields(content["schema"]), text)


def _answer(status: int, answer: Json, words: Words) -> Answer:
    return Answer(status, answer["description"], tuple(answer.get("content", ())), words.fields(_schema(answer)))


def _schema(content: Json) -> Schema:
    """The schema of the JSON among the media types of `content`."""
    found: Mapping[str, Any]
    for media, found in content.get("content", {}).items():
        if media.endswith("json"):
            schema: Schema = found.get("schema", {})
            return schema
    return {}


def _pretty(value: object) -> str:
    """`value` as indented JSON, with each list of plain values on one line."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    # no text in JSON spans lines, so a gap with a line's end lies between two values
    return _PLAIN_LIST.sub(lambda found: f"[{' '.join(_LINE_END.split(found[1]))}]", text)

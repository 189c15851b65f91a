"""The OpenAPI document: FastAPI's own, made complete with what FastAPI cannot know of this application."""

from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI

from app.web.http.problems import Problem, problem_responses

Json = dict[str, Any]

METHODS = ("get", "post", "put", "patch", "delete")
KEPT = "/api/v1/"
"""Below this path, what a GET answers depends on its address alone, and a client may keep it."""

TIMED = "x-timed"
"""Marks an operation whose answer holds times, and which nobody may keep; the document leaves it out."""

_SCHEMAS = "#/components/schemas/"
_REPLACED = ("HTTPValidationError", "ValidationError")


class DescribedApp(FastAPI):
    """FastAPI with a complete OpenAPI document."""

    _complete: Json | None = None

    def openapi(self) -> Json:
        """The document; FastAPI makes it anew when the routes have changed."""
        document = super().openapi()
        if document is not self._complete:
            complete(document)
            self._complete = document
        return document


def complete(document: Json) -> None:
    """Change `document` in place: summaries, errors and what a cache may keep, in JSON Schema's own words."""
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    for name in _REPLACED:
        schemas.pop(name, None)
    problem = Problem.model_json_schema(ref_template=f"{_SCHEMAS}{{model}}")
    schemas |= problem.pop("$defs") | {"Problem": problem}
    _widen(document)
    # a document that says nothing of keys leaves open whether there are some
    document["security"] = list[Json]()
    for path, method, operation in operations(document):
        operation["operationId"] = operation_id(method, path)
        operation["summary"] = first_sentence(operation.get("description", operation["summary"])).removesuffix(".")
        for parameter in operation.get("parameters", ()):
            _complete_parameter(parameter)
        _complete_answers(operation["responses"], schemas)
        if "requestBody" in operation:
            # FastAPI's own answer to a body that is not even text
            operation["responses"].setdefault("400", problem_responses(400)[400])
        is_timed = operation.pop(TIMED, False)
        if method == "get" and path.startswith(KEPT) and not is_timed:
            operation["responses"]["304"] = {"description": "What If-None-Match names is still the answer."}


def operations(document: Json) -> Iterator[tuple[str, str, Json]]:
    """The path, the method in small letters, and the description of each operation."""
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                yield path, method, item[method]


def operation_id(method: str, path: str) -> str:
    """A name for a client's function: "get_curves" for GET /api/v1/curves."""
    parts = path.removeprefix(KEPT).replace("{", "").replace("}", "").replace("-", "_").split("/")
    return "_".join([method, *filter(None, parts)])


def first_sentence(text: str) -> str:
    """`text` up to its first full stop before a space, or its first empty line."""
    paragraph = " ".join(text.partition("\n\n")[0].split())
    sentence, stop, _ = paragraph.partition(". ")
    return f"{sentence}." if stop else sentence


def _widen(part: Any) -> None:  # noqa: ANN401  any part of the document
    """Say what programs that make clients of the document read: the items of a tuple, one choice as a list of one."""
    if isinstance(part, dict) and "prefixItems" in part:
        kinds = [kind for i, kind in enumerate(part["prefixItems"]) if kind not in part["prefixItems"][:i]]
        part.setdefault("items", kinds[0] if len(kinds) == 1 else {"anyOf": kinds})
    if isinstance(part, dict) and isinstance(part.get("const"), str):
        part["enum"] = [part.pop("const")]
    for inner in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
        _widen(inner)


def _complete_parameter(parameter: Json) -> None:
    schema = parameter["schema"]
    others = [branch for branch in schema.get("anyOf", ()) if branch != {"type": "null"}]
    if len(others) == 1:
        # an address can leave a parameter out, but it cannot write null
        del schema["anyOf"]
        schema |= others[0]
    if "description" in schema:
        parameter.setdefault("description", schema["description"])


def _complete_answers(answers: Json, schemas: Json) -> None:
    for status, answer in list(answers.items()):
        reference = _json_schema(answer).get("$ref", "")
        name = reference.removeprefix(_SCHEMAS)
        if name in _REPLACED:
            # a route that validates says so itself, with the problem that it answers
            del answers[status]
        elif answer["description"] == "Successful Response":
            answer["description"] = schemas.get(name, {}).get("description", "The answer")


def _json_schema(answer: Json) -> Json:
    schema: Json = answer.get("content", {}).get("application/json", {}).get("schema", {})
    return schema

"""Query strings as models: read straight into pydantic, because FastAPI's own way costs more than a curve does."""

from collections.abc import Collection, Mapping
from typing import Any, TypeVar
from urllib.parse import parse_qs

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ValidationError

from app.faults import fault_sentence

Q = TypeVar("Q", bound=BaseModel)


def parse_query(model: type[Q], request: Request) -> Q:
    """The query string of `request` as a `model`. Raises RequestValidationError, as FastAPI's own reading does."""
    return checked(model, given_in(request))


def given_in(request: Request) -> dict[str, list[str]]:
    """The values of each name in the query string of `request`."""
    return parse_qs(request.scope["query_string"].decode("latin-1"), keep_blank_values=True)


def checked(model: type[Q], given: Mapping[str, list[str]]) -> Q:
    """The values of a query string as a `model`. Raises RequestValidationError, as FastAPI's own reading does."""
    try:
        return validated(model, given)
    except ValidationError as error:
        faults = error.errors(include_url=False)
        raise RequestValidationError([fault | {"loc": ("query", *fault["loc"])} for fault in faults]) from None


def validated(model: type[Q], given: Mapping[str, list[str]]) -> Q:
    """The values of a query string as a `model`; a name that stands once gives a single value."""
    return model.model_validate({name: values[0] if len(values) == 1 else values for name, values in given.items()})


def readable(
    model: type[Q], given: Mapping[str, list[str]], problems: list[str], together: Collection[str]
) -> tuple[Q, dict[str, list[str]]]:
    """`given` as a `model`, with the default of each field that cannot be read, and those that could.

    A sentence for each that could not is added to `problems`. Where the values do not go together, the fields named
    in `together` are set aside.
    """
    left = dict(given)
    while True:
        try:
            return validated(model, left), left
        except ValidationError as error:
            problems += [fault_sentence(fault) for fault in error.errors()]
            wrong = {str(fault["loc"][0]) for fault in error.errors() if fault["loc"]} or set(together)
            left = {name: values for name, values in left.items() if name not in wrong}


def query_parameters(model: type[BaseModel], *, commas: frozenset[str] = frozenset()) -> dict[str, Any]:
    """The OpenAPI description of the query string that `parse_query` reads; the lists in `commas` repeat no name."""
    schema = model.model_json_schema()
    required = schema.get("required", [])
    return {
        "parameters": [
            {"name": name, "in": "query", "required": name in required, "explode": name not in commas, "schema": field}
            for name, field in schema["properties"].items()
        ]
    }

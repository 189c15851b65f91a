"""Errors as RFC 9457 problem details, the framework's own included: one shape, and sentences that name the way out."""

import logging
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Annotated, Any, cast

import orjson
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

logger = logging.getLogger(__name__)

_NOT_NUMBERS = ("nan", "inf", "infinity")

MEDIA_TYPE = "application/problem+json"


class ProblemItem(BaseModel):
    """One thing that is wrong, and where."""

    loc: Annotated[list[str | int], Field(description="Where in the request: query, body or path, then the name")]
    msg: Annotated[str, Field(description="One sentence that says what is wrong and the way out")]


class Problem(BaseModel):
    """RFC 9457 problem details."""

    type: Annotated[str, Field(examples=["about:blank"])]
    title: Annotated[str, Field(examples=["Unprocessable Content"])]
    status: Annotated[int, Field(examples=[422])]
    detail: Annotated[str, Field(examples=["There is no activation 'sigmod'; did you mean 'sigmoid'?"])]
    errors: list[ProblemItem]


def problem_responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The OpenAPI description of a route's errors."""
    return {
        status: {
            "description": HTTPStatus(status).phrase,
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        for status in statuses
    }


def problem(
    status: int,
    detail: str,
    errors: Sequence[Mapping[str, object]] = (),
    headers: Mapping[str, str] | None = None,
) -> Response:
    """A problem response; `detail` is the sentence a person reads."""
    body = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "errors": list(errors),
    }
    return Response(
        orjson.dumps(body), status, headers={**(headers or {}), "cache-control": "no-store"}, media_type=MEDIA_TYPE
    )


def install_problem_handlers(app: FastAPI) -> None:
    """Let every error of `app` leave as a problem."""
    app.add_exception_handler(HTTPException, _http_problem)
    app.add_exception_handler(RequestValidationError, _validation_problem)
    app.add_exception_handler(Exception, _unexpected_problem)


async def _http_problem(request: Request, error: Exception) -> Response:
    error = cast("HTTPException", error)
    return problem(error.status_code, _sentence(request, error), headers=error.headers)


def _sentence(request: Request, error: HTTPException) -> str:
    if error.detail != HTTPStatus(error.status_code).phrase:
        return str(error.detail)
    match error.status_code:
        case HTTPStatus.NOT_FOUND:
            return f"There is nothing at {request.url.path!r}; /docs lists what there is."
        case HTTPStatus.METHOD_NOT_ALLOWED:
            allowed = (error.headers or {}).get("Allow", "another method")
            return f"{request.method} is not allowed here; use {allowed}."
    return f"{error.detail}."


async def _unexpected_problem(_: Request, error: Exception) -> Response:
    logger.error("unexpected error", exc_info=error)
    return problem(500, "The server made a mistake; it has been logged.")


async def _validation_problem(_: Request, error: Exception) -> Response:
    faults = cast("RequestValidationError", error).errors()
    items = [{"loc": list(fault["loc"]), "msg": fault_sentence(fault)} for fault in faults]
    return problem(422, items[0]["msg"], items)


def fault_sentence(fault: Mapping[str, Any]) -> str:
    """A sentence of ours for each kind of fault that pydantic reports."""
    name = ".".join(str(part) for part in fault["loc"] if part not in ("query", "body", "path")) or "the request"
    given = _short(fault.get("input"))
    bounds = fault.get("ctx", {})
    match fault["type"]:
        case "value_error":
            return str(bounds["error"])
        case "missing":
            return f"{name} is missing."
        case "extra_forbidden":
            return f"There is no parameter {name!r} here."
        case "json_invalid":
            return f"The body is not valid JSON: {bounds.get('error', 'it cannot be read')}."
        case "list_type":
            return f"{name} must be a list."
        case "string_type":
            return f"{name} must be text."
        case "float_parsing" | "float_type" | "finite_number" | "decimal_parsing":
            return f"{name} = {given} is not a finite number."
        case "int_parsing" | "int_type" | "int_from_float" | "int_parsing_size":
            return f"{name} = {given} is not a whole number."
        case "greater_than_equal" | "less_than_equal" if str(fault.get("input")).lower().lstrip("+-") in _NOT_NUMBERS:
            return f"{name} = {given} is not a finite number."
        case "greater_than_equal":
            return f"{name} = {given} is too small; it must be at least {bounds['ge']:g}."
        case "less_than_equal":
            return f"{name} = {given} is too large; it must be at most {bounds['le']:g}."
        case "literal_error":
            return f"{name} = {given} is not a choice; choose {bounds['expected']}."
        case "too_short":
            return f"{name} needs at least {bounds['min_length']} value(s)."
        case "too_long":
            return f"{name} has more than {bounds['max_length']} values."
    return f"{name}: {fault['msg']}."


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}…"

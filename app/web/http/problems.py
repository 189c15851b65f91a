"""Errors as RFC 9457 problem details, the framework's own included: one shape, and sentences that name the way out."""

import logging
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from http import HTTPStatus
from typing import Annotated, Any, cast

import orjson
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field, ValidationError
from starlette.exceptions import HTTPException

from app.faults import MOST_FAULTS, fault_items, fault_sentence, shortened
from app.web.http.negotiation import JSON, preferred
from app.web.http.protection import protection
from app.web.http.root_path import route_path

logger = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
_PAGE = "text/html"
_FORMS = (MEDIA_TYPE, JSON, _PAGE)
_EXAMPLE_SENTENCE = "There is no activation 'sigmod'; did you mean 'sigmoid'?"


class TakesTooLongError(ValueError):
    """What was asked for takes longer than one call may; its sentence says what to ask for instead."""


class ProblemItem(BaseModel):
    """One thing that is wrong, and where."""

    loc: Annotated[
        list[str | int],
        Field(description="Where in the request: query, body or path, then the name", examples=[["query", "f"]]),
    ]
    msg: Annotated[
        str, Field(description="One sentence that says what is wrong and the way out", examples=[_EXAMPLE_SENTENCE])
    ]


class Problem(BaseModel):
    """RFC 9457 problem details."""

    type: Annotated[str, Field(description="Always about:blank: the status says the kind", examples=["about:blank"])]
    title: Annotated[str, Field(description="The status in words", examples=[HTTPStatus(422).phrase])]
    status: Annotated[int, Field(description="The HTTP status", examples=[422])]
    detail: Annotated[
        str, Field(description="The sentence for a person: the first that is wrong", examples=[_EXAMPLE_SENTENCE])
    ]
    errors: Annotated[
        list[ProblemItem], Field(description=f"What is wrong with the values of a request, the first {MOST_FAULTS}")
    ]
    more: Annotated[int, Field(description="How many more faults there are", examples=[0])]


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
    faults: Sequence[Mapping[str, Any]] = (),
    headers: Mapping[str, str] | None = None,
    more: Mapping[str, Any] | None = None,
) -> Response:
    """A problem response; `detail` is the sentence a person reads, `more` what else there is to tell a program."""
    return Response(
        orjson.dumps(problem_body(status, detail, faults) | dict(more or {})),
        status,
        headers={**(headers or {}), "cache-control": "no-store"},
        media_type=MEDIA_TYPE,
    )


def problem_body(status: int, detail: str, faults: Sequence[Mapping[str, Any]] = ()) -> dict[str, object]:
    """The problem itself, for a response or a message, with the `faults` that pydantic has found."""
    errors = fault_items(faults)
    return {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "errors": errors,
        "more": len(faults) - len(errors),
    }


Page = Callable[[Request, int, str], Response]


def install_problem_handlers(app: FastAPI, page: Page) -> None:
    """Let every error of `app` leave as a problem, or as a `page` of it where a browser asked for a page."""

    async def http_problem(request: Request, error: Exception) -> Response:
        error = cast("HTTPException", error)
        if preferred(request, _FORMS) == _PAGE and not route_path(request).startswith("/api/"):
            answer = page(request, error.status_code, _sentence(request, error))
            answer.headers.update({**_headers(request, error), "vary": "Accept, Accept-Encoding"})
            return answer
        return problem(error.status_code, _sentence(request, error), headers=_headers(request, error))

    app.add_exception_handler(HTTPException, http_problem)
    app.add_exception_handler(RequestValidationError, _validation_problem)
    app.add_exception_handler(Exception, _unexpected_problem)


def _headers(request: Request, error: HTTPException) -> Mapping[str, str]:
    """The headers of `error`; where a method is refused, Allow with those of every route at the path."""
    headers = dict(error.headers or {})
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        headers["Allow"] = ", ".join(sorted(_methods(request))) or headers.get("Allow", "GET")
    return headers


def _methods(request: Request) -> set[str]:
    """The methods that some route answers at the path of `request`."""
    methods: set[str] = set()
    for path, operations in request.app.openapi()["paths"].items():
        if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", path), route_path(request)):
            methods |= {method.upper() for method in operations}
    return methods | {"HEAD"} if "GET" in methods else methods


def _sentence(request: Request, error: HTTPException) -> str:
    # the framework's own words for a body that it gives up on are no sentence
    if error.status_code == HTTPStatus.BAD_REQUEST and not error.detail.endswith("."):
        return "The body cannot be read; send JSON in UTF-8, with numbers of a usual length."
    if error.detail != HTTPStatus(error.status_code).phrase:
        return error.detail if error.detail.endswith((".", "?")) else f"{error.detail}."
    match error.status_code:
        case HTTPStatus.NOT_FOUND:
            docs = request.scope.get("root_path", "") + "/docs"
            return f"There is nothing at {shortened(request.url.path)}; {docs} lists what there is."
        case HTTPStatus.METHOD_NOT_ALLOWED:
            return f"{request.method} is not allowed here; use {_headers(request, error)['Allow']}."
    return f"{error.detail}."


async def _unexpected_problem(request: Request, error: Exception) -> Response:
    logger.error("unexpected error", exc_info=error)
    # the framework answers this outside all middleware
    return problem(
        500, "The server made a mistake; it has been logged.", headers=protection(request.app.state.settings.ancestors)
    )


async def _validation_problem(_: Request, error: Exception) -> Response:
    faults = cast("RequestValidationError", error).errors()
    return problem(422, fault_sentence(faults[0]), faults)


@contextmanager
def refusals(*where: str) -> Iterator[None]:
    """What is wrong with a request, found while it is carried out: a ValueError becomes a problem with its sentence.

    `where` it was, such as "query", stands before the place of each fault.
    """
    try:
        yield
    except ValidationError as error:
        faults = error.errors(include_url=False)
        raise RequestValidationError([fault | {"loc": (*where, *fault["loc"])} for fault in faults]) from None
    except ValueError as error:
        raise HTTPException(422, str(error)) from None

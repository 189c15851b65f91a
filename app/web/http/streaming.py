"""Answers that grow: a JSON object a line, or server-sent events, as the Accept header asks."""

import logging
from collections.abc import AsyncIterator, Mapping
from http import HTTPStatus
from typing import Any, Literal

from fastapi import Request, Response
from fastapi.sse import format_sse_event
from starlette.exceptions import HTTPException
from starlette.responses import StreamingResponse

from app.web.http.answers import json_bytes
from app.web.http.negotiation import JSON, preferred
from app.web.http.problems import TakesTooLongError, problem_body

logger = logging.getLogger(__name__)

StreamType = Literal["application/x-ndjson", "text/event-stream"]
NDJSON: StreamType = "application/x-ndjson"
EVENTS: StreamType = "text/event-stream"

END = "end"
"""The type and the id of the event that ends a stream of events."""

_FORMS = {
    NDJSON: "A JSON object a line for each step, the last one complete",
    EVENTS: "An event with an id for each step, its data a JSON object, the last complete; then one of the type end",
}
STREAMED: dict[int | str, dict[str, Any]] = {
    200: {"content": {kind: {"schema": {"type": "string", "description": says}} for kind, says in _FORMS.items()}},
    204: {"description": "Last-Event-ID says that the stream of events had come to its end: it is not made again."},
}
"""The OpenAPI responses of an answer that can grow, beside its usual form."""

Content = Mapping[str, Any]


def stream_type(request: Request) -> StreamType | None:
    """The kind of stream that the Accept header of `request` asks for; None: an answer in one piece."""
    form = preferred(request, (JSON, NDJSON, EVENTS))
    return next((kind for kind in (NDJSON, EVENTS) if kind == form), None)


def ended(request: Request) -> Response | None:
    """An answer without content for an EventSource that opens a stream again which has ended, so that it stays closed.

    None for all others.
    """
    if stream_type(request) != EVENTS or request.headers.get("last-event-id") != END:
        return None
    return Response(status_code=HTTPStatus.NO_CONTENT, headers={"cache-control": "no-store"})


def stream(kind: StreamType, contents: AsyncIterator[Content]) -> Response:
    """Each of `contents` as soon as it is there. A fault on the way becomes a last one, {"problem": …}.

    Events are numbered from 1, and one of the type end comes after the last: by itself an EventSource would ask again.
    """
    headers = {"cache-control": "no-store", "vary": "Accept", "x-accel-buffering": "no"}
    written = _lines(_to_the_end(contents)) if kind == NDJSON else _events(_to_the_end(contents))
    return StreamingResponse(written, headers=headers, media_type=kind)


async def _to_the_end(contents: AsyncIterator[Content]) -> AsyncIterator[bytes]:
    try:
        async for content in contents:
            yield json_bytes(content)
    except TakesTooLongError as error:
        yield json_bytes({"problem": problem_body(422, str(error))})
    except HTTPException as error:
        yield json_bytes({"problem": problem_body(error.status_code, error.detail)})
    except Exception:
        # the status has been sent: the stream itself must say that it broke off
        logger.exception("a stream broke off")
        yield json_bytes({"problem": problem_body(500, "The server made a mistake; it has been logged.")})


async def _lines(texts: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    async for text in texts:
        yield text + b"\n"


async def _events(texts: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    number = 0
    async for text in texts:
        number += 1
        yield format_sse_event(data_str=text.decode(), id=str(number))
    # an event without data is not told
    yield format_sse_event(event=END, data_str="{}", id=END)

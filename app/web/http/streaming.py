"""Answers that grow: a JSON object a line, or server-sent events, as the Accept header asks."""

import logging
from collections.abc import AsyncIterator, Mapping
from typing import Any, Literal

from fastapi import Request, Response
from fastapi.sse import format_sse_event
from starlette.responses import StreamingResponse

from app.web.http.answers import json_bytes
from app.web.http.negotiation import JSON, preferred
from app.web.http.problems import TakesTooLongError, problem_body

logger = logging.getLogger(__name__)

StreamType = Literal["application/x-ndjson", "text/event-stream"]
NDJSON: StreamType = "application/x-ndjson"
EVENTS: StreamType = "text/event-stream"

STREAMED: dict[str, Any] = {
    kind: {"schema": {"type": "string", "description": "A JSON object for each step, the last one complete"}}
    for kind in (NDJSON, EVENTS)
}
"""The OpenAPI content of an answer that can grow, beside its usual form."""

Content = Mapping[str, Any]


def stream_type(request: Request) -> StreamType | None:
    """The kind of stream that the Accept header of `request` asks for; None: an answer in one piece."""
    form = preferred(request, (JSON, NDJSON, EVENTS))
    return next((kind for kind in (NDJSON, EVENTS) if kind == form), None)


def stream(kind: StreamType, contents: AsyncIterator[Content]) -> Response:
    """Each of `contents` as soon as it is there. A fault on the way becomes a last one, {"problem": …}."""
    headers = {"cache-control": "no-store", "vary": "Accept", "x-accel-buffering": "no"}
    return StreamingResponse(_written(kind, contents), headers=headers, media_type=kind)


async def _written(kind: StreamType, contents: AsyncIterator[Content]) -> AsyncIterator[bytes]:
    try:
        async for content in contents:
            yield _line(kind, content)
    except TakesTooLongError as error:
        yield _line(kind, {"problem": problem_body(422, str(error))})
    except Exception:
        # the status has been sent: the stream itself must say that it broke off
        logger.exception("a stream broke off")
        yield _line(kind, {"problem": problem_body(500, "The server made a mistake; it has been logged.")})


def _line(kind: StreamType, content: Content) -> bytes:
    text = json_bytes(content)
    return text + b"\n" if kind == NDJSON else format_sse_event(data_str=text.decode())

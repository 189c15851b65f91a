"""Exhibits: one idea each, what it measures as numbers and as a Plotly figure, whole or growing."""

import math
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter, Request, Response

from app.exhibits.catalogue import CHAPTERS, EXHIBITS
from app.exhibits.exhibit import Controls
from app.web.api.exhibit_replies import (
    ExhibitsReply,
    exhibit_content,
    findings_content,
    measured_content,
    reply_model,
)
from app.web.api.figure import Figure
from app.web.http.answers import json_bytes, keepable, not_modified, with_validator
from app.web.http.direct_route import DirectRoute
from app.web.http.negotiation import takes_stale
from app.web.http.openapi import TIMED
from app.web.http.problems import problem_responses, refusals
from app.web.http.query_string import parse_query, query_parameters
from app.web.http.streaming import STREAMED, ended, stream, stream_type
from app.web.live.measurements import AnyExhibit, cached_measurement, stages
from app.web.pages.controls import with_commas

router = APIRouter(prefix="/api/v1", tags=["exhibits"], route_class=DirectRoute)

SHOWN_SECONDS = 0.06
"""Stages that come sooner after another are left out of a stream: no eye would see them, and drawing takes time."""

Endpoint = Callable[[Request], Awaitable[Response]]
Content = Callable[[AnyExhibit, Controls, Any], dict[str, Any]]
"""What is answered of an exhibit, its controls and what it has measured."""


@router.get("/exhibits", response_model=ExhibitsReply)
async def exhibits(request: Request) -> Response:
    """Every exhibit, with its idea and the JSON Schema of its controls."""
    contents = [exhibit_content(chapter, exhibit) for chapter in CHAPTERS for exhibit in chapter.exhibits]
    return keepable(request, lambda: json_bytes({"exhibits": contents}))


def answers(exhibit: AnyExhibit, content: Content, growing: Content) -> Endpoint:
    """The endpoint that measures `exhibit` and answers its `content`, or on request what is `growing` by stages."""

    async def endpoint(request: Request) -> Response:
        controls = parse_query(exhibit.controls, request)
        if kind := stream_type(request):
            return ended(request) or stream(kind, _shown(request, exhibit, controls, growing))
        if not exhibit.is_timed and (fresh := not_modified(request)):
            return fresh
        found = await whole(request, exhibit, controls, old_times=takes_stale(request))
        if found is None:
            return Response(status_code=HTTPStatus.REQUEST_TIMEOUT)
        answer = json_bytes(content(exhibit, controls, found))
        if exhibit.is_timed:
            return Response(answer, headers={"cache-control": "no-store"}, media_type="application/json")
        return with_validator(request, answer)

    return endpoint


async def whole(request: Request, exhibit: AnyExhibit, controls: Controls, *, old_times: bool) -> Any:  # noqa: ANN401  its own dataclass
    """All that `exhibit` measures; None where the client has gone away meanwhile. Times may be `old_times`."""
    state = request.app.state
    found = cached_measurement(exhibit, controls, state.device, old_times=old_times)
    if found is not None:
        return found
    with refusals():
        async for stage in stages(exhibit, controls, state.device, state.settings.train_seconds):
            if stage.done >= 1:
                return stage.find()
            if await request.is_disconnected():
                break
    return None


async def _shown(
    request: Request, exhibit: AnyExhibit, controls: Controls, content: Content
) -> AsyncIterator[dict[str, Any]]:
    """The content of each stage that is worth being seen."""
    state = request.app.state
    if takes_stale(request):
        found = cached_measurement(exhibit, controls, state.device, old_times=True)
        if found is not None:
            yield {"done": 1.0} | content(exhibit, controls, found)
            return
    shown_at = -math.inf
    async for stage in stages(exhibit, controls, state.device, state.settings.train_seconds):
        if stage.done >= 1 or time.monotonic() - shown_at >= SHOWN_SECONDS:
            yield {"done": stage.done} | content(exhibit, controls, stage.find())
            shown_at = time.monotonic()


def figure_content(exhibit: AnyExhibit, _: Controls, found: Any) -> dict[str, Any]:  # noqa: ANN401  its own dataclass
    """The figure alone."""
    return exhibit.draw(found)


def growing_figure_content(exhibit: AnyExhibit, _: Controls, found: Any) -> dict[str, Any]:  # noqa: ANN401  the same
    """The figure so far, with the findings that stand beside it."""
    return {"figure": exhibit.draw(found), "findings": findings_content(exhibit, found)}


for each in EXHIBITS:
    described = {
        "openapi_extra": {
            **query_parameters(each.controls, commas=with_commas(each.controls)),
            TIMED: each.is_timed,
        },
        "responses": {**problem_responses(422), **STREAMED},
    }
    measured = answers(each, measured_content, measured_content)
    router.add_api_route(
        f"/exhibits/{each.slug}",
        measured,
        response_model=reply_model(each.slug),
        description=f"Measure what the exhibit {each.title} shows. {each.idea}",
        **described,
    )
    # where it was before exhibits had a place of their own
    router.add_api_route(f"/{each.slug}", measured, include_in_schema=False)
    router.add_api_route(
        f"/figures/{each.slug}",
        answers(each, figure_content, growing_figure_content),
        response_model=Figure,
        description=f"Draw what the exhibit {each.title} shows. {each.idea}",
        **described,
    )

"""Exhibits: one idea each, what it measures as numbers and as a Plotly figure."""

from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import APIRouter, Request, Response

from app.exhibits.catalogue import EXHIBITS
from app.exhibits.exhibit import Exhibit
from app.web.answers import json_bytes, keepable
from app.web.controls import with_commas
from app.web.direct_route import DirectRoute
from app.web.exhibit_replies import ExhibitsReply, exhibit_content, measured, measured_content, reply_model
from app.web.problems import problem_responses
from app.web.query_string import parse_query, query_parameters
from app.web.routes.figures import Figure

router = APIRouter(prefix="/api/v1", tags=["exhibits"], route_class=DirectRoute)

Endpoint = Callable[[Request], Awaitable[Response]]


@router.get("/exhibits", response_model=ExhibitsReply)
async def exhibits(request: Request) -> Response:
    """Every exhibit, with its idea and the JSON Schema of its controls."""
    return keepable(request, lambda: json_bytes({"exhibits": [exhibit_content(exhibit) for exhibit in EXHIBITS]}))


def numbers_of(exhibit: Exhibit[Any, Any]) -> Endpoint:
    """The endpoint that answers what `exhibit` measures."""

    async def numbers(request: Request) -> Response:
        controls = parse_query(exhibit.controls, request)

        def make() -> bytes:
            found = measured(exhibit, controls, request.app.state.device)
            return json_bytes(measured_content(exhibit, controls, found))

        return keepable(request, make)

    return numbers


def figure_of(exhibit: Exhibit[Any, Any]) -> Endpoint:
    """The endpoint that draws `exhibit`."""

    async def figure(request: Request) -> Response:
        controls = parse_query(exhibit.controls, request)

        def make() -> bytes:
            return json_bytes(exhibit.draw(measured(exhibit, controls, request.app.state.device)))

        return keepable(request, make)

    return figure


for each in EXHIBITS:
    described = {
        "openapi_extra": query_parameters(each.controls, commas=with_commas(each.controls)),
        "responses": problem_responses(422),
    }
    router.add_api_route(
        f"/{each.slug}",
        numbers_of(each),
        response_model=reply_model(each.slug),
        description=f"Measure what the exhibit {each.title} shows. {each.idea}",
        **described,
    )
    router.add_api_route(
        f"/figures/{each.slug}",
        figure_of(each),
        response_model=Figure,
        description=f"Draw what the exhibit {each.title} shows. {each.idea}",
        **described,
    )

"""Traits: what a curve does, measured."""

from fastapi import APIRouter, Request, Response

from app.activations.reference import read
from app.web.answers import json_bytes, keepable
from app.web.direct_route import DirectRoute
from app.web.problems import problem_responses
from app.web.queries import TraitsQuery
from app.web.query_string import parse_query, query_parameters
from app.web.traits import TraitsReply, measured, traits_content

router = APIRouter(prefix="/api/v1", tags=["traits"], responses=problem_responses(422), route_class=DirectRoute)


@router.get("/traits", response_model=TraitsReply, openapi_extra=query_parameters(TraitsQuery))
async def traits_of(request: Request) -> Response:
    """Measure the traits of one activation: range, shape, slopes, fixed points, and its answer to N(0, 1)."""
    query = parse_query(TraitsQuery, request)
    return keepable(request, lambda: json_bytes(traits_content(query.f, read(query.f), measured(query.f))))

"""Traits: what a curve does, measured."""

from fastapi import APIRouter, Request, Response

from app.activations.reference import read
from app.web.api.queries import TraitsQuery
from app.web.api.traits import TraitsReply, measured_traits, traits_content
from app.web.http.answers import json_bytes, keepable
from app.web.http.direct_route import DirectRoute
from app.web.http.problems import problem_responses
from app.web.http.query_string import parse_query, query_parameters

router = APIRouter(prefix="/api/v1", tags=["traits"], responses=problem_responses(422), route_class=DirectRoute)


@router.get("/traits", response_model=TraitsReply, openapi_extra=query_parameters(TraitsQuery))
async def traits_of(request: Request) -> Response:
    """Measure the traits of one activation: range, shape, slopes, fixed points, and its answer to N(0, 1)."""
    query = parse_query(TraitsQuery, request)
    return keepable(request, lambda: json_bytes(traits_content(query.f, read(query.f), measured_traits(query.f))))

"""Differences: how far two curves lie apart, and where."""

from fastapi import APIRouter, Request, Response

from app.web.api.differences import DifferencesQuery, DifferencesReply, differences_content
from app.web.http.answers import json_bytes, keepable
from app.web.http.direct_route import DirectRoute
from app.web.http.problems import problem_responses
from app.web.http.query_string import parse_query, query_parameters

router = APIRouter(prefix="/api/v1", tags=["traits"], responses=problem_responses(422), route_class=DirectRoute)


@router.get("/differences", response_model=DifferencesReply, openapi_extra=query_parameters(DifferencesQuery))
async def differences(request: Request) -> Response:
    """Find where two activations differ most in a window, and where their slopes do, and by how much."""
    query = parse_query(DifferencesQuery, request)
    return keepable(request, lambda: json_bytes(differences_content(query)))

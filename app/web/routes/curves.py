"""Curves as numbers: JSON or CSV."""

from fastapi import APIRouter, Request, Response

from app.analysis.curves import Curves, sample
from app.web.api.queries import COMMAS, CurvesPageQuery, CurvesQuery, WindowQuery
from app.web.api.replies import CurvesReply, curves_content, curves_csv, long_csv
from app.web.http.answers import json_bytes, keepable
from app.web.http.direct_route import DirectRoute
from app.web.http.negotiation import CSV, wants_csv
from app.web.http.problems import problem_responses
from app.web.http.query_string import parse_query, query_parameters

router = APIRouter(prefix="/api/v1", tags=["curves"], responses=problem_responses(422), route_class=DirectRoute)

OR_CSV = {"content": {CSV: {"schema": {"type": "string"}}}, "description": "JSON, or CSV on request"}
QUERY = query_parameters(CurvesPageQuery, commas=COMMAS)


@router.get("/curves", response_model=CurvesReply, responses={200: OR_CSV}, openapi_extra=QUERY)
async def curves(request: Request) -> Response:
    """Sample each activation and its derivatives over one window, or at given points."""
    query = parse_query(CurvesPageQuery, request)
    if wants_csv(request, query.format):
        written = long_csv if query.shape == "long" else curves_csv
        return keepable(request, lambda: written(sampled(request, query), query.f), CSV, "curves.csv")
    return keepable(request, lambda: json_bytes(curves_content(sampled(request, query), query.f)))


@router.post("/curves", response_model=CurvesReply, responses=problem_responses(413))
async def curves_from_body(request: Request, query: CurvesQuery) -> Response:
    """Sample curves as GET does, from a JSON body."""
    content = curves_content(sampled(request, query), query.f)
    return Response(json_bytes(content), media_type="application/json")


def sampled(request: Request, query: WindowQuery, order: int | None = None) -> Curves:
    """The curves that `query` asks for, up to `order` or its own, computed on the server's device."""
    return sample(
        query.activations(),
        query.where(),
        order=query.order if order is None else order,
        dtype=query.dtype,
        device=request.app.state.device,
    )

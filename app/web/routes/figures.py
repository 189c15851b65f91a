"""Figures as Plotly JSON, for `Plotly.newPlot` and `plotly.io.from_json` as they are."""

from fastapi import APIRouter, Request, Response

from app.figures.curves import curves_figure
from app.web.api.figure import Figure
from app.web.api.queries import COMMAS, PANELS, FigureQuery
from app.web.http.answers import json_bytes, keepable
from app.web.http.direct_route import DirectRoute
from app.web.http.problems import problem_responses
from app.web.http.query_string import parse_query, query_parameters
from app.web.routes.curves import sampled

router = APIRouter(
    prefix="/api/v1/figures", tags=["figures"], responses=problem_responses(422), route_class=DirectRoute
)


@router.get("/curves", response_model=Figure, openapi_extra=query_parameters(FigureQuery, commas=COMMAS))
async def curves(request: Request) -> Response:
    """Draw f, f′ and f″ of each activation, stacked over one x axis."""
    query = parse_query(FigureQuery, request)
    show = query.panels()
    order = PANELS.index(show[-1])
    figure = lambda: curves_figure(sampled(request, query, order), query.f, show, query.heights())  # noqa: E731
    return keepable(request, lambda: json_bytes(figure()))

"""Maps as Plotly figures."""

from fastapi import APIRouter, Request, Response

from app.drawing import drawn
from app.figures.map_figure import map_figure
from app.playground.map.plan import MapPlan
from app.web.api.map_replies import MapFigure
from app.web.http.answers import json_bytes
from app.web.http.negotiation import JSON
from app.web.http.problems import problem_responses, refusals
from app.web.live.large_route import LargeRoute
from app.web.routes.maps import BYTES, begun, painted

router = APIRouter(
    prefix="/api/v1/figures", tags=["figures"], responses=problem_responses(408, 413, 422, 503), route_class=LargeRoute
)


@router.post("/map", response_model=MapFigure)
async def draw_map(request: Request, body: MapPlan) -> Response:
    """Draw a map: a panel for each activation on the same axes, in the colours of the page, a line round what learned.

    It is that of `POST /api/v1/map`: what either has painted, the other need not.
    """
    state = request.app.state
    state.maps.check()
    with refusals(), state.maps.one_more():
        painter, picture = await begun(body, state)
        await painted(request, painter, picture)
    content = await state.reader.read(
        BYTES * body.pixels, lambda: json_bytes({**map_figure(drawn(picture)), "complete": picture.done == 1})
    )
    return Response(content, media_type=JSON)

"""Maps: where networks learn, over two quantities that differ from pixel to pixel."""

from collections.abc import AsyncIterator, Callable, Mapping
from typing import Any

from fastapi import APIRouter, Request, Response
from starlette.datastructures import State

from app.playground.map.files import csv_of, npz_of
from app.playground.map.judge import Painted
from app.playground.map.painter import Painter
from app.playground.map.picture import Picture
from app.playground.map.plan import MapPlan
from app.playground.map.tiles import Tile
from app.web.api.limits import check_map
from app.web.api.map_replies import MapReply, begun_content, progress_content
from app.web.http.answers import json_bytes
from app.web.http.negotiation import CSV, JSON, preferred
from app.web.http.problems import problem_responses, refusals
from app.web.http.streaming import STREAMED, ended, stream, stream_type
from app.web.live.large_route import LargeRoute
from app.web.live.trainings import while_connected

router = APIRouter(
    prefix="/api/v1", tags=["map"], responses=problem_responses(408, 413, 422, 503), route_class=LargeRoute
)

NPZ = "application/x-npz"
_NAMES = {CSV: "map.csv", NPZ: "map.npz"}
_WRITERS: dict[str, Callable[[Picture], bytes]] = {
    JSON: lambda picture: json_bytes(picture.content()),
    CSV: lambda picture: csv_of(picture).encode(),
    NPZ: npz_of,
}
BYTES = 32
"""Of an answer, for each pixel, about."""

_FILES = {
    CSV: {"schema": {"type": "string", "description": "A line for each pixel"}},
    NPZ: {"schema": {"type": "string", "format": "binary", "description": "NumPy's arrays, for numpy.load"}},
}
ANSWERED: dict[int | str, dict[str, Any]] = {
    **STREAMED,
    200: {"content": {**STREAMED[200]["content"], **_FILES}},
}
"""The OpenAPI responses of a map beside its usual form."""


@router.post("/map", response_model=MapReply, responses=ANSWERED)
async def draw_map(request: Request, body: MapPlan) -> Response:
    """Train thousands of small networks that differ in two quantities, and tell what becomes of each: a picture.

    A stream tells pixels as they come, coarse to fine. What is known of a map is kept for a while, so that who asks for
    it once more, perhaps in another form, has it at once, or sees it go on where time was up.
    """
    if over := ended(request):
        return over
    state = request.app.state
    state.maps.check()
    with refusals(), state.maps.one_more():
        painter, picture = await begun(body, state)
        if kind := stream_type(request):
            return stream(kind, _told(painter, picture, state))
        await painted(request, painter, picture)
    form = preferred(request, tuple(_WRITERS))
    content = await state.reader.read(BYTES * body.pixels, lambda: _WRITERS[form](picture))
    named = {"content-disposition": f'attachment; filename="{_NAMES[form]}"'} if form in _NAMES else {}
    return Response(content, media_type=form, headers={**named, "vary": "Accept"})


async def begun(body: MapPlan, state: State) -> tuple[Painter, Picture]:
    """Who paints the map, and what is known of it. Raises ValueError, with a sentence, where it is too much."""
    check_map(body, state.settings)
    painter = await state.reader.read(BYTES * body.pixels, lambda: Painter(body, state.device, state.trainer))
    return painter, state.painting.picture(body)


async def painted(request: Request, painter: Painter, picture: Picture) -> None:
    """Wait until the map is painted, or time is up, or nobody waits any more."""
    state = request.app.state
    async with while_connected(request):
        async for _ in state.painting.paint(painter, picture, state.compiler, state.settings.train_seconds):
            pass


async def _told(painter: Painter, picture: Picture, state: State) -> AsyncIterator[Mapping[str, Any]]:
    """The pixels of a map as they come, those that were known first, and at last all of it."""
    with state.maps.one_more():
        yield begun_content(painter.question, 0.0)
        if 0 < picture.done < 1:
            size = BYTES * painter.question.pixels
            yield progress_content(picture.done, await state.reader.read(size, lambda: _known(painter, picture)))
        async for fresh in state.painting.paint(painter, picture, state.compiler, state.settings.train_seconds):
            if fresh and picture.done < 1:
                yield progress_content(picture.done, fresh)
    yield {"done": picture.done, **picture.content()}


def _known(painter: Painter, picture: Picture) -> list[tuple[Tile, Painted]]:
    """The tiles that have been painted before."""
    return [(tile, picture.taken(tile)) for tile in painter.tiles if picture.has(tile)]

"""Races: which activation learns this, with the same data, network, batches and seeds for each."""

import time
from collections.abc import AsyncIterator, Mapping
from typing import Any

from fastapi import APIRouter, Request, Response
from starlette.datastructures import State

from app.playground.race.plan import RacePlan
from app.playground.race.race import Race
from app.playground.race.standings import report
from app.web.api.limits import check_race_call
from app.web.api.race_replies import RaceReply, progress_content
from app.web.http.answers import json_bytes
from app.web.http.problems import problem_responses, refusals
from app.web.http.streaming import STREAMED, ended, stream, stream_type
from app.web.live.large_route import LargeRoute
from app.web.live.training import race_in_turns, race_made_in_turns
from app.web.live.trainings import while_connected

router = APIRouter(
    prefix="/api/v1", tags=["race"], responses=problem_responses(408, 413, 422, 503), route_class=LargeRoute
)


@router.post("/race", response_model=RaceReply, responses=STREAMED)
async def race(request: Request, body: RacePlan) -> Response:
    """Let activations learn the same plan, many seeds each: who is ahead, and whether that is more than chance.

    A stream tells after each epoch how many seeds of each lane have reached the target, and how accurate they are.
    """
    if over := ended(request):
        return over
    state = request.app.state
    state.trainings.check()
    with refusals(), state.trainings.one_more():
        check_race_call(body, state.settings)
        async with while_connected(request):
            started = await race_made_in_turns(body, state.device, time.monotonic, state.compiler)
        if kind := stream_type(request):
            return stream(kind, _told(started, state))
        async with while_connected(request):
            async for _ in race_in_turns(started, state.settings.train_seconds):
                pass
    return Response(json_bytes(report(started)), media_type="application/json")


async def _told(started: Race, state: State) -> AsyncIterator[Mapping[str, Any]]:
    """The progress of a race, and at last all that it has found."""
    with state.trainings.one_more():
        async for epoch in race_in_turns(started, state.settings.train_seconds):
            if not started.is_over or epoch < started.epoch:
                yield progress_content(started, epoch)
    yield {"epoch": started.epoch, "done": started.epoch / started.plan.epochs, **report(started)}

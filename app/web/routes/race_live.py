"""The live race: a web socket for each page, on which it starts, pauses and watches its race."""

from typing import Any

from fastapi import APIRouter
from starlette.websockets import WebSocket

from app.playground.race.plan import RacePlan
from app.playground.race.session import RaceSession
from app.web.api.limits import check_race, race_megabytes
from app.web.live.messages import Acknowledge, Pause, Resume
from app.web.live.race_frames import RACE, race_started_content, report_content
from app.web.live.race_messages import RaceMessage, Report, StartRace, read_race_message
from app.web.live.sockets import attend, refused
from app.web.live.training import race_made_in_turns
from app.web.live.turns import in_turns
from app.web.live.workshop import Seat

router = APIRouter()


@router.websocket("/api/v1/race")
async def race(socket: WebSocket) -> None:
    """One page's races, one after the other, until it leaves or falls silent."""
    await attend(socket, RACE, read_race_message, _obey)


async def _obey(socket: WebSocket, seat: Seat, message: RaceMessage) -> dict[str, Any] | None:
    if isinstance(message, StartRace):
        return await _start(socket, seat, message.race)
    session = seat.session
    if not isinstance(session, RaceSession):
        return refused('There is no race yet; send {"type": "start", "race": …} first.')
    match message:
        case Pause():
            session.pause()
        case Resume():
            session.resume()
        case Acknowledge():
            session.acknowledge(message.frame)
        case Report():
            race = session.race
            async for _ in in_turns(session.measure()):
                pass
            return report_content(race)
    return None


async def _start(socket: WebSocket, seat: Seat, plan: RacePlan) -> dict[str, Any]:
    app = socket.app
    check_race(plan, app.state.settings)
    app.state.workshop.reserve(seat, race_megabytes(plan))
    started = await race_made_in_turns(plan, app.state.device, app.state.workshop.clock, app.state.compiler)
    if isinstance(seat.session, RaceSession):
        seat.session.start(started)
    else:
        seat.session = RaceSession(started)
    return race_started_content(started)

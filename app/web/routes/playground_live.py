"""The live playground: a web socket for each page, on which it starts, steers and watches its run."""

from typing import Any

from fastapi import APIRouter
from starlette.websockets import WebSocket

from app.playground.live.session import Pace, Session
from app.playground.views import View
from app.playground.work import megabytes
from app.web.api.limits import check_limits
from app.web.live import messages
from app.web.live.frames import PLAYGROUND, answer_content, grid_message, started_content
from app.web.live.sockets import attend, refused
from app.web.live.workshop import Seat

router = APIRouter()


@router.websocket("/api/v1/playground")
async def playground(socket: WebSocket) -> None:
    """One page's runs, one after the other, until it leaves or falls silent."""
    await attend(socket, PLAYGROUND, messages.read_message, _obey)


async def _obey(socket: WebSocket, seat: Seat, message: messages.ClientMessage) -> dict[str, Any] | None:
    if isinstance(message, messages.Start):
        return _start(socket, seat, message)
    if not isinstance(seat.session, Session):
        return refused('There is no run yet; send {"type": "start", "plan": …} first.')
    if isinstance(message, messages.SetView):
        seat.session.look(View(**message.model_dump(exclude={"type"})))
        return grid_message(seat.session)
    if isinstance(message, messages.Ask):
        return answer_content(seat.session.ask(message.x))
    _steer(seat.session, message)
    return None


def _start(socket: WebSocket, seat: Seat, message: messages.Start) -> dict[str, Any]:
    app = socket.app
    check_limits(message.plan, app.state.settings)
    app.state.workshop.reserve(seat, megabytes(message.plan))
    session = seat.session
    if isinstance(session, Session):
        session.start(message.plan, app.state.device)
    else:
        compiler = app.state.compiler
        submit = None if compiler is None else compiler.submit
        seat.session = session = Session(message.plan, app.state.device, app.state.workshop.clock, submit)
    if not message.paused:
        session.resume()
    return started_content(session)


def _steer(session: Session, message: messages.ClientMessage) -> None:
    match message:
        case messages.Pause():
            session.pause()
        case messages.Resume():
            session.resume()
        case messages.Step():
            session.step(message.epochs)
        case messages.Tune():
            session.tune(message)
        case messages.Reset():
            session.reset()
        case messages.SetPace():
            session.set_pace(Pace(**message.model_dump(exclude={"type"})))
        case messages.Edit():
            session.edit(message.layer, message.quantity, (message.row, message.column), message.value)
        case messages.Acknowledge():
            session.acknowledge(message.frame)

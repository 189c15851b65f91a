"""The live playground: a web socket for each page, on which it starts, steers and watches its run."""

import asyncio
import contextlib
from collections.abc import Mapping, Sequence

from fastapi import APIRouter
from pydantic import ValidationError
from starlette.websockets import WebSocket, WebSocketDisconnect

from app.playground.session import Pace, Session
from app.settings import Settings
from app.web import messages
from app.web.frames import message_bytes, started_content
from app.web.limits import check_limits
from app.web.problems import fault_items, problem_body
from app.web.workshop import Seat, Workshop

router = APIRouter()

TRY_AGAIN_LATER = 1013
GOING_AWAY = 1001
POLICY_VIOLATION = 1008


@router.websocket("/api/v1/playground")
async def playground(socket: WebSocket) -> None:
    """One page's runs, one after the other, until it leaves or falls silent."""
    settings: Settings = socket.app.state.settings
    workshop: Workshop = socket.app.state.workshop
    if not _is_welcome(socket, settings):
        # before the socket is accepted this is a 403
        await socket.close(POLICY_VIOLATION)
        return
    await socket.accept()
    if workshop.is_full:
        await _say_goodbye(
            socket, f"All {settings.most_sessions} places are taken (MOST_SESSIONS); try again soon.", TRY_AGAIN_LATER
        )
        return
    seat = workshop.enter()
    sending = asyncio.create_task(_send(socket, seat))
    receiving = asyncio.create_task(_receive(socket, seat, settings.idle_seconds))
    try:
        await asyncio.wait((sending, receiving), return_when=asyncio.FIRST_COMPLETED)
    finally:
        workshop.leave(seat)
        for task in (sending, receiving):
            task.cancel()
        await asyncio.gather(sending, receiving, return_exceptions=True)


def _is_welcome(socket: WebSocket, settings: Settings) -> bool:
    """Whether the page that asks is one of this server's, or of an allowed origin; a program has no origin."""
    origin = socket.headers.get("origin")
    return origin is None or origin.partition("://")[2] == socket.headers.get("host") or origin in settings.origins


async def _send(socket: WebSocket, seat: Seat) -> None:
    """Send what waits for the page; None is the end."""
    with contextlib.suppress(WebSocketDisconnect, RuntimeError):
        while (content := await seat.outbox.get()) is not None:
            await socket.send_text(message_bytes(content))
        await _say_goodbye(socket, "The run failed; the server has logged why.", GOING_AWAY)


async def _receive(socket: WebSocket, seat: Seat, idle_seconds: float) -> None:
    """Do what the page says, until it leaves."""
    try:
        while True:
            # not wait_for: in Python 3.11 that goes on when it is cancelled just as a message comes
            async with asyncio.timeout(idle_seconds):
                received = await socket.receive()
            if received["type"] == "websocket.disconnect":
                return
            answer = _obey(socket, seat, received.get("text") or received.get("bytes") or b"")
            if answer is not None:
                await seat.outbox.put(answer)
            socket.app.state.workshop.wake()
            # many messages may wait already: the others come in between
            await asyncio.sleep(0)
    except TimeoutError:
        await _say_goodbye(
            socket, f"The page was silent for {idle_seconds:g} seconds (IDLE_SECONDS); its run has ended.", GOING_AWAY
        )


async def _say_goodbye(socket: WebSocket, reason: str, code: int) -> None:
    with contextlib.suppress(WebSocketDisconnect, RuntimeError):
        await socket.send_text(message_bytes({"type": "bye", "reason": reason}))
        await socket.close(code)


def _obey(socket: WebSocket, seat: Seat, text: str | bytes) -> dict[str, object] | None:
    """Do what a message says; the answer, if it has one, which may be what is wrong with it."""
    try:
        message = messages.read_message(text)
        if isinstance(message, messages.Start):
            return _start(socket, seat, message)
        if seat.session is None:
            return _refused('There is no run yet; send {"type": "start", "plan": …} first.')
        _steer(seat.session, message)
    except ValidationError as error:
        faults = fault_items(error.errors(include_url=False))
        return _refused(str(faults[0]["msg"]), faults)
    except ValueError as error:
        return _refused(str(error))
    return None


def _refused(sentence: str, faults: Sequence[Mapping[str, object]] = ()) -> dict[str, object]:
    return {"type": "error", "problem": problem_body(422, sentence, faults)}


def _start(socket: WebSocket, seat: Seat, message: messages.Start) -> dict[str, object]:
    app = socket.app
    check_limits(message.plan, app.state.settings)
    if seat.session is None:
        seat.session = Session(message.plan, app.state.device, app.state.workshop.clock)
    else:
        seat.session.start(message.plan, app.state.device)
    if not message.paused:
        seat.session.resume()
    return started_content(seat.session.run)


def _steer(session: Session, message: messages.ClientMessage) -> None:
    match message:
        case messages.Pause():
            session.pause()
        case messages.Resume():
            session.resume()
        case messages.Step():
            session.step(message.epochs)
        case messages.Tune():
            session.tune(**message.changes())
        case messages.Reset():
            session.reset()
        case messages.SetPace():
            session.set_pace(Pace(**message.model_dump(exclude={"type"})))
        case messages.Edit():
            session.edit(message.layer, message.quantity, (message.row, message.column), message.value)
        case messages.Acknowledge():
            session.acknowledge(message.frame)

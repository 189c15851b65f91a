"""A page's web socket while something of its own goes on here: its messages are obeyed, its seat's are sent."""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, TypeVar

from pydantic import ValidationError
from starlette.websockets import WebSocket, WebSocketDisconnect

from app.faults import fault_sentence
from app.settings import Settings, without_usual_port
from app.text import echoed
from app.web.http.problems import problem_body
from app.web.live.outbox import message_text
from app.web.live.stopping import stopping
from app.web.live.workshop import Seat, View, Workshop

logger = logging.getLogger(__name__)

SERVICE_RESTART = 1012
TRY_AGAIN_LATER = 1013
GOING_AWAY = 1001
POLICY_VIOLATION = 1008

M = TypeVar("M")
Answer = dict[str, Any] | None
Reader = Callable[[str | bytes], M]
"""Reads a message. Raises ValidationError where it is none, or a ValueError with a sentence."""

Obedience = Callable[[WebSocket, Seat, M], Awaitable[Answer]]
"""Does what a message says; the answer, if it has one. Raises ValueError, with a sentence, where it does not fit."""


async def attend(socket: WebSocket, view: View, read: Reader[M], obey: Obedience[M]) -> None:
    """Serve one page, what it starts one after the other, until it leaves or falls silent."""
    settings: Settings = socket.app.state.settings
    workshop: Workshop = socket.app.state.workshop
    if reason := _refusal(socket, settings):
        logger.warning("refused a socket: %s", reason)
        # before the socket is accepted this is a 403
        await socket.close(POLICY_VIOLATION)
        return
    await socket.accept()
    if workshop.is_full:
        await _say_goodbye(
            socket, f"All {settings.most_sessions} places are taken (MOST_SESSIONS); try again soon.", TRY_AGAIN_LATER
        )
        return
    client = socket.client.host if socket.client else ""
    if workshop.is_full_for(client):
        most = settings.most_sessions_per_client
        reason = f"All {most} places of one address are taken (MOST_SESSIONS_PER_CLIENT); try again soon."
        await _say_goodbye(socket, reason, TRY_AGAIN_LATER)
        return
    await _serve(socket, workshop.enter(view, client), read, obey)


async def _serve(socket: WebSocket, seat: Seat, read: Reader[M], obey: Obedience[M]) -> None:
    """Serve the page that has this seat, until it leaves, falls silent, or the server stops."""
    with stopping().attended() as stops:
        tasks = [
            asyncio.create_task(until_it_ends)
            for until_it_ends in (_send(socket, seat), _receive(socket, seat, read, obey), stops.wait())
        ]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            socket.app.state.workshop.leave(seat)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        if stops.is_set():
            await _say_goodbye(socket, "The server stops; once it is back, this page begins anew.", SERVICE_RESTART)


def refused(sentence: str, faults: Sequence[Mapping[str, Any]] = ()) -> dict[str, Any]:
    """The answer to a message that does not fit."""
    return {"type": "error", "problem": problem_body(422, sentence, faults)}


def _refusal(socket: WebSocket, settings: Settings) -> str:
    """Why the page that asks is not served, as a sentence; empty if it is one of this server's, or a program's.

    A page says of which origin it is, and a program nothing.
    """
    origin = socket.headers.get("origin")
    own = f"{socket.scope.get('scheme', 'ws').replace('ws', 'http')}://{socket.headers.get('host')}"
    if origin is None or without_usual_port(origin) == without_usual_port(own) or settings.lets_in(origin):
        return ""
    return (
        f"the page is of {echoed(origin)}, and the server is asked for as {echoed(own)}. If they are the same, let the "
        "proxy between them pass on Host and X-Forwarded-Proto, and name it in ACTIVATION_LAB_FORWARDED_ALLOW_IPS; "
        "another origin is let in by ACTIVATION_LAB_ALLOWED_ORIGINS."
    )


async def _send(socket: WebSocket, seat: Seat) -> None:
    """Send what waits for the page; None is the end."""
    with contextlib.suppress(WebSocketDisconnect, RuntimeError):
        while (text := await seat.outbox.get()) is not None:
            await socket.send_text(text)
        await _say_goodbye(socket, "The run failed; the server has logged why.", GOING_AWAY)


async def _receive(socket: WebSocket, seat: Seat, read: Reader[M], obey: Obedience[M]) -> None:
    """Do what the page says, until it leaves."""
    idle_seconds = socket.app.state.settings.idle_seconds
    loop = asyncio.get_running_loop()
    deadline = loop.time() + idle_seconds
    try:
        while True:
            # not wait_for: in Python 3.11 that goes on when it is cancelled just as a message comes
            async with asyncio.timeout_at(deadline):
                received = await socket.receive()
            if received["type"] == "websocket.disconnect":
                return
            # who does not read is not answered, and not heard
            await seat.outbox.wait_for_room()
            try:
                message = await _read(socket, received.get("text") or received.get("bytes") or b"", read)
            except ValidationError as error:
                # and who says nothing that means something is silent
                faults = error.errors(include_url=False)
                seat.outbox.put(refused(fault_sentence(faults[0]), faults))
            except ValueError as error:
                seat.outbox.put(refused(str(error)))
            else:
                deadline = loop.time() + idle_seconds
                answer = await _answer(socket, seat, message, obey)
                if answer is not None:
                    seat.outbox.put(answer)
            socket.app.state.workshop.wake()
            # many messages may wait already: the others come in between
            await asyncio.sleep(0)
    except TimeoutError:
        await _say_goodbye(
            socket, f"The page was silent for {idle_seconds:g} seconds (IDLE_SECONDS); its run has ended.", GOING_AWAY
        )


async def _read(socket: WebSocket, text: str | bytes, read: Reader[M]) -> M:
    """The message that `text` is; what is large is read in a thread. Raises what `read` raises."""
    message: M = await socket.app.state.reader.read(len(text), lambda: read(text))
    return message


async def _say_goodbye(socket: WebSocket, reason: str, code: int) -> None:
    with contextlib.suppress(WebSocketDisconnect, RuntimeError):
        await socket.send_text(message_text({"type": "bye", "reason": reason}))
        await socket.close(code)


async def _answer(socket: WebSocket, seat: Seat, message: M, obey: Obedience[M]) -> Answer:
    """Do what a message says; the answer, if it has one, which may be what does not fit."""
    try:
        return await obey(socket, seat, message)
    except ValueError as error:
        return refused(str(error))

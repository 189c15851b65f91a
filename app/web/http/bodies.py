"""Bodies of requests, which have a limit, and large ones of answers, which leave piece by piece."""

import asyncio
from collections.abc import Mapping

from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.web.http.memory import give_back_soon
from app.web.http.problems import problem
from app.web.http.root_path import route_path

PIECE = 65_536
LARGE = 1_000_000


class BodyLimit:
    """Refuses a body over `most` bytes, by its declared length at once, else when it has grown too large; or too late.

    At the paths in `large` a body may have more: so many bytes as stand there. FastAPI has a limit of its own, but
    answers it in plain text.
    """

    def __init__(self, app: ASGIApp, most: int, most_seconds: float, large: Mapping[str, int]) -> None:
        self.app = app
        self.most = most
        self.most_seconds = most_seconds
        self.large = large

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Read the body, within the limit, before the application sees the request."""
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD"):
            await self.app(scope, receive, send)
            return
        most = self.large.get(route_path(Request(scope)), self.most)
        try:
            async with asyncio.timeout(self.most_seconds):
                body = None if _is_declared_larger(scope, most) else await _read(receive, most)
        except ClientDisconnect:
            return
        except TimeoutError:
            sentence = f"The body did not come within {self.most_seconds:g} seconds."
            # what comes of it later is nobody's
            await problem(408, sentence, headers={"connection": "close"})(scope, receive, send)
            return
        if body is None:
            refusal = problem(413, f"The body is larger than {most:,} bytes, the most this server takes.")
            await refusal(scope, receive, send)
            return
        await self.app(scope, _replay(body, receive), send)


async def _read(receive: Receive, most: int) -> bytes | None:
    """The body; None where it is larger than `most` bytes. Raises ClientDisconnect."""
    body, more = bytearray(), True
    while more and len(body) <= most:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        body += message.get("body", b"")
        more = message.get("more_body", False)
    return bytes(body) if len(body) <= most else None


def _is_declared_larger(scope: Scope, most: int) -> bool:
    declared = Headers(scope=scope).get("content-length", "")
    return declared.isdigit() and int(declared) > most


def _replay(body: bytes, receive: Receive) -> Receive:
    """A receive channel that gives `body` once, and then whatever the connection says."""
    pending = [body]

    async def replay() -> Message:
        if pending:
            return {"type": "http.request", "body": pending.pop(), "more_body": False}
        return await receive()

    return replay


class InPieces:
    """Hands a large body over piece by piece, as the client reads, and gives the memory of it back."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        large = False

        async def send_pieces(message: Message) -> None:
            nonlocal large
            body = message.get("body", b"")
            if len(body) <= PIECE:
                await send(message)
                return
            large = large or len(body) > LARGE
            more = message.get("more_body", False)
            for start in range(0, len(body), PIECE):
                is_last = start + PIECE >= len(body)
                await send({**message, "body": body[start : start + PIECE], "more_body": more or not is_last})

        await self.app(scope, receive, send_pieces)
        if large:
            give_back_soon()

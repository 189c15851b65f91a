"""What every request and response passes: compression, HEAD, a limit on bodies, CORS; plain ASGI, for speed."""

import asyncio
from http import HTTPStatus

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import ClientDisconnect
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette_compress import CompressMiddleware, add_compress_type

from app.web.http.giving_way import OneAtATime, give_way
from app.web.http.memory import give_back_soon
from app.web.http.negotiation import encoding, joined
from app.web.http.problems import problem
from app.web.http.streaming import NDJSON

PIECE = 65_536
LARGE = 1_000_000
FEW = 8
HEALTH = ("/healthz", "/livez", "/readyz")

READ_HEADERS = ("Accept", "Cache-Control", "Content-Type", "If-None-Match", "Last-Event-ID")
"""What pages of allowed origins may send beside what each page may."""

SENT_HEADERS = ("Content-Disposition", "ETag")
"""What they may read, beside what each page may."""


class Compress(CompressMiddleware):
    """Compresses text as the client weighs it, cheaply: brotli takes as long as gzip here, and saves more.

    What is so short that it fits a packet anyway is left as it is.
    """

    def __init__(self, app: ASGIApp) -> None:
        super().__init__(app, minimum_size=500, zstd=False, brotli_quality=3, gzip_level=1)
        for media_type in ("application/problem+json", "text/csv", "text/x-python"):
            add_compress_type(media_type)
        # a line leaves the compressor when it comes, not when a block is full
        add_compress_type(NDJSON, streaming=True)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with the one encoding that it weighs most, as the library knows no weights but 0."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_varying_once(message: Message) -> None:
            if message["type"] == "http.response.start":
                _name_once(MutableHeaders(raw=message["headers"]))
            await send(message)

        headers = MutableHeaders(raw=list(scope["headers"]))
        headers["accept-encoding"] = encoding(joined(headers, "accept-encoding")) or "identity"
        await super().__call__({**scope, "headers": headers.raw}, receive, send_varying_once)


def _name_once(headers: MutableHeaders) -> None:
    """Let Vary name each header once, whoever has added to it."""
    if "vary" in headers:
        named = [name.strip() for line in headers.getlist("vary") for name in line.split(",")]
        headers["vary"] = ", ".join({name.lower(): name for name in named}.values())


class HeadAsGet:
    """Answers HEAD wherever GET is answered: the same headers, no body."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass HEAD on as GET, and keep the body back."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self.app(scope, receive, send)
            return

        async def send_head(message: Message) -> None:
            await send({**message, "body": b""} if message["type"] == "http.response.body" else message)

        await self.app({**scope, "method": "GET"}, receive, send_head)


class BodyLimit:
    """Refuses a body over `most` bytes, by its declared length at once, else when it has grown too large; or too late.

    FastAPI has a limit of its own, but answers it in plain text.
    """

    def __init__(self, app: ASGIApp, most: int, most_seconds: float) -> None:
        self.app = app
        self.most = most
        self.most_seconds = most_seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Read the body, within the limit, before the application sees the request."""
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD"):
            await self.app(scope, receive, send)
            return
        try:
            async with asyncio.timeout(self.most_seconds):
                body = None if self._declared_too_large(scope) else await self._read(receive)
        except ClientDisconnect:
            return
        except TimeoutError:
            sentence = f"The body did not come within {self.most_seconds:g} seconds."
            # what comes of it later is nobody's
            await problem(408, sentence, headers={"connection": "close"})(scope, receive, send)
            return
        if body is None:
            refusal = problem(413, f"The body is larger than {self.most:,} bytes, the most this server takes.")
            await refusal(scope, receive, send)
            return
        await self.app(scope, _replay(body, receive), send)

    async def _read(self, receive: Receive) -> bytes | None:
        """The body; None where it is too large. Raises ClientDisconnect."""
        body, more = bytearray(), True
        while more and len(body) <= self.most:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise ClientDisconnect
            body += message.get("body", b"")
            more = message.get("more_body", False)
        return bytes(body) if len(body) <= self.most else None

    def _declared_too_large(self, scope: Scope) -> bool:
        declared = Headers(scope=scope).get("content-length", "")
        return declared.isdigit() and int(declared) > self.most


def _replay(body: bytes, receive: Receive) -> Receive:
    """A receive channel that gives `body` once, and then whatever the connection says."""
    pending = [body]

    async def replay() -> Message:
        if pending:
            return {"type": "http.request", "body": pending.pop(), "more_body": False}
        return await receive()

    return replay


class OneByOne:
    """Where many requests come together, begins one after the other, and lets new connections in between.

    What is answered in one piece takes up to some tens of milliseconds, fifty of them a second. A few begin at once.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._open = 0
        self._begins = OneAtATime()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on when it is its turn."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        self._open += 1
        try:
            if self._open > FEW and not scope["path"].endswith(HEALTH):
                async with self._begins.lock:
                    await give_way()
            await self.app(scope, receive, send)
        finally:
            self._open -= 1


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


class Cors(CORSMiddleware):
    """Lets the allowed origins in; one that is not allowed is refused with a problem."""

    def preflight_response(self, request_headers: Headers) -> Response:
        """What a browser asks before it sends another origin's request."""
        response = super().preflight_response(request_headers)
        if response.status_code < HTTPStatus.BAD_REQUEST:
            return response
        return problem(
            response.status_code, "Pages of this origin may not call this server.", headers={"vary": "Origin"}
        )

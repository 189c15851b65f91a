"""What every request and response passes: compression, HEAD, a limit on bodies, CORS; plain ASGI, for speed."""

from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette_compress import CompressMiddleware, add_compress_type

from app.web.http.problems import problem
from app.web.http.streaming import NDJSON


class Compress(CompressMiddleware):
    """Compresses text for clients that ask for it, cheaply: brotli takes as long as gzip so, and saves more.

    What is so short that it fits a packet anyway is left as it is.
    """

    def __init__(self, app: ASGIApp) -> None:
        super().__init__(app, minimum_size=500, zstd=False, brotli_quality=3, gzip_level=1)
        for media_type in ("application/problem+json", "text/csv", "text/x-python"):
            add_compress_type(media_type)
        # a line leaves the compressor when it comes, not when a block is full
        add_compress_type(NDJSON, streaming=True)


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
    """Refuses a body over `most` bytes, by its declared length at once, else when it has grown too large.

    FastAPI has a limit of its own, but answers it in plain text.
    """

    def __init__(self, app: ASGIApp, most: int) -> None:
        self.app = app
        self.most = most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Read the body, within the limit, before the application sees the request."""
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD"):
            await self.app(scope, receive, send)
            return
        body = bytearray()
        more = not self._declared_too_large(scope)
        while more and len(body) <= self.most:
            message = await receive()
            if message["type"] == "http.disconnect":
                return
            body += message.get("body", b"")
            more = message.get("more_body", False)
        if len(body) > self.most or self._declared_too_large(scope):
            refusal = problem(413, f"The body is larger than {self.most:,} bytes, the most this server takes.")
            await refusal(scope, receive, send)
            return
        await self.app(scope, _replay(bytes(body), receive), send)

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

"""What every request and response passes: compression, HEAD, a limit on bodies, CORS; plain ASGI, for speed."""

from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import DEFAULT_EXCLUDED_CONTENT_TYPES, GZipMiddleware
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.web.http.problems import problem
from app.web.http.streaming import NDJSON


class CompressOnRequest:
    """Compresses large answers for clients that ask for it, and is out of the way for the others."""

    def __init__(self, app: ASGIApp, smallest: int, level: int) -> None:
        self.app = app
        # a stream would wait in the compressor until a block is full
        as_they_are = (*DEFAULT_EXCLUDED_CONTENT_TYPES, NDJSON)
        self.compressing = GZipMiddleware(
            app, minimum_size=smallest, compresslevel=level, exclude_content_types=as_they_are
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request to the compressing application, or to the plain one."""
        asked = scope["type"] == "http" and any(
            name == b"accept-encoding" and b"gzip" in value for name, value in scope["headers"]
        )
        await (self.compressing if asked else self.app)(scope, receive, send)


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

"""What every request and response passes beside compression and limits: HEAD, one by one, CORS; plain ASGI."""

from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.web.http.giving_way import OneAtATime, give_way
from app.web.http.problems import problem

FEW = 8
HEALTH = ("/healthz", "/livez", "/readyz")

READ_HEADERS = ("Accept", "Cache-Control", "Content-Type", "If-None-Match", "Last-Event-ID")
"""What pages of allowed origins may send beside what each page may."""

SENT_HEADERS = ("Content-Disposition", "ETag")
"""What they may read, beside what each page may."""


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

"""Headers that protect a page and its visitors, on every response."""

from collections.abc import Iterable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Plotly writes style elements and attributes, and makes a picture of a figure through data: and blob: addresses
CONTENT_SECURITY_POLICY = (
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)

PROTECTION = {
    "content-security-policy": CONTENT_SECURITY_POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}


class ProtectiveHeaders:
    """Adds the usual protective headers to every response."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.headers: Iterable[tuple[bytes, bytes]] = [(k.encode(), v.encode()) for k, v in PROTECTION.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and the response back with its headers."""

        async def send_protected(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *self.headers]
            await send(message)

        await self.app(scope, receive, send_protected if scope["type"] == "http" else send)

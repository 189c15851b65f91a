"""Headers that protect a page and its visitors, on every response."""

from collections.abc import Iterable, Sequence

from starlette.types import ASGIApp, Message, Receive, Scope, Send

SELF = "'self'"

# Plotly writes style elements and attributes, and makes a picture of a figure through data: and blob: addresses
_POLICY = (
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors "
)


def protection(frame_ancestors: Sequence[str]) -> dict[str, str]:
    """The headers, where pages of this site and of `frame_ancestors` may show ours in a frame."""
    headers = {
        "content-security-policy": _POLICY + " ".join((SELF, *frame_ancestors)),
        "x-content-type-options": "nosniff",
        "referrer-policy": "same-origin",
        "cross-origin-opener-policy": "same-origin",
        "permissions-policy": "camera=(), geolocation=(), microphone=()",
    }
    # it can name no other site; browsers that know frame-ancestors do not read it
    return headers if frame_ancestors else headers | {"x-frame-options": "SAMEORIGIN"}


class ProtectiveHeaders:
    """Adds the usual protective headers to every response; pages of `frame_ancestors` may show ours in a frame."""

    def __init__(self, app: ASGIApp, frame_ancestors: Sequence[str] = ()) -> None:
        self.app = app
        own = protection(frame_ancestors)
        self.headers: Iterable[tuple[bytes, bytes]] = [(name.encode(), value.encode()) for name, value in own.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and the response back with its headers."""

        async def send_protected(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *self.headers]
            await send(message)

        await self.app(scope, receive, send_protected if scope["type"] == "http" else send)

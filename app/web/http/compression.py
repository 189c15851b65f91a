"""Compression of answers, as clients weigh it."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette_compress import CompressMiddleware, add_compress_type

from app.web.http.negotiation import encoding, joined
from app.web.http.streaming import NDJSON


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

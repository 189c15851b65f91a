"""A map that a client watches ends with the client, over a real socket, wherever it is when the client leaves."""

import asyncio
import json
import socket

import pytest
import uvicorn
from fastapi import FastAPI
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.main import create_app
from app.settings import Settings
from app.web.http.connections import PatientHttp
from tests.web.plans import SMALL, Json

MAP = "/api/v1/map"
HOST = "127.0.0.1"
# far more text than fits between the two ends
BODY: Json = {
    "plan": SMALL,
    "activations": ["tanh"],
    "x": {"vary": "lr", "low": 0.01, "high": 1, "scale": "log", "points": 256},
    "y": {"vary": "weight_scale", "low": 0.1, "high": 10, "scale": "log", "points": 256},
    "epochs": 1,
}
FEW_PIXELS = {**BODY, **{name: {**BODY[name], "points": 2} for name in ("x", "y")}}
FEW_BYTES = 2048


class Watched:
    """`app`, and how many parts of maps it has begun to send, and has sent."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self.begun = self.sent = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """As the application does."""

        async def noted(message: Message) -> None:
            self.begun += 1
            await send(message)
            self.sent += 1

        await self._app(scope, receive, noted if scope.get("path") == MAP else send)


async def begin(
    port: int, method: str, path: str, body: Json | None
) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """A request on a connection of its own, which takes few bytes at a time."""
    raw = socket.socket()
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, FEW_BYTES)
    raw.setblocking(False)  # noqa: FBT003  its signature
    await asyncio.get_running_loop().sock_connect(raw, (HOST, port))
    reader, writer = await asyncio.open_connection(sock=raw, limit=FEW_BYTES)
    content = json.dumps(body).encode() if body else b""
    head = f"{method} {path} HTTP/1.1\r\nhost: {HOST}:{port}\r\nconnection: close\r\naccept: application/x-ndjson\r\n"
    writer.write(f"{head}content-type: application/json\r\ncontent-length: {len(content)}\r\n\r\n".encode() + content)
    return reader, writer


async def status_of(port: int, method: str, path: str, body: Json | None = None) -> int:
    """The status of an answer, which is read to its end."""
    reader, writer = await begin(port, method, path, body)
    status = int((await reader.readline()).split()[1])
    while await reader.read(FEW_BYTES):
        pass
    writer.close()
    return status


async def left(app: FastAPI, watched: Watched, port: int, *, while_sending: bool) -> None:
    """Watch a map, and leave."""
    reader, writer = await begin(port, "POST", MAP, BODY)
    assert (await reader.readline()).split()[1] == b"200"
    while while_sending and watched.begun == watched.sent:
        # by the time of another answer a part has been sent, unless it waits for its reader
        await status_of(port, "GET", "/livez")
    assert app.state.maps.running == 1
    writer.transport.abort()


@pytest.mark.parametrize("while_sending", [False, True])
def test_a_map_ends_with_the_client_that_watches_it(*, while_sending: bool) -> None:
    app = create_app(Settings(device="cpu", trainer="torch", most_maps=1))
    watched = Watched(app)

    async def serve() -> None:
        with socket.create_server((HOST, 0)) as listener:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, FEW_BYTES)
            port = listener.getsockname()[1]
            server = uvicorn.Server(uvicorn.Config(watched, http=PatientHttp, log_config=None))
            serving = asyncio.create_task(server.serve([listener]))
            try:
                async with asyncio.timeout(60):
                    await left(app, watched, port, while_sending=while_sending)
                    # there is room for another as soon as the server has seen it
                    while await status_of(port, "POST", MAP, FEW_PIXELS) != 200:
                        pass
                assert app.state.maps.running == 0
                assert not app.state.painting._shared  # noqa: SLF001  nobody else sees it
            finally:
                server.should_exit = True
                await serving

    asyncio.run(serve())

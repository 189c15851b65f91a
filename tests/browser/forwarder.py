"""An address that leads to a server for as long as one wishes: how a page sees a server that is gone and comes back."""

import asyncio
import contextlib
import re
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from urllib.parse import urlsplit

from tests.browser.server import free_port

END = b"\r\n\r\n"
Change = Callable[[bytes], bytes]


def below(prefix: str) -> Change:
    """What a proxy does that serves a server below a path: it takes the path away; there is nothing beside it."""

    def change(head: bytes) -> bytes:
        method, path, rest = head.split(b" ", 2)
        own = path.removeprefix(prefix.encode()) if path.startswith(f"{prefix}/".encode()) else b"/beside" + path
        return _alone(b" ".join((method, own, rest)))

    return change


def with_host(host: str) -> Change:
    """What a proxy does that passes on another Host than it was asked for."""

    def change(head: bytes) -> bytes:
        return _alone(re.sub(rb"(?i)\r\nhost: [^\r]*", f"\r\nHost: {host}".encode(), head, count=1))

    return change


def _alone(head: bytes) -> bytes:
    """The head of a request that is the only one of its connection; that of a socket as it is."""
    if b"upgrade: websocket" in head.lower():
        return head
    plain = re.sub(rb"(?i)\r\nconnection: [^\r]*", b"", head)
    return plain.removesuffix(END) + b"\r\nConnection: close" + END


@contextmanager
def forward(to: str, port: int | None = None, change: Change | None = None) -> Generator[str, None, None]:
    """An address on `port` or a free one that leads to the server `to`; at the end every connection is cut.

    With `change` it is a proxy that changes the head of each request.
    """
    own = port or free_port()
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    there = urlsplit(to)

    # asyncio itself holds no connection whose one end is gone
    held: set[asyncio.Task[None] | None] = set()

    async def pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        held.add(asyncio.current_task())
        ends = [writer]
        # cut by whoever ends it all: the loop logs a task that is cancelled; and a browser connects in advance
        with contextlib.suppress(asyncio.CancelledError, asyncio.IncompleteReadError, OSError):
            further_reader, further_writer = await asyncio.open_connection(there.hostname, there.port)
            ends.append(further_writer)
            if change is not None:
                further_writer.write(change(await reader.readuntil(END)))
            await asyncio.gather(_copy(reader, further_writer), _copy(further_reader, writer))
        for end in ends:
            end.transport.abort()

    async def end() -> None:
        listener.close()
        # a connection that has just been made begins, so that it can be cut
        await _turns()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        # and what has been cut is closed
        await _turns()

    listener = asyncio.run_coroutine_threadsafe(asyncio.start_server(pass_on, "127.0.0.1", own), loop).result()
    try:
        yield f"http://127.0.0.1:{own}"
    finally:
        asyncio.run_coroutine_threadsafe(end(), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _turns() -> None:
    """Let the loop do what has been put off."""
    for _ in range(5):
        await asyncio.sleep(0)


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(2**16):
        writer.write(data)
        await writer.drain()
    if writer.can_write_eof():
        writer.write_eof()

"""An address that leads to a server for as long as one wishes: how a page sees a server that is gone and comes back."""

import asyncio
import contextlib
import threading
from collections.abc import Generator
from contextlib import contextmanager
from urllib.parse import urlsplit

from tests.browser.server import free_port


@contextmanager
def forward(to: str, port: int | None = None) -> Generator[str, None, None]:
    """An address on `port` or a free one that leads to the server `to`; at the end every connection is cut."""
    own = port or free_port()
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    there = urlsplit(to)

    async def pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        ends = [writer]
        # cut by whoever ends it all: the loop logs a task that is cancelled
        with contextlib.suppress(asyncio.CancelledError, OSError):
            further_reader, further_writer = await asyncio.open_connection(there.hostname, there.port)
            ends.append(further_writer)
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

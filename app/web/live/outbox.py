"""What waits to be sent to one page: so many messages at most, and so many bytes."""

import asyncio
from collections.abc import Mapping
from typing import Any

from app.web.http.answers import json_bytes

MOST_WAITING = 64
MOST_BYTES = 4_000_000
"""Beyond either, nothing more is made for a page until it has read. One message may be larger."""


def message_text(content: Mapping[str, Any]) -> str:
    """A message as JSON text."""
    return json_bytes(content).decode()


class Outbox:
    """Messages as texts, in the order in which they were put; None, the last, is the end of what goes on here."""

    def __init__(self) -> None:
        self._texts: asyncio.Queue[str | None] = asyncio.Queue()
        self._bytes = 0
        self._has_room = asyncio.Event()
        self._has_room.set()

    @property
    def is_full(self) -> bool:
        """Whether the page has to read first."""
        return self._texts.qsize() >= MOST_WAITING or self._bytes >= MOST_BYTES

    def put(self, content: Mapping[str, Any]) -> None:
        """Let a message wait; whoever puts it has looked whether there is room."""
        text = message_text(content)
        self._bytes += len(text)
        self._texts.put_nowait(text)
        if self.is_full:
            self._has_room.clear()

    def end(self) -> None:
        """Drop what waits: nothing comes any more."""
        while not self._texts.empty():
            self._take(self._texts.get_nowait())
        self._texts.put_nowait(None)

    async def wait_for_room(self) -> None:
        """Wait until the page has read enough."""
        await self._has_room.wait()

    async def get(self) -> str | None:
        """The next message, when there is one."""
        return self._take(await self._texts.get())

    def _take(self, text: str | None) -> str | None:
        self._bytes -= len(text or "")
        if not self.is_full:
            self._has_room.set()
        return text

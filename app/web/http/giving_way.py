"""Giving way: between two pieces of work the event loop does what has come meanwhile."""

import asyncio
from weakref import WeakKeyDictionary

TURNS = 6
"""Turns of the event loop between two pieces: as many as a new connection takes from its start to an answer."""


async def give_way() -> None:
    """Let the others go first."""
    for _ in range(TURNS):
        await asyncio.sleep(0)


class OneAtATime:
    """A lock in each event loop: one belongs to the loop in which it is waited for."""

    def __init__(self) -> None:
        self._locks: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Lock] = WeakKeyDictionary()

    @property
    def lock(self) -> asyncio.Lock:
        """That of the loop which is running."""
        return self._locks.setdefault(asyncio.get_running_loop(), asyncio.Lock())

"""A shared tile: one that is being painted for all who wait for it, each for as long as it has time."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from app.web.live.patience import Patience


class SharedTile:
    """A tile that `paint(is_wanted)` paints, for as long as anybody waits for it who has time left."""

    def __init__(self, paint: Callable[[Callable[[], bool]], Coroutine[Any, Any, None]]) -> None:
        # replaced as a whole: the thread that paints looks at it
        self._waiting: tuple[Patience, ...] = ()
        self._task = asyncio.create_task(paint(self._is_wanted))

    @property
    def is_over(self) -> bool:
        """Whether nothing comes of it any more."""
        return self._task.done() or self._task.cancelling() > 0

    async def wait(self, patience: Patience) -> None:
        """Wait until it is over, or no time is left; whoever is the last to leave gives it up."""
        self._waiting = (*self._waiting, patience)
        try:
            while not self._task.done() and patience.left:
                await asyncio.wait((self._task,), timeout=patience.left)
        finally:
            self._waiting = tuple(other for other in self._waiting if other is not patience)
            if not self._waiting:
                self._task.cancel()
        if self._task.done():
            self._task.result()

    def _is_wanted(self) -> bool:
        waiting = self._waiting
        for patience in waiting:
            patience.begin()
        return any(patience.left > 0 for patience in waiting)

"""The reader: what a client sends is read in a thread of its own where it is large, while the server goes on."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from app.device import compute_in_one_thread
from app.playground.data.samples import MOST_ROWS
from app.web.http.large_json import LARGE, LongList

SAMPLES = LongList("samples", MOST_ROWS)
"""What makes a body or a message large: the rows of a reader's own table."""

T = TypeVar("T")


class Reader:
    """A queue of what takes a second: one text at a time, so that many of them take no more than one core."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, "reader", compute_in_one_thread)

    async def read(self, size: int, task: Callable[[], T]) -> T:
        """What `task` makes of so many bytes: at once, or in its turn in the thread. Raises what it raises."""
        if size <= LARGE:
            return task()
        return await asyncio.get_running_loop().run_in_executor(self._thread, task)

    def close(self) -> None:
        """Begin nothing any more."""
        self._thread.shutdown(wait=False, cancel_futures=True)

"""The compiler: a worker's programs are made one after the other, in a thread of its own, while the server goes on."""

import asyncio
import contextlib
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

T = TypeVar("T")


class Compiler:
    """A queue of what takes seconds; `wake` is called on the event loop whenever something of it is done."""

    def __init__(self, wake: Callable[[], None]) -> None:
        self._thread = ThreadPoolExecutor(1, "compiler")
        self._wake = wake
        self._open: set[Future[Any]] = set()

    @property
    def waiting(self) -> int:
        """How many tasks wait, or are being done."""
        return len(self._open)

    def submit(self, task: Callable[[], T]) -> Future[T]:
        """What becomes of `task`; what is cancelled before its turn is not begun."""
        loop = asyncio.get_running_loop()
        future = self._thread.submit(task)
        self._open.add(future)
        future.add_done_callback(self._open.discard)
        future.add_done_callback(lambda _: self._tell(loop))
        return future

    def close(self) -> None:
        """Begin nothing any more."""
        self._thread.shutdown(wait=False, cancel_futures=True)

    def _tell(self, loop: asyncio.AbstractEventLoop) -> None:
        # a server that has stopped meanwhile wants to hear nothing
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(self._wake)

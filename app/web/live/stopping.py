"""How a worker stops: it says that it is no longer ready, then trainings and sockets end, and then the server does."""

import asyncio
import signal
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from functools import partial
from types import FrameType
from typing import Any, TypeVar, cast
from weakref import WeakKeyDictionary

from starlette.exceptions import HTTPException

T = TypeVar("T")

FAREWELL_SECONDS = 1.0
"""How long pages may take to hear that the server stops."""

STOPS = "The server is stopping; ask again in a moment."


class Stopping:
    """How far a worker is on its way to its end: whether that `is_near`, and `now`, when what is long has to end."""

    def __init__(self) -> None:
        self.is_near = False
        self.now = asyncio.Event()
        self._attending: set[asyncio.Task[Any]] = set()
        self._ending: asyncio.Task[None] | None = None

    @contextmanager
    def attended(self) -> Iterator[asyncio.Event]:
        """While a task lasts that has something to say when `now` comes, which the server then waits for."""
        task = cast("asyncio.Task[Any]", asyncio.current_task())
        self._attending.add(task)
        try:
            yield self.now
        finally:
            self._attending.discard(task)

    def begin(self, wait_seconds: float, end: Callable[[], object]) -> None:
        """Be no longer ready, end after so many seconds what is long, and then call `end`."""
        self._ending = asyncio.create_task(self._end(wait_seconds, end))

    async def _end(self, wait_seconds: float, end: Callable[[], object]) -> None:
        self.is_near = True
        await asyncio.sleep(wait_seconds)
        self.now.set()
        if self._attending:
            # the server hangs up on pages, which should know by then why
            await asyncio.wait(self._attending, timeout=FAREWELL_SECONDS)
        end()

    async def unless_now(self, awaited: Awaitable[T]) -> T:
        """What `awaited` gives. Raises as `check` does where `now` comes first."""
        waiting, ending = asyncio.ensure_future(awaited), asyncio.create_task(self.now.wait())
        try:
            await asyncio.wait((waiting, ending), return_when=asyncio.FIRST_COMPLETED)
            self.check()
            return await waiting
        finally:
            waiting.cancel()
            ending.cancel()

    def check(self) -> None:
        """Raise HTTPException, with a sentence and status 503, where what is long has to end."""
        if self.now.is_set():
            raise HTTPException(503, STOPS, headers={"retry-after": "5"})


# an event belongs to the event loop in which it is waited for
_by_loop: WeakKeyDictionary[asyncio.AbstractEventLoop, Stopping] = WeakKeyDictionary()


def stopping() -> Stopping:
    """How far the worker of the running event loop is on its way to its end."""
    return _by_loop.setdefault(asyncio.get_running_loop(), Stopping())


def heed_signals(drain_seconds: float) -> None:
    """Let what is long end before the server, whose own handlers of SIGTERM and SIGINT come after.

    After SIGTERM the worker answers for `drain_seconds` more, so that a balancer sees that it is not ready.
    """
    if threading.current_thread() is not threading.main_thread():
        return
    loop, worker = asyncio.get_running_loop(), stopping()

    def heed(number: int, frame: FrameType | None, former: Callable[[int, FrameType | None], object]) -> None:
        if worker.is_near:
            # a person who asks twice is in a hurry; a service manager and the workers' parent ask one after the other
            if number == signal.SIGINT:
                former(number, frame)
            return
        worker.is_near = True
        wait = drain_seconds if number == signal.SIGTERM else 0.0
        loop.call_soon_threadsafe(worker.begin, wait, partial(former, number, None))

    for number in (signal.SIGTERM, signal.SIGINT):
        former = signal.getsignal(number)
        if callable(former):
            signal.signal(number, partial(heed, former=former))

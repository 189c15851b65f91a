"""The calls of the API that train: so many at once, and each for as long as somebody waits for its answer."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

from fastapi import Request
from starlette.exceptions import HTTPException

from app.web.http.memory import give_back_soon

RETRY_SECONDS = 5


class Trainings:
    """How many calls of a worker train; `full` says how many `{running}` there are where there is room for no other."""

    def __init__(self, most: int, full: str = "{running} calls train here already (MOST_TRAININGS)") -> None:
        self.most = most
        self._full = full
        self.running = 0

    def check(self) -> None:
        """Raises a 503, with a sentence and when to try again, where there is no room for another."""
        if self.running >= self.most:
            raise HTTPException(
                503,
                f"{self._full.format(running=self.running)}; try again in {RETRY_SECONDS} seconds.",
                {"Retry-After": str(RETRY_SECONDS)},
            )

    @contextmanager
    def one_more(self) -> Iterator[None]:
        """Another trains meanwhile."""
        self.running += 1
        try:
            yield
        finally:
            self.running -= 1
            give_back_soon()


@asynccontextmanager
async def while_connected(request: Request) -> AsyncIterator[None]:
    """Go on for as long as the client of `request`, whose body has been read, waits; then an error that nobody sees."""
    task = asyncio.current_task()
    watching = asyncio.create_task(_leave(request))
    if task is not None:
        watching.add_done_callback(lambda ended: None if ended.cancelled() else task.cancel())
    try:
        yield
    except asyncio.CancelledError:
        if task is None or not watching.done():
            # somebody else's
            raise
        task.uncancel()
        raise HTTPException(408, "The client has gone.") from None
    finally:
        watching.cancel()


async def _leave(request: Request) -> None:
    """Wait until the client has gone."""
    while (await request.receive())["type"] != "http.disconnect":
        pass

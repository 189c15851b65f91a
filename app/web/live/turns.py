"""Turns: long answers go on piece by piece, those of many clients one by one, so that together they hold nobody up.

Live runs have their own turns, in the workshop; the event loop goes to and fro between them, requests and this.
"""

import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from typing import TypeVar

from app.web.http.giving_way import OneAtATime, give_way
from app.web.live.stopping import stopping
from app.web.live.workshop import LONGEST_SLICE

T = TypeVar("T")


_pieces = OneAtATime()


@asynccontextmanager
async def turn() -> AsyncIterator[None]:
    """A piece of work that nobody else's comes between; before it the server does what has come meanwhile."""
    async with _pieces.lock:
        await give_way()
        yield


async def in_turns(steps: Iterator[T]) -> AsyncIterator[T]:
    """Each of `steps`, which take a few milliseconds and are never None, in a turn of its own.

    Raises HTTPException, with a sentence, as soon as the server stops.
    """
    while True:
        stopping().check()
        async with turn():
            step = next(steps, None)
        if step is None:
            return
        yield step


def slices(step: Callable[[], bool], is_over: Callable[[], bool]) -> Iterator[bool]:
    """Call `step` until all `is_over`: yes each time it says yes, and no after each slice of time without a yes."""
    end = time.monotonic() + LONGEST_SLICE
    while not is_over():
        has_ended = step()
        if has_ended or time.monotonic() > end:
            yield has_ended
            end = time.monotonic() + LONGEST_SLICE

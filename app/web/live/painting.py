"""Painting: maps are painted tile by tile in threads of their own, while the server goes on with everything else."""

import asyncio
import os
import sys
import threading
import time
from collections import OrderedDict
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from hashlib import sha256

from app.device import compute_in_one_thread
from app.playground.map.judge import Painted
from app.playground.map.painter import Painter
from app.playground.map.picture import Picture
from app.playground.map.plan import MapPlan
from app.playground.map.tiles import Tile
from app.web.http.giving_way import OneAtATime
from app.web.live.compiler import Compiler
from app.web.live.stopping import stopping

MOST_KEPT = 64_000_000
"""Bytes of pictures that are remembered, about."""

# of a pixel, and of a letter of its question, which may have a table
_PIXEL = 9
_LETTER = 6
_LEAST = 8_000
_SKIPPED = 500

_NICE = 10


class Painting:
    """The threads that paint, shared by all maps, and the pictures that were asked for last.

    A map that is asked for once more goes on where it stopped: what is known is never computed twice.
    """

    def __init__(self, workers: int) -> None:
        # those of all workers together fill the machine
        self.threads = max((os.cpu_count() or 1) // workers, 1)
        # made with the first map, and anew where a server starts again that has stopped
        self._pool: ThreadPoolExecutor | None = None
        self._pictures: OrderedDict[bytes, tuple[Picture, int]] = OrderedDict()
        self._held = 0
        # live runs want programs too
        self._compiling = OneAtATime()

    def picture(self, question: MapPlan) -> Picture:
        """What is known of the map of `question`."""
        text = question.model_dump_json().encode()
        key = sha256(text).digest()
        if key not in self._pictures:
            size = _LEAST + _PIXEL * question.pixels + _LETTER * len(text)
            self._pictures[key] = Picture(question), size
            self._held += size
        self._pictures.move_to_end(key)
        while len(self._pictures) > 1 and self._held > MOST_KEPT:
            _, (_, size) = self._pictures.popitem(last=False)
            self._held -= size
        return self._pictures[key][0]

    async def paint(
        self, painter: Painter, picture: Picture, compiler: Compiler | None, most_seconds: float
    ) -> AsyncIterator[list[tuple[Tile, Painted]]]:
        """Paint what `picture` lacks: the tiles as they come, put into it.

        What is not done after `most_seconds` of the clock is left, counted from when the first tile is begun. Raises
        HTTPException as soon as the server stops.
        """
        patience = _Patience(most_seconds)
        left = _left(painter, picture)
        pending: set[asyncio.Task[tuple[Tile, Painted | None]]] = set()
        try:
            while True:
                while len(pending) < self.threads and patience.lasts:
                    if (tile := await anext(left, None)) is None:
                        break
                    pending.add(asyncio.create_task(self._one(painter, tile, compiler, patience)))
                if not pending:
                    return
                done, pending = await stopping().unless_now(asyncio.wait(pending, return_when=asyncio.FIRST_COMPLETED))
                fresh = [(tile, painted) for tile, painted in (task.result() for task in done) if painted is not None]
                for tile, painted in fresh:
                    picture.put(tile, painted)
                yield fresh
        finally:
            patience.lasts = False
            for task in pending:
                task.cancel()

    async def _one(
        self, painter: Painter, tile: Tile, compiler: Compiler | None, patience: "_Patience"
    ) -> tuple[Tile, Painted | None]:
        """Paint one tile, once there is a program for it."""
        if compiler is not None and painter.has_to_prepare(tile):
            async with self._compiling.lock:
                await asyncio.wrap_future(compiler.submit(partial(painter.prepare, tile)))
        if self._pool is None:
            self._pool = ThreadPoolExecutor(self.threads, "painting", _begin)
        loop = asyncio.get_running_loop()
        return tile, await loop.run_in_executor(self._pool, painter.paint, tile, patience.ask)

    def close(self) -> None:
        """Begin nothing any more."""
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = None


class _Patience:
    """Whether a map is still wanted: for so many seconds after somebody first asks, or until nobody waits any more."""

    def __init__(self, seconds: float) -> None:
        self.lasts = True
        self._seconds = seconds
        self._began: float | None = None

    def ask(self) -> bool:
        """Whether to go on."""
        now = time.monotonic()
        if self._began is None:
            # whoever waits for a program, or for a thread, is not late for that
            self._began = now
        if now - self._began > self._seconds:
            self.lasts = False
        return self.lasts


async def _left(painter: Painter, picture: Picture) -> AsyncIterator[Tile]:
    """The tiles that nobody has painted by the time that they are wanted."""
    if picture.done == 1:
        return
    for number, tile in enumerate(painter.tiles):
        if number % _SKIPPED == 0:
            await asyncio.sleep(0)
        if not picture.has(tile):
            yield tile


def _begin() -> None:
    """Let a thread paint: answers and live runs go before it, where the system knows threads of less importance."""
    compute_in_one_thread()
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICE)

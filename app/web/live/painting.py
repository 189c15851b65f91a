"""Painting: maps are painted tile by tile in threads of their own, while the server goes on with everything else."""

import asyncio
import os
import sys
import threading
import time
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from app.device import compute_in_one_thread
from app.playground.map.judge import Painted
from app.playground.map.painter import Painter
from app.playground.map.picture import Picture
from app.playground.map.plan import MapPlan
from app.playground.map.tiles import Tile
from app.web.live.compiler import Compiler
from app.web.live.stopping import stopping

MOST_KEPT = 1_000_000
"""Pixels of pictures that are remembered: some ten megabytes."""

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
        self._pictures: OrderedDict[str, Picture] = OrderedDict()

    def picture(self, question: MapPlan) -> Picture:
        """What is known of the map of `question`."""
        key = question.model_dump_json()
        picture = self._pictures.setdefault(key, Picture(question))
        self._pictures.move_to_end(key)
        while len(self._pictures) > 1 and sum(each.question.pixels for each in self._pictures.values()) > MOST_KEPT:
            self._pictures.popitem(last=False)
        return picture

    async def paint(
        self, painter: Painter, picture: Picture, compiler: Compiler | None, most_seconds: float
    ) -> AsyncIterator[list[tuple[Tile, Painted]]]:
        """Paint what `picture` lacks: the tiles as they come, put into it.

        After `most_seconds` of the clock no further tile is begun. Raises HTTPException as soon as the server stops.
        """
        began: float | None = None
        is_wanted = True
        left = iter([tile for tile in painter.tiles if not picture.has(tile)])
        pending: set[asyncio.Task[tuple[Tile, Painted | None]]] = set()
        try:
            while True:
                while len(pending) < self.threads and (began is None or time.monotonic() - began < most_seconds):
                    if (tile := next(left, None)) is None:
                        break
                    pending.add(asyncio.create_task(self._one(painter, tile, compiler, lambda: is_wanted)))
                if not pending:
                    return
                done, pending = await stopping().unless_now(asyncio.wait(pending, return_when=asyncio.FIRST_COMPLETED))
                # whoever waits for a program is not late for that
                began = time.monotonic() if began is None else began
                fresh = [(tile, painted) for tile, painted in (task.result() for task in done) if painted is not None]
                for tile, painted in fresh:
                    picture.put(tile, painted)
                yield fresh
        finally:
            is_wanted = False
            for task in pending:
                task.cancel()

    async def _one(
        self, painter: Painter, tile: Tile, compiler: Compiler | None, is_wanted: Callable[[], bool]
    ) -> tuple[Tile, Painted | None]:
        """Paint one tile, once there is a program for it."""
        if compiler is not None and painter.has_to_prepare(tile):
            await asyncio.wrap_future(compiler.submit(partial(painter.prepare, tile)))
        if self._pool is None:
            self._pool = ThreadPoolExecutor(self.threads, "painting", _begin)
        loop = asyncio.get_running_loop()
        return tile, await loop.run_in_executor(self._pool, painter.paint, tile, is_wanted)

    def close(self) -> None:
        """Begin nothing any more."""
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = None


def _begin() -> None:
    """Let a thread paint: answers and live runs go before it, where the system knows threads of less importance."""
    compute_in_one_thread()
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICE)

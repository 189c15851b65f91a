"""Painting: maps are painted tile by tile in threads of their own, while the server goes on with everything else."""

import asyncio
import os
import sys
import threading
from collections import OrderedDict
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from hashlib import sha256

from app.device import compute_in_one_thread
from app.playground.map.judge import Painted
from app.playground.map.painter import Painter
from app.playground.map.picture import Picture, is_known
from app.playground.map.plan import MapPlan
from app.playground.map.tiles import Tile
from app.web.http.giving_way import OneAtATime
from app.web.live.compiler import Compiler
from app.web.live.patience import Patience
from app.web.live.shared_tile import SharedTile
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

    A map that is asked for once more goes on where it stopped: what is known is never computed twice, nor what is being
    painted for somebody else.
    """

    def __init__(self, workers: int) -> None:
        # those of all workers together fill the machine
        self.threads = max((os.cpu_count() or 1) // workers, 1)
        # made with the first map, and anew where a server starts again that has stopped
        self._pool: ThreadPoolExecutor | None = None
        self._pictures: OrderedDict[bytes, tuple[Picture, int]] = OrderedDict()
        self._held = 0
        self._shared: dict[tuple[Picture, int], SharedTile] = {}
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
    ) -> AsyncGenerator[list[tuple[Tile, Painted]], None]:
        """Paint what `picture` lacks: the tiles as they come, put into it.

        A tile that several ask for at once is painted once. What is not done after `most_seconds` of the clock is left,
        counted from when the first tile is begun. Raises HTTPException as soon as the server stops.
        """
        patience = Patience(most_seconds)
        lacking = _lacking(painter, picture)
        pending: set[asyncio.Task[tuple[Tile, Painted] | None]] = set()
        try:
            while True:
                while len(pending) < self.threads and patience.left:
                    if (tile := await anext(lacking, None)) is None:
                        break
                    pending.add(asyncio.create_task(self._awaited(painter, picture, tile, compiler, patience)))
                if not pending:
                    return
                done, pending = await stopping().unless_now(asyncio.wait(pending, return_when=asyncio.FIRST_COMPLETED))
                yield [found for task in done if (found := task.result()) is not None]
        finally:
            for task in pending:
                task.cancel()

    async def _awaited(
        self, painter: Painter, picture: Picture, tile: Tile, compiler: Compiler | None, patience: Patience
    ) -> tuple[Tile, Painted] | None:
        """What becomes of `tile`, whoever has it painted; None where there is no time left."""
        while patience.left and not picture.has(tile):
            place = picture, tile.number
            shared = self._shared.get(place)
            if shared is None or shared.is_over:
                shared = SharedTile(partial(self._one, painter, picture, tile, compiler))
                self._shared[place] = shared
            try:
                await shared.wait(patience)
            finally:
                if shared.is_over and self._shared.get(place) is shared:
                    del self._shared[place]
        return (tile, picture.taken(tile)) if picture.has(tile) else None

    async def _one(
        self, painter: Painter, picture: Picture, tile: Tile, compiler: Compiler | None, is_wanted: Callable[[], bool]
    ) -> None:
        """Paint one tile, once there is a program for it."""
        if compiler is not None and painter.has_to_prepare(tile):
            async with self._compiling.lock:
                await asyncio.wrap_future(compiler.submit(partial(painter.prepare, tile)))
        if self._pool is None:
            self._pool = ThreadPoolExecutor(self.threads, "painting", _begin)
        loop = asyncio.get_running_loop()
        painted = await loop.run_in_executor(self._pool, painter.paint, tile, is_wanted)
        if painted is not None:
            picture.put(tile, painted)

    def close(self) -> None:
        """Begin nothing any more."""
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = None


async def _lacking(painter: Painter, picture: Picture) -> AsyncIterator[Tile]:
    """The tiles that are not known by the time that the first is asked for, though perhaps when it is their turn."""
    if picture.done == 1:
        return
    outcome = picture.outcome.copy()
    for number, tile in enumerate(painter.tiles):
        if number % _SKIPPED == 0:
            await asyncio.sleep(0)
        if not is_known(tile, outcome):
            yield tile


def _begin() -> None:
    """Let a thread paint: answers and live runs go before it, where the system knows threads of less importance."""
    compute_in_one_thread()
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICE)

"""Bundles: tiles that are painted one after the other by one machine among many, each bundle some seconds' work."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from app.playground.live.live import Clock
from app.playground.map.judge import Painted
from app.playground.map.painter import Painter
from app.playground.map.plan import MapPlan
from app.playground.map.tiles import Tile
from app.playground.trainers import TrainerName

SECONDS = 2.0
"""What a bundle takes, about: to send one and to hear of it takes some milliseconds."""

BUNDLES_A_SECOND = 500
"""How many are given out, at most: among more machines each bundle takes longer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaintedBundle:
    """What became of the tiles of a bundle, by their numbers, and the seconds that they took."""

    painted: dict[int, Painted]
    seconds: float


def paint_bundle(
    question: str, device: str, trainer: TrainerName, clock: Clock, numbers: Sequence[int]
) -> PaintedBundle:
    """Paint the tiles with these numbers of a map, whose question comes as JSON; `clock` tells the seconds."""
    painter = _painter(question, device, trainer)
    tiles = [painter.tiles[number] for number in numbers]
    # to compile is no measure of how long the next ones take
    for tile in tiles:
        painter.prepare(tile)
    began = clock()
    painted = {tile.number: painted for tile in tiles if (painted := painter.paint(tile)) is not None}
    return PaintedBundle(painted=painted, seconds=clock() - began)


@lru_cache(maxsize=1)
def _painter(question: str, device: str, trainer: TrainerName) -> Painter:
    """A process paints many bundles of one map: it reads its question, and has its programs compiled, once."""
    return Painter(MapPlan.model_validate_json(question), device, trainer)


class Bundles:
    """Parts `tiles` into bundles for so many `workers`, each as many tiles as take some seconds by what is known."""

    def __init__(self, tiles: Sequence[Tile], workers: int) -> None:
        self._left = [tile.number for tile in reversed(tiles)]
        self._workers = workers
        self._seconds = max(SECONDS, workers / BUNDLES_A_SECOND)
        self._pace = 0.0

    def note(self, bundle: PaintedBundle) -> None:
        """Note how long a bundle took."""
        self._pace = len(bundle.painted) / max(bundle.seconds, 1e-6)

    def __iter__(self) -> Iterator[tuple[int, ...]]:
        """The numbers of the tiles of one bundle after the other: of one tile at first."""
        while self._left:
            # towards the end they become smaller, so that all workers end together
            most = len(self._left) // (2 * self._workers)
            count = max(min(int(self._pace * self._seconds), most), 1)
            yield tuple(self._left.pop() for _ in range(count))

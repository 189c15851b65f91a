"""A map that several ask for at once is painted once, and each waits for as long as it has time."""

import asyncio
from collections import Counter
from collections.abc import Callable

from app.playground.map.judge import Painted
from app.playground.map.painter import Painter
from app.playground.map.plan import MapPlan
from app.playground.map.tiles import Tile
from app.web.live.painting import Painting
from tests.unit.playground.map.questions import question_of

# tiles of one pixel, forty of them
QUESTION = question_of("noise:0:0.5:8", "width:1:5:5", points=20, epochs=3)
# of so many epochs no test sees the end
ENDLESS = question_of("lr:0.01:0.1:2", "seed:1:2:2", points=20, epochs=100_000)
# some seconds of tiles of one pixel
LENGTHY = question_of("noise:0:0.5:4", "width:4:5:2", points=200, batch_size=1, epochs=10)
LONG = 600.0
SOON = 0.001


class Begun:
    """How often each tile has been begun, and whether any has."""

    def __init__(self) -> None:
        self.times = Counter[int]()
        self.any = asyncio.Event()
        self._loop = asyncio.get_running_loop()

    def note(self, tile: Tile) -> None:
        """A thread begins it."""
        self.times[tile.number] += 1
        self._loop.call_soon_threadsafe(self.any.set)


class NotingPainter(Painter):
    """Notes which tiles it begins."""

    def __init__(self, question: MapPlan, begun: Begun) -> None:
        super().__init__(question)
        self._begun = begun

    def paint(self, tile: Tile, is_wanted: Callable[[], bool] = lambda: True) -> Painted | None:
        """As any painter does."""
        self._begun.note(tile)
        return super().paint(tile, is_wanted)


async def told_to(painting: Painting, begun: Begun, question: MapPlan, seconds: float = LONG) -> list[int]:
    """The numbers of all tiles that one who asks is told, with a painter of its own."""
    painter, picture = NotingPainter(question, begun), painting.picture(question)
    return [tile.number async for fresh in painting.paint(painter, picture, None, seconds) for tile, _ in fresh]


def numbers(question: MapPlan) -> list[int]:
    return [tile.number for tile in Painter(question).tiles]


def test_a_tile_is_painted_once_however_many_wait_and_each_is_told_all() -> None:
    painting = Painting(1)

    async def ask() -> None:
        begun = Begun()
        told = await asyncio.gather(*(told_to(painting, begun, QUESTION) for _ in range(5)))
        assert begun.times == Counter(numbers(QUESTION))
        assert [sorted(own) for own in told] == [numbers(QUESTION)] * 5

    asyncio.run(ask())
    assert painting.picture(QUESTION).done == 1
    painting.close()


def test_one_who_leaves_stops_nothing_that_others_wait_for() -> None:
    painting = Painting(1)

    async def ask() -> None:
        begun = Begun()
        others = [asyncio.create_task(told_to(painting, begun, QUESTION)) for _ in range(2)]
        leaving = painting.paint(NotingPainter(QUESTION, begun), painting.picture(QUESTION), None, LONG)
        await anext(leaving)
        await leaving.aclose()
        others[0].cancel()
        assert sorted(await others[1]) == numbers(QUESTION)
        assert set(begun.times.values()) == {1}

    asyncio.run(ask())
    painting.close()


def test_when_nobody_waits_a_tile_is_given_up_and_who_comes_then_has_it_painted() -> None:
    painting = Painting(1)

    async def ask() -> None:
        for _ in range(2):
            begun = Begun()
            asking = asyncio.create_task(told_to(painting, begun, ENDLESS))
            await begun.any.wait()
            asking.cancel()
            await asyncio.wait((asking,))
        assert sorted(await told_to(painting, Begun(), QUESTION)) == numbers(QUESTION)

    asyncio.run(ask())
    assert painting.picture(ENDLESS).done == 0
    assert not painting._shared  # noqa: SLF001  what is given up would hold memory, which nobody sees
    painting.close()


def test_who_has_no_time_left_leaves_and_the_tile_goes_on_for_whoever_has() -> None:
    painting = Painting(1)

    async def ask() -> None:
        begun = Begun()
        patient = asyncio.create_task(told_to(painting, begun, LENGTHY))
        await begun.any.wait()
        assert len(await told_to(painting, begun, LENGTHY, SOON)) < len(numbers(LENGTHY))
        assert not patient.done()
        assert sorted(await patient) == numbers(LENGTHY)
        assert set(begun.times.values()) == {1}

    asyncio.run(ask())
    painting.close()

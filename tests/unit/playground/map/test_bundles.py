"""Bundles have every tile once and in order, some seconds' work each, less towards the end."""

from time import perf_counter

from app.playground.map.bundles import BUNDLES_A_SECOND, SECONDS, Bundles, PaintedBundle, paint_bundle
from app.playground.map.judge import Painted
from app.playground.map.painter import Painter
from app.playground.map.plan import MapPlan
from app.playground.map.tiles import Tile

NONE = Painted(values=(), outcome=())
QUESTION = MapPlan.model_validate(
    {
        "plan": {"data": {"points": 20}, "network": {"hidden": [{"units": 2}]}},
        "activations": ["tanh", "relu"],
        "x": {"vary": "lr", "low": 0.01, "high": 10, "scale": "log", "points": 12},
        "y": {"vary": "weight_scale", "low": 0.1, "high": 10, "scale": "log", "points": 12},
        "epochs": 2,
    }
)


def bundle(numbers: tuple[int, ...], seconds: float) -> PaintedBundle:
    return PaintedBundle(painted=dict.fromkeys(numbers, NONE), seconds=seconds)


def tiles(count: int) -> list[Tile]:
    return [Tile(number=number, activation=0, block=(1, 1), pixels=()) for number in range(count)]


def test_bundles_have_all_tiles_in_order_and_fill_their_seconds() -> None:
    bundles = Bundles(tiles(1000), workers=2)
    given = []
    for numbers in bundles:
        given.append(numbers)
        # ten a second
        bundles.note(bundle(numbers, len(numbers) / 10))
    assert [number for numbers in given for number in numbers] == list(range(1000))
    assert len(given[0]) == 1
    assert len(given[1]) == 10 * SECONDS
    # so that nobody works on alone for long
    assert [len(numbers) for numbers in given[-4:]] == [1, 1, 1, 1]


def test_among_thousands_of_workers_a_bundle_takes_longer() -> None:
    bundles = Bundles(tiles(1_000_001), workers=20 * BUNDLES_A_SECOND)
    given = iter(bundles)
    bundles.note(bundle(next(given), 0.1))
    # what is left is shared out all the same
    assert len(next(given)) == 50
    bundles.note(bundle((0,), 1.0))
    assert len(next(given)) == 20


def test_a_bundle_is_painted_as_its_tiles_are_by_themselves() -> None:
    painter = Painter(QUESTION)
    numbers = tuple(tile.number for tile in painter.tiles[1:4])
    found = paint_bundle(QUESTION.model_dump_json(), "cpu", "torch", perf_counter, numbers)
    assert found.painted == {number: painter.paint(painter.tiles[number]) for number in numbers}
    assert found.seconds > 0

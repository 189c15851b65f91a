"""Tiles: the pixels of a map that learn together, in the order in which they are painted, coarse to fine."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.playground.map.plan import MapPlan
from app.playground.plan_data import points_of
from app.playground.work import GRADIENT, numbers_of_plan

COARSEST = 8
"""Rows and columns, at most, of what is seen first."""

MOST_PIXELS = 64
"""Networks that learn together, at most: more learn no faster, and are waited for longer."""

APART = 8
"""Pixels of a tile where one axis stands apart: as many as the coarsest picture has along the other."""

_MOST_NUMBERS = 20_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """Pixels (row, column) of the map of one activation, by its number, that learn together.

    Until finer ones are known, each stands for a `block` of rows and columns.
    """

    number: int
    activation: int
    block: tuple[int, int]
    pixels: tuple[tuple[int, int], ...]


def tiles_of(question: MapPlan) -> tuple[Tile, ...]:
    """All tiles of a map: first some rows and columns of it, at most eight, then those between them, step by step."""
    most = pixels_together(question)
    parts = (
        (activation, block, pixels)
        for block, fresh in _stages(question)
        for activation in range(len(question.activations))
        for group in _groups(question, fresh)
        for pixels in (tuple(group[start : start + most]) for start in range(0, len(group), most))
    )
    return tuple(
        Tile(number=number, activation=activation, block=block, pixels=pixels)
        for number, (activation, block, pixels) in enumerate(parts)
    )


def pixels_together(question: MapPlan) -> int:
    """How many pixels a tile has, at most, by the plan alone."""
    apart = sum(quantity.apart for quantity in question.quantities)
    most = (MOST_PIXELS, APART, 1)[apart]
    # an epoch of larger networks is as long as one of more; the last corner has the largest
    columns, rows = (len(values) for values in question.values)
    largest = (question.pixel(number, rows - 1, columns - 1) for number in range(len(question.activations)))
    numbers = (1 + GRADIENT) * points_of(question.plan.data) * max(map(numbers_of_plan, largest))
    networks = min(most, max(_MOST_NUMBERS // numbers, 1))
    return 1 << (max(networks // question.plan.replicas, 1).bit_length() - 1)


def _stages(question: MapPlan) -> Iterator[tuple[tuple[int, int], list[tuple[int, int]]]]:
    """The blocks that pixels stand for, and the pixels that come with them, from the coarsest to single ones."""
    columns, rows = (len(values) for values in question.values)
    block = _coarsest(rows), _coarsest(columns)
    known: set[tuple[int, int]] = set()
    while True:
        fresh = [
            (row, column)
            for row in range(0, rows, block[0])
            for column in range(0, columns, block[1])
            if (row, column) not in known
        ]
        known.update(fresh)
        yield block, fresh
        if block == (1, 1):
            return
        block = max(block[0] // 2, 1), max(block[1] // 2, 1)


def _coarsest(count: int) -> int:
    """The power of two by which `count` values become eight, or fewer."""
    step = 1
    while -(-count // step) > COARSEST:
        step *= 2
    return step


def _groups(question: MapPlan, pixels: Sequence[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """`pixels` in groups that can learn as one: whose values are equal along each axis that stands apart."""
    x, y = question.quantities
    groups: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for row, column in pixels:
        groups.setdefault((row if y.apart else 0, column if x.apart else 0), []).append((row, column))
    return list(groups.values())

"""Readings: what f and f′ are at one x, with the limits on both sides of it where it is a kink."""

from typing import NamedTuple

from app.activations.bound import BoundActivation
from app.analysis.curves import sample
from app.analysis.kinks import Sides
from app.analysis.precision import DtypeName


class Reading(NamedTuple):
    """What torch computes at x, and what the quantity comes to from either side: beside a kink all three may differ."""

    at: float
    left: float
    right: float


def read_at(activation: BoundActivation, x: float, dtype: DtypeName = "float64") -> tuple[Reading, Reading]:
    """f and f′ at x. Raises ValueError for an x beyond the largest number of the dtype."""
    (curve,) = sample([activation], [x], order=1, dtype=dtype).curves
    sides: list[Sides | None] = [None, None]
    for kink in curve.kinks:
        # beside a kink that jumps in another order, the two sides differ by the slope between them
        sides = [pair if jumps else None for pair, jumps in zip(kink.sides, kink.jumps, strict=True)]
    value, slope = (
        Reading(at, *(both or (at, at)))
        for at, both in (
            (float(array[0]), pair) for array, pair in zip(curve.orders, sides, strict=False) if array is not None
        )
    )
    return value, slope

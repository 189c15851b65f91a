"""Kinks: f and its derivatives on both sides of a point where they jump, and what torch says at the point itself."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import torch

from app.activations.bound import BoundActivation
from app.analysis.breaks import Breaks
from app.analysis.derivatives import differentiate
from app.analysis.points import Points, float64

# A one-sided limit is taken this many spacings of the dtype away from its kink: one spacing can vanish in the rounding
# of slope·x + 1/2, and eight are still too few to see.
SPACINGS_AWAY = 4

# Two values that differ by less than this share of the larger differ by the slope between them, not by a jump.
SMALLEST_JUMP = 1e-9

Orders = Sequence[Points | None]
"""f, f′ and f″ at the same points; None above the order asked for."""

Around = Sequence[list[float] | None]
"""f, f′ and f″ left of a kink, at it and right of it; None above the order asked for."""


class Sides(NamedTuple):
    """A quantity just left and just right of a kink."""

    left: float
    right: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Kink:
    """A kink at x, which the dtype rounds to `at`.

    For f, f′ and f″ (None above the order asked for): the `sides`, ±inf at a pole, what `torch` computes at x itself,
    and which sides that equals. `jumps` and `taken` are judged in float64, whatever the dtype.
    """

    x: float
    at: float
    sides: tuple[Sides | None, ...]
    torch: tuple[float | None, ...]
    jumps: tuple[bool, ...]
    taken: tuple[tuple[bool, bool], ...]


def around(kinks: Sequence[float], dtype: torch.dtype) -> Points:
    """Three x for each kink: close on the left, the kink, close on the right; ascending if the kinks are."""
    spacing = torch.finfo(dtype).eps
    x = np.array(kinks, dtype=np.float64)
    room = np.diff(x, prepend=-np.inf, append=np.inf) / 3
    away = np.minimum(SPACINGS_AWAY * spacing * np.maximum(1.0, np.abs(x)), np.minimum(room[:-1], room[1:]))
    return np.stack([x - away, x, x + away], axis=-1).ravel()


def around_kink(orders: Orders, first: int) -> Around:
    """The three values of each order that start at `first`."""
    return [None if values is None else values[first : first + 3].tolist() for values in orders]


def judge(activation: BoundActivation, kinks: Sequence[float]) -> list[Around]:
    """f, f′ and f″ around each kink in float64: what `read_kink` judges jumps by."""
    x = torch.from_numpy(around(kinks, torch.float64))
    orders = [None if tensor is None else float64(tensor) for tensor in differentiate(activation, x)]
    return [around_kink(orders, 3 * i) for i in range(len(kinks))]


def read_kink(x: float, at: float, seen: Around, exact: Around) -> Kink:
    """The kink at x, from the three values of each order as the dtype gives them, and in float64."""
    return Kink(
        x=x,
        at=at,
        sides=tuple(None if values is None else Sides(values[0], values[2]) for values in seen),
        torch=tuple(None if values is None else values[1] for values in seen),
        jumps=tuple(values is not None and not _equal(values[0], values[2]) for values in exact),
        taken=tuple((True, True) if v is None else (_equal(v[0], v[1]), _equal(v[1], v[2])) for v in exact),
    )


def broken(breaks: Breaks, i: int, at: float, seen: Around) -> Kink:
    """Break number i of an expression, which the dtype rounds to `at`, from the three values of each order there."""
    limits, own = breaks.sides[i].tolist(), breaks.at[i].tolist()
    return Kink(
        x=breaks.x[i].item(),
        at=at,
        sides=tuple(None if v is None else _sides(v, each) for v, each in zip(seen, limits, strict=True)),
        torch=tuple(None if values is None else values[1] for values in seen),
        jumps=tuple(values is not None and jumps for values, jumps in zip(seen, breaks.jumps[i].tolist(), strict=True)),
        taken=tuple((_equal(left, y), _equal(y, right)) for (left, right), y in zip(limits, own, strict=True)),
    )


def _sides(seen: list[float], limits: list[float]) -> Sides:
    """What the dtype gives beside a break, where there is a limit; else that it is infinite, or that there is none."""
    left, right = (y if math.isfinite(limit) else limit for y, limit in zip(seen[::2], limits, strict=True))
    return Sides(left, right)


def _equal(a: float, b: float) -> bool:
    return abs(a - b) <= SMALLEST_JUMP * max(1.0, abs(a), abs(b))

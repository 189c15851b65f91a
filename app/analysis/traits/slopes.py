"""The size of the slope: the Lipschitz constant, and the points beyond which a gradient hardly passes."""

import math
from dataclasses import replace
from typing import NamedTuple

import torch

from app.analysis.roots import bracketed_roots
from app.analysis.traits.ends import End
from app.analysis.traits.extremes import SAME, Extreme, Survey, nearest_to_zero
from app.analysis.traits.grid import Function, Grid, nth_derivative

SATURATED = 0.01


class Lipschitz(NamedTuple):
    """The supremum of |f′|, None if there is none, and the x where it is reached, or where there is none."""

    value: float | None
    at: float | None


def lipschitz(grid: Grid, slopes: Survey) -> Lipschitz:
    """The least L with |f(a) − f(b)| ≤ L·|a − b| for all a and b; a jump of f leaves none."""
    if grid.jumps.any():
        return Lipschitz(None, nearest_to_zero(grid.kinks[grid.jumps]))
    steepest = _larger(slopes.supremum, slopes.negated.supremum)
    return Lipschitz(steepest.value, steepest.at)


def _larger(a: Extreme, b: Extreme) -> Extreme:
    """The larger of two bounds, if equal the one reached nearer to 0."""
    if a.value is None or b.value is None:
        return a if a.value is None else b
    if abs(a.value - b.value) > SAME * max(a.value, b.value):
        return max(a, b, key=lambda bound: bound.value or 0.0)
    reached = [bound.at for bound in (a, b) if bound.at is not None]
    return replace(a, at=nearest_to_zero(torch.tensor(reached, dtype=torch.float64)) if reached else None)


def saturation(f: Function, grid: Grid, ends: tuple[End, ...]) -> tuple[float | None, float | None]:
    """The greatest a and the least b with |f′| < 0.01 at every x < a and every x > b; None where there is none.

    `ends` are those of f′. A jump counts as steep; a function that is nowhere steep saturates at (inf, −inf).
    """
    steep = grid.jet[1].abs() > SATURATED
    steep[~grid.inside] = grid.jumps
    known = grid.jet[1][grid.inside & ~grid.jet[1].isnan()]
    found = steep.nonzero()[:, 0].tolist()
    if not (found and len(known)):
        return math.inf, -math.inf
    left, right = (_gentle(end, outermost) for end, outermost in zip(ends[:2], known[[0, -1]].tolist(), strict=True))
    first, last = found[0], found[-1]
    return (
        _threshold(f, grid, first, max(first - 1, 0)) if left else None,
        _threshold(f, grid, last, min(last + 1, len(grid.x) - 1)) if right else None,
    )


def _gentle(end: End, outermost: float) -> bool:
    """Whether the slope stays small toward `end`; where it cannot be followed that far, `outermost` stands for it."""
    slope = outermost if end.lost else end.limit
    return slope is not None and abs(slope) < SATURATED


def _threshold(f: Function, grid: Grid, steep: int, gentle: int) -> float:
    """Where |f′| passes the threshold between two neighbouring points: at a crossing, or else at a kink."""
    low, high = sorted((steep, gentle))
    if low == high or not grid.joined[low]:
        return grid.place[steep].item()
    slope = nth_derivative(f, 1)
    return bracketed_roots(lambda x: slope(x).abs() - SATURATED, grid.x[low : low + 1], grid.x[high : high + 1]).item()

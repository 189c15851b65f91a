"""The shape of a curve on its grid: which way it goes, how it bends, its symmetry, and where it has no slope."""

from typing import Literal

import torch

from app.analysis.traits.grid import Function, Grid, Interval, jet, near, scale

Trend = Literal["increasing", "decreasing", "constant"]
Convexity = Literal["convex", "concave", "linear"]
Parity = Literal["odd", "even"]

# a rise or fall below this, relative to the value itself, is rounding
RELATIVE_ROUNDING = 1e-9
# and so is one below this, relative to the values within 1 of 0: there terms cancel
ABSOLUTE_ROUNDING = 1e-12
NEAR_IDENTITY = 1e-6

_BENDS: dict[Trend, Convexity] = {"increasing": "convex", "decreasing": "concave", "constant": "linear"}


def monotone(grid: Grid) -> Trend | None:
    """The way f goes over its whole domain, or None if it goes both."""
    return _trend(grid, order=0)


def convexity(grid: Grid) -> Convexity | None:
    """The way f bends over its whole domain, or None if it bends both ways or jumps."""
    trend = None if grid.jumps.any() else _trend(grid, order=1)
    return None if trend is None else _BENDS[trend]


def _trend(grid: Grid, order: int) -> Trend | None:
    # at a kink f has a value, and f′ one by convention alone
    usable = (grid.inside | (order == 0)) & grid.jet[order].isfinite()
    y = grid.jet[order][usable]
    if not len(y):
        return None
    rounding = RELATIVE_ROUNDING * y.abs() + ABSOLUTE_ROUNDING * scale(grid.x[usable], y)
    rises = bool((y - y.cummin(dim=0).values > rounding).any())
    falls = bool((y.cummax(dim=0).values - y > rounding).any())
    if rises and falls:
        return None
    return "increasing" if rises else "decreasing" if falls else "constant"


def parity(f: Function, grid: Grid) -> Parity | None:
    """Whether f is the same (even) or the opposite (odd) at −x; a constant is even."""
    # beside a kink the mirror image may fall on its other side
    clear = ((grid.x.abs()[:, None] - grid.kinks.abs()).abs() > 2 * near(grid.kinks)).all(dim=1)
    x, value = grid.x[clear], grid.jet[0][clear]
    mirrored, rounding = f(-x), ABSOLUTE_ROUNDING * scale(x, value)
    if torch.isclose(value, mirrored, RELATIVE_ROUNDING, rounding, equal_nan=True).all():
        return "even"
    return "odd" if torch.isclose(value, -mirrored, RELATIVE_ROUNDING, rounding, equal_nan=True).all() else None


def identity_near_zero(f: Function) -> bool:
    """Whether f(0) = 0, and f′ → 1 from both sides of 0."""
    gap = near(torch.zeros(1, dtype=torch.float64))
    value, slope = jet(f, torch.cat((-gap, 0 * gap, gap)), order=1)
    return bool((value.abs() <= NEAR_IDENTITY).all() and ((slope[[0, 2]] - 1).abs() <= NEAR_IDENTITY).all())


def dead(grid: Grid) -> tuple[Interval, ...]:
    """The intervals on which f is constant: whole pieces, because anywhere else a slope of 0 is underflow."""
    return grid.intervals(grid.pieces_where_zero(grid.jet[1]))

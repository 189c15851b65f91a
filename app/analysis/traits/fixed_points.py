"""Fixed points: the x, and the whole intervals, at which f(x) = x."""

import math
from typing import NamedTuple

import torch
from torch import Tensor

from app.analysis.roots import bracketed_roots
from app.analysis.traits.extremes import nearest_to_zero
from app.analysis.traits.grid import Function, Grid, Interval, nth_derivative

FARTHEST = 1e3
# snake has one for each of its waves
MOST = 25
# f(x) − x is 0 up to the rounding of a few operations
RELATIVE_ROUNDING = 1e-13
ABSOLUTE_ROUNDING = 1e-15
# closer than this, two roots are one that was found twice
APART = 1e-9


class FixedPoints(NamedTuple):
    """Isolated fixed points, ascending, the 25 nearest to 0 where there are more, and intervals of fixed points."""

    points: tuple[float, ...]
    intervals: tuple[Interval, ...]


def fixed_points(f: Function, grid: Grid) -> FixedPoints:
    """The fixed points with |x| ≤ 1000; an asymptote is none, nor is a jump unless f itself lies on the diagonal."""
    distance = grid.jet[0] - grid.x
    side = torch.where(_vanishes(distance, grid.x), 0.0, distance.sign())
    side[~distance.isfinite()] = math.nan
    intervals = grid.intervals(grid.pieces_where_zero(side))
    own = grid.x[~grid.inside & (side == 0) & (grid.x.abs() <= FARTHEST)]
    side[grid.x.abs() > FARTHEST] = math.nan
    side[~grid.inside] = torch.where(grid.jumps, math.nan, side[~grid.inside])
    found = torch.cat((_crossings(f, grid, side), _touches(f, grid, side), _stays(grid.x, distance, side), own))
    isolated = [x for x in found.unique().tolist() if not any(_holds(interval, x) for interval in intervals)]
    return FixedPoints(tuple(sorted(sorted(_distinct(isolated), key=abs)[:MOST])), intervals)


def _vanishes(distance: Tensor, x: Tensor) -> Tensor:
    return distance.abs() <= RELATIVE_ROUNDING * x.abs() + ABSOLUTE_ROUNDING


def _crossings(f: Function, grid: Grid, side: Tensor) -> Tensor:
    """Where f passes from one side of the diagonal to the other between two points of the grid."""
    roots = bracketed_roots(lambda x: f(x) - x, *grid.brackets(side[1:] * side[:-1] == -1))
    # a jump or a pole that nobody declared crosses the diagonal without a root
    return roots[(f(roots) - roots).abs() <= APART * (1 + roots.abs())]


def _touches(f: Function, grid: Grid, side: Tensor) -> Tensor:
    """Where f, parallel to the diagonal between two points on one side of it, touches it."""
    low, high = grid.sign_changes(torch.where(side.abs() == 1, grid.jet[1] - 1, math.nan))
    slope = nth_derivative(f, 1)
    parallel = bracketed_roots(lambda x: slope(x) - 1, low, high)
    return parallel[_vanishes(f(parallel) - parallel, parallel)]


def _stays(x: Tensor, distance: Tensor, side: Tensor) -> Tensor:
    """A point of each run of points on the diagonal that f comes to and leaves again: the one truly nearest to it."""
    sides, counts = side.unique_consecutive(return_counts=True)
    bounds = counts.cumsum(dim=0).tolist()
    met = (sides[1:-1] == 0) & (sides[:-2].abs() == 1) & (sides[2:].abs() == 1)
    runs = [slice(bounds[i], bounds[i + 1]) for i in met.nonzero()[:, 0].tolist()]
    points = [nearest_to_zero(x[run][distance[run].abs() == distance[run].abs().min()]) for run in runs]
    return torch.tensor(points, dtype=x.dtype)


def _holds(interval: Interval, x: float) -> bool:
    low, high = interval
    return (low is None or low - APART <= x) and (high is None or x <= high + APART)


def _distinct(roots: list[float]) -> list[float]:
    """`roots`, ascending, without those that repeat the one before."""
    return [x for i, x in enumerate(roots) if i == 0 or x - roots[i - 1] > APART * (1 + abs(x))]

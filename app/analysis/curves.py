"""Curves: f, f′ and f″ sampled over a window or at given points, with both sides of every kink and pole."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from app.activations.bound import BoundActivation
from app.analysis.breaks import Breaks, find_breaks
from app.analysis.derivatives import Derivatives, differentiate
from app.analysis.kinks import Kink, around, around_kink, broken, judge, read_kink
from app.analysis.points import Points, float64
from app.analysis.precision import DTYPES, DtypeName, check_reach

# so far beyond a window, in widths of it, a pole is looked for: from there it still sets the height of a curve
MARGIN = 1 / 50
# points at which an expression is looked at for where it breaks: two breaks closer than a pixel may be lost
SEARCHED = 2001
# in a figure, more than this many would be two pixels apart
MOST_BREAKS = 256
NONE: Points = np.array([], dtype=np.float64)


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """`points` evenly spaced x from `low` to `high`, both included; `with_kinks` there are more x at every kink."""

    low: float
    high: float
    points: int
    with_kinks: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """One bound activation over x: value, derivative and second derivative, of x's shape or None, and its kinks.

    `poles` are the x at which each of the three is unbounded, in the window and a fiftieth of its width around it.
    """

    activation: BoundActivation
    orders: tuple[Points | None, Points | None, Points | None]
    kinks: tuple[Kink, ...]
    poles: tuple[Points, Points, Points]


@dataclass(frozen=True, slots=True, kw_only=True)
class Curves:
    """Curves over the same x, ascending in a window, computed in `dtype` on `device` and held as float64."""

    x: Points
    curves: tuple[Curve, ...]
    dtype: DtypeName
    device: str


def sample(
    activations: Sequence[BoundActivation],
    where: Window | Sequence[float],
    *,
    order: int = 2,
    dtype: DtypeName = "float64",
    device: str = "cpu",
) -> Curves:
    """Evaluate each activation and its derivatives up to `order` over a window, or exactly at the given x.

    A window with kinks also holds every kink inside it, with one point close by on either side, and every pole, where a
    curve has no value. Raises ValueError for an x beyond the largest number of the dtype.
    """
    low, high = (where.low, where.high) if isinstance(where, Window) else (min(where), max(where))
    check_reach(dtype, low, high)
    found = [_breaks(activation, low, high) for activation in activations]
    every = _Special(
        kinks=tuple(sorted({x for own in found for x in own.kinks})),
        poles=frozenset(x for own in found for x in own.poles),
    )
    if isinstance(where, Window):
        grid = _window_grid(where, every, dtype, device)
    else:
        grid = _exact_grid(where, every.kinks, dtype, device)
    return Curves(
        x=grid.rounded[grid.shown].copy(),
        curves=tuple(
            _curve(activation, differentiate(activation, grid.x, order), own, grid)
            for activation, own in zip(activations, found, strict=True)
        ),
        dtype=dtype,
        device=device,
    )


class _Special(NamedTuple):
    """The x that a window needs beside those asked for: all kinks, ascending, and which of them are poles."""

    kinks: tuple[float, ...]
    poles: frozenset[float]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """The kinks of an activation in a window, and what else is known of them where they had to be looked for."""

    kinks: tuple[float, ...]
    breaks: Breaks | None = None
    all_poles: tuple[Points, Points, Points] = (NONE, NONE, NONE)

    @property
    def poles(self) -> list[float]:
        """The kinks at which f or a derivative is unbounded."""
        return [] if self.breaks is None else self.breaks.x[self.breaks.poles[:, 2]].tolist()


def _breaks(activation: BoundActivation, low: float, high: float) -> _Found:
    """The kinks from `low` to `high`: those declared, or those found."""
    margin = max((high - low) * MARGIN, MARGIN * 1e-3)
    found = find_breaks(activation, _searched(low - margin, high + margin), MOST_BREAKS)
    if found is None:
        return _Found(kinks=tuple(kink for kink in activation.kinks if low <= kink <= high))
    first, second, third = (found.x[poles].numpy() for poles in found.poles.unbind(dim=1))
    inside = found.among((found.x >= low) & (found.x <= high))
    return _Found(kinks=tuple(inside.x.tolist()), breaks=inside, all_poles=(first, second, third))


@lru_cache(maxsize=64)
def _searched(low: float, high: float) -> Tensor:
    """Where breaks are looked for from `low` to `high`: evenly, and at 0, to which a root is hard to narrow down."""
    evenly = torch.linspace(low, high, SEARCHED, dtype=torch.float64)
    # beside 0 nothing else, where 1 − cos x has no digits
    apart = evenly[evenly.abs() > (high - low) / (2 * SEARCHED)]
    return torch.cat((apart, torch.zeros(int(low <= 0 <= high), dtype=torch.float64))).sort().values


@dataclass(frozen=True, slots=True, kw_only=True)
class _Grid:
    """The x to evaluate: those asked for, then three around each kink.

    `rounded` is x as the dtype rounds it, `shown` picks, in order, what is answered, `first` the place of a kink's
    three, and `is_float64` says that jumps can be judged by the curve's own values. At exact x nothing is left out:
    `is_window` is false.
    """

    x: Tensor
    rounded: Points
    shown: NDArray[np.intp] | slice
    first: Mapping[float, int]
    is_float64: bool
    is_window: bool


@lru_cache(maxsize=64)
def _window_grid(window: Window, special: _Special, dtype: DtypeName, device: str) -> _Grid:
    """The grid over a window; cached, as making it takes as long as differentiating, and a slider asks for it again."""
    asked = np.linspace(window.low, window.high, window.points)
    x = np.concatenate([asked, around(special.kinks, DTYPES[dtype])])
    order = np.unique(x, return_index=True)[1]
    # beside a pole, values have 15 digits before the point
    beside = [len(asked) + 3 * i + side for i, x in enumerate(special.kinks) if x in special.poles for side in (0, 2)]
    inside = order[(x[order] >= window.low) & (x[order] <= window.high) & ~np.isin(order, beside)]
    shown = inside if special.kinks and window.with_kinks else slice(len(asked))
    return _grid(torch.from_numpy(x).to(device, DTYPES[dtype]), shown, special.kinks, is_window=True)


def _exact_grid(xs: Sequence[float], kinks: tuple[float, ...], dtype: DtypeName, device: str) -> _Grid:
    """The grid at given x, which are answered as they are."""
    points = np.concatenate([xs, around(kinks, DTYPES[dtype])])
    return _grid(torch.from_numpy(points).to(device, DTYPES[dtype]), slice(len(xs)), kinks, is_window=False)


def _grid(x: Tensor, shown: NDArray[np.intp] | slice, kinks: tuple[float, ...], *, is_window: bool) -> _Grid:
    asked = len(x) - 3 * len(kinks)
    return _Grid(
        x=x,
        rounded=float64(x),
        shown=shown,
        first={kink: asked + 3 * i for i, kink in enumerate(kinks)},
        is_float64=x.dtype == torch.float64,
        is_window=is_window,
    )


def _curve(activation: BoundActivation, derivatives: Derivatives, found: _Found, grid: _Grid) -> Curve:
    arrays = [None if tensor is None else float64(tensor) for tensor in derivatives]
    value, derivative, second = (
        None if array is None else _shown(array, grid, poles)
        for array, poles in zip(arrays, found.all_poles, strict=True)
    )
    seen = [around_kink(arrays, grid.first[kink]) for kink in found.kinks]
    at = [float(grid.rounded[grid.first[kink] + 1]) for kink in found.kinks]
    if found.breaks is None:
        exact = seen if grid.is_float64 else judge(activation, found.kinks)
        kinks = tuple(read_kink(*each) for each in zip(found.kinks, at, seen, exact, strict=True))
    else:
        kinks = tuple(broken(found.breaks, i, at[i], around) for i, around in enumerate(seen))
    return Curve(activation=activation, orders=(value, derivative, second), kinks=kinks, poles=found.all_poles)


def _shown(values: Points, grid: _Grid, poles: Points) -> Points:
    """Those of `values` that are answered; in a window without what stands at a pole, which no curve leads to."""
    if not (grid.is_window and len(poles)):
        return values[grid.shown]
    at = grid.rounded[[grid.first[pole] + 1 for pole in poles.tolist() if pole in grid.first]]
    return np.where(np.isin(grid.rounded, at), np.nan, values)[grid.shown]

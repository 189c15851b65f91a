"""Curves: f, f′ and f″ sampled over a window or at given points, with both sides of every kink."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from app.activations.bound import BoundActivation
from app.analysis.derivatives import Derivatives, differentiate
from app.analysis.kinks import Kink, around, around_kink, judge, read_kink
from app.analysis.points import Points, float64
from app.analysis.precision import DTYPES, DtypeName, check_reach


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """`points` evenly spaced x from `low` to `high`, both included."""

    low: float
    high: float
    points: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """One bound activation over x: value, derivative and second derivative, of x's shape or None, and its kinks."""

    activation: BoundActivation
    orders: tuple[Points | None, Points | None, Points | None]
    kinks: tuple[Kink, ...]


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

    A window also holds every kink inside it, with one point close by on either side. Raises ValueError for an x beyond
    the largest number of the dtype.
    """
    low, high = (where.low, where.high) if isinstance(where, Window) else (min(where), max(where))
    check_reach(dtype, low, high)
    kinks = [tuple(kink for kink in activation.kinks if low <= kink <= high) for activation in activations]
    every = tuple(sorted({x for xs in kinks for x in xs}))
    if isinstance(where, Window):
        grid = _window_grid(where, every, dtype, device)
    else:
        grid = _exact_grid(where, every, dtype, device)
    return Curves(
        x=grid.rounded[grid.shown].copy(),
        curves=tuple(
            _curve(activation, differentiate(activation, grid.x, order), own, grid)
            for activation, own in zip(activations, kinks, strict=True)
        ),
        dtype=dtype,
        device=device,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Grid:
    """The x to evaluate: those asked for, then three around each kink.

    `rounded` is x as the dtype rounds it, `shown` picks, in order, what is answered, `first` the place of a kink's
    three, and `is_float64` says that jumps can be judged by the curve's own values.
    """

    x: Tensor
    rounded: Points
    shown: NDArray[np.intp] | slice
    first: Mapping[float, int]
    is_float64: bool


@lru_cache(maxsize=64)
def _window_grid(window: Window, kinks: tuple[float, ...], dtype: DtypeName, device: str) -> _Grid:
    """The grid over a window; cached, as making it takes as long as differentiating, and a slider asks for it again."""
    asked = np.linspace(window.low, window.high, window.points)
    x = np.concatenate([asked, around(kinks, DTYPES[dtype])])
    order = np.unique(x, return_index=True)[1]
    inside = order[(x[order] >= window.low) & (x[order] <= window.high)]
    return _grid(x, inside if kinks else slice(None), kinks, dtype, device)


def _exact_grid(xs: Sequence[float], kinks: tuple[float, ...], dtype: DtypeName, device: str) -> _Grid:
    """The grid at given x, which are answered as they are."""
    return _grid(np.concatenate([xs, around(kinks, DTYPES[dtype])]), slice(len(xs)), kinks, dtype, device)


def _grid(
    points: Points, shown: NDArray[np.intp] | slice, kinks: tuple[float, ...], dtype: DtypeName, device: str
) -> _Grid:
    x = torch.from_numpy(points).to(device, DTYPES[dtype])
    asked = len(points) - 3 * len(kinks)
    first = {kink: asked + 3 * i for i, kink in enumerate(kinks)}
    return _Grid(x=x, rounded=float64(x), shown=shown, first=first, is_float64=dtype == "float64")


def _curve(activation: BoundActivation, derivatives: Derivatives, kinks: tuple[float, ...], grid: _Grid) -> Curve:
    arrays = [None if tensor is None else float64(tensor) for tensor in derivatives]
    value, derivative, second = (None if array is None else array[grid.shown] for array in arrays)
    seen = [around_kink(arrays, grid.first[kink]) for kink in kinks]
    exact = seen if grid.is_float64 else judge(activation, kinks)
    at = [float(grid.rounded[grid.first[kink] + 1]) for kink in kinks]
    return Curve(
        activation=activation,
        orders=(value, derivative, second),
        kinks=tuple(read_kink(*each) for each in zip(kinks, at, seen, exact, strict=True)),
    )

"""Curves: f, f′ and f″ sampled over a window or at given points, with both sides of every kink."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

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
    asked, low, high = _asked(where)
    check_reach(dtype, low, high)
    kinks = [[kink for kink in activation.kinks if low <= kink <= high] for activation in activations]
    grid = _Grid.of(asked, sorted({x for xs in kinks for x in xs}), dtype, merged=isinstance(where, Window))
    x = torch.from_numpy(grid.x).to(device, DTYPES[dtype])
    rounded = float64(x)
    return Curves(
        x=rounded[grid.shown],
        curves=tuple(
            _curve(activation, differentiate(activation, x, order), own, grid, rounded)
            for activation, own in zip(activations, kinks, strict=True)
        ),
        dtype=dtype,
        device=device,
    )


def _asked(where: Window | Sequence[float]) -> tuple[Points, float, float]:
    """The x asked for, the smallest and the largest."""
    if isinstance(where, Window):
        return np.linspace(where.low, where.high, where.points), where.low, where.high
    return np.array(where, dtype=np.float64), min(where), max(where)


@dataclass(frozen=True, slots=True)
class _Grid:
    """The x to evaluate: those asked for, then three around each kink; `shown` picks, in order, what is answered."""

    x: Points
    shown: NDArray[np.intp] | slice
    first: dict[float, int]
    is_exact: bool

    @classmethod
    def of(cls, asked: Points, kinks: list[float], dtype: DtypeName, *, merged: bool) -> "_Grid":
        """The grid for these x and ascending kinks, which an answer shows among the x where they are `merged`."""
        is_exact = dtype == "float64"
        if not kinks:
            return cls(asked, slice(None), {}, is_exact)
        x = np.concatenate([asked, around(kinks, DTYPES[dtype])])
        first = {kink: len(asked) + 3 * i for i, kink in enumerate(kinks)}
        return cls(x, _ascending(x, len(asked)) if merged else slice(len(asked)), first, is_exact)


def _ascending(x: Points, asked: int) -> NDArray[np.intp]:
    """The places of the distinct x, in ascending order, from the first that was asked for to the last."""
    order = np.unique(x, return_index=True)[1]
    return order[(x[order] >= x[0]) & (x[order] <= x[asked - 1])]


def _curve(activation: BoundActivation, derivatives: Derivatives, kinks: list[float], grid: _Grid, x: Points) -> Curve:
    arrays = [None if tensor is None else float64(tensor) for tensor in derivatives]
    value, derivative, second = (None if array is None else array[grid.shown] for array in arrays)
    seen = [around_kink(arrays, grid.first[kink]) for kink in kinks]
    exact = seen if grid.is_exact else judge(activation, kinks)
    at = [float(x[grid.first[kink] + 1]) for kink in kinks]
    return Curve(
        activation=activation,
        orders=(value, derivative, second),
        kinks=tuple(read_kink(*each) for each in zip(kinks, at, seen, exact, strict=True)),
    )

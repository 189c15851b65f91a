"""Curves: f, f′ and f″ sampled over a window or at given points, with both sides of every kink."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from app.activations.bound import BoundActivation
from app.analysis.derivatives import Derivatives, differentiate
from app.analysis.precision import DTYPES, DtypeName

Points = NDArray[np.float64]

# A one-sided limit is taken this many spacings of the dtype away from its kink: one spacing can vanish in the rounding
# of slope·x + 1/2, and eight are still too few to see.
SPACINGS_FROM_KINK = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """`points` evenly spaced x from `low` to `high`, both included."""

    low: float
    high: float
    points: int


# Sides that differ by less than this, or by less than 20 spacings of the dtype, differ by the slope, not by a jump.
SMALLEST_JUMP = 1e-9


class Sides(NamedTuple):
    """A quantity just left and just right of a kink."""

    left: float
    right: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Kink:
    """f and its derivatives (None above the order asked for) on both sides of x, and what torch computes at x itself."""

    x: float
    sides: tuple[Sides | None, ...]
    torch: tuple[float | None, ...]
    tolerance: float

    def jumps(self, order: int) -> bool:
        """Whether the derivative of that order (0: f itself) differs between the sides."""
        sides = self.sides[order]
        return sides is not None and not self.same(*sides)

    def same(self, a: float, b: float) -> bool:
        """Whether two values at this kink are equal up to the slope and the rounding between its sides."""
        return abs(a - b) <= self.tolerance * max(1.0, abs(a), abs(b))


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
    limits = torch.finfo(DTYPES[dtype])
    if max(-low, high) > limits.max:
        raise ValueError(f"{dtype} ends at {limits.max:g}; x must stay within it.")
    kinks = [[kink for kink in activation.kinks if low <= kink <= high] for activation in activations]
    grid = _Grid.of(asked, sorted({x for xs in kinks for x in xs}), limits.eps, merge=isinstance(where, Window))
    x = torch.from_numpy(grid.x).to(device, DTYPES[dtype])
    return Curves(
        x=_float64(x)[grid.shown],
        curves=tuple(
            _curve(activation, differentiate(activation, x, order), own, grid)
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
    """The x to evaluate: those asked for, then three for each kink; `shown` picks, in order, what the answer holds."""

    x: Points
    shown: NDArray[np.intp] | slice
    first: dict[float, int]
    tolerance: float

    @classmethod
    def of(cls, asked: Points, kinks: list[float], spacing: float, *, merge: bool) -> "_Grid":
        tolerance = max(SMALLEST_JUMP, 20 * spacing)
        if not kinks:
            return cls(asked, slice(None), {}, tolerance)
        away = [SPACINGS_FROM_KINK * spacing * max(1.0, abs(kink)) for kink in kinks]
        near = [kink + side * gap for kink, gap in zip(kinks, away, strict=True) for side in (-1, 0, 1)]
        first = {kink: len(asked) + 3 * i for i, kink in enumerate(kinks)}
        x = np.concatenate([asked, near])
        return cls(x, np.unique(x, return_index=True)[1] if merge else slice(len(asked)), first, tolerance)


def _curve(activation: BoundActivation, derivatives: Derivatives, kinks: list[float], grid: _Grid) -> Curve:
    arrays = [None if tensor is None else _float64(tensor) for tensor in derivatives]
    value, derivative, second = (None if array is None else array[grid.shown] for array in arrays)
    return Curve(
        activation=activation,
        orders=(value, derivative, second),
        kinks=tuple(_kink(x, arrays, grid) for x in kinks),
    )


def _kink(x: float, arrays: list[Points | None], grid: _Grid) -> Kink:
    left = grid.first[x]
    return Kink(
        x=x,
        tolerance=grid.tolerance,
        sides=tuple(None if a is None else Sides(float(a[left]), float(a[left + 2])) for a in arrays),
        torch=tuple(None if a is None else float(a[left + 1]) for a in arrays),
    )


def _float64(tensor: Tensor) -> Points:
    return tensor.detach().to("cpu", torch.float64).numpy()

"""The points at which a function of one variable is looked at to measure its traits, and f, f′, f″ there."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import torch
from torch import Tensor

from app.analysis.derivatives import differentiate

Function: TypeAlias = Callable[[Tensor], Tensor]
"""A function of one variable: it maps a tensor of any shape to the same shape."""

Interval: TypeAlias = tuple[float | None, float | None]
"""The two ends of an interval, None for an infinite one."""

# a one-sided limit is taken this far from a kink, relative to its size beyond 1: a kink's own rounding is 2^-52, and
# that of slope·x + 1/2 at it is 2^-48 for the smallest slope
NEAR = 2.0**-40

# a fast wave has thousands of crests, too many of them too far out to be told apart
MOST_BRACKETS = 128


def _axis() -> Tensor:
    """x from −10⁶ to 10⁶, symmetric, 0 and the 128ths up to 20 exact, so that −3 or ½ are points."""
    half = torch.cat(
        (
            torch.logspace(-9, -2.2, 48, dtype=torch.float64),
            torch.arange(1, 20 * 128 + 1, dtype=torch.float64) / 128,
            # sinc's ripples must be told apart up to 97, where its slope falls below 0.01
            torch.arange(20 * 8 + 1, 128 * 8 + 1, dtype=torch.float64) / 8,
            torch.logspace(math.log10(128), 6, 257, dtype=torch.float64)[1:],
        )
    )
    return torch.cat((-half.flip(0), torch.zeros(1, dtype=torch.float64), half))


AXIS = _axis()


def jet(f: Function, x: Tensor, order: int = 2) -> Tensor:
    """f and its derivatives up to `order` at `x`: (*shape) → (order + 1, *shape). All are NaN where f is."""
    derivatives = torch.stack([quantity for quantity in differentiate(f, x, order) if quantity is not None])
    return torch.where(derivatives[0].isnan(), math.nan, derivatives)


def nth_derivative(f: Function, order: int) -> Function:
    """The function x ↦ f (order 0), f′ (1) or f″ (2) at x."""
    return lambda x: jet(f, x, order)[order]


def near(kinks: Tensor) -> Tensor:
    """The distance from each kink at which its one-sided limits are taken."""
    return NEAR * kinks.abs().clamp(min=1.0)


def scale(x: Tensor, y: Tensor) -> float:
    """How large y (n,) at x (n,) is within 1 of 0, but for a tenth: what rounding is measured against where y is 0."""
    # the points close to 0 are many, and a pole there or elsewhere has no say
    inner = y[(x.abs() <= 1) & ((x == 0) | (x.abs() >= 1 / 128)) & y.isfinite()].abs()
    return inner.quantile(0.9).item() if len(inner) else 0.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Grid:
    """n points x, ascending, and f, f′, f″ there; k kinks cut the line into k + 1 pieces.

    `place` is x, or the kink whose one-sided limit is taken at x. `piece` numbers each point's piece from the left; a
    point is `inside` a piece unless it is a kink, and `joined` to the next if a smooth finite curve leads there.
    `jumps` says of each kink whether f jumps there.
    """

    x: Tensor  # (n,)
    jet: Tensor  # (3, n)
    place: Tensor  # (n,)
    piece: Tensor  # (n,)
    inside: Tensor  # (n,)
    joined: Tensor  # (n − 1,)
    kinks: Tensor  # (k,)
    jumps: Tensor  # (k,)

    def sign_changes(self, y: Tensor) -> tuple[Tensor, Tensor]:
        """The brackets (low, high) within a piece over which `y`, given at the n points, changes sign."""
        return self.brackets(self.joined & (y[1:].sign() * y[:-1].sign() < 0))

    def brackets(self, steps: Tensor) -> tuple[Tensor, Tensor]:
        """The ends (low, high) of `steps` (n − 1,) from a point to the next, of the 128 nearest to 0 at most."""
        low, high = self.x[:-1][steps], self.x[1:][steps]
        nearest = low.abs().argsort()[:MOST_BRACKETS]
        return low[nearest], high[nearest]

    def pieces_where_zero(self, y: Tensor) -> Tensor:
        """Which pieces have `y` = 0 (n,) at all their points but those at which y is NaN: (k + 1,)."""
        seen, pieces = self.inside & ~y.isnan(), len(self.kinks) + 1
        points = torch.bincount(self.piece[seen], minlength=pieces)
        # a single point makes no interval
        return (points > 1) & (points == torch.bincount(self.piece[seen & (y == 0)], minlength=pieces))

    def intervals(self, pieces: Tensor) -> tuple[Interval, ...]:
        """The intervals that `pieces` (k + 1,) make up; neighbours join where f does not jump between them."""
        ends = [None, *self.kinks.tolist(), None]
        apart = [True, *self.jumps.tolist()]
        intervals: list[Interval] = []
        for i in pieces.nonzero()[:, 0].tolist():
            if intervals and intervals[-1][1] == ends[i] and not apart[i]:
                intervals[-1] = (intervals[-1][0], ends[i + 1])
            else:
                intervals.append((ends[i], ends[i + 1]))
        return tuple(intervals)


def make_grid(f: Function, kinks: Tensor, jumps: Tensor, ends: Tensor) -> Grid:
    """The grid for f, whose kinks are ascending: (k,), whether f jumps at each: (k,), and ends of its domain: (e,)."""
    # log(cos x) has roots close to its poles
    x = torch.cat((_points(kinks), ends - near(ends), ends + near(ends))).unique()
    derivatives = jet(f, x)
    piece, inside = torch.searchsorted(kinks, x), ~torch.isin(x, kinks)
    finite = derivatives[0].isfinite() & inside
    return Grid(
        x=x,
        jet=derivatives,
        place=_places(x, kinks),
        piece=piece,
        inside=inside,
        joined=finite[1:] & finite[:-1] & (piece[1:] == piece[:-1]),
        kinks=kinks,
        jumps=jumps,
    )


def _places(x: Tensor, kinks: Tensor) -> Tensor:
    beside = (x[:, None] - kinks).abs() <= 1.5 * near(kinks)
    return torch.where(beside.any(dim=1), torch.where(beside, kinks, 0.0).sum(dim=1), x)


def _points(kinks: Tensor) -> Tensor:
    """The axis, each kink, the points that stand for its sides, none nearer to it, and one halfway to the next."""
    if not len(kinks):
        return AXIS
    gaps = near(kinks)
    clear = ((AXIS[:, None] - kinks).abs() > gaps).all(dim=1)
    middles = (kinks[1:] + kinks[:-1]) / 2
    return torch.cat((AXIS[clear], kinks, kinks - gaps, kinks + gaps, middles)).unique()

"""The bounds of a quantity, be it f or f′: how large, where, and whether reached or only approached."""

import math
from dataclasses import dataclass, replace
from typing import Literal

import torch
from torch import Tensor

from app.analysis.roots import bracketed_roots
from app.analysis.traits.ends import End
from app.analysis.traits.grid import AXIS, Function, Grid, nth_derivative, scale

Side = Literal["-inf", "inf", "left", "right"]

# a bound, a limit and the value of a flat stretch are the same up to this relative difference
SAME = 1e-9
# of peaks equally high up to rounding, the one nearest to 0 is named
PEAK_ROUNDING = 1e-14


@dataclass(frozen=True, slots=True, kw_only=True)
class Extreme:
    """One bound of a quantity.

    `value` is None where there is no bound. `at` is the x nearest to 0 where the bound is reached, or the pole at which
    there is no bound. `approached` is the side to which x goes for the bound to be approached but not reached, or on
    which there is none, "inf" where both sides are; "left" and "right" are those from which x comes to the jump `at`
    which f leaves the bound.
    """

    value: float | None
    at: float | None = None
    approached: Side | None = None

    @property
    def negated(self) -> "Extreme":
        """The opposite bound of the negated quantity."""
        # 0 − 0 is 0, and −0 is not
        return Extreme(value=None if self.value is None else 0 - self.value, at=self.at, approached=self.approached)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Survey:
    """A quantity at the n points that can be its extremes, and toward its ends.

    `flat` marks where it is constant, `beside` is −1 at a limit from the left of a jump of f, 1 at one from the right
    and 0 elsewhere, and its slope changes sign at `turning`.
    """

    x: Tensor  # (n,)
    value: Tensor  # (n,)
    flat: Tensor  # (n,)
    beside: Tensor  # (n,)
    turning: Tensor  # (t,)
    ends: tuple[End, ...]

    @property
    def negated(self) -> "Survey":
        """The survey of the negated quantity."""
        return replace(self, value=-self.value, ends=tuple(end.negated for end in self.ends))

    @property
    def poles(self) -> Tensor:
        """The points of the line toward which the quantity is unbounded, ascending: (p,)."""
        found = {end.x for end in self.ends if math.isfinite(end.x) and (end.rises or end.falls)}
        return torch.tensor(sorted(found), dtype=self.x.dtype)

    @property
    def infimum(self) -> Extreme:
        """The greatest lower bound."""
        return self.negated.supremum.negated

    @property
    def supremum(self) -> Extreme:
        """The least upper bound; of a quantity that has no value anywhere, None on no side."""
        rising = [end.x for end in self.ends if end.rises] or self.x[self.value.isposinf()].tolist()
        if rising or not self.value.isfinite().any():
            return _unbounded(rising)
        return self._bounded(self.value.max().item())

    def _bounded(self, greatest: float) -> Extreme:
        limits = {end.x: end.limit for end in self.ends if math.isinf(end.x) and end.limit is not None}
        lost = {-math.inf, math.inf} - limits.keys()
        bound = max([greatest, *limits.values()]) + 0.0  # −0 + 0 is 0
        same = bound - SAME * max(abs(bound), scale(self.x, self.value))
        holds = self.value >= same
        sides = {x for x, limit in limits.items() if limit >= same} | (self._unfollowed(holds) & lost)
        # rounding may reach a limit, as it does the sigmoid's; where nothing is flat, the function does not
        reached = holds & (self.flat | ~_runs_out(holds, sides))
        if reached.any():
            at = self._peak(reached)
            return Extreme(value=bound, at=at, approached=self._comes_from(at, holds))
        return Extreme(value=bound, approached=_side(sides))

    def _unfollowed(self, holds: Tensor) -> set[float]:
        """The sides on which a point in `holds` is the axis's last, so that there is more of the same beyond."""
        return {side for side, i in ((-math.inf, 0), (math.inf, -1)) if holds[i] and self.x[i] == AXIS[i]}

    def _comes_from(self, at: float, holds: Tensor) -> Side | None:
        """The side from which the bound is approached where f jumps at `at` and has another value there."""
        beside = self.beside[holds & (self.x == at)]
        if not len(beside) or not beside.all():
            return None
        return "left" if (beside < 0).any() else "right"

    def _peak(self, among: Tensor) -> float:
        rounding = PEAK_ROUNDING * self.value[among].abs().max()
        return nearest_to_zero(self.x[among & (self.value >= self.value[among].max() - rounding)])


def survey(f: Function, grid: Grid, order: int, ends: tuple[End, ...]) -> Survey:
    """Survey f (order 0) or f′ (order 1): on the grid, and where its slope changes sign."""
    quantity, slope = grid.jet[order], grid.jet[order + 1]
    turning = _turning(f, grid, order)
    # at a kink f has a value, though where it jumps not its limits, and f′ has one by convention alone
    usable = ~quantity.isnan() & (grid.inside | (order == 0))
    limits = torch.isin(grid.place, grid.kinks if order else grid.kinks[grid.jumps])
    tangent = (grid.place - grid.x) * slope
    # one as long as this leads nowhere
    limits &= tangent.isfinite() & (tangent.abs() <= SAME * quantity.abs().clamp(min=1.0))
    value = torch.where(limits, quantity + tangent, quantity)
    flat = grid.inside & grid.pieces_where_zero(slope)[grid.piece]
    # what f′ is at a kink is a convention, and no more than its limits
    at_jump = torch.isin(grid.place, grid.kinks[grid.jumps]) & (order == 0)
    beside = torch.where(at_jump, (grid.x - grid.place).sign(), 0.0)
    more = torch.cat((turning, _first_and_last(f, ends) if order == 0 else turning[:0]))
    x, ascending = torch.cat((grid.place[usable], more)).sort(stable=True)
    return Survey(
        x=x,
        value=torch.cat((value[usable], nth_derivative(f, order)(more)))[ascending],
        beside=torch.cat((beside[usable], torch.zeros_like(more)))[ascending],
        flat=torch.cat((flat[usable], torch.zeros_like(more, dtype=torch.bool)))[ascending],
        turning=turning,
        ends=ends,
    )


def _first_and_last(f: Function, ends: tuple[End, ...]) -> Tensor:
    """The ends that lie on the line and at which f has a value, as √x has at 0: (e,)."""
    x = torch.tensor(sorted({end.x for end in ends if math.isfinite(end.x)}), dtype=torch.float64)
    return x[f(x).isfinite()]


def _turning(f: Function, grid: Grid, order: int) -> Tensor:
    """Where f (order 0) or f′ (order 1) turns: its slope changes sign, at a point of the grid or between two."""
    slope = grid.jet[order + 1]
    between = bracketed_roots(nth_derivative(f, order + 1), *grid.sign_changes(slope))
    at = grid.joined[1:] & grid.joined[:-1] & (slope[1:-1] == 0) & (slope[2:].sign() * slope[:-2].sign() < 0)
    turning = torch.cat((between, grid.x[1:-1][at]))
    return turning[nth_derivative(f, order)(turning).isfinite()]


def nearest_to_zero(x: Tensor) -> float:
    """The one of `x` (n,) nearest to 0, the positive one of two."""
    distance = x.abs()
    return x[distance <= distance.min() * (1 + SAME)].max().item() + 0.0  # −0 + 0 is 0


def _runs_out(holds: Tensor, sides: set[float]) -> Tensor:
    """Which points in `holds` (n,) belong to a run of such points that goes on to the end on one of `sides`."""
    runs = torch.zeros_like(holds)
    if -math.inf in sides:
        runs |= holds.cumprod(dim=0).bool()
    if math.inf in sides:
        runs |= holds.flip(0).cumprod(dim=0).flip(0).bool()
    return runs


def _unbounded(where: list[float]) -> Extreme:
    """No bound, at the pole of `where` nearest to 0, or if there is none toward its infinite ones."""
    poles = [x for x in where if math.isfinite(x)]
    if poles:
        return Extreme(value=None, at=nearest_to_zero(torch.tensor(poles, dtype=torch.float64)))
    return Extreme(value=None, approached=_side(set(where)))


def _side(ends: set[float]) -> Side | None:
    if math.inf in ends:
        return "inf"
    return "-inf" if ends else None

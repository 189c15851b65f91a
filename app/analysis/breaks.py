"""Breaks of an expression: where it jumps, bends abruptly, has a pole or a hole, and its limits from both sides."""

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional as F

from app.activations.bound import BoundActivation
from app.activations.expression import Expression
from app.activations.switches import Switch
from app.analysis.derivatives import differentiate
from app.analysis.roots import bracketed_roots, roundest

# One-sided limits are read off values at 2^-40 … 2^-8 of x's size beyond 1, each 16 times as far as the one before; of
# neighbours that are close, so much closer.
RUNGS = 2.0 ** torch.arange(-40, -7, 4, dtype=torch.float64)
CLOSEST = 2.0**-8
# a quantity that changes from some rung to the next by less than this, relative to its size beyond 1, has a limit
SETTLED = 1e-3
# a logarithm changes by as much from rung to rung, |x|^0.05 by 0.87 times as much as on the rung before
GROWS = 0.9
# limits are the same, and what comes near 0 touches it, up to this, relative to sizes beyond 1
SAME = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Breaks:
    """b points x, ascending. For each, and for f, f′ and f″: the limits left and right, and the value at x itself.

    A limit is ±inf at a pole, and NaN where there is none or no value on that side. `jumps` says where f or a
    derivative has a pole or a hole, or differs from one side to the other; f may also have a value of its own.
    `one_sided` marks the points at which the values of f begin or end.
    """

    x: Tensor  # (b,)
    sides: Tensor  # (b, 3, 2)
    at: Tensor  # (b, 3)
    jumps: Tensor  # (b, 3)
    one_sided: Tensor  # (b,)

    @property
    def poles(self) -> Tensor:
        """Where f, f′ and f″ are unbounded: (b, 3)."""
        return self.sides.isinf().any(dim=2).cummax(dim=1).values

    def among(self, chosen: Tensor) -> "Breaks":
        """Those that are `chosen` (b,)."""
        return Breaks(
            x=self.x[chosen],
            sides=self.sides[chosen],
            at=self.at[chosen],
            jumps=self.jumps[chosen],
            one_sided=self.one_sided[chosen],
        )


def find_breaks(activation: BoundActivation, where: Tensor, most: int) -> Breaks | None:
    """The breaks of an expression, seen from the points `where` (n,), ascending, and between them.

    Of more than `most`, the nearest to the middle are judged. None where there is nothing to look for: an activation
    that declares its kinks, or no operation that can break.
    """
    expression, p = activation.activation, activation.params
    if not isinstance(expression, Expression):
        return None
    looked_at = [(switch, level) for switch in expression.switches for level in switch.levels(p)]
    if not looked_at:
        return None
    zeros = torch.cat([_zeros(_from_level(switch, level, activation), where) for switch, level in looked_at])
    x = torch.tensor([roundest(zero) for zero in zeros.unique().tolist()], dtype=where.dtype).unique()
    middle = (where[0] + where[-1]) / 2
    return _judged(activation, x[(x - middle).abs().argsort()[:most]].sort().values)


def _from_level(switch: Switch, level: float, activation: BoundActivation) -> Callable[[Tensor], Tensor]:
    return lambda x: switch.term(x, activation.params).to(x.dtype).expand(x.shape) - level


def _zeros(function: Callable[[Tensor], Tensor], where: Tensor) -> Tensor:
    """Where `function` passes 0, is 0 at a single point of `where`, or touches 0 in between."""
    with torch.no_grad():
        y = function(where)
        sign = y.sign()
        crosses = sign[1:] * sign[:-1] == -1
        roots = bracketed_roots(function, where[:-1][crosses], where[1:][crosses])
    apart = F.pad(sign, (1, 1), value=1.0).abs()
    single = (sign == 0) & (apart[2:] != 0) & (apart[:-2] != 0)
    return torch.cat((roots, where[single], _touches(function, where, y)))


def _touches(function: Callable[[Tensor], Tensor], where: Tensor, y: Tensor) -> Tensor:
    """Where `function`, on one side of 0 all around, comes down to it between the points `where`, as 1 − cos x does."""
    size, beside = y.abs(), torch.maximum(y[2:].abs(), y[:-2].abs())
    same_side = (y[1:-1] * y[2:] > 0) & (y[1:-1] * y[:-2] > 0)
    # between three points a parabola that touches 0 is below half of its higher end in the middle
    low = same_side & (size[1:-1] <= size[2:]) & (size[1:-1] <= size[:-2]) & (size[1:-1] <= beside / 2)
    if not low.any():
        return where[:0]
    found = bracketed_roots(lambda x: _slope(function, x), where[:-2][low], where[2:][low])
    return found[function(found).abs() <= SAME * beside[low].clamp(max=1.0)]


def _slope(function: Callable[[Tensor], Tensor], x: Tensor) -> Tensor:
    slope = differentiate(function, x, order=1).derivative
    return torch.zeros_like(x) if slope is None else slope


def _judged(activation: BoundActivation, x: Tensor) -> Breaks:
    """Those of the points x (c,) that are breaks."""
    at, seen = _look(activation, x)
    sides, errors = _limits(seen)
    known = ~seen[:, 0, :, 0].isnan()  # (c, 2)
    both = known.all(dim=1)
    tolerance = SAME * sides.nan_to_num(0.0, 0.0, 0.0).abs().amax(dim=2).clamp(min=1.0) + 4 * errors.sum(dim=2)
    # a limit that is infinite or missing is the same as nothing
    jumps = both[:, None] & ~(sides.diff(dim=2)[..., 0].abs() <= tolerance)
    own = ~((sides[:, 0] - at[:, :1]).abs() <= tolerance[:, :1]) & known
    jumps[:, 0] |= own.any(dim=1)
    # where f has no value, its derivatives have none
    jumps |= at[:, :1].isnan() | sides.isinf().any(dim=2).cummax(dim=1).values
    still = (seen[:, 1] == 0).all(dim=2)  # (c, 2)
    sets_off = both & (still[:, 0] != still[:, 1])
    breaks = Breaks(x=x, sides=sides, at=at, jumps=jumps, one_sided=~both)
    return breaks.among((jumps.any(dim=1) | sets_off) & known.any(dim=1))


def _look(activation: BoundActivation, x: Tensor) -> tuple[Tensor, Tensor]:
    """f, f′ and f″ at x (c,): (c, 3), and on the rungs left and right of it, the nearest first: (c, 3, 2, 9)."""
    gap = torch.full_like(x, torch.inf)
    gap[1:], gap[:-1] = x.diff(), torch.minimum(gap[:-1], x.diff())
    size = x.abs().clamp(min=1.0)
    away = RUNGS * (size * (gap / (3 * RUNGS[-1] * size)).clamp(CLOSEST, 1.0))[:, None]  # (c, 9)
    points = torch.cat((x[:, None], x[:, None] - away, x[:, None] + away), dim=1)
    quantities = [q for q in differentiate(activation, points) if q is not None]
    orders = torch.stack(quantities, dim=1)  # (c, 3, 19)
    orders = torch.where(orders[:, :1].isnan(), torch.nan, orders)
    return orders[..., 0], orders[..., 1:].unflatten(2, (2, len(RUNGS)))


def _limits(seen: Tensor) -> tuple[Tensor, Tensor]:
    """The limit of each quantity on the rungs (…, 9), and how far off it may be."""
    size = seen.abs().clamp(min=1.0)
    steps = seen.diff(dim=-1)  # (…, 8)
    changes = (steps.abs() / size[..., :-1]).nan_to_num(torch.inf)
    nearest = steps[..., 0].abs()
    nearer = seen[..., 0].isfinite() & (nearest <= torch.maximum(GROWS * steps[..., 1].abs(), SAME * size[..., 0]))
    # a power of the distance is a geometric series
    ratio = steps[..., 0] / steps[..., 1]
    series = seen[..., 0] - torch.where((ratio > 0) & (ratio < GROWS), steps[..., 0] * ratio / (1 - ratio), 0.0)
    # where the nearest rungs are rounding, a quantity that has settled on others has a limit all the same
    least, tightest = changes.min(dim=-1, keepdim=True)
    settled = least[..., 0] <= SETTLED
    elsewhere = torch.where(_grows(seen, steps), seen[..., 0].sign() * torch.inf, torch.nan)
    elsewhere = torch.where(settled, seen.gather(-1, tightest)[..., 0], elsewhere)
    limit = torch.where(nearer, series, elsewhere)
    error = torch.where(nearer, nearest, steps.gather(-1, tightest)[..., 0].abs())
    return limit, torch.where(limit.isfinite(), error, 0.0)


def _grows(seen: Tensor, steps: Tensor) -> Tensor:
    """Whether what is seen on the rungs is unbounded: it is infinite, or grows no slower the nearer it gets."""
    sizes, changes = seen.abs()[..., :4], steps.abs()[..., :3]
    larger = (sizes[..., :-1] >= sizes[..., 1:]).all(dim=-1)
    return seen[..., 0].isinf() | (larger & (changes[..., :-1] >= GROWS * changes[..., 1:]).all(dim=-1))

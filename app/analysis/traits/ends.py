"""How f and f′ behave toward an end: as x → ±∞, or toward a point where f stops or may have a pole."""

import math
from dataclasses import dataclass, replace
from typing import NamedTuple

import torch
from torch import Tensor

from app.analysis.roots import bracketed_roots, roundest
from app.analysis.traits.grid import Function, Grid, Interval, jet

# shells are half decades from 10 to 10^16: beyond, x + 1 = x; 32 points in each come near the crest of any ripple
SHELLS = 30
SHELL_POINTS = 32
# a quantity has a limit if some two neighbouring shells hold it this tightly, relative to the innermost
SETTLED = 1e-6
# and that limit is 0 if it is this small, relative to the same
VANISHED = 1e-12
# Over the outer half of the shells, compared with the inner half, a power grows faster, log x as fast, √log x 0.64 and
# log log x 0.32 times as fast; what approaches a limit as 1/x^0.1 or 1/log x does has 0.18 or 0.07 of its way left.
SLOWEST = 0.25
# edges are looked for up to here; farther out, inf/inf is overflow
FARTHEST_EDGE = 1e4
# √sin x has an edge at every multiple of π
MOST_EDGES = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """A quantity toward an end at x (±inf at the ends of the line).

    `limit` is what it settles at, ±inf where all of it grows, None where it oscillates or cannot be followed (`lost`);
    `rises` and `falls` say whether it is unbounded above and below.
    """

    x: float
    limit: float | None = None
    rises: bool = False
    falls: bool = False
    lost: bool = False

    @property
    def negated(self) -> "End":
        """The same end of −q."""
        limit = None if self.limit is None else -self.limit
        return replace(self, limit=limit, rises=self.falls, falls=self.rises)


class Ends(NamedTuple):
    """The ends of f and those of f′: first x → −∞, then x → ∞, then the edges."""

    value: tuple[End, ...]
    derivative: tuple[End, ...]


def find_edges(f: Function, grid: Grid) -> Tensor:
    """Where f starts or stops to have a value, ascending: (e,)."""
    looked_at = grid.inside & (grid.x.abs() <= FARTHEST_EDGE)
    x, known = grid.x[looked_at], ~grid.jet[0][looked_at].isnan()
    changes = (known[1:] != known[:-1]).nonzero()[:, 0]
    # nearer to 0 where f has a value, so that the edge found is one that has
    found = bracketed_roots(lambda x: torch.where(f(x).isnan(), -2.0, 1.0).to(x.dtype), x[changes], x[changes + 1])
    return torch.tensor([roundest(edge) for edge in found.tolist()], dtype=x.dtype)


def domain(f: Function, grid: Grid, edges: Tensor) -> Interval | None:
    """The smallest interval that holds every x at which f is not NaN; None if there is no such x."""
    if grid.jet[0].isnan().all():
        return None
    far = torch.logspace(4, 16, SHELLS, dtype=torch.float64)
    # what has values ever again, as √sin x has, is at home everywhere
    low = edges[0].item() if len(edges) and f(-far).isnan().all() else None
    high = edges[-1].item() if len(edges) and f(far).isnan().all() else None
    return low, high


def ends(f: Function, edges: Tensor) -> Ends:
    """How f and f′ behave toward −∞, ∞, and the edges (e,) from both sides, the 16 nearest to 0 at most."""
    nearest = edges[edges.abs().argsort()[:MOST_EDGES]].tolist()
    reach = torch.logspace(1, 16, SHELLS * SHELL_POINTS, dtype=torch.float64).reshape(SHELLS, SHELL_POINTS)
    # near an edge the shells close in from 0.2 to 1e-12, in units of its size beyond 1
    gaps = [reach**-0.75 * max(1.0, abs(edge)) for edge in nearest]
    shells = [-reach, reach]
    for edge, gap in zip(nearest, gaps, strict=True):
        shells += [edge - gap, edge + gap]
    where = [-math.inf, math.inf, *(edge for edge in nearest for _ in range(2))]
    value, derivative = jet(f, torch.stack(shells), order=1)  # (ends, shells, points) each
    return Ends(
        tuple(_end(x, shell) for x, shell in zip(where, value, strict=True)),
        tuple(_end(x, shell) for x, shell in zip(where, derivative, strict=True)),
    )


def _end(x: float, shells: Tensor) -> End:
    """What becomes of a quantity in `shells` (shells, points), the last the nearest to the end."""
    unknown = shells.isnan()
    reached = ~unknown.all(dim=1)
    low = torch.where(unknown, math.inf, shells).amin(dim=1)[reached]
    high = torch.where(unknown, -math.inf, shells).amax(dim=1)[reached]
    # one shell shows no trend
    if len(low) <= 1:
        return End(x=x, lost=True)
    settled = _settled(low, high)
    if settled is not None:
        return End(x=x, limit=settled)
    rises, falls = _grows(low, high), _grows(-high, -low)
    limit = math.inf if rises and _leaves(low, high) else -math.inf if falls and _leaves(-high, -low) else None
    return End(x=x, limit=limit, rises=rises, falls=falls)


def _settled(low: Tensor, high: Tensor) -> float | None:
    """The limit of a quantity that lies between `low` and `high` (shells,), None if it has none."""
    spread = torch.maximum(high[1:], high[:-1]) - torch.minimum(low[1:], low[:-1])
    # past its tightest shell, a quantity that settles is rounding
    tightest = int(spread.nan_to_num(math.inf).argmin())
    size = torch.maximum(high[0].abs(), low[0].abs())
    if not (spread[tightest].isfinite() and spread[tightest] <= SETTLED * size):
        return None
    limit = (low[tightest + 1] + high[tightest + 1]).item() / 2
    return limit if abs(limit) > VANISHED * size.item() else 0.0


def _grows(low: Tensor, high: Tensor) -> bool:
    """Whether `high` (shells,) is unbounded: from shell to shell it grows at the end about as fast as before."""
    if high.isposinf().any():
        return True
    middle = _middle(high)
    before, after = (high[middle] - high[0]).item(), (high[-1] - high[middle]).item()
    # the crests of a ripple differ by chance, but not by as much as a tenth of its height
    ripple = 0.1 * (high[-1] - low[-1]).item()
    return before > 0 and after > max(SLOWEST * before, ripple, SETTLED * abs(high[-1].item()))


def _leaves(low: Tensor, high: Tensor) -> bool:
    """Whether a quantity that grows does so as a whole: all of the last shell is above all of the middle one."""
    return bool(low[-1] >= high[_middle(high)])


def _middle(shells: Tensor) -> int:
    return (len(shells) - 1) // 2

"""The traits of a curve, measured in float64: its range, shape, slopes, fixed points, and what it does to N(0, 1)."""

import math
from dataclasses import dataclass
from typing import NamedTuple

import torch

from app.activations.bound import BoundActivation
from app.activations.gain import gain
from app.activations.spec import Smoothness
from app.analysis.traits.ends import Ends, domain, ends, find_edges
from app.analysis.traits.extremes import Extreme, survey
from app.analysis.traits.fixed_points import fixed_points
from app.analysis.traits.grid import Grid, Interval, jet, make_grid
from app.analysis.traits.jumps import smoothness
from app.analysis.traits.kinks import declared_kinks, find_kinks
from app.analysis.traits.normal import expectation
from app.analysis.traits.shape import Convexity, Parity, Trend, convexity, dead, identity_near_zero, monotone, parity
from app.analysis.traits.slopes import lipschitz, saturation


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """What is measured of one bound activation, on the part of the line where it is finite.

    - `domain`: the smallest interval with every x at which f has a value; None if there is none.
    - `lower`, `upper`: the bounds of f.
    - `limits`: of f as x → −∞ and x → ∞; ±inf where it diverges, None where it oscillates or has no value.
    - `monotone`, and `strictly` so: f is not constant on any interval.
    - `smoothness`: C2 means C2 or better where kinks are declared or the function is an expression.
    - `derivative_at_zero`: what autograd says, at a kink too.
    - `identity_near_zero`: f(0) = 0, and f′ → 1 from both sides.
    - `lipschitz`: the supremum of |f′|, None if f jumps or the slope is unbounded; `lipschitz_at` is the x where it is
      reached, or that of the jump or pole, None if approached as x → ±∞.
    - `saturation`: the greatest a and the least b with |f′| < 0.01 for all x < a and all x > b, None where there is
      none; (inf, −inf) if f is nowhere as steep.
    - `dead`: the intervals on which f is constant, where no gradient passes at all.
    - `mean`, `mean_derivative`: E f(X) and E |f′(X)| for X ~ N(0, 1); None if not finite or not to be found.
    - `gain`: 1/√E f(X)², of an activation across units in a layer of 64; None where there is none, and then `no_gain`
      says why.
    - `fixed_points`: the isolated ones with |x| ≤ 1000, the 25 nearest to 0 where there are more; `fixed_intervals`:
      those on which f(x) = x throughout.
    - `searched`: where bounds, direction, kinks and fixed points are looked for.
    """

    domain: Interval | None
    lower: Extreme
    upper: Extreme
    limits: tuple[float | None, float | None]
    monotone: Trend | None
    strictly: bool
    parity: Parity | None
    convexity: Convexity | None
    smoothness: Smoothness
    value_at_zero: float | None
    derivative_at_zero: float | None
    identity_near_zero: bool
    lipschitz: float | None
    lipschitz_at: float | None
    saturation: tuple[float | None, float | None]
    dead: tuple[Interval, ...]
    mean: float | None
    mean_derivative: float | None
    gain: float | None
    no_gain: str | None
    fixed_points: tuple[float, ...]
    fixed_intervals: tuple[Interval, ...]
    searched: tuple[float, float]


def traits(f: BoundActivation) -> Traits:
    """Measure the traits of `f`, on the CPU."""
    found = find_kinks(f)
    kinks, jumps, within, begins = found or declared_kinks(f)
    grid = make_grid(f, kinks, jumps[0], begins)
    edges = find_edges(f, grid)
    # a declared kink is no pole, but one that was found may be
    toward = ends(f, torch.cat((edges, kinks)) if found else edges)
    # of an expression, no more is known than was searched for
    smooth = not found and not len(kinks)
    return _measure(f, grid, toward, _Known(domain(f, grid, edges), "smooth" if smooth else smoothness(jumps), within))


class _Known(NamedTuple):
    """What is known before the grid is looked at: the domain, the least smoothness, and where kinks were looked for."""

    domain: Interval | None
    smoothness: Smoothness
    searched: tuple[float, float]


def _measure(f: BoundActivation, grid: Grid, toward: Ends, known: _Known) -> Traits:
    way, bend = monotone(grid), convexity(grid)
    values, slopes = survey(f, grid, 0, toward.value), survey(f, grid, 1, toward.derivative)
    at_zero = jet(f, torch.zeros(1, dtype=torch.float64), order=1)[:, 0].tolist()
    steepest, fixed, constant = lipschitz(grid, slopes), fixed_points(f, grid), dead(grid)
    factor = gain(f)
    expected = expectation(f, torch.cat((grid.kinks, values.turning, slopes.turning)), slopes.poles)
    return Traits(
        domain=known.domain,
        lower=values.infimum,
        upper=values.supremum,
        limits=(toward.value[0].limit, toward.value[1].limit),
        monotone=way,
        strictly=way in ("increasing", "decreasing") and not constant,
        parity=parity(f, grid),
        convexity=bend,
        smoothness="smooth" if bend == "linear" else known.smoothness,
        value_at_zero=_finite(at_zero[0]),
        derivative_at_zero=_finite(at_zero[1]),
        identity_near_zero=identity_near_zero(f),
        lipschitz=steepest.value,
        lipschitz_at=steepest.at,
        saturation=saturation(f, grid, toward.derivative),
        dead=constant,
        mean=expected.mean,
        mean_derivative=expected.mean_derivative,
        gain=factor.value,
        no_gain=factor.reason,
        fixed_points=fixed.points,
        fixed_intervals=fixed.intervals,
        searched=known.searched,
    )


def _finite(number: float) -> float | None:
    return number + 0.0 if math.isfinite(number) else None  # −0 + 0 is 0

"""Expectations under a standard normal input, by Gauss–Legendre quadrature on panels halved until they agree."""

import math
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from app.analysis.traits.grid import Function, jet

# beyond 12 the normal density is below 1e-32
REACH = 12.0
NODES, WEIGHTS = (torch.from_numpy(array) for array in np.polynomial.legendre.leggauss(16))
# a panel is done when halving it changes no integral by more than this, relative to what all panels hold
AGREED = 1e-13
# a panel of a quarter, halved so often, is down to 1e-9; more panels than this wait only where f oscillates forever
DEEPEST = 28
MOST_PANELS = 1024
# Beside a pole at p, x is p ± t¹⁶: there |x − p|^−0.9 becomes a power of t that can be integrated.
POWER = 16
# what is left undone at the last halving, relative to what all panels hold: of 1/|x| 0.01 is, and there is no integral
LEFT = 1e-7
# an integrand that is still this large in the outermost panels, relative to all of it, may not be integrable
NEGLIGIBLE = 1e-9
# unless it is as good as 0, as that of a step at 10 is; relative to other integrals, this is their rounding
SMALL = 1e-15


def _edges() -> Tensor:
    """Edges a quarter apart, and ever closer to 0, where a steep function is steep."""
    close = 2.0 ** -torch.arange(3, 25, dtype=torch.float64)
    return torch.cat((torch.arange(-4 * REACH, 4 * REACH + 1, dtype=torch.float64) / 4, close, -close))


EDGES = _edges()


class Expectation(NamedTuple):
    """E f(X) and E |f′(X)| for X ~ N(0, 1), None where not finite or not to be found."""

    mean: float | None
    mean_derivative: float | None


class Panels(NamedTuple):
    """p panels, and over each the integrals of f and |f′| against the normal density.

    `side` is 0 where low and high are x; it is 1 right of the pole `pole` and −1 left of it, where they are t.
    """

    low: Tensor  # (p,)
    high: Tensor  # (p,)
    pole: Tensor  # (p,)
    side: Tensor  # (p,)
    integrals: Tensor  # (2, p)


def expectation(f: Function, breaks: Tensor, poles: Tensor = EDGES[:0]) -> Expectation:
    """The expectations for f, where `breaks` (b,) are its kinks and the points at which f or f′ turns.

    At `poles` (p,) either is unbounded; beside one that is not 0, x has too few digits for more than 7 of E |x − p|^−½.
    """
    between = (poles[1:] + poles[:-1]) / 2
    edges = torch.cat((EDGES, breaks, poles, between))
    edges = edges[edges.abs() <= REACH].unique()
    panels = _integrate(f, *_beside(edges[:-1], edges[1:], poles))
    sizes = panels.integrals.abs().sum(dim=1)
    converges = panels.integrals[:, [0, -1]].abs().sum(dim=1) <= NEGLIGIBLE * sizes + SMALL
    # where f hardly changes, the rounding of f is all there is of f′
    total = _refined(f, panels, (AGREED * sizes + SMALL * sizes[0])[:, None])
    # the mean of an odd function is 0, and not the rounding of its two halves
    total = torch.where(total.abs() <= SMALL * sizes, 0.0, total)
    found = total.isfinite() & sizes.isfinite() & converges
    mean, mean_derivative = (x if known else None for x, known in zip(total.tolist(), found.tolist(), strict=True))
    return Expectation(mean, mean_derivative)


def _beside(low: Tensor, high: Tensor, poles: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """The ends of panels, those that end at a pole in t, with the pole and the side."""
    right, left = torch.isin(low, poles), torch.isin(high, poles)
    side = right.to(low.dtype) - left.to(low.dtype)
    width = (high - low) ** (1 / POWER)
    pole = torch.where(right, low, high)
    return torch.where(side == 0, low, 0.0), torch.where(side == 0, high, width), pole, side


def _integrate(f: Function, low: Tensor, high: Tensor, pole: Tensor, side: Tensor) -> Panels:
    half = (high - low)[:, None] / 2
    t = low[:, None] + half * (1 + NODES)  # (p, 16)
    plain = (side == 0)[:, None]
    x = torch.where(plain, t, pole[:, None] + side[:, None] * t**POWER)
    stretch = torch.where(plain, 1.0, POWER * t ** (POWER - 1))
    mass = half * WEIGHTS * stretch * torch.exp(-x * x / 2) / math.sqrt(2 * math.pi)
    integrand = torch.stack(tuple(jet(f, x, order=1))) * mass
    integrand[1] = integrand[1].abs()
    # so close to a pole that it is rounded to the pole itself, there is next to no mass
    integrand[:, ~plain & (x == pole[:, None])] = 0.0
    return Panels(low, high, pole, side, integrand.sum(dim=2))


def _refined(f: Function, panels: Panels, tolerance: Tensor, depth: int = DEEPEST) -> Tensor:
    """The sums of the integrals (2,), once halving a panel changes neither; NaN where too many panels do change."""
    middle = (panels.low + panels.high) / 2
    left = _integrate(f, panels.low, middle, panels.pole, panels.side)
    right = _integrate(f, middle, panels.high, panels.pole, panels.side)
    halves = left.integrals + right.integrals
    changes = (halves - panels.integrals).abs()
    # one integral may have no end where the other has one
    endless = (changes > tolerance).sum(dim=1) > MOST_PANELS
    tolerance = torch.where(endless[:, None], math.inf, tolerance)
    apart = (changes > tolerance).any(dim=0)
    if depth == 0 or not apart.any():
        undone = changes.sum(dim=1) > LEFT / AGREED * tolerance[:, 0]
        return torch.where(undone | endless, math.nan, halves.sum(dim=1))
    rest = Panels(*(torch.cat((a[..., apart], b[..., apart]), dim=-1) for a, b in zip(left, right, strict=True)))
    total = halves[:, ~apart].sum(dim=1) + _refined(f, rest, tolerance, depth - 1)
    return torch.where(endless, math.nan, total)

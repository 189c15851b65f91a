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
    """p panels, and over each the integrals of f and |f′| against the normal density."""

    low: Tensor  # (p,)
    high: Tensor  # (p,)
    integrals: Tensor  # (2, p)


def expectation(f: Function, breaks: Tensor) -> Expectation:
    """The expectations for f, where `breaks` (b,) are its kinks and the points at which f or f′ turns."""
    edges = torch.cat((EDGES, breaks[breaks.abs() < REACH])).unique()
    panels = _integrate(f, edges[:-1], edges[1:])
    sizes = panels.integrals.abs().sum(dim=1)
    converges = panels.integrals[:, [0, -1]].abs().sum(dim=1) <= NEGLIGIBLE * sizes + SMALL
    # where f hardly changes, the rounding of f is all there is of f′
    total = _refined(f, panels, (AGREED * sizes + SMALL * sizes[0])[:, None])
    # the mean of an odd function is 0, and not the rounding of its two halves
    total = torch.where(total.abs() <= SMALL * sizes, 0.0, total)
    found = total.isfinite() & sizes.isfinite() & converges
    mean, mean_derivative = (x if known else None for x, known in zip(total.tolist(), found.tolist(), strict=True))
    return Expectation(mean, mean_derivative)


def _integrate(f: Function, low: Tensor, high: Tensor) -> Panels:
    half = (high - low)[:, None] / 2
    x = low[:, None] + half * (1 + NODES)  # (p, 16)
    mass = half * WEIGHTS * torch.exp(-x * x / 2) / math.sqrt(2 * math.pi)
    value, slope = jet(f, x, order=1)
    return Panels(low, high, (torch.stack((value, slope.abs())) * mass).sum(dim=2))


def _refined(f: Function, panels: Panels, tolerance: Tensor, depth: int = DEEPEST) -> Tensor:
    """The sums of the integrals (2,), once halving a panel changes neither; NaN where too many panels do change."""
    middle = (panels.low + panels.high) / 2
    left, right = _integrate(f, panels.low, middle), _integrate(f, middle, panels.high)
    halves = left.integrals + right.integrals
    apart = ((halves - panels.integrals).abs() > tolerance).any(dim=0)
    if depth == 0 or not apart.any():
        return halves.sum(dim=1)
    if apart.sum() > MOST_PANELS:
        return torch.full((2,), math.nan, dtype=middle.dtype)
    rest = Panels(*(torch.cat((a[..., apart], b[..., apart]), dim=-1) for a, b in zip(left, right, strict=True)))
    return halves[:, ~apart].sum(dim=1) + _refined(f, rest, tolerance, depth - 1)

"""Expectations under a standard normal input."""

from typing import NamedTuple

import torch
from torch import Tensor

from app.analysis.traits.grid import Function, jet
from app.quadrature import AGREED, QUARTERS, panels, refined

# a panel of a quarter, halved so often, is down to 1e-9; more panels than this wait only where f oscillates forever
DEEPEST = 28
MOST_PANELS = 1024
# an integrand that is still this large in the outermost panels, relative to all of it, may not be integrable
NEGLIGIBLE = 1e-9
# unless it is as good as 0, as that of a step at 10 is; relative to other integrals, this is their rounding
SMALL = 1e-15
# ever closer to 0, where a steep function is steep
_CLOSE = 2.0 ** -torch.arange(3, 25, dtype=torch.float64)


class Expectation(NamedTuple):
    """E f(X) and E |f′(X)| for X ~ N(0, 1), None where not finite or not to be found."""

    mean: float | None
    mean_derivative: float | None


def expectation(f: Function, breaks: Tensor, poles: Tensor = _CLOSE[:0]) -> Expectation:
    """The expectations for f, where `breaks` (b,) are its kinks and the points at which f or f′ turns.

    At `poles` (p,) either is unbounded; beside one that is not 0, x has too few digits for more than 7 of E |x − p|^−½.
    """

    def integrand(x: Tensor) -> Tensor:
        value, slope = jet(f, x, order=1)
        return torch.stack((value, slope.abs()))

    between = (poles[1:] + poles[:-1]) / 2
    whole = panels(integrand, torch.cat((QUARTERS, _CLOSE, -_CLOSE, breaks, poles, between)), poles)
    sizes = whole.integrals.abs().sum(dim=1)
    converges = whole.integrals[:, [0, -1]].abs().sum(dim=1) <= NEGLIGIBLE * sizes + SMALL
    # where f hardly changes, the rounding of f is all there is of f′
    tolerance = (AGREED * sizes + SMALL * sizes[0])[:, None]
    total = refined(integrand, whole, tolerance, DEEPEST, MOST_PANELS)
    # the mean of an odd function is 0, and not the rounding of its two halves
    total = torch.where(total.abs() <= SMALL * sizes, 0.0, total)
    found = total.isfinite() & sizes.isfinite() & converges
    mean, mean_derivative = (x if known else None for x, known in zip(total.tolist(), found.tolist(), strict=True))
    return Expectation(mean, mean_derivative)

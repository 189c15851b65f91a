"""Integrals against the standard normal density, by Gauss–Legendre quadrature on panels halved until they agree."""

import math
from collections.abc import Callable
from typing import NamedTuple, TypeAlias

import numpy as np
import torch
from torch import Tensor

REACH = 12.0
"""Beyond it the normal density is below 1e-32."""

QUARTERS = torch.arange(-4 * REACH, 4 * REACH + 1, dtype=torch.float64) / 4
"""Edges a quarter apart, over all that the density reaches."""

AGREED = 1e-13
"""A panel is done when halving it changes no integral by more than this, relative to what all panels hold."""

LEFT = 1e-7
"""What may be left undone at the last halving, relative to what all panels hold: of 1/|x|, endless, 0.01 is left."""

# Beside a pole at p, x is p ± t¹⁶: there |x − p|^−0.9 becomes a power of t that can be integrated.
_POWER = 16
_NODES, _WEIGHTS = (torch.from_numpy(array) for array in np.polynomial.legendre.leggauss(16))

Integrand: TypeAlias = Callable[[Tensor], Tensor]
"""From x (p, n) the k functions to integrate, (k, p, n)."""


class Panels(NamedTuple):
    """p panels, and over each the integrals of k functions against the normal density.

    `side` is 0 where low and high are x; it is 1 right of the pole `pole` and −1 left of it, where they are t.
    """

    low: Tensor  # (p,)
    high: Tensor  # (p,)
    pole: Tensor  # (p,)
    side: Tensor  # (p,)
    integrals: Tensor  # (k, p)


def panels(f: Integrand, edges: Tensor, poles: Tensor = QUARTERS[:0]) -> Panels:
    """Panels between the `edges`, those beyond REACH left out, in steps that can be integrated beside the `poles`."""
    edges = edges[edges.abs() <= REACH].unique()
    low, high = edges[:-1], edges[1:]
    right, left = torch.isin(low, poles), torch.isin(high, poles)
    side = right.to(low.dtype) - left.to(low.dtype)
    width = (high - low) ** (1 / _POWER)
    pole = torch.where(right, low, high)
    return _integrated(f, torch.where(side == 0, low, 0.0), torch.where(side == 0, high, width), pole, side)


def refined(f: Integrand, whole: Panels, tolerance: Tensor, deepest: int, most: int) -> Tensor:
    """The sums of the integrals (k,), once halving no panel changes one of them by more than `tolerance` (k, 1).

    NaN where more than `most` panels do change, or much is left undone when panels have been halved `deepest` times.
    """
    middle = (whole.low + whole.high) / 2
    left = _integrated(f, whole.low, middle, whole.pole, whole.side)
    right = _integrated(f, middle, whole.high, whole.pole, whole.side)
    halves = left.integrals + right.integrals
    changes = (halves - whole.integrals).abs()
    # one integral may have no end where the other has one
    endless = (changes > tolerance).sum(dim=1) > most
    tolerance = torch.where(endless[:, None], math.inf, tolerance)
    apart = (changes > tolerance).any(dim=0)
    if deepest == 0 or not apart.any():
        undone = changes.sum(dim=1) > LEFT / AGREED * tolerance[:, 0]
        return torch.where(undone | endless, math.nan, halves.sum(dim=1))
    rest = Panels(*(torch.cat((a[..., apart], b[..., apart]), dim=-1) for a, b in zip(left, right, strict=True)))
    total = halves[:, ~apart].sum(dim=1) + refined(f, rest, tolerance, deepest - 1, most)
    return torch.where(endless, math.nan, total)


def _integrated(f: Integrand, low: Tensor, high: Tensor, pole: Tensor, side: Tensor) -> Panels:
    half = (high - low)[:, None] / 2
    t = low[:, None] + half * (1 + _NODES)  # (p, 16)
    if side.any():
        # powers take longer than most functions
        bent, at = (side != 0)[:, None], pole[:, None]
        x = torch.where(bent, at + side[:, None] * t**_POWER, t)
        stretch = torch.where(bent, _POWER * t ** (_POWER - 1), 1.0)
        # so close to a pole that it is rounded to the pole itself, there is next to no mass
        integrand = f(x).where(~bent | (x != at), 0.0) * stretch
    else:
        x, integrand = t, f(t)
    density = torch.exp(-x * x / 2) / math.sqrt(2 * math.pi)
    return Panels(low, high, pole, side, (integrand * (half * _WEIGHTS * density)).sum(dim=2))

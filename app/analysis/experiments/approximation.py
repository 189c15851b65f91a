"""Approximation: how near a sum of n placed units comes to a function of one input."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from app.analysis.points import Points, float64

MOST = 128
POINTS = 401
REACH = 1.0

DEPENDENT = 1e-9
"""A unit of which no more than this share is new is a sum of those before it, as far as its numbers tell."""
FAIR = 1e-7
"""Errors below this share of the target's spread are the rounding of their units: no law is read from them."""
_FEWEST_FAIR = 4
_LARGEST = 1e100

Curve: TypeAlias = Callable[[Tensor], Tensor]
"""A function of each element of a tensor."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """The function to approximate at 401 even x from −1 to 1, and its standard deviation there.

    The spread is taken to be 1 of a function that has none; `known` says where it is a number.
    """

    x: Points
    y: Points
    known: NDArray[np.bool_]
    spread: float
    has_spread: bool

    @classmethod
    def of(cls, curve: Curve) -> "Target":
        """That of `curve`; numbers beyond 10¹⁰⁰ count as none."""
        x = torch.linspace(-REACH, REACH, POINTS, dtype=torch.float64)
        y = float64(curve(x))
        # NaN is not below anything either
        known = np.abs(y) < _LARGEST
        spread = float(y[known].std()) if known.any() else 0.0
        has_spread = known.any() and spread > 1e-9 * float(np.abs(y[known]).max())
        return cls(x=float64(x), y=y, known=known, spread=spread if has_spread else 1.0, has_spread=bool(has_spread))


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """The nearest sums c + Σ aₖ f(sₖ(x − xₖ)) to a target, over the first n units, for each n from 0 to 128.

    `errors` (129,) are root mean squares over the spread of the target. `answer` (401,) is that of as many units as
    were asked for, NaN where the target is no number. `directions` is how many of the 128 units are no sum of a
    constant and those before them, to nine digits; a unit that is not finite where the target is adds none.
    """

    errors: Points
    answer: Points
    directions: int


def placed(x: Tensor, f: Curve, steepness: float, count: int) -> Tensor:
    """The outputs (p, count) of units f(sₖ(x − xₖ)) at x (p,).

    The xₖ lie in [−1, 1): −1, 0, −½, ½, …, the middle of each gap in turn, so that the first 2ᵐ are even. The sₖ lie
    between ½ and 1½ times `steepness`: with one for all, sines would be two functions, and exponentials one. Both are
    Halton's sequence (1960), by powers of ½ and of ⅓.
    """
    numbers = range(count)
    middles = torch.tensor([2 * REACH * _mirrored(number, 2) - REACH for number in numbers], dtype=x.dtype)
    slopes = torch.tensor([steepness * (0.5 + _mirrored(number, 3)) for number in numbers], dtype=x.dtype)
    return f(slopes * (x[:, None] - middles)).detach()


def _mirrored(number: int, base: int) -> float:
    """The digits of `number` behind the point, in reverse (van der Corput 1935): in base 2, 1 → ½, 2 → ¼, 3 → ¾."""
    share, place = 0.0, 1 / base
    while number:
        number, digit = divmod(number, base)
        share += digit * place
        place /= base
    return share


def approximate(f: Curve, steepness: float, target: Target, units: int) -> Fit:
    """The best weights of the output for placed units, by least squares: the hidden weights are given, not learned.

    Unit after unit is made orthogonal to the constant and to those before it, twice (Giraud et al. 2005), so that one
    pass has the error of every number of units.
    """
    x = torch.from_numpy(target.x[target.known])
    left = torch.from_numpy(target.y[target.known]) / target.spread
    columns = torch.cat((torch.ones_like(x)[:, None], placed(x, f, steepness, MOST)), dim=1)
    basis = torch.zeros_like(columns)
    answer, found, count = torch.zeros_like(left), 0, 0
    errors = np.full(MOST + 1, np.nan)
    for number in range(MOST + 1 if len(x) else 0):
        column = columns[:, number]
        new = _new(column, basis[:, :count])
        if new is not None:
            basis[:, count] = new
            count += 1
            part = new * (new @ left)
            left = left - part
            answer = answer + part if number <= units else answer
            found += number > 0
        errors[number] = float(left.square().mean().sqrt())
    drawn = np.full(POINTS, np.nan)
    drawn[target.known] = float64(answer) * target.spread
    return Fit(errors=errors, answer=drawn, directions=found)


def _new(column: Tensor, basis: Tensor) -> Tensor | None:
    """What of `column` (p,) lies outside the orthonormal `basis` (p, b), of length 1; None where that is nothing."""
    size = column.norm()
    if not size.isfinite() or size == 0:
        return None
    rest = column / size
    for _ in range(2):
        rest = rest - basis @ (basis.T @ rest)
    return rest / rest.norm() if rest.norm() > DEPENDENT else None


def exponent(errors: Points) -> float | None:
    """The p of the law error ∝ nᵖ that is nearest to the errors at n = 4, 8, …, 128 by least squares of logarithms.

    None where fewer than four of these are above 10⁻⁷, of which the law would be rounding.
    """
    n = 2 ** np.arange(2, int(np.log2(MOST)) + 1)
    fair = errors[n] > FAIR
    if fair.sum() < _FEWEST_FAIR:
        return None
    logs = np.log(n[fair]), np.log(errors[n[fair]])
    return float(np.polyfit(*logs, 1)[0])

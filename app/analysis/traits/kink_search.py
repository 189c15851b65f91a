"""The kinks of a function that does not declare them, found by narrowing down where its derivatives change abruptly."""

import torch
from torch import Tensor
from torch.nn import functional as F

from app.analysis.traits.grid import AXIS, NEAR, Function, jet, nth_derivative
from app.analysis.traits.jumps import SMALLEST_JUMP, jumps_at
from app.analysis.traits.roots import bracketed_roots, roundest

# The search looks at the evenly divided part of the axis, and follows up so many suspicions for each order. Closer to
# 0, the derivatives of sin(x)/x and its like are all rounding.
NEAREST, FARTHEST = 1 / 128, 20.0
SUSPECTS = 24
# each round narrows a bracket of 1/128 to 1/32 of its width: nine reach 2^-52
SECTIONS = 32
ROUNDS = 9
# how far beyond the end of a constant stretch its slope is looked at
ONSET = 1e-9


def find_kinks(f: Function) -> Tensor:
    """The points within ±20 at which f, f′ or f″ jumps, is not finite, or where f stops to be constant, ascending.

    At most 24 jumps for each order are found: those that stand out most.
    """
    x = AXIS[(AXIS == 0) | ((AXIS.abs() >= NEAREST) & (AXIS.abs() <= FARTHEST))]
    values = jet(f, x)
    suspects = _zoom(f, *_suspects(x, values))
    jumps = suspects[jumps_at(f, suspects).any(dim=0)]
    kinks = torch.cat((jumps, _ends_of_constancy(f, x, values[1])))
    rounded = torch.tensor([roundest(kink) for kink in kinks.tolist()], dtype=x.dtype)
    return spread_out(torch.cat((rounded, x[_holes(values)])))


def spread_out(kinks: Tensor) -> Tensor:
    """`kinks` in ascending order; of those too close together for a point in between, only the roundest number."""
    groups: list[list[float]] = []
    for kink in kinks.unique().tolist():
        if groups and kink - groups[-1][0] <= 8 * NEAR * max(1.0, abs(kink)):
            groups[-1].append(kink)
        else:
            groups.append([kink])
    return torch.tensor([min(group, key=lambda kink: len(repr(kink))) for group in groups], dtype=kinks.dtype)


def _suspects(x: Tensor, values: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """The order, and the bracket, of steps among `values` (3, n) that stand out from those on either side."""
    steps = values.diff(dim=1)
    excess = (steps[:, 1:-1] - (steps[:, 2:] + steps[:, :-2]) / 2).abs().nan_to_num(0.0, 0.0)
    # the steps beside a jump stand out too, but less; and of many alike, those near 0 matter most
    peaks = excess == F.max_pool1d(excess, 3, stride=1, padding=1)
    highest = torch.where(peaks, excess / (1 + x[1:-2].abs()), 0.0).topk(SUSPECTS, dim=1)
    chosen = highest.values > SMALLEST_JUMP / 1000
    order = torch.arange(3)[:, None].expand_as(chosen)[chosen]
    step = highest.indices[chosen] + 1
    return order, x[step], x[step + 1]


def _holes(values: Tensor) -> Tensor:
    """The points at which f or a derivative is not finite, between two at which it is: (3, n) → (h,)."""
    finite = values.isfinite()
    return 1 + (~finite[:, 1:-1] & finite[:, 2:] & finite[:, :-2]).any(dim=0).nonzero()[:, 0]


def _zoom(f: Function, order: Tensor, low: Tensor, high: Tensor) -> Tensor:
    """The place in each bracket (c,) where the derivative of that order (c,) changes most out of line."""
    fractions = torch.linspace(0, 1, SECTIONS + 1, dtype=low.dtype)
    bracket = torch.arange(len(low))
    for _ in range(ROUNDS):
        x = low[:, None] + (high - low)[:, None] * fractions
        steps = jet(f, x)[order, bracket].diff(dim=1)
        excess = (steps - steps.nanmedian(dim=1, keepdim=True).values).abs().nan_to_num(torch.inf)
        worst = excess.argmax(dim=1, keepdim=True)
        low, high = x.gather(1, worst)[:, 0], x.gather(1, worst + 1)[:, 0]
    return (low + high) / 2


def _ends_of_constancy(f: Function, x: Tensor, slope: Tensor) -> Tensor:
    """Where f, constant so far, sets off as a power of the distance, such as max(x, 0)³ at 0; underflow does not."""
    constant = (slope[1:] == 0) & (slope[:-1] == 0)  # (n − 1,), from each point to the next
    turn = (constant[1:] != constant[:-1]).nonzero()[:, 0]
    # the point between a constant step and another has no slope either: the end lies in the other
    step = torch.where(constant[turn], turn + 1, turn)
    derivative = nth_derivative(f, 1)
    ends = bracketed_roots(lambda x: torch.where(derivative(x) == 0, -1.0, 1.0).to(x.dtype), x[step], x[step + 1])
    _, away, bend = jet(f, ends[:, None] + ONSET * torch.tensor([-1.0, 1.0], dtype=x.dtype)).abs()  # (e, 2) each
    # a power xⁿ has f″/f′ = (n − 1)/x, while that of an exponential is the same everywhere
    return ends[((away > 0) & (bend * ONSET > away / 2)).any(dim=1)]

"""Roots of a function of one variable inside brackets, many at once; it knows nothing of activations."""

from collections.abc import Callable

import torch
from torch import Tensor

# Where to look in a bracket, in widths of it: evenly, which narrows it eightfold whatever the function does, and ever
# more closely around the secant's guess, which for a smooth function squares the width.
EVENLY = torch.linspace(0, 1, 9, dtype=torch.float64)
CLOSELY = 32.0 ** -torch.arange(1, 11, dtype=torch.float64)
AROUND = torch.cat((-CLOSELY, torch.zeros(1, dtype=torch.float64), CLOSELY))
# a jump across 0 takes 17 rounds, a simple root 3 or 4
ROUNDS = 18
SPACING = 2.0**-52
# a number found by looking for a change of sign is known to this, in units of its size beyond 1
PRECISION = 2.0**-51


def bracketed_roots(function: Callable[[Tensor], Tensor], low: Tensor, high: Tensor) -> Tensor:
    """A root of `function` in each bracket: (c,), (c,) → (c,), to the last bits.

    `function` maps a tensor of any shape to the same shape, and is positive at one end of each bracket and negative at
    the other. Where it jumps across 0 without a root, the answer is the jump.
    """
    if not len(low):
        return low
    x = torch.stack((low, high), dim=1)  # (c, 2)
    y = function(x)
    for _ in range(ROUNDS):
        wide = x[:, 1] - x[:, 0] > 2 * SPACING * x.abs().amax(dim=1)
        if not wide.any():
            break
        x[wide], y[wide] = _narrow(function, x[wide], y[wide])
    return x.gather(1, y.abs().argmin(dim=1, keepdim=True))[:, 0]


def _narrow(function: Callable[[Tensor], Tensor], x: Tensor, y: Tensor) -> tuple[Tensor, Tensor]:
    """The first part of each bracket over which `function` changes sign: (c, 2), (c, 2) → (c, 2), (c, 2)."""
    low, high = x[:, :1], x[:, 1:]
    width = high - low
    secant = (low - y[:, :1] * width / y.diff(dim=1)).nan_to_num(0.0)
    places = torch.cat((low + width * EVENLY, secant + width * AROUND), dim=1).clamp(low, high).sort(dim=1).values
    values = function(places)
    positive = values > 0
    # a change of sign that is lost in rounding leaves the first part
    after = (positive != positive[:, :1]).byte().argmax(dim=1, keepdim=True).clamp(min=1)
    part = torch.cat((after - 1, after), dim=1)
    return places.gather(1, part), values.gather(1, part)


def roundest(x: float) -> float:
    """The number with the fewest decimals that cannot be told from `x`: 0.3 rather than 0.30000000000000004."""
    precision = PRECISION * max(1.0, abs(x))
    return next((round(x, digits) + 0.0 for digits in range(17) if abs(round(x, digits) - x) <= precision), x)

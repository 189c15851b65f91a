"""What the decisions share: numbers in float64, the axis to look along, the peak of a function."""

from collections.abc import Sequence
from typing import NamedTuple

import torch
from torch import Tensor

from app.analysis.roots import bracketed_roots
from app.analysis.traits.grid import Function

REACH = 8.0
POINTS = 321
SEARCHED = 401
ROUNDS = 4
PLACES = 6


def exact(values: Sequence[float], device: str = "cpu") -> Tensor:
    """`values` in float64."""
    return torch.tensor(values, dtype=torch.float64, device=device)


def whole(first: int, last: int, device: str = "cpu") -> Tensor:
    """The whole numbers from `first` to `last`, in float64."""
    return torch.arange(first, last + 1, dtype=torch.float64, device=device)


class Peak(NamedTuple):
    """Where a function is largest, and how large."""

    at: float
    value: float


def axis(device: str, low: float = -REACH, high: float = REACH) -> Tensor:
    """Evenly spaced x for a curve; from −8 to 8, whole numbers are among them."""
    return low + whole(0, POINTS - 1, device) * ((high - low) / (POINTS - 1))


def peak(function: Function, device: str, low: float = -REACH, high: float = REACH) -> Peak:
    """The peak of `function` in [low, high]: on a grid, then on ever finer ones about the best point so far."""
    left, right = low, high
    found = Peak(low, float("-inf"))
    for _ in range(ROUNDS):
        x = torch.linspace(left, right, SEARCHED, dtype=torch.float64, device=device)
        value, place = function(x).max(dim=0)
        if value.item() > found.value:
            found = Peak(x[place].item(), value.item())
        step = (right - left) / (SEARCHED - 1)
        left, right = max(low, found.at - step), min(high, found.at + step)
    # a peak is as sharp as the root of the rounding; −0 + 0 is 0
    return Peak(round(found.at, PLACES) + 0.0, found.value)


def trough(function: Function, device: str, low: float = -REACH, high: float = REACH) -> Peak:
    """Where `function` is least in [low, high], and how small."""
    at, value = peak(lambda x: -function(x), device, low, high)
    return Peak(at, 0.0 - value)


def crossing(function: Function, low: float, high: float) -> float:
    """Where `function`, of one sign at `low` and of the other at `high`, is 0; looked for on the CPU."""
    return bracketed_roots(function, exact([low]), exact([high])).item()

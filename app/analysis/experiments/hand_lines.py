"""Lines that a reader has laid: how far the largest of them is from a function."""

from dataclasses import dataclass

import numpy as np
import torch

from app.activations.bound import BoundActivation
from app.analysis.derivatives import differentiate
from app.analysis.points import Points, float64

POINTS = 240


@dataclass(frozen=True, slots=True, kw_only=True)
class HandLines:
    """A function at the middles of 240 equal parts of [−reach, reach], and k lines by their heights at both ends.

    `value` is (n,), NaN where the function is not finite, `lines` (k, n), and `largest` (n,) their maximum. `counts` is
    how many lines are the largest at one point or more. `error` is the RMS of largest − f over the standard deviation
    of f, or over 1 where it has none; None where f is nowhere finite. `above` is the share of points where the largest
    line is above f by more than a thousandth of that deviation.
    """

    x: Points
    value: Points
    lines: Points
    largest: Points
    counts: int
    error: float | None
    above: float


def lay(f: BoundActivation, left: Points, right: Points, reach: float, device: str) -> HandLines:
    """Lines from the heights `left` (k,) at −reach to `right` (k,) at reach, against `f`."""
    x = reach * ((torch.arange(POINTS, dtype=torch.float64, device=device) + 0.5) * 2 / POINTS - 1)
    value = float64(differentiate(f, x, order=0).value)
    value = np.where(np.isfinite(value), value, np.nan)
    places = float64(x)
    way = (places + reach) / (2 * reach)
    lines = left[:, None] * (1 - way) + right[:, None] * way
    largest = lines.max(axis=0)
    gap = (largest - value)[np.isfinite(value)]
    spread = _spread(value[np.isfinite(value)])
    return HandLines(
        x=places,
        value=value,
        lines=lines,
        largest=largest,
        counts=len(np.unique(lines.argmax(axis=0))),
        error=float(np.hypot.reduce(gap / spread) / np.sqrt(len(gap))) if len(gap) else None,
        above=float((gap > spread / 1000).mean()) if len(gap) else 0.0,
    )


def _spread(values: Points) -> float:
    """The standard deviation, which squares of large numbers do not overflow; 1 for a constant."""
    size = np.abs(values).max(initial=0.0) or 1.0
    return float((values / size).std() * size) or 1.0

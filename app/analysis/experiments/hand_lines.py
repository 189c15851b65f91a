"""Lines that a reader has laid: how far the largest of them is from a function."""

from dataclasses import dataclass

import numpy as np

from app.activations.bound import BoundActivation
from app.analysis.experiments.maxout import Target
from app.analysis.points import Points, float64

NEAR = 1e-3


@dataclass(frozen=True, slots=True, kw_only=True)
class HandLines:
    """A function at the middles of 240 equal parts of [−reach, reach], and k lines by their heights at both ends.

    `value` is (n,), NaN where the function is not finite, `lines` (k, n), and `largest` (n,) their maximum. `counts` is
    how many lines are the largest at one point or more. `error` is the RMS of largest − f over the standard deviation
    of f, or over 1 where it has none; None where f is nowhere finite. `above` is the share of points, of those where f
    is finite, at which the largest line is above f by more than a thousandth of that deviation.
    """

    x: Points
    value: Points
    lines: Points
    largest: Points
    counts: int
    error: float | None
    above: float


def lay(f: BoundActivation, left: Points, right: Points, reach: float) -> HandLines:
    """Lines from the heights `left` (k,) at −reach to `right` (k,) at reach, against `f`; few numbers, on the CPU."""
    target = Target.of(f, reach)
    x, known = float64(target.x), target.known.numpy()
    value = np.where(known, float64(target.value), np.nan)
    way = (x + reach) / (2 * reach)
    lines = left[:, None] * (1 - way) + right[:, None] * way
    largest = lines.max(axis=0)
    gap = (largest - value)[known] / target.spread
    return HandLines(
        x=x,
        value=value,
        lines=lines,
        largest=largest,
        counts=len(np.unique(lines.argmax(axis=0))),
        error=float(np.hypot.reduce(gap) / np.sqrt(len(gap))) if len(gap) else None,
        above=float((gap > NEAR).mean()) if len(gap) else 0.0,
    )

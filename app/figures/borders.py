"""Borders: the straight lines on which a weighted sum is 0, within a panel."""

from typing import Any

import numpy as np

from app.analysis.points import Points
from app.figures.panels import Trace, line

# of the width of the panel, the stroke that tells the side
SIDE = 0.06


def border(weights: Points, bias: float, low: Points, high: Points) -> Points:
    """Both ends (2, 2) of the part of w·x + b = 0 that lies between the corners `low` and `high` (2,).

    NaN where the line misses that rectangle, or there is none.
    """
    size = float(weights @ weights)
    if not (np.isfinite(size) and np.isfinite(bias)) or size == 0:
        return np.full((2, 2), np.nan)
    foot, along = -bias * weights / size, np.array([-weights[1], weights[0]]) / np.sqrt(size)
    with np.errstate(divide="ignore", invalid="ignore"):
        ways = np.stack(((low - foot) / along, (high - foot) / along))
    # a line along an axis is everywhere between its ends, or nowhere
    inside = (low <= foot) & (foot <= high)
    ways[:, along == 0] = np.where(inside, [[-np.inf], [np.inf]], np.nan)[:, along == 0]
    begin, end = ways.min(axis=0).max(), ways.max(axis=0).min()
    return foot + np.outer([begin, end], along) if begin <= end else np.full((2, 2), np.nan)


def sided(ends: Points, weights: Points, width: float) -> Points:
    """A path (6, 2) along a border with a short stroke from its middle to the side where the sum is above 0."""
    middle = ends.mean(axis=0)
    stroke = SIDE * width * weights / (np.sqrt(weights @ weights) or 1.0)
    gap = np.full(2, np.nan)
    return np.stack((*ends, gap, middle, middle + stroke, gap))


def drawn(path: Points, name: str, index: int, **more: Any) -> Trace:  # noqa: ANN401  whatever Plotly's scatter takes
    """A path (n, 2) as a line in the colour of number `index`."""
    return line(np.ascontiguousarray(path[:, 0]), np.ascontiguousarray(path[:, 1]), name, index, **more)

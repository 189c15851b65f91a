"""Rays: what units with a slope for each input answer below 0, beside a function that bends once."""

from collections.abc import Iterator

import numpy as np

from app.analysis.points import Points
from app.figures.panels import Trace, line
from app.figures.plotly import colour


def rays(z: Points, y: Points, name: str, index: int) -> Iterator[Trace]:
    """A thin line from 0 to each answer y to a negative z, whose slope is its own, and a dot at its end."""
    thin = {"color": colour(index), "width": 1}
    yield line(_from_0(z), _from_0(y), name, index, line=thin, opacity=0.5, showlegend=False)
    dots = {"size": 5, "color": colour(index)}
    yield line(z, y, name, index, mode="markers", marker=dots, showlegend=False)


def bend(alpha: float, reach: float, name: str, index: int) -> Trace:
    """z above 0 and alpha · z below, as far as −`reach` and a third of that on the right."""
    places = np.array([-reach, 0.0, reach / 3])
    return line(places, np.where(places < 0, alpha * places, places), name, index, showlegend=False)


def _from_0(ends: Points) -> Points:
    """From 0 to each of `ends`, with a gap behind it."""
    return np.stack((np.zeros_like(ends), ends, np.full_like(ends, np.nan)), axis=1).ravel()

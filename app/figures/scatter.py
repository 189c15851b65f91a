"""The points that a network learns from and is tested on, over their plane: a figure for a still alone."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from app.analysis.points import Points
from app.figures.panels import MIDDLE, Figure, Panel, Trace, panels_figure
from app.figures.plane import CLASS_COLOURS
from app.figures.plotly import colour

# as a page's own plot of the plane has them
_MARGIN = {"t": 6, "r": 6}
_NUMBERS, _LONG_NUMBERS = 22, 46
_SHORT = 10.0
_THIRDS = 3.0
_EDGE = "var(--panel)"
# targets are drawn in so many shades of the two colours
_SHADES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Scatter:
    """Points (n, 3), x and y and the label: the number of a class, or a target of a regression, −1 to 1."""

    learned: Points
    tested: Points
    x: tuple[float, float]
    y: tuple[float, float]
    has_targets: bool


def scatter_figure(scatter: Scatter) -> Figure:
    """Filled dots to learn from, and hollow ones to test, in the colours of their labels."""
    filled = _dots(scatter.learned, {"size": 6, "line": {"width": 1, "color": _EDGE}}, has_targets=scatter.has_targets)
    hollow = _dots(scatter.tested, {"size": 6, "line": {"width": 1.5}}, has_targets=scatter.has_targets, kind="-open")
    ends = [abs(end) for end in (*scatter.x, *scatter.y)]
    # a step of a third of an axis to either side of 0
    step = {"dtick": _THIRDS} if max(ends) < _SHORT else {"nticks": 4}
    room = _NUMBERS if max(ends) < _SHORT else _LONG_NUMBERS
    style = {"showgrid": False} | step
    panel = Panel(
        title="",
        traces=[*filled, *hollow],
        x={"range": list(scatter.x), **style},
        y={"range": list(scatter.y), **style},
    )
    return panels_figure(((panel,),), margin=_MARGIN | {"l": room, "b": room})


def _dots(rows: Points, marker: Mapping[str, Any], *, has_targets: bool, kind: str = "") -> Iterator[Trace]:
    """A trace for each class, or for each shade of the targets."""
    labels = np.rint(_SHADES * rows[:, 2]) if has_targets else rows[:, 2]
    for label in np.unique(labels).tolist():
        ink, opacity = _shade(label / _SHADES) if has_targets else (_class_colour(int(label)), 1.0)
        own = rows[labels == label]
        yield {
            "type": "scatter",
            "mode": "markers",
            "x": own[:, 0].tolist(),
            "y": own[:, 1].tolist(),
            "marker": {"color": ink, "symbol": f"circle{kind}", "opacity": opacity, **marker},
        }


def _shade(target: float) -> tuple[str, float]:
    """A colour, and how opaque it is."""
    if not target:
        return MIDDLE, 1.0
    return colour(CLASS_COLOURS[target > 0]), abs(target)


def _class_colour(label: int) -> str:
    """The page's colour of a class: the first two are those of a map."""
    return f"var(--class-{label}, {colour(CLASS_COLOURS[label] if label < len(CLASS_COLOURS) else label)})"

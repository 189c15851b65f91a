"""The points that a network learns from and is tested on, over their plane: a figure for a still alone."""

import math
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
_NAMED = 15
_SHORT = 10.0
# a line's numbers stand closer to it, and below it there is but one row of them
_LINE_NUMBERS, _LINE_BOTTOM = 40, 18
_STEPS = (1.0, 2.0, 3.0, 5.0, 10.0)
_INTERVALS = 4
_EDGE = "var(--panel)"
# targets are drawn in so many shades of the two colours
_SHADES = 3
# where the height says the target, the colour need not
_NEUTRAL = "var(--soft)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scatter:
    """Points (n, 3), x and y and the label: the number of a class, or a target of a regression, −1 to 1.

    Over a line, y is the answer that a point asks for. Where the plane `is_named`, there is room for its axes' names.
    """

    learned: Points
    tested: Points
    x: tuple[float, float]
    y: tuple[float, float]
    is_named: bool
    has_targets: bool
    is_line: bool


def scatter_figure(scatter: Scatter) -> Figure:
    """Filled dots to learn from, and hollow ones to test, in the colours of their labels."""
    filled = _dots(scatter, scatter.learned, {"size": 6, "line": {"width": 1, "color": _EDGE}})
    hollow = _dots(scatter, scatter.tested, {"size": 6, "line": {"width": 1.5}}, kind="-open")
    ends = [abs(end) for end in (*scatter.x, *scatter.y)]
    room = _NUMBERS if max(ends) < _SHORT else _LONG_NUMBERS
    margin = {"l": _LINE_NUMBERS, "b": _LINE_BOTTOM} if scatter.is_line else {"l": room, "b": room}
    panel = Panel(
        title="",
        traces=[*filled, *hollow],
        x=_axis(scatter.x),
        y=_axis(scatter.y),
    )
    named = _NAMED if scatter.is_named else 0
    return panels_figure(((panel,),), margin=_MARGIN | {side: size + named for side, size in margin.items()})


def _axis(ends: tuple[float, float]) -> dict[str, Any]:
    """An axis with some four round numbers, those of the page's own plot."""
    rough = (ends[1] - ends[0]) / _INTERVALS
    power = 10.0 ** math.floor(math.log10(rough))
    # rounding must not take from a step that fits
    step = next(digit for digit in _STEPS if digit * power >= rough * (1 - 1e-9)) * power
    return {"range": list(ends), "showgrid": False, "dtick": step}


def _dots(scatter: Scatter, rows: Points, marker: Mapping[str, Any], kind: str = "") -> Iterator[Trace]:
    """A trace for each class, or for each shade of the targets; of targets over a line one."""
    shades = np.zeros(len(rows)) if scatter.is_line else np.rint(_SHADES * rows[:, 2])
    labels = shades if scatter.has_targets else rows[:, 2]
    for label in np.unique(labels).tolist():
        ink, opacity = _ink(scatter, label)
        own = rows[labels == label]
        yield {
            "type": "scatter",
            "mode": "markers",
            "x": own[:, 0].tolist(),
            "y": own[:, 1].tolist(),
            "marker": {"color": ink, "symbol": f"circle{kind}", "opacity": opacity, **marker},
        }


def _ink(scatter: Scatter, label: float) -> tuple[str, float]:
    """The colour of a label's points, and how opaque it is."""
    if not scatter.has_targets:
        return _class_colour(int(label)), 1.0
    return (_NEUTRAL, 1.0) if scatter.is_line else _shade(label / _SHADES)


def _shade(target: float) -> tuple[str, float]:
    """A colour, and how opaque it is."""
    if not target:
        return MIDDLE, 1.0
    return colour(CLASS_COLOURS[target > 0]), abs(target)


def _class_colour(label: int) -> str:
    """The page's colour of a class: the first two are those of a map."""
    return f"var(--class-{label}, {colour(CLASS_COLOURS[label] if label < len(CLASS_COLOURS) else label)})"

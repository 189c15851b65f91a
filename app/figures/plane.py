"""The plane that a network of two classes parts: how sure it is where, and the points that it learns from."""

from collections.abc import Iterator, Mapping
from typing import Any

from app.analysis.points import Points
from app.figures.panels import Panel, Trace, heatmap
from app.figures.plotly import colour, typed_array

CLASS_COLOURS = (1, 0)
"""Orange and blue, the ends of a map's colours."""


def plane_panel(title: str, places: Points, sure: Points, points: tuple[Points, Points]) -> Panel:
    """A map `sure` (side, side) of the probability of class 1, a row for each of `places`, upward.

    `points` are those learned from, and, drawn small, those of the test: (n, 3), x and y and the class.
    """
    along = typed_array(places)
    shades = heatmap(sure, x=along, y=along, zmid=0.5, zmin=0, zmax=1, zsmooth="best", opacity=0.6, hoverinfo="skip")
    learned, tested = points
    small = dots(tested, {"size": 3, "opacity": 0.6})
    large = dots(learned, {"size": 9, "line": {"width": 1.5, "color": "#ffffff"}})
    span = {"range": [float(places[0]), float(places[-1])], "nticks": 5}
    return Panel(title=title, traces=[shades, *small, *large], x=span, y=span)


def dots(rows: Points, marker: Mapping[str, Any]) -> Iterator[Trace]:
    """A trace for the points of each of two classes: (n, 3), x and y and the class."""
    for label, index in enumerate(CLASS_COLOURS):
        own = rows[rows[:, 2] == label]
        yield {
            "type": "scatter",
            "mode": "markers",
            "name": f"points of class {label}",
            "showlegend": False,
            "hoverinfo": "skip",
            "x": typed_array(own[:, 0]),
            "y": typed_array(own[:, 1]),
            "marker": {"color": colour(index), **marker},
        }

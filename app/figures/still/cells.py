"""Maps as paths: cells of like colour in a row are one rectangle, the more opaque the farther from the middle."""

import math
from collections.abc import Iterator
from itertools import groupby

import numpy as np

from app.analysis.points import Points
from app.figures.panels import MIDDLE, Trace
from app.figures.plotly import colour, numbers
from app.figures.still.axes import Axis, cell_edges, cell_places
from app.figures.still.strokes import FRAME, Stroke, page_colour

MOST_CELLS = 28
"""Cells along either side of a map: more would make a page long, and are there when Plotly draws."""

_SHADES = 10


def heat(trace: Trace, x: Axis, y: Axis) -> Iterator[Stroke]:
    """The cells of a heat map: orange below its middle, blue above, as its scale has them."""
    strength, across, down = _cells(trace, x, y)
    opacity = trace.get("opacity", 1.0)
    shades = np.rint(np.nan_to_num(strength) * _SHADES).astype(int)
    # the middle of the scale, which covers the grid
    yield Stroke(path=_rectangles(np.isfinite(strength), across, down), ink=page_colour(MIDDLE), opacity=opacity)
    for shade in sorted(set(shades.flat) - {0}):
        path = _rectangles(shades == shade, across, down)
        # darker than curves on a dark page, as numbers stand on them
        ink = f"var(--map-{'low' if shade < 0 else 'high'}, {colour(1 if shade < 0 else 0)})"
        yield Stroke(path=path, ink=ink, opacity=round(opacity * abs(shade) / _SHADES, 3))


def strengths(trace: Trace) -> Points:
    """How far each number of a heat map lies from its middle, −1 to 1 of what its scale spans, (rows, columns)."""
    z, middle = numbers(trace["z"]), trace["zmid"]
    known = z[np.isfinite(z)]
    ends = (trace.get("zmin", known.min(initial=middle)), trace.get("zmax", known.max(initial=middle)))
    reach = max(abs(end - middle) for end in ends) or 1.0
    return np.asarray(((z - middle) / reach).clip(-1, 1))


def _cells(trace: Trace, x: Axis, y: Axis) -> tuple[Points, Points, Points]:
    """The strengths of a map, thinned, and the edges of its columns and rows in units of the frame."""
    z = strengths(trace)
    steps = [max(1, math.ceil(side / MOST_CELLS)) for side in z.shape]
    rows, columns = (cell_places(trace, letter, axis.names) for letter, axis in (("y", y), ("x", x)))
    across, down = (axis.shares(cell_edges(places)) * FRAME for axis, places in ((x, columns), (y, rows)))
    return z[:: steps[0], :: steps[1]], _thinned(across, steps[1]), FRAME - _thinned(down, steps[0])


def _thinned(edges: Points, step: int) -> Points:
    """Every `step`-th edge, and the last."""
    return np.append(edges[:-1:step], edges[-1])


def _rectangles(chosen: np.ndarray, across: Points, down: Points) -> str:
    """A rectangle for each run of `chosen` cells (rows, columns) in a row."""
    x, y = (np.rint(edges).astype(int).tolist() for edges in (across, down))
    parts: list[str] = []
    for row, cells in enumerate(chosen.tolist()):
        for is_chosen, run in groupby(range(len(cells)), key=cells.__getitem__):
            if is_chosen:
                columns = list(run)
                wide = x[columns[-1] + 1] - x[columns[0]]
                parts.append(f"M{x[columns[0]]} {y[row]}h{wide}V{y[row + 1]}h{-wide}z")
    return "".join(parts)

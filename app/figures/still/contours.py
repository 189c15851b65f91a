"""Lines of equal height of a map, where Plotly draws them: by marching squares, a straight piece in each cell."""

from collections.abc import Iterator

import numpy as np

from app.analysis.points import Points
from app.figures.panels import Trace
from app.figures.plotly import INK, numbers
from app.figures.still.axes import Axis
from app.figures.still.strokes import FRAME, Stroke, page_colour
from app.figures.still.ticks import round_step

# as many at most
_MOST = 15
# the lines fade from the lowest to the highest
_FAINTEST = 0.25


def contours(trace: Trace, x: Axis, y: Axis) -> Iterator[Stroke]:
    """A stroke for each round height above `zmin`, the fainter the higher."""
    z = numbers(trace["z"])
    across, up = (axis.shares(axis.places(trace[letter])) * FRAME for axis, letter in ((x, "x"), (y, "y")))
    low, high = trace["zmin"], float(z.max(initial=-np.inf, where=np.isfinite(z)))
    if not low < high:
        return
    step = round_step((high - low) / _MOST)
    for height in np.arange(np.ceil(low / step), np.floor(high / step) + 1) * step:
        pieces = _pieces(z, height, across, FRAME - up)
        path = "".join(f"M{a} {b}L{c} {d}" for a, b, c, d in np.rint(pieces).astype(int).tolist())
        if path:
            faint = (height - low) / (high - low)
            yield Stroke(path=path, ink=page_colour(INK), width=1, opacity=round(1 - (1 - _FAINTEST) * faint, 2))


def _pieces(z: Points, height: float, x: Points, y: Points) -> Points:
    """The pieces (n, 4), from x, y to x, y, in which `z` (rows, columns) over x and y passes `height`."""
    with np.errstate(invalid="ignore", divide="ignore"):
        along = _crossings(z[:, :-1], z[:, 1:], height)
        upward = _crossings(z[:-1], z[1:], height)
    columns, rows = np.meshgrid(x, y)
    level = np.stack((columns[:, :-1] + along * np.diff(x), np.broadcast_to(rows[:, :-1], along.shape)))
    steep = np.stack((np.broadcast_to(columns[:-1], upward.shape), rows[:-1] + upward * np.diff(y)[:, None]))
    # the four sides of each cell, in the order in which one goes around it: (4, 2, cells)
    sides = np.stack((level[:, :-1], steep[:, :, 1:], level[:, 1:], steep[:, :, :-1])).reshape(4, 2, -1)
    # those that are passed come first; a saddle has four, which make two pieces
    order = np.argsort(np.isnan(sides).any(axis=1), axis=0, kind="stable")
    passed = np.take_along_axis(sides, order[:, None], axis=0).reshape(2, 4, -1)
    pieces = passed.transpose(0, 2, 1).reshape(-1, 4)
    return pieces[np.isfinite(pieces).all(axis=1)]


def _crossings(before: Points, after: Points, height: float) -> Points:
    """How far between two numbers `height` is passed, NaN where it is not."""
    return np.where((before < height) != (after < height), (height - before) / (after - before), np.nan)

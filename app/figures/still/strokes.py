"""What traces draw, as paths in a frame that the page stretches over their panel."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from app.analysis.points import Points
from app.figures.panels import MIDDLE, Trace
from app.figures.plotly import INK, PALETTE, colour
from app.figures.still.axes import Axis, cell_edges, is_along

FRAME = 10000
"""Units of the frame along either side: a tenth of a pixel on a wide screen, and whole numbers, which are short."""

EDGE = "#ffffff"
"""What surrounds points on a map, and numbers in its strongest cells."""

STAR = "star"
"""The symbol that is written, and is no stroke."""

# what lies as near to the line between its neighbours as this is not seen to be left out: a fifth of a pixel of 250
_FLAT = 8.0
_SIFTINGS = 6
# so many panels beyond an end a line is bent, as its numbers would be long
_FARTHEST = 50.0
_PAPER = "var(--panel)"
_NAMES = {ink: f"curve-{index}" for index, ink in enumerate(PALETTE)} | {INK: "axis", MIDDLE: "middle", EDGE: "edge"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stroke:
    """A path in a frame of 10,000 × 10,000 from the top left, filled, or drawn `width` pixels wide.

    `ink` is a colour as CSS writes it, which follows the page's. Dots are lines of no length with round ends.
    """

    path: str
    ink: str
    width: float = 0.0
    dashed: bool = False
    dotted: bool = False
    opacity: float = 1.0


def page_colour(colour_of_figure: str) -> str:
    """A colour of a figure as a page writes it: one of the palette, or of an axis, is the page's own of that name."""
    name = _NAMES.get(colour_of_figure)
    return f"var(--{name}, {colour_of_figure})" if name else colour_of_figure


def lines(trace: Trace, x: Axis, y: Axis) -> Iterator[Stroke]:
    """The line of a scatter trace, with gaps where a number is missing, and its dots."""
    across, down = _framed(x, trace["x"]), FRAME - _framed(y, trace["y"])
    line, mode = trace.get("line", {}), trace["mode"]
    if "lines" in mode:
        if line.get("shape") == "hvh":
            across, down = _stepped(across, down)
        path = "".join(_polyline(*stretch) for stretch in _stretches(across, down) if stretch.shape[1] > 1)
        if path:
            yield Stroke(
                path=path,
                ink=page_colour(line.get("color") or colour(0)),
                width=line.get("width", 2),
                dashed="dash" in line.get("dash", "solid"),
                opacity=trace.get("opacity", 1.0),
            )
    if "markers" in mode:
        yield from _dots(trace, across, down)


def bars(trace: Trace, x: Axis, y: Axis, place: tuple[int, int], gap: float) -> Iterator[Stroke]:
    """The bars of a trace, the number of which among those that stand beside each other `place` tells, and how many.

    `gap` is the share of its room that stays free beside each bar, or each group of them.
    """
    number, beside = place
    lies = is_along(trace, "y")
    along, reach = (y, x) if lies else (x, y)
    middles, ends = (axis.places(trace[letter]) for axis, letter in ((along, "xy"[lies]), (reach, "yx"[lies])))
    edges = cell_edges(middles)
    room = float(np.diff(edges[:2]).sum()) * (1 - gap)
    starts = middles - room / 2 + number * room / beside
    sides = (along.shares(starts), along.shares(starts + room / beside), reach.shares(np.zeros_like(ends)))
    rectangles = [
        _rectangle((low, high), (zero, end), lies=lies)
        for low, high, zero, end in zip(*sides, reach.shares(ends), strict=True)
        if math.isfinite(end)
    ]
    if rectangles:
        ink = page_colour(trace["marker"]["color"])
        yield Stroke(path="".join(rectangles), ink=ink, opacity=trace.get("opacity", 1.0))


def _rectangle(along: tuple[float, float], reach: tuple[float, float], *, lies: bool) -> str:
    (left, right), (bottom, top) = (reach, along) if lies else (along, reach)
    x0, x1 = _units(np.array([left, right]))
    y0, y1 = _units(1 - np.array([bottom, top]))
    return f"M{x0} {y0}H{x1}V{y1}H{x0}z"


def _dots(trace: Trace, across: Points, down: Points) -> Iterator[Stroke]:
    """A stroke for the dots of each size, colour and kind; what is open, or has an edge, is two."""
    marker: dict[str, Any] = trace.get("marker", {})
    ink = marker.get("color") or trace.get("line", {}).get("color") or colour(0)
    looks = [each(marker.get("size", 6), len(across)), each(ink, len(across))]
    looks.append(each(marker.get("symbol", "circle"), len(across)))
    edge = marker.get("line", {})
    opacity = marker.get("opacity", trace.get("opacity", 1.0))
    kinds = list(zip(*looks, strict=True))
    for size, tone, symbol in dict.fromkeys(kinds):
        if symbol == STAR:
            continue
        own = np.array([kind == (size, tone, symbol) for kind in kinds]) & np.isfinite(across) & np.isfinite(down)
        if not own.any():
            continue
        path = _scattered(across[own], down[own])
        width = edge.get("width", 0)
        if symbol.endswith("-open"):
            yield Stroke(path=path, ink=page_colour(tone), width=size + width, dotted=True, opacity=opacity)
            yield Stroke(path=path, ink=_PAPER, width=size - width, dotted=True)
            continue
        around = edge.get("color", tone)
        if around != tone:
            yield Stroke(path=path, ink=page_colour(around), width=size + width, dotted=True, opacity=opacity)
        own_width = size + width if around == tone else size - width
        yield Stroke(path=path, ink=page_colour(tone), width=own_width, dotted=True, opacity=opacity)


def _scattered(across: Points, down: Points) -> str:
    """A line of no length at each point, told from the one before, as that is shorter."""
    x, y = _whole(across), _whole(down)
    steps = zip(np.diff(x).tolist(), np.diff(y).tolist(), strict=True)
    return f"M{x[0]} {y[0]}h0{''.join(f'm{a} {b}h0' for a, b in steps)}"


def each(look: Any, count: int) -> Sequence[Any]:  # noqa: ANN401  one for all, or one for each
    """The look of each of `count` markers."""
    return look if isinstance(look, list) else [look] * count


def _framed(axis: Axis, values: Any) -> Points:  # noqa: ANN401  what a trace has
    shares = axis.shares(axis.places(values))
    shares[~np.isfinite(shares)] = np.nan
    return np.clip(shares, -_FARTHEST, _FARTHEST) * FRAME


def _units(shares: Points) -> list[int]:
    return _whole(np.clip(shares, -_FARTHEST, _FARTHEST) * FRAME)


def _whole(units: Points) -> list[int]:
    return np.rint(units).astype(int).tolist()


def _stretches(across: Points, down: Points) -> Iterator[Points]:
    """The points between gaps, (2, n), without those that are not seen to be missing."""
    both = np.stack((across, down))
    gaps = np.flatnonzero(~np.isfinite(both).all(axis=0))
    for stretch in np.split(both, gaps, axis=1):
        yield _sifted(stretch[:, np.isfinite(stretch).all(axis=0)])


def _sifted(points: Points) -> Points:
    """`points` (2, n) without those that lie on the line between their neighbours, the first and the last kept."""
    for offset in range(_SIFTINGS):
        # every second one, now of the odd and now of the even ones
        own = np.arange(1 + offset % 2, points.shape[1] - 1, 2)
        if not own.size:
            break
        (x0, y0), (x, y), (x1, y1) = points[:, own - 1], points[:, own], points[:, own + 1]
        wide = np.where(x1 == x0, np.inf, x1 - x0)
        is_flat = (np.abs(y - (y0 + (y1 - y0) * (x - x0) / wide)) < _FLAT) & ((x - x0) * (x1 - x) > 0)
        points = np.delete(points, own[is_flat], axis=1)
    return points


def _stepped(across: Points, down: Points) -> tuple[Points, Points]:
    """The corners of a line that steps half-way between the points."""
    edges = np.concatenate((across[:1], (across[1:] + across[:-1]) / 2, across[-1:]))
    return np.repeat(edges, 2)[1:-1], np.repeat(down, 2)


def _polyline(across: Points, down: Points) -> str:
    """A path through points; after the first each says how far it is from the one before."""
    x, y = _whole(across), _whole(down)
    steps = zip(np.diff(x).tolist(), np.diff(y).tolist(), strict=True)
    return f"M{x[0]} {y[0]}l{' '.join(f'{a} {b}' for a, b in steps)}"

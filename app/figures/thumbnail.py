"""A small picture of one panel of a figure: SVG paths for an index, made of the very numbers that Plotly draws."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from app.analysis.points import Points
from app.figures.panels import Figure, Trace
from app.figures.plotly import colour, numbers

WIDTH, HEIGHT = 240.0, 120.0
EDGE = 6.0
LONGEST = 400
MOST_CELLS = 24


@dataclass(frozen=True, slots=True)
class Stroke:
    """An SVG path, filled or drawn as a line."""

    path: str
    colour: str
    filled: bool
    opacity: float = 1.0


@dataclass(frozen=True, slots=True)
class _Frame:
    """What of the plane is seen; `log` where an axis is logarithmic."""

    low: tuple[float, float]
    high: tuple[float, float]

    def place(self, x: Points, y: Points) -> tuple[Points, Points]:
        """Points in pixels of the picture."""
        wide, tall = (max(high - low, 1e-300) for low, high in zip(self.low, self.high, strict=True))
        across = EDGE + (x - self.low[0]) / wide * (WIDTH - 2 * EDGE)
        return across, HEIGHT - EDGE - (y - self.low[1]) / tall * (HEIGHT - 2 * EDGE)

    @property
    def floor(self) -> float:
        """Where bars begin."""
        return float(self.place(np.zeros(1), np.zeros(1))[1][0])


def thumbnail(figure: Figure) -> tuple[Stroke, ...]:
    """The strokes of the cover of `figure`, in a frame of 240 × 120."""
    cover = figure["layout"]["meta"]["cover"]
    x, y = ("x" if cover == 1 else f"x{cover}"), ("y" if cover == 1 else f"y{cover}")
    traces = [trace for trace in figure["data"] if trace["xaxis"] == x]
    maps = [trace for trace in traces if trace["type"] == "heatmap"]
    if maps:
        return tuple(_cells(numbers(maps[0]["z"])))
    log = [
        figure["layout"].get(name, {}).get("type") == "log"
        for name in (x.replace("x", "xaxis"), y.replace("y", "yaxis"))
    ]
    drawn = [(trace, *_points(trace, log)) for trace in traces if _is_drawn(trace)]
    frame = _frame([(x, y) for _, x, y in drawn], has_bars=any(trace["type"] == "bar" for trace in traces))
    if frame is None:
        return ()
    beside = len(drawn) if figure["layout"]["barmode"] == "group" else 1
    return tuple(
        _bars(trace, *frame.place(x, y), frame.floor, (index % beside, beside))
        if trace["type"] == "bar"
        else _stroke(trace, *frame.place(x, y))
        for index, (trace, x, y) in enumerate(drawn)
    )


def _is_drawn(trace: Trace) -> bool:
    return trace["type"] == "bar" or (trace["type"] == "scatter" and trace["mode"] != "text")


def _points(trace: Trace, log: list[bool]) -> tuple[Points, Points]:
    def read(name: str, *, is_log: bool) -> Points:
        values = trace[name]
        if isinstance(values, list) and values and isinstance(values[0], str):
            return np.arange(float(len(values)))
        found = numbers(values)
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.log10(found) if is_log else found

    x, y = read("x", is_log=log[0]), read("y", is_log=log[1])
    # bars that lie are stood up
    return (y, x) if trace.get("orientation") == "h" else (x, y)


def _frame(drawn: list[tuple[Points, Points]], *, has_bars: bool) -> _Frame | None:
    ends: list[tuple[float, float]] = []
    for axis in (0, 1):
        values = np.concatenate([points[axis] for points in drawn] or [np.zeros(0)])
        values = values[np.isfinite(values)]
        if not values.size:
            return None
        low, high = float(values.min()), float(values.max())
        if has_bars and axis == 0:
            # half a bar at either end
            room = (high - low or 1.0) / max(len(drawn[0][0]) - 1, 1) / 2
            low, high = low - room, high + room
        elif has_bars:
            low, high = min(low, 0.0), max(high, 0.0)
        ends.append((low, high if high > low else low + 1))
    return _Frame((ends[0][0], ends[1][0]), (ends[0][1], ends[1][1]))


def _bars(trace: Trace, x: Points, y: Points, floor: float, place: tuple[int, int]) -> Stroke:
    """Bars, of which `place` says the number and how many stand beside each other."""
    number, beside = place
    room = (WIDTH - 2 * EDGE) / max(len(x), 1)
    gap = room / 5 if beside > 1 else 0.0
    width = (room - gap) / beside
    starts = x - (room - gap) / 2 + number * width
    rectangles = [f"M{at:.1f} {floor:.1f}h{width:.1f}V{top:.1f}h{-width:.1f}z" for at, top in _finite(starts, y)]
    return Stroke("".join(rectangles), _ink(trace["marker"]["color"]), filled=True, opacity=0.85)


def _stroke(trace: Trace, x: Points, y: Points) -> Stroke:
    ink = str(trace.get("line", {}).get("color") or _ink(trace.get("marker", {}).get("color")))
    step = max(1, len(x) // LONGEST)
    if "lines" not in trace.get("mode", "lines"):
        dots = [f"M{a - 2:.1f} {b:.1f}a2 2 0 1 0 4 0a2 2 0 1 0-4 0z" for a, b in _finite(x[::step], y[::step])]
        return Stroke("".join(dots), ink, filled=True, opacity=trace.get("marker", {}).get("opacity", 1.0))
    # a line ends where it ended, however few of its points are drawn
    gaps = ~np.isfinite(x + y)
    kept = gaps | np.roll(gaps, 1) | np.roll(gaps, -1)
    kept[::step] = True
    pen, path = "M", ""
    for a, b in zip(x[kept].tolist(), y[kept].tolist(), strict=True):
        if not (math.isfinite(a) and math.isfinite(b)):
            pen = "M"
            continue
        path += f"{pen}{a:.1f} {b:.1f}"
        pen = "L"
    return Stroke(path, ink, filled=False)


def _ink(given: Any) -> str:  # noqa: ANN401  a colour, or one for each point
    if isinstance(given, str):
        return given
    return given[0] if isinstance(given, list) and isinstance(given[0], str) else colour(0)


def _finite(x: Points, y: Points) -> Iterator[tuple[float, float]]:
    for a, b in zip(x.tolist(), y.tolist(), strict=True):
        if math.isfinite(a) and math.isfinite(b):
            yield a, b


def _cells(z: Points) -> Iterator[Stroke]:
    """A square for each number, of at most 24 a side, the more opaque the larger it is, the first row at the bottom."""
    z = z[:: max(1, math.ceil(z.shape[0] / MOST_CELLS)), :: max(1, math.ceil(z.shape[1] / MOST_CELLS))]
    most = float(np.nanmax(np.abs(z), initial=0.0)) or 1.0
    wide, tall = WIDTH / z.shape[1], HEIGHT / z.shape[0]
    for (row, column), value in np.ndenumerate(z):
        if math.isfinite(value) and value:
            path = f"M{column * wide:.1f} {HEIGHT - (row + 1) * tall:.1f}h{wide:.1f}v{tall:.1f}h{-wide:.1f}z"
            yield Stroke(path, colour(1 if value < 0 else 0), filled=True, opacity=round(abs(value) / most, 2))

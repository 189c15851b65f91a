"""The picture of a network that has not learned yet: its weights as lines from unit to unit, and the layers' curves."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from app.analysis.points import Points

# as the page's own picture has them, in pixels
_NAME, _CURVE, _MARGIN = 30, 50, 8
_AROUND_NAMES, _LETTER, _MOST_LETTERS, _NAME_GAP = 11, 7, 12, 5
# more inputs stand in a block of cells, row by row, without their names
_MOST_IN_COLUMN, _CELL, _CELL_STEP, _LEAST_STEP = 12, 13, 14, 26
_HEADING = _NAME + _CURVE + 10
_MOST_ROWS = 16
_SMALLEST, _LARGEST, _SPACE = 24, 54, 12
_NARROWEST_GAP, _WIDEST_GAP, _WIDEST_CURVE, _BETWEEN, _FRAME = 26, 120, 140, 10, 4
_BORDERS = 2
_WIDEST_LINE = 4.5
_WIDTHS = 6
_FAINT = 0.02
# lines of a layer: the strongest tell its look
_MOST_LINES = 100
_ROOM = 0.08


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnLayer:
    """A layer's title, none of the output, its weights (inputs, units), and its curve over even x, (n,) or none."""

    title: str | None
    weights: Points
    curve: Points | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """Weights of one sign and about one size as a path."""

    path: str
    is_high: bool
    width: float
    opacity: float


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkPicture:
    """The picture in pixels, so many `rows` high.

    Lines, squares by their top left and size, the names of inputs where they end, titles at x, the curves' paths.
    """

    width: float
    height: float
    rows: int
    lines: tuple[Lines, ...]
    units: tuple[tuple[float, float, float], ...]
    names: tuple[tuple[float, float, str], ...]
    titles: tuple[tuple[float, str | None], ...]
    curves: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Column:
    """The squares of a layer by their top left, and where lines begin if not at their sides."""

    places: Sequence[tuple[float, float]]
    size: float
    end: float | None = None


@dataclass(frozen=True, slots=True)
class _Block:
    """So many small cells in a square, or nearly."""

    count: int

    @property
    def files(self) -> int:
        return math.ceil(math.sqrt(self.count))

    @property
    def width(self) -> int:
        return self.files * _CELL_STEP + _CELL - _CELL_STEP

    @property
    def height(self) -> int:
        return math.ceil(self.count / self.files) * _CELL_STEP + _CELL - _CELL_STEP

    def column(self, left: float, height: float) -> _Column:
        """The cells in a picture of that height."""
        top = (_HEADING + height - _MARGIN - self.height) / 2
        places = [(left + i % self.files * _CELL_STEP, top + i // self.files * _CELL_STEP) for i in range(self.count)]
        return _Column(places, _CELL, left + self.width)


def network_picture(layers: Sequence[DrawnLayer], inputs: Sequence[str], room: float) -> NetworkPicture:
    """The network of `layers`, the output last, from its `inputs` by name, in `room` pixels of width or more."""
    counts = [len(inputs), *(layer.weights.shape[1] for layer in layers)]
    block = _Block(len(inputs)) if len(inputs) > _MOST_IN_COLUMN else None
    names = [_short(name) for name in inputs if not block]
    beside = _AROUND_NAMES + _LETTER * max(map(len, names)) if names else 0
    rows = min(_MOST_ROWS, max([math.ceil(block.height / _LEAST_STEP) if block else counts[0], *counts[1:]]))
    height = _HEADING + _MARGIN + rows * min(62.0, max(26.0, 416 / rows)) - _BORDERS
    step = (height - _HEADING - _MARGIN) / rows
    free = room - beside - (block.width if block else 0) - 2 * _MARGIN - len(layers) * _NARROWEST_GAP
    size = max(_SMALLEST, min(_LARGEST, math.floor(step) - _SPACE, math.floor(free / (len(counts) - bool(block)))))
    widths = [math.ceil(count / _MOST_ROWS) * (size + 2) - 2 for count in counts]
    if block:
        widths[0] = block.width
    taken = beside + 2 * _MARGIN + sum(widths)
    gap = min(_WIDEST_GAP, max(_NARROWEST_GAP, (room - taken) / len(layers)))
    width = taken + gap * len(layers)
    whole = max(width, room)
    starts = np.cumsum([beside + _MARGIN + (whole - width) / 2, *(own + gap for own in widths[:-1])]).tolist()
    columns = [
        _Column(_places(count, left, size, step, height), size) for count, left in zip(counts, starts, strict=True)
    ]
    if block:
        columns[0] = block.column(starts[0], height)
    heads = [_head(start, own, gap, whole) for start, own in zip(starts[1:], widths[1:], strict=True)]
    pairs = zip(pairwise(columns), layers, strict=True)
    return NetworkPicture(
        width=whole,
        height=height,
        rows=rows,
        lines=tuple(lines for (before, after), layer in pairs for lines in _lines(before, after, layer.weights)),
        units=tuple((round(x, 1), round(y, 1), own.size) for own in columns for x, y in own.places),
        names=tuple(
            (round(x - _NAME_GAP, 1), round(y + size / 2, 1), name)
            for (x, y), name in zip(columns[0].places, names, strict=False)
        ),
        titles=tuple(
            (round(left + across / 2, 1), layer.title) for (left, across), layer in zip(heads, layers, strict=True)
        ),
        curves=tuple(
            _curve(layer.curve, left, across)
            for (left, across), layer in zip(heads, layers, strict=True)
            if layer.curve is not None
        ),
    )


def _short(name: str) -> str:
    """What is written beside an input: of a long name the beginning."""
    return name if len(name) <= _MOST_LETTERS else f"{name[: _MOST_LETTERS - 1]}…"


def _places(count: int, left: float, size: float, step: float, height: float) -> list[tuple[float, float]]:
    """The top left of each unit of a layer, in files from left to right."""
    rows = math.ceil(count / math.ceil(count / _MOST_ROWS))
    top = (_HEADING + height - _MARGIN - (rows - 1) * step - size) / 2
    return [(left + unit // rows * (size + 2), top + unit % rows * step) for unit in range(count)]


def _head(left: float, own: float, gap: float, whole: float) -> tuple[float, float]:
    """Where a layer's curve begins, and its width."""
    beside = min((gap - _BETWEEN) / 2, max(0.0, _WIDEST_CURVE - own) / 2, whole - left - own - _FRAME)
    return left - beside, own + 2 * beside


def _lines(before: _Column, after: _Column, weights: Points) -> Iterator[Lines]:
    """The strongest weights between two layers, those of like sign and size together."""
    sizes = np.abs(weights)
    shares = sizes / (sizes.max() or 1.0)
    least = max(_FAINT, np.sort(shares, axis=None)[-_MOST_LINES] if shares.size > _MOST_LINES else 0.0)
    buckets: dict[tuple[int, bool], list[str]] = {}
    for i, j in np.argwhere(shares >= least).tolist():
        bucket = (min(_WIDTHS - 1, int(shares[i, j] * _WIDTHS)), bool(weights[i, j] > 0))
        (x0, y0), (x1, y1) = before.places[i], after.places[j]
        start, end = round(x0 + before.size if before.end is None else before.end), round(x1)
        low, high = round(y0 + before.size / 2), round(y1 + after.size / 2)
        middle = round((start + end) / 2)
        buckets.setdefault(bucket, []).append(f"M{start} {low}C{middle} {low} {middle} {high} {end} {high}")
    for (number, is_high), paths in sorted(buckets.items()):
        share = (number + 1) / _WIDTHS
        yield Lines(
            path="".join(paths),
            is_high=is_high,
            width=round(0.5 + share * (_WIDEST_LINE - 0.5), 2),
            opacity=round(0.25 + 0.65 * share, 2),
        )


def _curve(values: Points, left: float, across: float) -> str:
    """A curve with 0 in its range, with gaps where a value is missing."""
    shown = np.where(np.isfinite(values), values, np.nan)
    low, high = min(0.0, np.nanmin(shown, initial=0.0)), max(0.0, np.nanmax(shown, initial=0.0))
    span = (high - low) or 1.0
    low, high = low - _ROOM * span, high + _ROOM * span
    x = np.rint(left + np.linspace(0, across, values.size)).tolist()
    y = np.round(_NAME + (high - shown) / (high - low) * _CURVE, 1).tolist()
    pen, path = "M", ""
    for a, b in zip(x, y, strict=True):
        path += "" if math.isnan(b) else f"{pen}{a:g} {b:g}"
        pen = "M" if math.isnan(b) else "L"
    return path

"""The picture of a network that has not learned yet: its weights as lines from unit to unit, and the layers' curves."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from app.analysis.points import Points
from app.figures.input_column import LARGEST_STEP, Column, DrawnInputs, short_name

# as the page's own picture has them, in pixels
_NAME, _CURVE, _MARGIN, _NAME_GAP = 30, 50, 8, 5
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

    Lines, squares by their top left and size, the names of inputs where they end, features that are not taken by their
    squares and names, titles at x, the curves' paths.
    """

    width: float
    height: float
    rows: int
    lines: tuple[Lines, ...]
    units: tuple[tuple[float, float, float], ...]
    names: tuple[tuple[float, float, str], ...]
    offered: tuple[tuple[float, float, float, str], ...]
    titles: tuple[tuple[float, str | None], ...]
    curves: tuple[str, ...]


def network_picture(layers: Sequence[DrawnLayer], inputs: DrawnInputs, room: float) -> NetworkPicture:
    """The network of `layers`, the output last, from its `inputs`, in `room` pixels of width or more."""
    counts = [len(inputs.names), *(layer.weights.shape[1] for layer in layers)]
    rows = min(_MOST_ROWS, max(inputs.rows, *counts[1:]))
    height = _HEADING + _MARGIN + rows * min(LARGEST_STEP, max(26.0, 416 / rows)) - _BORDERS
    inner = height - _HEADING - _MARGIN
    step, own, beside = inner / rows, inputs.own_width(inner), inputs.room_for_names
    free = room - beside - (own or 0) - 2 * _MARGIN - len(layers) * _NARROWEST_GAP
    size = max(_SMALLEST, min(_LARGEST, math.floor(step) - _SPACE, math.floor(free / (len(counts) - bool(own)))))
    widths = [own if own and not i else _files(count) * (size + 2) - 2 for i, count in enumerate(counts)]
    taken = beside + 2 * _MARGIN + sum(widths)
    gap = min(_WIDEST_GAP, max(_NARROWEST_GAP, (room - taken) / len(layers)))
    width = taken + gap * len(layers)
    whole = max(width, room)
    starts = np.cumsum([beside + _MARGIN + (whole - width) / 2, *(own + gap for own in widths[:-1])]).tolist()
    columns = [
        Column(_places(count, left, size, step, height), size) for count, left in zip(counts, starts, strict=True)
    ]
    if own:
        columns[0] = inputs.column(starts[0], _HEADING, inner)
    heads = [_head(start, own, gap, whole) for start, own in zip(starts[1:], widths[1:], strict=True)]
    pairs = zip(pairwise(columns), layers, strict=True)
    return NetworkPicture(
        width=whole,
        height=height,
        rows=rows,
        lines=tuple(lines for (before, after), layer in pairs for lines in _lines(before, after, layer.weights)),
        units=tuple((round(x, 1), round(y, 1), own.size) for own in columns for x, y in own.places),
        names=tuple(_names(columns[0], inputs)),
        offered=tuple(
            (round(x, 1), round(y, 1), columns[0].size, title)
            for x, y, title in inputs.offered(starts[0], _HEADING, inner)
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


def _names(column: Column, inputs: DrawnInputs) -> Iterator[tuple[float, float, str]]:
    """Where the names of inputs end, and what is written of them."""
    for (x, y), name in zip(column.places, inputs.names if inputs.has_names else (), strict=False):
        yield round(x - _NAME_GAP, 1), round(y + column.size / 2, 1), short_name(name)


def _files(count: int) -> int:
    """How many files the units of a layer take, side by side."""
    return math.ceil(count / _MOST_ROWS)


def _places(count: int, left: float, size: float, step: float, height: float) -> list[tuple[float, float]]:
    """The top left of each unit of a layer, in files from left to right."""
    rows = math.ceil(count / _files(count))
    top = (_HEADING + height - _MARGIN - (rows - 1) * step - size) / 2
    return [(left + unit // rows * (size + 2), top + unit % rows * step) for unit in range(count)]


def _head(left: float, own: float, gap: float, whole: float) -> tuple[float, float]:
    """Where a layer's curve begins, and its width."""
    beside = min((gap - _BETWEEN) / 2, max(0.0, _WIDEST_CURVE - own) / 2, whole - left - own - _FRAME)
    return left - beside, own + 2 * beside


def _lines(before: Column, after: Column, weights: Points) -> Iterator[Lines]:
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

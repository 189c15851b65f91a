"""The figure of curves: a panel each for f, f′ and f″ over one x axis, with gaps and markers at the kinks."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, TypeAlias

import numpy as np

from app.analysis.curves import Curve, Curves
from app.analysis.kinks import Kink
from app.analysis.points import Points
from app.figures.plotly import axis, colour, dash, layout, typed_array

PANELS = {"value": "f", "derivative": "f′, the gradient", "second_derivative": "f″"}
SYMBOLS = ("f", "f′", "f″")
_ORDER = {name: order for order, name in enumerate(PANELS)}
GAP = 0.06
# Values that are nearer to a pole than this, in widths of the window and of the space between two poles, may leave the
# panel: 1/x is then drawn up to some 4 of a window of 12.
NEAR_POLE, NEIGHBOURS = 0.02, 0.125

Range: TypeAlias = tuple[float, float]
"""Both ends of an axis."""


def curves_figure(curves: Curves, labels: Sequence[str], show: Sequence[str]) -> dict[str, Any]:
    """Plotly's `data` and `layout` for `curves`, with a panel for each quantity named in `show`."""
    panels = [name for name in PANELS if name in show]
    data = [
        trace
        for row, name in enumerate(panels)
        for index, (curve, label) in enumerate(zip(curves.curves, labels, strict=True))
        for trace in _traces(curves.x, curve, label, _Place(index, row, _ORDER[name]))
    ]
    ranges = [_range(curves, _ORDER[name]) for name in panels]
    window = (float(curves.x.min()), float(curves.x.max()))
    return {"data": data, "layout": _layout(panels, ranges, window)}


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a trace goes: the number of its curve, the row of its panel, the order of the derivative."""

    index: int
    row: int
    order: int

    def trace(self, **more: Any) -> dict[str, Any]:  # noqa: ANN401  whatever Plotly's scatter takes
        """A scatter trace in this place."""
        place = {"legendgroup": f"curve{self.index}", "xaxis": "x", "yaxis": _numbered("y", self.row)}
        return {"type": "scatter", **place, **more}


def _traces(x: Points, curve: Curve, label: str, place: _Place) -> list[dict[str, Any]]:
    y = curve.orders[place.order]
    if y is None:
        return []
    jumps = [kink for kink in curve.kinks if kink.jumps[place.order]]
    x, y = _with_gaps(x, y, [kink.at for kink in jumps])
    line = place.trace(
        mode="lines",
        # Plotly takes < for the beginning of a tag
        name=escape(label, quote=False),
        hovertemplate=f"{SYMBOLS[place.order]} = %{{y:.6~g}}",
        showlegend=place.row == 0,
        line={"color": colour(place.index), "dash": dash(place.index), "width": 2.5, "simplify": False},
        x=typed_array(x),
        y=typed_array(y),
    )
    return [line, *_markers(jumps, place)]


def _with_gaps(x: Points, y: Points, jumps: list[float]) -> tuple[Points, Points]:
    """x in ascending order and its y, with NaN at each jump, where the pen is lifted; a marker shows what is there."""
    order = np.argsort(x, kind="stable")
    order = order[~np.isin(x[order], jumps)]
    x, y = x[order], y[order]
    places = np.searchsorted(x, jumps)
    return np.insert(x, places, jumps), np.insert(y, places, np.nan)


def _markers(jumps: list[Kink], place: _Place) -> list[dict[str, Any]]:
    """At each jump a closed marker where torch puts the value, and an open one at each side that it leaves."""
    closed = [(kink.at, kink.torch[place.order]) for kink in jumps if np.isfinite(kink.sides[place.order] or ()).any()]
    opened = [
        (kink.at, side)
        for kink in jumps
        for side, is_taken in zip(kink.sides[place.order] or (), kink.taken[place.order], strict=True)
        if not is_taken
    ]
    # the side of a pole has no end, and a hole no value
    closed, opened = ([(x, y) for x, y in ends if y is not None and math.isfinite(y)] for ends in (closed, opened))
    if not closed and not opened:
        return []
    xs, ys = zip(*closed, *opened, strict=True)
    # one trace for both kinds: the number of traces is most of what a redraw costs
    dots = place.trace(
        mode="markers",
        showlegend=False,
        hoverinfo="skip",
        marker={
            "color": colour(place.index),
            "size": 8,
            "symbol": ["circle"] * len(closed) + ["circle-open"] * len(opened),
            "line": {"width": 2, "color": colour(place.index)},
        },
        x=list(xs),
        y=list(ys),
    )
    return [dots]


def _range(curves: Curves, order: int) -> Range | None:
    """What the y axis of a panel spans; None where there is nothing finite to span.

    The ends are round numbers, so that the axis stands still while a slider moves: a reader sees the curve change and
    not the scale, and a redraw has no new labels to write.
    """
    drawn = [
        _away_from_poles(curves.x, values, c.poles[order])
        for c in curves.curves
        if (values := c.orders[order]) is not None
    ]
    sides = [side for curve in curves.curves for kink in curve.kinks for side in kink.sides[order] or ()]
    values = np.concatenate([*drawn, sides])
    values = values[np.isfinite(values)]
    if not values.size:
        return None
    low, high = float(values.min()), float(values.max())
    span = high - low or max(abs(high), 1.0)
    step = _round_step(span / 16)
    margin = 0.03 * span
    return math.floor((low - margin) / step) * step, math.ceil((high + margin) / step) * step


def _away_from_poles(x: Points, y: Points, poles: Points) -> Points:
    """The values that set a range: all but those next to a pole, unless there are no others."""
    if not len(poles):
        return y
    room = np.diff(poles, prepend=-np.inf, append=np.inf)
    clear = np.minimum(NEAR_POLE * np.ptp(x), NEIGHBOURS * np.minimum(room[:-1], room[1:]))
    away = (np.abs(x[:, None] - poles) > clear).all(axis=1) & np.isfinite(y)
    return y[away] if away.any() else y


def _round_step(size: float) -> float:
    """The smallest of 1, 2 and 5 times a power of ten that is not below `size`."""
    power = 10.0 ** math.floor(math.log10(size))
    return next((digit * power for digit in (1, 2, 5) if digit * power >= size), 10 * power)


def _layout(panels: list[str], ranges: list[Range | None], window: Range) -> dict[str, Any]:
    """The panels from the top; what a reader has zoomed stays as it is while the `window` of x does."""
    height = (1 - GAP * (len(panels) - 1)) / len(panels)
    tops = [1 - row * (height + GAP) for row in range(len(panels))]
    rows = {
        _numbered("yaxis", row): axis(
            title={"text": PANELS[name]}, domain=[max(0.0, top - height), top], range=span, showspikes=False
        )
        for row, (name, top, span) in enumerate(zip(panels, tops, ranges, strict=True))
    }
    spike = {"showspikes": True, "spikemode": "across", "spikethickness": 1, "spikedash": "dot"}
    return layout(
        # markers would widen a range that Plotly finds; at a single x there is none to give
        xaxis=axis(
            range=list(window) if window[0] < window[1] else None,
            title={"text": "x"},
            nticks=8,
            anchor=_numbered("y", len(panels) - 1),
            hoverformat=".4~g",
            **spike,
        ),
        **rows,
        hovermode="x unified",
        hoversubplots="axis",
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom"},
        uirevision=str(window),
    )


def _numbered(name: str, row: int) -> str:
    """Plotly's name for the axis of a row: y, y2, y3."""
    return name if row == 0 else f"{name}{row + 1}"

"""The figure of curves: a panel each for f, f′ and f″ over one x axis, with gaps and markers at the kinks."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import numpy as np

from app.analysis.curves import Curve, Curves
from app.analysis.kinks import Kink
from app.analysis.points import Points
from app.figures.plotly import axis, colour, dash, layout, typed_array
from app.figures.ranges import Range, ends_given, equal_range, linear_range, logarithmic_range

PANELS = {"value": "f", "derivative": "f′, the gradient", "second_derivative": "f″"}
LOGARITHMIC = "|f′|, logarithmic; a bar where f′ is exactly 0"
SYMBOLS = ("f", "f′", "f″")
_ORDER = {name: order for order, name in enumerate(PANELS)}
GAP = 0.08
# the titles of the panels stand above them, and a page's marker below
MARGIN = {"l": 52, "r": 14, "t": 28, "b": 48}
# triangles stand so far within a panel, in heights of it
INSET = 0.025
ZERO_WIDTH = 6
# labels of a logarithmic axis
MOST_POWERS = 5
# of an equal panel: its height, in widths
EQUAL = 1 / 3

Marks = dict[str, list[tuple[float, float]]]
"""The x and y of markers, by their symbol."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heights:
    """What the y axes show: the ends of the panel of f, where given, and whether |f′| has a logarithmic axis.

    An equal panel of f has the scale of x, so that a slope of 1 rises at 45°; of two ends the lower counts.
    """

    bottom: float | None = None
    top: float | None = None
    is_logarithmic: bool = False
    is_equal: bool = False


def curves_figure(
    curves: Curves, labels: Sequence[str], show: Sequence[str], heights: Heights = Heights()
) -> dict[str, Any]:
    """Plotly's `data` and `layout` for `curves`, with a panel for each quantity named in `show`."""
    panels = [_panel(curves, name, row, heights) for row, name in enumerate(name for name in PANELS if name in show)]
    data = [
        trace
        for panel in panels
        for index, (curve, label) in enumerate(zip(curves.curves, labels, strict=True))
        for trace in _traces(curves.x, curve, label, _Place(index, panel))
    ]
    window = (float(curves.x.min()), float(curves.x.max()))
    layout = _layout(panels, window)
    if heights.is_equal and "value" in show and window[0] < window[1]:
        # how high a plot within its margins is for its width, so that the panel of f has its shape
        layout["meta"] = {"ratio": EQUAL / _share(len(panels))}
    return {"data": data, "layout": layout}


@dataclass(frozen=True, slots=True)
class _Panel:
    """A panel: its row from the top, the order of the derivative, the ends of its y axis, exponents if logarithmic."""

    row: int
    order: int
    title: str
    ends: Range | None
    is_logarithmic: bool = False


def _panel(curves: Curves, name: str, row: int, heights: Heights) -> _Panel:
    order = _ORDER[name]
    if order == 1 and heights.is_logarithmic:
        return _Panel(row, order, LOGARITHMIC, logarithmic_range(curves, order), is_logarithmic=True)
    ends = linear_range(curves, order)
    if order == 0:
        span = EQUAL * float(np.ptp(curves.x)) if heights.is_equal else 0.0
        given = (heights.bottom, heights.top)
        ends = equal_range(ends, *given, span) if span else ends_given(ends, *given)
    return _Panel(row, order, PANELS[name], ends)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a trace goes: the number of its curve, and its panel."""

    index: int
    panel: _Panel

    @property
    def order(self) -> int:
        """The order of the derivative."""
        return self.panel.order

    def trace(self, **more: Any) -> dict[str, Any]:  # noqa: ANN401  whatever Plotly's scatter takes
        """A scatter trace in this place."""
        place = {"legendgroup": f"curve{self.index}", "xaxis": "x", "yaxis": _numbered("y", self.panel.row)}
        return {"type": "scatter", **place, **more}


def _traces(x: Points, curve: Curve, label: str, place: _Place) -> list[dict[str, Any]]:
    y = curve.orders[place.order]
    if y is None:
        return []
    jumps = [kink for kink in curve.kinks if kink.jumps[place.order]]
    x, y = _with_gaps(x, y, [kink.at for kink in jumps])
    bars, marks = _zeros(x, y, place) if place.panel.is_logarithmic else ([], {})
    # what has lost its sign keeps it for who reads it
    signed = {"customdata": typed_array(y)} if place.panel.is_logarithmic else {}
    y = _drawn(y, place.panel)
    line = place.trace(
        mode="lines",
        # by which a page knows what it shows
        meta={"curve": place.index, "order": place.order},
        # Plotly takes < for the beginning of a tag
        name=escape(label, quote=False),
        hovertemplate=f"{SYMBOLS[place.order]} = %{{y}}",
        showlegend=place.panel.row == 0,
        line={"color": colour(place.index), "dash": dash(place.index), "width": 2.5, "simplify": False},
        x=typed_array(x),
        y=typed_array(y),
        **signed,
    )
    return [line, *bars, *_markers(jumps, marks | _exits(x, y, place.panel), place)]


def _drawn(y: Points, panel: _Panel) -> Points:
    """What the panel shows of y; on a logarithmic axis its size, with gaps where that is 0."""
    return np.where(y == 0, np.nan, np.abs(y)) if panel.is_logarithmic else y


def _zeros(x: Points, y: Points, place: _Place) -> tuple[list[dict[str, Any]], Marks]:
    """Where y is exactly 0: a bar along the foot of a logarithmic panel, and a square for an x that is alone."""
    low, high = place.panel.ends or (0.0, 1.0)
    foot = 10.0 ** (low + INSET * (high - low) * (1 + place.index))
    zero = y == 0
    neighbours = np.pad(zero, 1)
    alone = zero & ~neighbours[:-2] & ~neighbours[2:]
    squares: Marks = {"square": [(at, foot) for at in x[alone].tolist()]}
    if (zero == alone).all():
        return [], squares
    style = {"color": colour(place.index), "width": ZERO_WIDTH}
    bar = typed_array(np.where(zero, foot, np.nan))
    return [place.trace(mode="lines", showlegend=False, hoverinfo="skip", line=style, x=typed_array(x), y=bar)], squares


def _exits(x: Points, y: Points, panel: _Panel) -> Marks:
    """Where the curve leaves the panel or comes back: x, and a y just inside, by the symbol that says which way."""
    if panel.ends is None:
        return {}
    low, high = panel.ends
    with np.errstate(divide="ignore"):
        places = np.log10(y) if panel.is_logarithmic else y
    inside = (places >= low) & (places <= high)
    exits: Marks = {}
    inset = INSET * (high - low)
    above, below = ("triangle-up", places > high, high - inset), ("triangle-down", places < low, low + inset)
    for symbol, outside, edge in (above, below):
        last = (inside[:-1] & outside[1:]).nonzero()[0]
        first = (outside[:-1] & inside[1:]).nonzero()[0] + 1
        at = 10.0**edge if panel.is_logarithmic else edge
        exits[symbol] = [(float(x[i]), at) for i in (*last, *first)]
    return exits


def _with_gaps(x: Points, y: Points, jumps: list[float]) -> tuple[Points, Points]:
    """x in ascending order and its y, with NaN at each jump, where the pen is lifted; a marker shows what is there."""
    order = np.argsort(x, kind="stable")
    order = order[~np.isin(x[order], jumps)]
    x, y = x[order], y[order]
    places = np.searchsorted(x, jumps)
    return np.insert(x, places, jumps), np.insert(y, places, np.nan)


def _markers(jumps: list[Kink], others: Marks, place: _Place) -> list[dict[str, Any]]:
    """At each jump a closed marker where torch puts the value, an open one at each side that it leaves; the others."""
    closed = [(kink.at, kink.torch[place.order]) for kink in jumps if np.isfinite(kink.sides[place.order] or ()).any()]
    opened = [
        (kink.at, side)
        for kink in jumps
        for side, is_taken in zip(kink.sides[place.order] or (), kink.taken[place.order], strict=True)
        if not is_taken
    ]
    # the side of a pole has no end, and a hole no value
    ends: Marks = {"circle": _finite(closed, place.panel), "circle-open": _finite(opened, place.panel)}
    marks = [(symbol, *mark) for symbol, places in (ends | others).items() for mark in places]
    if not marks:
        return []
    symbols, xs, ys = zip(*marks, strict=True)
    # one trace for all kinds: the number of traces is most of what a redraw costs
    dots = place.trace(
        mode="markers",
        showlegend=False,
        hoverinfo="skip",
        marker={
            "color": colour(place.index),
            "size": 8,
            "symbol": list(symbols),
            "line": {"width": 2, "color": colour(place.index)},
        },
        x=list(xs),
        y=list(ys),
    )
    return [dots]


def _finite(ends: Iterable[tuple[float, float | None]], panel: _Panel) -> list[tuple[float, float]]:
    """Those `ends` that the panel has a place for."""
    found = ((x, y) for x, y in ends if y is not None and math.isfinite(y))
    return [(x, abs(y)) for x, y in found if y] if panel.is_logarithmic else list(found)


def _layout(panels: list[_Panel], window: Range) -> dict[str, Any]:
    """The panels from the top; what a reader has zoomed stays as it is while the `window` of x does."""
    height = _share(len(panels))
    tops = [1 - row * (height + GAP) for row in range(len(panels))]
    rows = {
        _numbered("yaxis", panel.row): axis(
            title={"text": panel.title},
            domain=[max(0.0, top - height), top],
            range=panel.ends,
            showspikes=False,
            **(_powers(panel) if panel.is_logarithmic else {}),
        )
        for panel, top in zip(panels, tops, strict=True)
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
        margin=MARGIN,
        hovermode="x unified",
        hoversubplots="axis",
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom"},
        uirevision=str(window),
    )


def _share(panels: int) -> float:
    """How high each of so many panels is, of the height of the plot."""
    return (1 - GAP * (panels - 1)) / panels


def _powers(panel: _Panel) -> dict[str, Any]:
    """A logarithmic axis with few labels, all of them powers of ten."""
    low, high = panel.ends or (0.0, 1.0)
    return {"type": "log", "dtick": math.ceil((high - low) / MOST_POWERS)}


def _numbered(name: str, row: int) -> str:
    """Plotly's name for the axis of a row: y, y2, y3."""
    return name if row == 0 else f"{name}{row + 1}"

"""The figure of curves: a panel each for f, f′ and f″ over one x axis, with gaps and markers at the kinks."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import numpy as np

from app.analysis.curves import Curve, Curves
from app.analysis.kinks import Kink
from app.analysis.points import Points
from app.figures.plotly import axis, colour, dash, layout, typed_array

PANELS = {"value": "f", "derivative": "f′, the gradient", "second_derivative": "f″"}
SYMBOLS = ("f", "f′", "f″")
_ORDER = {name: order for order, name in enumerate(PANELS)}
GAP = 0.06


def curves_figure(curves: Curves, labels: Sequence[str], show: Sequence[str]) -> dict[str, Any]:
    """Plotly's `data` and `layout` for `curves`, with a panel for each quantity named in `show`."""
    panels = [name for name in PANELS if name in show]
    data = [
        trace
        for row, name in enumerate(panels)
        for index, (curve, label) in enumerate(zip(curves.curves, labels, strict=True))
        for trace in _traces(curves.x, curve, label, _Place(index, row, _ORDER[name]))
    ]
    return {"data": data, "layout": _layout(panels, (float(curves.x.min()), float(curves.x.max())))}


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
    closed = [(kink.at, kink.torch[place.order]) for kink in jumps]
    opened = [
        (kink.at, side)
        for kink in jumps
        for side, is_taken in zip(kink.sides[place.order] or (), kink.taken[place.order], strict=True)
        if not is_taken
    ]
    return [_dots(points, symbol, place) for points, symbol in ((closed, "circle"), (opened, "circle-open")) if points]


def _dots(points: Sequence[tuple[float, float | None]], symbol: str, place: _Place) -> dict[str, Any]:
    xs, ys = zip(*points, strict=True)
    return place.trace(
        mode="markers",
        showlegend=False,
        hoverinfo="skip",
        marker={
            "color": colour(place.index),
            "size": 8,
            "symbol": symbol,
            "line": {"width": 2, "color": colour(place.index)},
        },
        x=list(xs),
        y=list(ys),
    )


def _layout(panels: list[str], window: tuple[float, float]) -> dict[str, Any]:
    """The panels from the top; what a reader has zoomed stays as it is while the `window` of x does."""
    height = (1 - GAP * (len(panels) - 1)) / len(panels)
    tops = [1 - row * (height + GAP) for row in range(len(panels))]
    rows = {
        _numbered("yaxis", row): axis(
            title={"text": PANELS[name]}, domain=[max(0.0, top - height), top], showspikes=False
        )
        for row, (name, top) in enumerate(zip(panels, tops, strict=True))
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

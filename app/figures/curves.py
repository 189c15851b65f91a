"""The figure of curves: a panel each for f, f′ and f″ over one x axis, with gaps and markers at the kinks."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from app.analysis.curves import Curve, Curves, Kink, Points
from app.figures.plotly import axis, colour, dash, layout, typed_array

PANELS = {"value": "f", "derivative": "f′, the gradient", "second_derivative": "f″"}
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
    return {"data": data, "layout": _layout(panels)}


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
    jumps = [kink for kink in curve.kinks if kink.jumps(place.order)]
    line = place.trace(
        mode="lines",
        name=label,
        showlegend=place.row == 0,
        line={"color": colour(place.index), "dash": dash(place.index), "width": 2.5, "simplify": False},
        x=typed_array(x),
        y=typed_array(_with_gaps(x, y, jumps)),
    )
    return [line, *_markers(jumps, place)]


def _with_gaps(x: Points, y: Points, jumps: list[Kink]) -> Points:
    """`y` with NaN at each jump, where the pen is lifted between the points on either side."""
    if not jumps:
        return y
    y = y.copy()
    y[np.searchsorted(x, [kink.x for kink in jumps])] = np.nan
    return y


def _markers(jumps: list[Kink], place: _Place) -> list[dict[str, Any]]:
    """At each jump a closed marker where torch puts the value, and an open one at each side that it leaves."""
    closed = [(kink.x, kink.torch[place.order]) for kink in jumps]
    opened = [
        (kink.x, side)
        for kink in jumps
        for side in kink.sides[place.order] or ()
        if not kink.same(side, kink.torch[place.order] or 0.0)
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


def _layout(panels: list[str]) -> dict[str, Any]:
    height = (1 - GAP * (len(panels) - 1)) / len(panels)
    tops = [1 - row * (height + GAP) for row in range(len(panels))]
    rows = {
        _numbered("yaxis", row): axis(title={"text": PANELS[name]}, domain=[max(0.0, top - height), top])
        for row, (name, top) in enumerate(zip(panels, tops, strict=True))
    }
    spike = {"showspikes": True, "spikemode": "across", "spikethickness": 1, "spikedash": "dot"}
    return layout(
        xaxis=axis(title={"text": "x"}, anchor=_numbered("y", len(panels) - 1), **spike),
        **rows,
        hovermode="x unified",
        hoversubplots="axis",
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom"},
        uirevision="keep",
    )


def _numbered(name: str, row: int) -> str:
    """Plotly's name for the axis of a row: y, y2, y3."""
    return name if row == 0 else f"{name}{row + 1}"

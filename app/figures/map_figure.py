"""A map as a figure: a panel for each activation on the same axes, in the page's colours, with marks for what has none.

A heat map knows no logarithmic colours: where its scale is logarithmic, `z` are logarithms and `customdata` the values.
"""

from collections.abc import Iterator, Sequence
from html import escape
from math import ceil
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.analysis.points import Points
from app.figures.drawn_map import DrawnAxis, DrawnMap
from app.figures.map_edge import edge_of
from app.figures.map_scale import MapScale, scale_of
from app.figures.panels import MARGIN, MOST_POWERS, Figure, Panel, Trace, panels_figure, titled
from app.figures.plotly import INK, typed_array, typed_matrix
from app.text import beginning, number, percent

ABREAST = 3
LONGEST_NAME = 40

STOPS = 257
"""Colours of the scale, between which Plotly mixes: nowhere more than one step of 255 from the ramp."""

ROW_HEIGHT = 380
LEGEND_HEIGHT = 28
_GROUND = "rgba(128,128,128,0.15)"
_SHARES = frozenset(("accuracy", "dead"))
_MARK = {"size": 6, "solidity": 0.35, "fgcolor": INK, "bgcolor": "rgba(0,0,0,0)"}


def map_figure(drawn: DrawnMap) -> Figure:
    """Plotly's `data` and `layout` of what is known of a map; the line goes round the pixels that learned."""
    scale = scale_of(drawn.measure, drawn.values)
    panels = [_panel(drawn, index, scale) for index in range(len(drawn.names))]
    abreast = ceil(len(panels) / ceil(len(panels) / ABREAST))
    rows = [panels[start : start + abreast] for start in range(0, len(panels), abreast)]
    figure = panels_figure(rows, height=ROW_HEIGHT, narrow=ROW_HEIGHT, **_colours(drawn, scale), **_legend())
    _name_once(figure["data"])
    return figure


def _panel(drawn: DrawnMap, index: int, scale: MapScale | None) -> Panel:
    traces = [
        *(() if scale is None else (_values(drawn, index, scale),)),
        *_gaps(drawn, index),
        *_edge(drawn, index),
    ]
    title = escape(beginning(drawn.names[index], LONGEST_NAME), quote=False)
    return Panel(title=title, traces=traces, x=_axis(drawn.x, "x", index), y=_axis(drawn.y, "y", index))


def _axis(axis: DrawnAxis, name: str, index: int) -> dict[str, Any]:
    """The same for all panels: who zooms one, zooms all."""
    shared = {"matches": name} if index else {}
    ends = _borders(axis)[[0, -1]]
    style: dict[str, Any] = {"range": ends.tolist()}
    if axis.is_log:
        low, high = np.log10(ends).tolist()
        style = {"type": "log", "range": [low, high]}
        if high - low > 1:
            # powers alone, as many as have room
            style["dtick"] = ceil((high - low) / MOST_POWERS)
    return titled(axis.title, **style, **shared, showgrid=False, zeroline=False)


def _borders(axis: DrawnAxis) -> Points:
    """Where the pixels along an axis of n values meet, and end: (n + 1,). Plotly puts them there too."""
    places = np.log(axis.values) if axis.is_log else np.array(axis.values, dtype=np.float64)
    middles = (places[1:] + places[:-1]) / 2
    borders = np.concatenate([[2 * places[0] - middles[0]], middles, [2 * places[-1] - middles[-1]]])
    return np.exp(borders) if axis.is_log else borders


def _values(drawn: DrawnMap, index: int, scale: MapScale) -> Trace:
    values, learned = drawn.values[index], drawn.learned[index]
    shown = {"z": typed_matrix(values)}
    if scale.is_log:
        # 0 has no logarithm, and is as small as the smallest that has one
        shown = {"z": typed_matrix(np.log10(values.clip(scale.low, scale.high))), "customdata": typed_matrix(values)}
    told = f"%{{{'customdata' if scale.is_log else 'z'}:{'.3~%' if drawn.measure in _SHARES else '.4~g'}}}"
    words = np.where(learned, "learned", "stuck").tolist()
    return _pixels(drawn, f"{drawn.title}: {told}<br>%{{text}}") | shown | {"text": words, "coloraxis": "coloraxis"}


def _gaps(drawn: DrawnMap, index: int) -> Iterator[Trace]:
    """The pixels that have no value, and why: hatched or dotted."""
    diverged, blank, known = drawn.diverged[index], drawn.blank[index], drawn.known[index]
    is_gap = np.isnan(drawn.values[index])
    if not is_gap.any():
        return
    yield _pixels(drawn, "%{text}") | {
        "z": typed_matrix(np.where(is_gap, 0.0, np.nan)),
        "text": np.select([diverged, known], ["diverged", "no value"], "not trained yet").tolist(),
        "colorscale": [[0, _GROUND], [1, _GROUND]],
        "showscale": False,
    }
    for found, name, shape in ((diverged, "diverged", "/"), (blank, "no value", ".")):
        if found.any():
            yield _line(_rectangles(found, drawn), name) | {
                "line": {"width": 0},
                "fill": "toself",
                "fillcolor": _GROUND,
                "fillpattern": {"shape": shape, **_MARK},
            }


def _pixels(drawn: DrawnMap, told: str) -> Trace:
    """A heat map without its numbers, which tells the values of the axes and what is `told` beside them."""
    axes = "".join(f"{axis.title}: %{{{name}:.6~g}}<br>" for name, axis in (("x", drawn.x), ("y", drawn.y)))
    x, y = (typed_array(np.array(axis.values, dtype=np.float64)) for axis in (drawn.x, drawn.y))
    hover = {"hovertemplate": f"{axes}{told}<extra></extra>", "hoverongaps": False}
    return {"type": "heatmap", "x": x, "y": y, "showlegend": False, **hover}


def _rectangles(found: NDArray[np.bool_], drawn: DrawnMap) -> Points:
    """A rectangle round each run of pixels in a row, four corners and a gap: (2, n)."""
    rows = np.pad(found, ((0, 0), (1, 1))).astype(np.int8)
    steps = np.diff(rows, axis=1)
    (row, left), (_, right) = np.nonzero(steps == 1), np.nonzero(steps == -1)
    x, y = _borders(drawn.x), _borders(drawn.y)
    gap = np.full(len(row), np.nan)
    across = np.stack([x[left], x[right], x[right], x[left], gap], axis=1)
    up = np.stack([y[row], y[row], y[row + 1], y[row + 1], gap], axis=1)
    return np.stack([across.ravel(), up.ravel()])


def _edge(drawn: DrawnMap, index: int) -> Iterator[Trace]:
    """The line round what learned, dark on light, which is seen on any colour."""
    sides = edge_of(drawn.learned[index], drawn.known[index])
    if not len(sides):
        return
    borders = _borders(drawn.x), _borders(drawn.y)
    # where a pixel ends stands the border behind it
    x, y = (along[np.rint(sides[..., axis] + 0.5).astype(int)] for axis, along in enumerate(borders))
    path = np.stack([np.pad(part, ((0, 0), (0, 1)), constant_values=np.nan).ravel() for part in (x, y)])
    name = f"edge of what reached {drawn.aim}"
    yield _line(path, name) | {"line": {"color": "white", "width": 3.5}, "showlegend": False}
    yield _line(path, name) | {"line": {"color": "black", "width": 1.5}}


def _line(path: Points, name: str) -> Trace:
    x, y = (typed_array(np.ascontiguousarray(part)) for part in path)
    place = {"name": name, "legendgroup": name, "showlegend": True, "hoverinfo": "skip"}
    return {"type": "scatter", "mode": "lines", "x": x, "y": y, **place}


def _name_once(traces: Sequence[Trace]) -> None:
    """Leave each name in the legend once."""
    named: set[str] = set()
    for trace in traces:
        if trace["showlegend"]:
            trace["showlegend"] = trace["name"] not in named
            named.add(trace["name"])


def _colours(drawn: DrawnMap, scale: MapScale | None) -> dict[str, Any]:
    """The scale of colours, which all panels share."""
    if scale is None:
        return {}
    shares = np.linspace(0, 1, STOPS)
    steps = np.rint(255 * scale.colours(shares)).astype(int).tolist()
    stops = [
        [share, f"rgb({red}, {green}, {blue})"]
        for share, (red, green, blue) in zip(shares.tolist(), steps, strict=True)
    ]
    marks = (scale.low, scale.middle, scale.high)
    low, middle, high = (float(np.log10(value)) if scale.is_log else value for value in marks)
    if low == high:
        # all are alike, and have the colour in the middle
        reach = max(abs(middle), 1.0)
        low, high, marks = middle - reach, middle + reach, (middle,)
    bar = {
        "title": {"text": drawn.title, "side": "right"},
        "tickvals": [low, middle, high] if len(marks) > 1 else [middle],
        "ticktext": [percent(value) if drawn.measure in _SHARES else number(value, 3) for value in marks],
        "thickness": 16,
        "outlinewidth": 0,
    }
    return {"coloraxis": {"cmin": low, "cmax": high, "colorscale": stops, "colorbar": bar}}


def _legend() -> dict[str, Any]:
    """The legend stands below the axes."""
    below = {"orientation": "h", "yref": "container", "y": 0, "yanchor": "bottom"}
    return {"legend": below, "margin": MARGIN | {"b": MARGIN["b"] + LEGEND_HEIGHT}}

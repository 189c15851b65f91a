"""Figures of several panels in rows, each with axes and a title of its own; a narrow page stacks them."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from itertools import chain
from typing import Any, TypeAlias

import numpy as np

from app.analysis.points import Points
from app.figures.plotly import GRID, INK, axis, colour, dash, layout, typed_array, typed_matrix
from app.text import number as written

Figure: TypeAlias = dict[str, Any]
"""Plotly's `data` and `layout`."""

Trace: TypeAlias = dict[str, Any]

ROW_HEIGHT = 300
ONLY_ROW_HEIGHT = 400
# that of a panel alone on a narrow page
NARROW_HEIGHT = 280
MARGIN = {"l": 56, "r": 16, "t": 34, "b": 48}
# what lies between two rows: the labels and the title of an axis, then the title of the next panel
ROW_GAP = 96
COLUMN_GAP = 0.11
# labels of a logarithmic axis
MOST_POWERS = 5

# orange, nearly the page's own background, blue, as in the playground: a colour-blind eye tells the sign
MIDDLE = "#f4f4f2"
SIGNED = ((0.0, "#D55E00"), (0.5, MIDDLE), (1.0, "#0072B2"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Handle:
    """A point of a panel that can be dragged up and down: its height is the value of `control`, at `x` on the axis.

    Of a control that is a list it is that of one `cell`. Both axes of its panel have a range, and are linear.
    """

    control: str
    x: float
    y: float
    cell: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """A title, a caption that says what to see, traces, and what is special about the two axes.

    The cover is what an index shows of the figure.
    """

    title: str
    caption: str = ""
    traces: Sequence[Trace]
    x: Mapping[str, Any] = field(default_factory=dict)
    y: Mapping[str, Any] = field(default_factory=dict)
    handles: Sequence[Handle] = ()
    is_cover: bool = False


def panels_figure(
    rows: Sequence[Sequence[Panel]],
    *,
    height: int | None = None,
    narrow: int = NARROW_HEIGHT,
    **more: Any,  # noqa: ANN401  whatever Plotly's layout takes
) -> Figure:
    """Plotly's `data` and `layout` for `rows` of panels from the top; `more` goes into the layout.

    A row is `height` tall, or as tall as suits their number, and a panel alone on a narrow page `narrow`.
    """
    height = height or (ROW_HEIGHT if len(rows) > 1 else ONLY_ROW_HEIGHT)
    data: list[Trace] = []
    axes: dict[str, Any] = {}
    titles: list[dict[str, Any]] = []
    handles: list[dict[str, Any]] = []
    for number, (panel, across, down) in enumerate(_places(rows, height), start=1):
        x, y = _numbered("x", number), _numbered("y", number)
        data += [{**trace, "xaxis": x, "yaxis": y} for trace in panel.traces]
        axes[_numbered("xaxis", number)] = axis(**panel.x, domain=across, anchor=y, automargin=False)
        axes[_numbered("yaxis", number)] = axis(**panel.y, domain=down, anchor=x, automargin=False)
        handles += [{"xaxis": x, "yaxis": y, **asdict(handle)} for handle in panel.handles]
        beside = more.get("bargap", 0.0) if more.get("barmode") == "group" else None
        titles += [_title(panel.title, x, y), *_unknown(panel.traces, x, y, beside)]
    cover = next((number for number, panel in enumerate(chain(*rows), start=1) if panel.is_cover), 1)
    captions = [panel.caption for panel in chain(*rows)]
    size = {"rows": len(rows), "panels": sum(map(len, rows)), "height": height, "narrow": narrow}
    meta = {"cover": cover, "margin": MARGIN, "gap": ROW_GAP, "captions": captions, "handles": handles} | size
    style = {"margin": MARGIN, "annotations": titles, "meta": meta, "barmode": "overlay", "bargap": 0}
    return {"data": data, "layout": layout(**style | axes | {"legend": {"orientation": "h"}} | more)}


def line(x: Points, y: Points, name: str, index: int, **more: Any) -> Trace:  # noqa: ANN401  whatever Plotly's scatter takes
    """A line in the colour and stroke of number `index`."""
    style = {"color": colour(index), "dash": dash(index), "width": 2.5}
    arrays = {"x": typed_array(x), "y": typed_array(y)}
    return {"type": "scatter", "mode": "lines", "name": name, "line": style, **arrays} | more


def level(x: Points, height: float, name: str) -> Trace:
    """A dotted line at `height` from the first x to the last, outside the legend."""
    style = {"color": INK, "width": 1.5, "dash": "dot"}
    return line(x[[0, -1]], np.full(2, height), name, 0, line=style, showlegend=False)


def bars(x: Points | Sequence[str], y: Points, name: str, index: int, **more: Any) -> Trace:  # noqa: ANN401  the same
    """Bars in the colour of number `index`, at numbers or over names; `meta` names those without a height."""
    places = typed_array(x) if isinstance(x, np.ndarray) else list(x)
    style = {"color": colour(index), "line": {"width": 0}}
    # names are numbered on their axis
    along = x if isinstance(x, np.ndarray) else np.arange(len(x))
    unknown = [
        [place, written(value)]
        for place, value in zip(along.tolist(), y.tolist(), strict=True)
        if not math.isfinite(value)
    ]
    meta = {"meta": unknown} if unknown and "orientation" not in more else {}
    return {"type": "bar", "name": name, "marker": style, "x": places, "y": typed_array(y), **meta} | more


def heatmap(z: Points, **more: Any) -> Trace:  # noqa: ANN401  whatever Plotly's heatmap takes
    """A matrix in colours that tell the sign, 0 in the middle; without a scale, as the numbers are read by hovering."""
    style = {"colorscale": [list(stop) for stop in SIGNED], "zmid": 0, "showscale": False}
    return {"type": "heatmap", "z": typed_matrix(z), **style} | more


def inscribed(z: Points) -> dict[str, Any]:
    """What writes the numbers of a heat map, in three digits, on its cells."""
    return {"text": [[written(value, 3) for value in row] for row in z.tolist()], "texttemplate": "%{text}"}


def contours(places: Points, loss: Points) -> Trace:
    """Lines of equal loss over a square plane, one for each factor, down to a thousandth of the largest."""
    heights = np.log10(loss + 1e-12)
    return {
        "type": "contour",
        "x": typed_array(places),
        "y": typed_array(places),
        "z": typed_matrix(heights),
        "zmin": float(heights.max()) - 3,
        "contours": {"coloring": "lines"},
        "line": {"width": 1},
        "colorscale": [[0, INK], [1, GRID]],
        "showscale": False,
        "showlegend": False,
        "hoverinfo": "skip",
    }


def titled(text: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401  whatever Plotly's axes take
    """An axis with a title."""
    return {"title": {"text": text, "standoff": 6}} | more


def logarithmic(text: str, *drawn: Points) -> dict[str, Any]:
    """An axis with a title and a logarithmic scale, from one power of ten to another, for what is `drawn` on it."""
    values = np.concatenate([points[np.isfinite(points) & (points > 0)] for points in drawn])
    low, high = (np.log10([values.min(), values.max()]) if values.size else np.zeros(2)).tolist()
    low, high = math.floor(low), max(math.ceil(high), math.floor(low) + 1)
    return titled(text, type="log", range=[low, high], dtick=math.ceil((high - low) / MOST_POWERS))


def without_extremes(values: Points) -> Points:
    """`values` with a gap where a logarithmic axis has no place for them, or Plotly's numbers end."""
    return np.where((values > 1e-300) & (values < 1e300), values, np.nan)


def _places(rows: Sequence[Sequence[Panel]], row_height: int) -> Iterator[tuple[Panel, list[float], list[float]]]:
    """Each panel with the part of the width and of the height that it takes."""
    room = len(rows) * row_height - MARGIN["t"] - MARGIN["b"]
    gap = ROW_GAP / room
    height = (1 - gap * (len(rows) - 1)) / len(rows)
    for number, row in enumerate(rows):
        top = 1 - number * (height + gap)
        width = (1 - COLUMN_GAP * (len(row) - 1)) / len(row)
        for column, panel in enumerate(row):
            left = column * (width + COLUMN_GAP)
            yield panel, [left, min(left + width, 1.0)], [max(top - height, 0.0), top]


def _title(text: str, x: str, y: str) -> dict[str, Any]:
    place = {"xref": f"{x} domain", "yref": f"{y} domain", "x": 0, "y": 1, "xanchor": "left", "yanchor": "bottom"}
    return {"text": f"<b>{text}</b>", "showarrow": False, "yshift": 4, "align": "left", **place}


def _unknown(traces: Sequence[Trace], x: str, y: str, beside: float | None) -> Iterator[dict[str, Any]]:
    """NaN and ∞ in words, at the places of bars that have no height to be drawn.

    Bars of several traces stand side by side with a gap of `beside` between names, or, where it is None, at one place.
    """
    drawn = [trace for trace in traces if trace["type"] == "bar"]
    at = {"xref": x, "yref": f"{y} domain", "y": 0, "yanchor": "bottom", "showarrow": False}
    for index, trace in enumerate(drawn):
        shift = 0.0 if beside is None else (1 - beside) * ((index + 0.5) / len(drawn) - 0.5)
        yield from ({"x": place + shift, "text": text, **at} for place, text in trace.get("meta", ()))


def _numbered(name: str, number: int) -> str:
    """Plotly's name for an axis: y, y2, y3."""
    return name if number == 1 else f"{name}{number}"

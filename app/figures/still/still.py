"""A figure as SVG: each panel stands where Plotly will put it, at any width of the page, on a wide and a narrow one."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np

from app.figures.panels import Figure, Trace
from app.figures.still.axes import Axis, axis_of
from app.figures.still.cells import heat
from app.figures.still.contours import contours
from app.figures.still.labels import Label, axis_title, cell_labels, plain, stars, tick_labels, trace_labels
from app.figures.still.strokes import FRAME, Stroke, bars, lines, page_colour


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a panel stands, in hundredths of the room within the margins of its figure."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class StillPanel:
    """A panel where it stands on a wide and on a narrow page; `grid` and `zero` are paths as those of strokes."""

    title: str
    caption: str
    wide: Place
    narrow: Place
    grid: str
    zero: str
    strokes: tuple[Stroke, ...]
    labels: tuple[Label, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A line of the legend."""

    name: str
    colour: str
    dashed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Still:
    """Panels within margins of so many pixels (l, r, t, b); heights in pixels, 0 where the page decides.

    On a narrow page the panels take `narrow_height` one below the other, and one alone `panel_height`. The `ratio` is
    how high the room within the margins must be, in widths; 0 where that is as the page likes.
    """

    margin: Mapping[str, int]
    ratio: float
    height: int
    narrow_height: int
    panel_height: int
    panels: tuple[StillPanel, ...]
    legend: tuple[Entry, ...]


def still(figure: Figure, *, has_titles: bool = True) -> Still:
    """The picture of `figure`; without `has_titles` the page writes the titles of the axes itself."""
    layout = figure["layout"]
    meta = layout.get("meta", {})
    names = [name for name in layout if name.startswith("yaxis")]
    return Still(
        margin=layout["margin"],
        ratio=round(meta.get("ratio", 0.0), 4),
        height=meta.get("rows", 0) * meta.get("height", 0),
        narrow_height=meta.get("panels", 0) * meta.get("narrow", 0),
        panel_height=meta.get("narrow", 0),
        panels=tuple(_panel(figure, number, name, has_titles=has_titles) for number, name in enumerate(names)),
        legend=tuple(_legend(figure["data"])),
    )


def _panel(figure: Figure, number: int, y_name: str, *, has_titles: bool) -> StillPanel:
    layout = figure["layout"]
    captions = layout.get("meta", {}).get("captions", ())
    y_short = y_name.replace("axis", "")
    own = [trace for trace in figure["data"] if trace["yaxis"] == y_short]
    y_spec = layout[y_name]
    x_short = own[0]["xaxis"] if own else y_spec.get("anchor", "x")
    x_spec = layout[x_short.replace("x", "xaxis")]
    x = axis_of(x_spec, "x", [trace for trace in figure["data"] if trace["xaxis"] == x_short])
    y = axis_of(y_spec, "y", own)
    wide = _place(x_spec.get("domain", (0, 1)), y_spec["domain"])
    outside = any(trace["type"] in {"heatmap", "contour"} for trace in own)
    labels = list(chain(tick_labels(y, "y", y_spec, outside=outside), *(_within(trace, x, y) for trace in own)))
    if x_spec["anchor"] == y_short:
        labels += tick_labels(x, "x", x_spec, outside=outside)
    if has_titles:
        labels += chain(axis_title(x, "x", x_spec, outside=outside), axis_title(y, "y", y_spec, outside=outside))
    notes = [note for note in layout.get("annotations", ()) if note["yref"] == f"{y_short} domain"]
    titles = [plain(note["text"]) for note in notes if note["y"] == 1]
    # what bars without a height are instead
    said = [note for note in notes if note["y"] == 0]
    places = x.shares(np.array([note["x"] for note in said])).tolist()
    labels += [
        Label(text=note["text"], kind="mark", x=round(100 * place, 2), y=100, dy=-7)
        for note, place in zip(said, places, strict=True)
    ]
    labels += [Label(text=title, kind="name", x=0, y=0, dx=2, dy=-9, anchor="start") for title in titles]
    return StillPanel(
        title=titles[0] if titles else plain(y_spec.get("title", {}).get("text", "")),
        caption=captions[number] if captions else "",
        wide=wide,
        narrow=_narrow(layout.get("meta", {}), number) or wide,
        grid=_grid(x, x_spec, vertical=True) + _grid(y, y_spec, vertical=False),
        zero=_zero(x, x_spec, vertical=True) + _zero(y, y_spec, vertical=False),
        strokes=tuple(_strokes(own, x, y, layout)),
        labels=tuple(labels),
    )


def _place(across: Sequence[float], up: Sequence[float]) -> Place:
    left, right, top, bottom = (round(100 * share, 3) for share in (across[0], across[1], 1 - up[1], 1 - up[0]))
    return Place(left=left, top=top, width=round(right - left, 3), height=round(bottom - top, 3))


def _narrow(meta: Mapping[str, Any], number: int) -> Place | None:
    """Where panel `number` stands on a narrow page, below the one before; None where that is as on a wide one."""
    if "panels" not in meta:
        return None
    room = meta["panels"] * meta["narrow"] - meta["margin"]["t"] - meta["margin"]["b"]
    gap = meta["gap"] / room
    height = (1 - gap * (meta["panels"] - 1)) / meta["panels"]
    top = 1 - number * (height + gap)
    return _place((0, 1), (max(0.0, top - height), top))


def _within(trace: Trace, x: Axis, y: Axis) -> Iterator[Label]:
    if trace["type"] == "scatter":
        return chain(trace_labels(trace, x, y), stars(trace, x, y))
    return cell_labels(trace, x, y)


def _strokes(traces: Sequence[Trace], x: Axis, y: Axis, layout: Mapping[str, Any]) -> Iterator[Stroke]:
    """What `traces` draw, each over the one before."""
    standing = [trace for trace in traces if trace["type"] == "bar"]
    is_grouped = layout.get("barmode") == "group"
    for trace in traces:
        match trace["type"]:
            case "heatmap":
                yield from heat(trace, x, y)
            case "contour":
                yield from contours(trace, x, y)
            case "bar":
                # traces hold arrays, and are told apart by what they are
                number = next(number for number, other in enumerate(standing) if other is trace)
                place = (number, len(standing)) if is_grouped else (0, 1)
                yield from bars(trace, x, y, place, layout["bargap"])
            case _:
                yield from lines(trace, x, y)


def _grid(axis: Axis, spec: Mapping[str, Any], *, vertical: bool) -> str:
    if not spec.get("showgrid", True):
        return ""
    return "".join(_across(axis, tick.at, vertical=vertical) for tick in axis.ticks)


def _zero(axis: Axis, spec: Mapping[str, Any], *, vertical: bool) -> str:
    """A line at 0, where the axis has one."""
    is_within = min(axis.low, axis.high) <= 0 <= max(axis.low, axis.high)
    if not is_within or axis.is_log or axis.names or not spec.get("visible", True) or not spec.get("zeroline", True):
        return ""
    return _across(axis, 0.0, vertical=vertical)


def _across(axis: Axis, at: float, *, vertical: bool) -> str:
    share = round(float(axis.shares(np.array(at))) * FRAME)
    return f"M{share} 0V{FRAME}" if vertical else f"M0 {FRAME - share}H{FRAME}"


def _legend(traces: Sequence[Trace]) -> Iterator[Entry]:
    """The lines and bars that a reader needs to tell apart."""
    for trace in traces:
        if trace.get("name") and trace.get("showlegend", True) and trace["type"] != "heatmap":
            line, marker = trace.get("line", {}), trace.get("marker", {})
            colour = line.get("color") or marker["color"]
            first = colour if isinstance(colour, str) else colour[0]
            yield Entry(name=plain(trace["name"]), colour=page_colour(first), dashed=line.get("dash") == "dash")

"""What is written beside and within a panel: ticks, titles, the texts of traces and of cells."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any, Literal

import numpy as np

from app.figures.panels import Trace
from app.figures.plotly import numbers
from app.figures.still.axes import Axis, cell_places
from app.figures.still.cells import strengths
from app.figures.still.strokes import EDGE, STAR, each, page_colour

_TAG = re.compile(r"</?\w+>")
_LETTER = 6.6
_DOWN = 9.5
_UP = -9.0
# ticks that stand beside a map
_OUTSIDE = 5.0
# cells that are stronger than this have light numbers
_STRONG = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A text at `x` and `y`, in hundredths of the panel from its top left, moved by `dx` and `dy` pixels.

    It is `size` pixels high, or as its `kind` is, and of the colour `ink`, or the page's; `turned` it reads upward.
    """

    text: str
    kind: Literal["tick", "title", "name", "mark"]
    x: float
    y: float
    dx: float = 0.0
    dy: float = 0.0
    anchor: Literal["start", "middle", "end"] = "middle"
    size: float = 0.0
    ink: str = ""
    turned: bool = False


def tick_labels(axis: Axis, letter: Literal["x", "y"], spec: Mapping[str, Any], *, outside: bool) -> Iterator[Label]:
    """The ticks of an axis, below its panel or on the left of it; farther off where marks stand `outside`."""
    off = _OUTSIDE * outside + spec.get("ticklabelstandoff", 0)
    size = spec.get("tickfont", {}).get("size", 0)
    for tick in axis.ticks:
        share = round(100 * float(axis.shares(np.array(tick.at))), 2)
        if letter == "x":
            yield Label(text=tick.text, kind="tick", x=share, y=100, dy=_DOWN + off, size=size)
        else:
            yield Label(text=tick.text, kind="tick", x=0, y=round(100 - share, 2), dx=-1 - off, anchor="end", size=size)


def axis_title(axis: Axis, letter: Literal["x", "y"], spec: Mapping[str, Any], *, outside: bool) -> Iterator[Label]:
    """The title of an axis, if it has one, beyond its ticks."""
    off = _OUTSIDE * outside
    text = spec.get("title", {}).get("text", "")
    if text and letter == "x":
        yield Label(text=plain(text), kind="title", x=50, y=100, dy=31 + off)
    elif text:
        widest = max((len(tick.text) for tick in axis.ticks), default=0)
        yield Label(text=plain(text), kind="title", x=0, y=50, dx=-(14 + _LETTER * widest + off), turned=True)


def trace_labels(trace: Trace, x: Axis, y: Axis) -> Iterator[Label]:
    """The texts that a scatter trace writes at its points, where they are within the panel."""
    if "text" not in trace["mode"]:
        return
    across, up = x.shares(x.places(trace["x"])).tolist(), y.shares(y.places(trace["y"])).tolist()
    position = trace["textposition"]
    positions = position if isinstance(position, list) else [position] * len(across)
    beside = 3 + 0.4 * trace.get("marker", {}).get("size", 0)
    size = trace.get("textfont", {}).get("size", 0)
    anchors: dict[str, tuple[float, Any]] = {
        "left": (-beside, "end"),
        "center": (0, "middle"),
        "right": (beside, "start"),
    }
    for text, a, b, where in zip(trace["text"], across, up, positions, strict=True):
        if not (0 <= a <= 1 and 0 <= b <= 1):
            continue
        vertical, _, side = where.partition(" ")
        dx, anchor = anchors[side]
        dy = {"top": _UP - beside, "middle": 0.0, "bottom": _DOWN + beside}[vertical]
        at = {"x": round(100 * a, 2), "y": round(100 * (1 - b), 2)}
        yield Label(text=plain(text), kind="mark", **at, dx=dx, dy=dy, anchor=anchor, size=size)


def cell_labels(trace: Trace, x: Axis, y: Axis) -> Iterator[Label]:
    """The numbers of a heat map that writes them into its cells."""
    if "text" not in trace:
        return
    strength = strengths(trace)
    across, up = (axis.shares(cell_places(trace, letter, axis.names)) for axis, letter in ((x, "x"), (y, "y")))
    for (row, column), value in np.ndenumerate(numbers(trace["z"])):
        if not np.isfinite(value):
            continue
        at = {"x": round(100 * float(across[column]), 2), "y": round(100 - 100 * float(up[row]), 2)}
        text = trace["text"][row][column]
        yield Label(text=text, kind="mark", **at, ink=EDGE if abs(strength[row, column]) > _STRONG else "")


def stars(trace: Trace, x: Axis, y: Axis) -> Iterator[Label]:
    """The points of a scatter trace that are stars."""
    marker: dict[str, Any] = trace.get("marker", {})
    across, up = x.shares(x.places(trace["x"])).tolist(), y.shares(y.places(trace["y"])).tolist()
    symbols, sizes = (each(marker.get(look), len(across)) for look in ("symbol", "size"))
    for symbol, size, a, b in zip(symbols, sizes, across, up, strict=True):
        if symbol == STAR and 0 <= a <= 1 and 0 <= b <= 1:
            at = {"x": round(100 * a, 2), "y": round(100 * (1 - b), 2)}
            yield Label(text="★", kind="mark", **at, size=1.4 * size, ink=page_colour(marker["color"]))


def plain(text: str) -> str:
    """A text of Plotly's without tags and entities."""
    return unescape(_TAG.sub("", text))

"""A map as PNG: a panel for each activation on the same axes, in the colours of the page, with marks for what has none.

matplotlib draws it, which is not everywhere. Each pixel of the map is as many whole pixels of the picture.
"""

import io
from math import ceil, log10
from typing import Any

import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.colors import ListedColormap
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.ticker import LogLocator, MaxNLocator
from numpy.typing import NDArray

from app.figures.drawn_map import DrawnAxis, DrawnMap
from app.figures.map_edge import edge_of
from app.figures.map_scale import MapScale, scale_of
from app.text import beginning, number

DPI = 100
PANEL = 480
"""The side of a panel, about, in pixels."""

ABREAST = 3
LONGEST_NAME = 48

_LEFT, _RIGHT, _TOP, _BOTTOM = 80, 150, 40, 100
_ACROSS, _UP = 30, 80
_BAR = 18
_GROUND, _LINES = 255, 115
_STRIPE, _DOT = 8, 6


def map_png(drawn: DrawnMap) -> bytes:
    """The picture of what is known of a map; the line goes round the pixels that learned."""
    names = drawn.names
    scale = scale_of(drawn.measure, drawn.values)
    _, rows, columns = drawn.values.shape
    width, height = (count * max(round(PANEL / count), 1) for count in (columns, rows))
    abreast = min(len(names), ABREAST)
    floors = ceil(len(names) / abreast)
    whole = (
        _LEFT + abreast * width + (abreast - 1) * _ACROSS + _RIGHT,
        _TOP + floors * height + (floors - 1) * _UP + _BOTTOM,
    )
    figure = Figure(figsize=(whole[0] / DPI, whole[1] / DPI), dpi=DPI)

    def place(left: float, top: float, wide: float, high: float) -> Any:  # noqa: ANN401  matplotlib's axes
        return figure.add_axes((left / whole[0], 1 - (top + high) / whole[1], wide / whole[0], high / whole[1]))

    for index, name in enumerate(names):
        floor, across = divmod(index, abreast)
        axes = place(_LEFT + across * (width + _ACROSS), _TOP + floor * (height + _UP), width, height)
        axes.set_title(beginning(name, LONGEST_NAME))
        _draw(axes, drawn, index, scale, (width // columns, height // rows))
        _mark(axes, drawn, is_first=across == 0)
    if scale is not None:
        right = _LEFT + abreast * width + (abreast - 1) * _ACROSS
        _bar(place(right + 20, _TOP, _BAR, height), scale, drawn.title)
    _legend(figure, drawn)
    file = io.BytesIO()
    figure.savefig(file, format="png")
    return file.getvalue()


def _draw(axes: Any, drawn: DrawnMap, index: int, scale: MapScale | None, size: tuple[int, int]) -> None:  # noqa: ANN401  matplotlib's
    """The pixels of one map, each of `size` pixels of the picture across and up."""
    values = drawn.values[index]
    rows, columns = values.shape
    colours = np.full((rows, columns, 3), _GROUND, np.uint8)
    is_valued = np.isfinite(values)
    if scale is not None:
        colours[is_valued] = np.rint(255 * scale.colours(scale.share(values[is_valued])))
    raster, diverged, blank = (_enlarged(part, size) for part in (colours, drawn.diverged[index], drawn.blank[index]))
    down, right = np.indices(diverged.shape)
    raster[diverged & ((down + right) % _STRIPE < 2)] = _LINES
    raster[blank & (down % _DOT < 2) & (right % _DOT < 2)] = _LINES
    # the last row is at the top
    axes.imshow(raster[::-1], extent=(-0.5, columns - 0.5, -0.5, rows - 0.5), aspect="auto", interpolation="none")
    edge = list(edge_of(drawn.learned[index], drawn.known[index]))
    for colour, thickness in (("white", 2.4), ("black", 1.0)):
        axes.add_collection(LineCollection(edge, colors=colour, linewidths=thickness, capstyle="projecting"))


def _enlarged(part: NDArray[Any], size: tuple[int, int]) -> NDArray[Any]:
    across, up = size
    return part.repeat(up, axis=0).repeat(across, axis=1)


def _mark(axes: Any, drawn: DrawnMap, *, is_first: bool) -> None:  # noqa: ANN401  matplotlib's
    """What stands on the axes of a panel."""
    axes.set_xticks(*_ticks(drawn.x))
    axes.set_xlabel(drawn.x.title)
    axes.set_yticks(*(_ticks(drawn.y) if is_first else ([], [])))
    if is_first:
        axes.set_ylabel(drawn.y.title)


def _ticks(axis: DrawnAxis) -> tuple[list[float], list[str]]:
    """Round numbers on an axis: where they stand among its pixels, and how they are written."""
    values = axis.values
    low, high = values[0], values[-1]
    if axis.is_log and high / low >= 10:
        subs = (1.0, 2.0, 5.0) if high / low < 1000 else (1.0,)
        found, digits = LogLocator(subs=subs, numticks=8).tick_values(low, high), 3
    else:
        found = MaxNLocator(nbins=6, steps=[1, 2, 5, 10], integer=axis.is_whole).tick_values(low, high)
        digits = max(ceil(log10(np.abs(found).max() / (found[1] - found[0])) + 1 - 1e-9), 1)
    round_ones = [float(value) for value in found if low <= value <= high] or [low]
    on = np.log if axis.is_log else np.asarray
    places = np.interp(on(round_ones), on(values), np.arange(len(values)))
    return places.tolist(), [number(value, digits) for value in round_ones]


def _bar(axes: Any, scale: MapScale, title: str) -> None:  # noqa: ANN401  matplotlib's
    """What the colours say."""
    shares = np.linspace(0, 1, 256)
    axes.imshow(np.arange(256)[:, None], cmap=ListedColormap(scale.colours(shares)), origin="lower", aspect="auto")
    axes.set_xticks([])
    axes.yaxis.tick_right()
    axes.set_yticks([0, 127.5, 255], [number(value, 3) for value in (scale.low, scale.middle, scale.high)])
    axes.yaxis.set_label_position("right")
    axes.set_ylabel(title)


def _legend(figure: Figure, drawn: DrawnMap) -> None:
    gaps = (drawn.diverged, "////", "diverged"), (drawn.blank, "...", "no value")
    marks = [
        Patch(facecolor="white", edgecolor=str(_LINES / 255), hatch=hatch, label=label)
        for found, hatch, label in gaps
        if found.any()
    ]
    marks.append(Patch(facecolor="white", edgecolor="black", label=f"The line goes round what reached {drawn.aim}."))
    figure.legend(handles=marks, loc="lower center", ncols=len(marks), frameon=False)

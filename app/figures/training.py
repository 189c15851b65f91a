"""Charts of a training before it has begun: axes, and what is known already. For a still alone."""

import math
from collections.abc import Iterator
from typing import Any

import numpy as np

from app.analysis.curves import Curves
from app.figures.curves import curves_figure
from app.figures.panels import Figure, Trace
from app.figures.plotly import axis, colour, layout, numbers, typed_array

# as a page's own charts have them
_LOSS_MARGIN = {"l": 52, "r": 12, "t": 8, "b": 30}
_RACE_MARGIN = {"l": 46, "r": 104, "t": 8, "b": 22}
_LAYER_MARGIN = {"l": 34, "r": 8, "t": 8, "b": 20}
_GAP = 0.1
_FIRST_EPOCHS = 10
# the lower end of a race's accuracies, as a share of what guessing gets
_LOWEST = 0.8
_MOST_TICKS = 6
_SMALL = {"size": 11}
# from a number to its axis
_BESIDE = 4
# above and below a layer's curve, as a share of its height
_ROOM = 0.08
_DIGITS = (1, 2, 5, 10)
_ROUNDING = 1e-9


def loss_axes(*, has_accuracy: bool) -> Figure:
    """The axes of the losses, and of the accuracies below them where there are any, over the first epochs."""
    share = (1 - _GAP) / 2 if has_accuracy else 1.0
    accuracy = {"yaxis2": axis(domain=[0, share], range=[-0.04, 1.04], tickformat=".0%", zeroline=False)}
    return {
        "data": [],
        "layout": layout(
            margin=_LOSS_MARGIN,
            xaxis=axis(range=[0, _FIRST_EPOCHS], anchor="y2" if has_accuracy else "y", zeroline=False),
            yaxis=axis(domain=[1 - share, 1], range=[0, 1], zeroline=False),
            **(accuracy if has_accuracy else {}),
        ),
    }


def race_axes(*, epochs: int, target: float, classes: int | None) -> Figure:
    """The axes of a race of `epochs`, with a line at the target: of accuracies, or without `classes` of losses."""
    across = _round_places(0, epochs, _MOST_TICKS)
    line = {
        "type": "scatter",
        "mode": "lines",
        "x": typed_array(np.array([0.0, epochs])),
        "y": typed_array(np.array([target, target])),
        "line": {"color": "var(--ink)", "width": 1.5},
        "xaxis": "x",
        "yaxis": "y",
    }
    return {
        "data": [line],
        "layout": layout(
            margin=_RACE_MARGIN,
            xaxis=axis(
                range=[0, epochs],
                anchor="y",
                showgrid=False,
                zeroline=False,
                tickvals=across,
                ticktext=[f"{at:g}" for at in across],
            ),
            yaxis=_loss_axis(target) if classes is None else _accuracy_axis(classes),
        ),
    }


def _accuracy_axis(classes: int) -> dict[str, Any]:
    lowest = _LOWEST / classes
    up = _round_places(lowest, 1, _MOST_TICKS)
    names = [f"{100 * at:.0f} %" for at in up]
    return axis(domain=[0, 1], range=[lowest, 1], ticklabelstandoff=_BESIDE, tickvals=up, ticktext=names)


def _loss_axis(target: float) -> dict[str, Any]:
    """From a tenth of the target to 1, or to ten times it."""
    low, high = math.log10(target) - 1, max(math.log10(target) + 1, 0.0)
    return axis(domain=[0, 1], type="log", dtick=1, range=[low, high], ticklabelstandoff=_BESIDE)


def layer_figure(curves: Curves, quantity: str, index: int) -> Figure:
    """The value or the derivative, as `quantity` says, of the curve of `curves`, in the colour of number `index`."""
    traces = [*_lines(curves_figure(curves, [""], (quantity,))["data"], index)]
    values = np.concatenate([numbers(trace["y"]) for trace in traces] or [np.zeros(0)])
    values = np.append(values[np.isfinite(values)], 0.0)
    low, high = float(values.min()), float(values.max())
    room = _ROOM * ((high - low) or 1.0)
    reach = float(curves.x.max())
    places = [share * reach for share in (-1.0, -0.5, 0.0, 0.5, 1.0)]
    return {
        "data": traces,
        "layout": layout(
            margin=_LAYER_MARGIN,
            xaxis=axis(
                range=[-reach, reach],
                anchor="y",
                zeroline=False,
                tickfont=_SMALL,
                tickvals=places,
                ticktext=[_written(at) for at in places],
            ),
            yaxis=axis(
                domain=[0, 1], range=[low - room, high + room], tickfont=_SMALL, ticklabelstandoff=_BESIDE, nticks=4
            ),
        ),
    }


def _lines(traces: list[Trace], index: int) -> Iterator[Trace]:
    for trace in traces:
        if trace["mode"] == "lines":
            yield trace | {"line": {"color": colour(index), "width": 2.5}}


def _written(value: float) -> str:
    return f"{value:g}".replace("-", "−")


def _round_places(low: float, high: float, most: int) -> list[float]:
    """The multiples of a round step, which makes at most `most` of them and one more."""
    rough = (high - low) / most
    power = 10.0 ** math.floor(math.log10(rough))
    step = power * next(digit for digit in _DIGITS if digit * power >= rough * (1 - _ROUNDING))
    first, last = math.ceil(low / step - _ROUNDING), math.floor(high / step + _ROUNDING)
    return [round(number * step, 12) for number in range(first, last + 1)]

"""The axes of a figure as a still draws them: what they span, where Plotly is to find it, and their ticks."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import numpy as np

from app.analysis.points import Points
from app.figures.panels import Trace
from app.figures.plotly import numbers
from app.figures.still.ticks import Tick, linear_ticks, power_ticks

Letter: TypeAlias = Literal["x", "y"]
Spec: TypeAlias = Mapping[str, Any]
"""An axis of Plotly's layout."""

# the room that Plotly leaves beside what is drawn, as a share of the axis
_ROOM = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """From `low` to `high`, exponents where it is logarithmic; `low` is above where the axis runs downward.

    `names` are what a category axis counts, from 0.
    """

    low: float
    high: float
    is_log: bool
    names: tuple[str, ...]
    ticks: tuple[Tick, ...]

    def places(self, values: Any) -> Points:  # noqa: ANN401  what a trace has: names, numbers, a typed array
        """Numbers on this axis; NaN or −∞ where there is no place for one."""
        return _places(values, self.names, is_log=self.is_log)

    def shares(self, places: Points) -> Points:
        """How far along the axis `places` lie: 0 at `low`, 1 at `high`."""
        return (places - self.low) / (self.high - self.low)


def axis_of(spec: Spec, letter: Letter, traces: Sequence[Trace]) -> Axis:
    """The axis that `spec` describes, for `traces` that lie on it."""
    names = _names(letter, traces)
    is_log = spec.get("type") == "log"
    low, high = spec.get("range") or _found_range(spec, letter, traces, names)
    ticks = tuple(_ticks(spec, low, high, names))
    if spec.get("autorange") == "reversed":
        low, high = high, low
    return Axis(low=low, high=high, is_log=is_log, names=names, ticks=ticks)


def cell_edges(places: Points) -> Points:
    """The edges of cells around `places`, ascending and as far from each other."""
    if not places.size:
        return places
    half = (places[-1] - places[0]) / max(len(places) - 1, 1) / 2 or 0.5
    return np.append(places - half, places[-1] + half)


def cell_places(trace: Trace, letter: Letter, axis_names: Sequence[str]) -> Points:
    """Where the columns of a map, or its rows, have their middles."""
    count = numbers(trace["z"]).shape[0 if letter == "y" else 1]
    given = trace.get(letter)
    return np.arange(float(count)) if given is None else _places(given, axis_names, is_log=False)


def is_along(trace: Trace, letter: Letter) -> bool:
    """Whether the bars of `trace` stand beside each other along the axis, and do not reach along it."""
    return (letter == "y") == (trace.get("orientation") == "h")


def _names(letter: Letter, traces: Sequence[Trace]) -> tuple[str, ...]:
    """The names that traces give instead of numbers, each once."""
    given = [trace[letter] for trace in traces if isinstance(trace.get(letter), list)]
    return tuple(dict.fromkeys(name for values in given for name in values if isinstance(name, str)))


def _places(values: Any, names: Sequence[str], *, is_log: bool) -> Points:  # noqa: ANN401  the same
    if names:
        return np.array([float(names.index(name)) for name in values])
    found = numbers(values)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.log10(found) if is_log else found


def _ticks(spec: Spec, low: float, high: float, names: Sequence[str]) -> Iterable[Tick]:
    if not spec.get("visible", True):
        return ()
    if names:
        return (Tick(float(place), name) for place, name in enumerate(names))
    if "tickvals" in spec:
        places = _places(spec["tickvals"], (), is_log=spec.get("type") == "log").tolist()
        return (Tick(at, text) for at, text in zip(places, spec["ticktext"], strict=True) if low <= at <= high)
    return power_ticks(low, high, spec) if spec.get("type") == "log" else linear_ticks(low, high, spec)


def _found_range(spec: Spec, letter: Letter, traces: Sequence[Trace], names: Sequence[str]) -> tuple[float, float]:
    """What Plotly finds: all that is drawn, with some room beside it where it does not end at 0."""
    is_log = spec.get("type") == "log"
    extents = [_extent(trace, letter, names, is_log=is_log) for trace in traces]
    values = np.concatenate([values for values, _ in extents] or [np.zeros(0)])
    values = values[np.isfinite(values)]
    if spec.get("rangemode") == "tozero":
        values = np.append(values, 0.0)
    if not values.size:
        return 0.0, 1.0
    low, high = float(values.min()), float(values.max())
    if low == high:
        return low - 1, high + 1
    from_zero = spec.get("rangemode") == "tozero" or any(
        trace["type"] == "bar" and not is_along(trace, letter) for trace in traces
    )
    has_room = any(roomy for _, roomy in extents)
    below, above = (_ROOM if has_room and not (from_zero and end == 0) else 0.0 for end in (low, high))
    span = (high - low) / (1 - below - above)
    return low - below * span, high + above * span


def _extent(trace: Trace, letter: Letter, names: Sequence[str], *, is_log: bool) -> tuple[Points, bool]:
    """What `trace` reaches along an axis, and whether Plotly leaves room beside it."""
    if trace["type"] in {"heatmap", "contour"}:
        return cell_edges(cell_places(trace, letter, names)), False
    places = _places(trace[letter], names, is_log=is_log)
    if trace["type"] == "bar":
        return (cell_edges(places), False) if is_along(trace, letter) else (np.append(places, 0.0), True)
    # a line ends at the ends of x
    return places, letter == "y" or trace["mode"] != "lines"

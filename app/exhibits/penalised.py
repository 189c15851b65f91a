"""Penalised networks: what exhibits show of networks that learn with a penalty each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from app.analysis.points import Points, float64
from app.figures.panels import Trace, line, without_extremes
from app.playground.studies.penalties import Found

NONE = "none"

NAMES: Mapping[str, str] = {
    "none": "none",
    "l1": "L1, weights",
    "l2": "L2, weights",
    "activity_l1": "L1, outputs",
    "activity_l2": "L2, outputs",
}
"""The networks, by the penalty that they learn with."""
SYMBOLS: Mapping[str, str] = {"none": "none", "l1": "|w|", "l2": "w²", "activity_l1": "|h|", "activity_l2": "h²"}
"""What each presses on, short enough to stand below a bar."""
COLOURS = (1, 3, 2, 4, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Penalty:
    """A network with the penalty `key`: its loss on new points by epoch, and the share of these that it gets right now.

    `weights`, `outputs` and `units` are the shares of its weights, its hidden outputs and its hidden units that are
    almost 0; `sizes` are those of all weights, and `activity` the mean |h| of all hidden units, both falling.
    """

    key: str
    losses: Points
    accuracy: float
    weights: float
    outputs: float
    units: float
    sizes: Points
    activity: Points

    @property
    def title(self) -> str:
        """Its name in a legend: the penalty, and what it presses on."""
        return NAMES[self.key] if self.key == NONE else f"{NAMES[self.key]} {SYMBOLS[self.key]}"


def penalties_of(losses: Sequence[Points], found: Found) -> tuple[Penalty, ...]:
    """The networks as `found` by now, in the order of NAMES; `losses` are those of all of them at each score."""
    courses = np.stack(losses, axis=1)
    return tuple(
        Penalty(
            key=key,
            losses=np.ascontiguousarray(courses[row]),
            accuracy=float(found.accuracy[row]),
            weights=float(found.weights[row]),
            outputs=float(found.outputs[row]),
            units=float(found.silent[row]),
            sizes=float64(found.sizes[row]),
            activity=float64(found.activity[row]),
        )
        for row, key in enumerate(NAMES)
    )


def penalty_lines(networks: Sequence[Penalty], x: Points, values: str) -> list[Trace]:
    """A line over x for the `values` of each network."""
    return [
        line(x, without_extremes(getattr(own, values)), own.title, index, showlegend=False)
        for own, index in zip(networks, COLOURS, strict=True)
    ]

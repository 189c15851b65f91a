"""The picture of a map: what is known of its pixels so far."""

from math import isfinite
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.playground.map.judge import OUTCOMES, Painted
from app.playground.map.plan import MapPlan
from app.playground.map.tiles import Tile

UNKNOWN = -1
"""The outcome of a pixel that has not been painted."""


class Picture:
    """Values, NaN where there is none, and outcomes, as places in OUTCOMES or UNKNOWN: each (activations, y, x)."""

    def __init__(self, question: MapPlan) -> None:
        self.question = question
        columns, rows = (len(values) for values in question.values)
        shape = len(question.activations), rows, columns
        self.values = np.full(shape, np.nan)
        self.outcome = np.full(shape, UNKNOWN, np.int8)

    @property
    def done(self) -> float:
        """The share of pixels that are known."""
        return float((self.outcome != UNKNOWN).mean())

    def has(self, tile: Tile) -> bool:
        """Whether all pixels of a tile are known."""
        return is_known(tile, self.outcome)

    def taken(self, tile: Tile) -> Painted:
        """What has become of a tile, which is known."""
        places = [(tile.activation, *pixel) for pixel in tile.pixels]
        values = (float(self.values[place]) for place in places)
        return Painted(
            values=tuple(value if isfinite(value) else None for value in values),
            outcome=tuple(OUTCOMES[self.outcome[place]] for place in places),
        )

    def put(self, tile: Tile, painted: Painted) -> None:
        """Take in what has become of a tile."""
        for (row, column), value, outcome in zip(tile.pixels, painted.values, painted.outcome, strict=True):
            self.values[tile.activation, row, column] = np.nan if value is None else value
            self.outcome[tile.activation, row, column] = OUTCOMES.index(outcome)

    def content(self) -> dict[str, Any]:
        """All that is known, as plain numbers, lists and texts, NaN where there is no value."""
        x, y = self.question.values
        names = np.array([*OUTCOMES, None], dtype=object)
        return {
            "x": x,
            "y": y,
            "measure": self.question.measure,
            "target": self.question.goal.target,
            "maps": [
                {
                    "activation": activation,
                    "values": self.values[number].tolist(),
                    "outcome": names[self.outcome[number]].tolist(),
                }
                for number, activation in enumerate(self.question.activations)
            ],
            "complete": self.done == 1,
        }


def is_known(tile: Tile, outcome: NDArray[np.int8]) -> bool:
    """Whether all pixels of `tile` are known, by the outcomes of a picture."""
    rows, columns = zip(*tile.pixels, strict=True)
    return bool((outcome[tile.activation, rows, columns] != UNKNOWN).all())

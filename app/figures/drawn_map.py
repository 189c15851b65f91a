"""What is drawn of a map: numbers, and the words that stand beside them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.analysis.points import Points


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnAxis:
    """An axis and its `values`, ascending, one for each column or row."""

    title: str
    values: Sequence[float]
    is_log: bool
    is_whole: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnMap:
    """Maps on the same axes: `values`, NaN where there is none, and how networks ended, each (names, y, x).

    `measure` is the name of what was measured, and `title` what a reader is told of it; `aim` is what a network reached
    that has `learned`.
    """

    names: Sequence[str]
    x: DrawnAxis
    y: DrawnAxis
    measure: str
    title: str
    aim: str
    values: Points
    learned: NDArray[np.bool_]
    diverged: NDArray[np.bool_]
    known: NDArray[np.bool_]

    @property
    def blank(self) -> NDArray[np.bool_]:
        """The pixels that did not diverge and have no value all the same."""
        return np.isnan(self.values) & self.known & ~self.diverged

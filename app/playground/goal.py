"""A goal: what counts as solved, an accuracy where there are classes and a loss in a regression."""

from dataclasses import dataclass
from math import inf
from typing import Literal

from torch import Tensor

from app.text import exact

Measure = Literal["accuracy", "loss"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """A `target` that a network reaches by as high an accuracy, or as low a loss."""

    measure: Measure
    target: float

    @property
    def aim(self) -> str:
        """The target in a sentence, behind "reaches"."""
        return f"{100 * self.target:g} %" if self.measure == "accuracy" else f"a loss of {exact(self.target)}"

    @property
    def better(self) -> str:
        """What who ends better ends with, in a sentence."""
        return "a higher accuracy" if self.measure == "accuracy" else "a lower loss"

    def are_there(self, values: Tensor) -> Tensor:
        """Which values of the measure have come to the target; NaN has not."""
        return values >= self.target if self.measure == "accuracy" else values <= self.target

    def costs(self, values: Tensor) -> Tensor:
        """The same values so that lower is better; NaN, a lost seed, is as bad as can be."""
        return -values.nan_to_num(0.0) if self.measure == "accuracy" else values.nan_to_num(inf)

"""A goal: what a network is to reach, an accuracy where there are classes and a loss in a regression."""

from dataclasses import dataclass
from math import inf
from typing import Annotated, Literal, TypeAlias

from pydantic import Field
from torch import Tensor

from app.fields import NOT_BOOL
from app.text import exact

Measure = Literal["accuracy", "loss"]

TargetAccuracy: TypeAlias = Annotated[
    float,
    Field(
        ge=0,
        le=1,
        title="Target accuracy",
        description="Accuracy to reach: on test data, or on training data where all is trained on",
        allow_inf_nan=False,
    ),
    NOT_BOOL,
]
TargetLoss: TypeAlias = Annotated[
    float,
    Field(
        ge=1e-9,
        le=1000,
        title="Target loss",
        description="Loss to reach in a regression, on the data on which accuracy counts where there are classes",
        allow_inf_nan=False,
    ),
    NOT_BOOL,
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """A `target` that a network reaches by as high an accuracy, or as low a loss."""

    measure: Measure
    target: float

    @property
    def aim(self) -> str:
        """The target in a sentence, behind "reaches"."""
        return f"{100 * self.target:g} %" if self.measure == "accuracy" else f"a loss of {exact(self.target)}"

    def are_there(self, values: Tensor) -> Tensor:
        """Which values of the measure have come to the target; NaN has not."""
        return values >= self.target if self.measure == "accuracy" else values <= self.target

    def costs(self, values: Tensor) -> Tensor:
        """The same values so that lower is better; NaN, a lost seed, is as bad as can be."""
        return -values.nan_to_num(0.0) if self.measure == "accuracy" else values.nan_to_num(inf)

"""Scaling: the units that a network learns in, which are those of the data, or standardised by the training rows."""

from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

import torch
from torch import Tensor

from app.playground.data.features import features_of
from app.playground.data.samples import Samples, Split

Standardise: TypeAlias = Literal["auto", "yes", "no"]
"""Whether data is standardised: auto does so where what is not drawn is far from what first weights are made for."""

# drawn data has means near 0 and deviations from 2 to 3.5, and targets in about [−1, 1]
_FARTHEST_MEAN = 3.0
_DEVIATIONS = (0.5, 5.0)
_LARGEST_TARGET, _SMALLEST_SPAN = 1.5, 0.5


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Scaling:
    """What a network learns is (x − `mean`) / `deviation`, both (inputs,), and (target − `middle`) / `half`.

    Where `features` are named, x is those features of the two coordinates of a point.
    """

    mean: Tensor
    deviation: Tensor
    middle: float
    half: float
    features: tuple[str, ...] | None = None

    def points(self, x: Tensor) -> Tensor:
        """Points (…, columns) as a network takes them: (…, inputs)."""
        inputs = x if self.features is None else features_of(x, self.features)
        return (inputs - self.mean) / self.deviation

    def scaled(self, samples: Samples) -> Samples:
        """`samples` as a network learns them; classes stay."""
        y = samples.y if samples.class_names is not None else (samples.y - self.middle) / self.half
        return replace(samples, x=self.points(samples.x), y=y)

    @property
    def is_standardised(self) -> bool:
        """Whether a network takes its inputs in other units than those of the data."""
        return bool((self.mean != 0).any() or (self.deviation != 1).any())

    @property
    def changes_targets(self) -> bool:
        """Whether a network learns other targets than those of the data."""
        return (self.middle, self.half) != (0.0, 1.0)

    @property
    def targets(self) -> tuple[float, float]:
        """The targets that a network learns as −1 and 1."""
        return self.middle - self.half, self.middle + self.half


def scaling_of(
    split: Split, standardise: Standardise, *, usual: bool, features: tuple[str, ...] | None = None
) -> Scaling:
    """How the data of a plan is scaled, by its training rows alone; `usual` data is that first weights are made for.

    Inputs get mean 0 and deviation 1; the targets of a regression go from −1 to 1.
    """
    train = split.train
    inputs = train.x if features is None else features_of(train.x, features)
    mean, deviation = inputs.mean(dim=0), inputs.std(dim=0, correction=0)
    is_auto = standardise == "auto" and not usual
    if not (standardise == "yes" or (is_auto and _are_far(mean, deviation))):
        mean, deviation = torch.zeros_like(mean), torch.ones_like(mean)
    middle, half = 0.0, 1.0
    if train.class_names is None:
        low, high = train.y.min().item(), train.y.max().item()
        if standardise == "yes" or (is_auto and _are_unlike_drawn(low, high)):
            middle, half = (low + high) / 2, (high - low) / 2
    # where all are equal there is nothing to scale by
    deviation = deviation.where(deviation > 0, 1.0)
    return Scaling(mean=mean, deviation=deviation, middle=middle, half=half or 1.0, features=features)


def _are_far(mean: Tensor, deviation: Tensor) -> bool:
    low, high = _DEVIATIONS
    return bool((mean.abs() > _FARTHEST_MEAN).any() or (deviation < low).any() or (deviation > high).any())


def _are_unlike_drawn(low: float, high: float) -> bool:
    return max(-low, high) > _LARGEST_TARGET or high - low < _SMALLEST_SPAN

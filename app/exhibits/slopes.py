"""Slopes below 0 of one layer: PReLU's as it was learned, and how APReLU's lie around it."""

from dataclasses import dataclass

import numpy as np
import torch

from app.analysis.experiments.histogram import Histogram, histogram
from app.analysis.points import Points, float64
from app.playground.studies.learned_slopes import Adapted

NEAR = 0.1
BINS = 25
RAYS = 80
"""Samples and units whose responses are drawn, at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerSlopes:
    """The slopes of one hidden layer.

    `alpha` is PReLU's at each score, `adapted` the distribution of APReLU's over test samples and units. `near` is the
    share of these within 0.1 of PReLU's, `spread` their standard deviation over the samples, the mean over the units;
    NaN where a slope has left the range of numbers.
    """

    alpha: Points
    adapted: Histogram
    near: float
    spread: float


def slopes_of(alpha: Points, adapted: Adapted) -> LayerSlopes:
    """The slopes of a layer whose PReLU has `alpha` at each score, and whose APReLU is `adapted`."""
    apart = (adapted.slope - alpha[-1]).abs()
    return LayerSlopes(
        alpha=np.ascontiguousarray(alpha),
        adapted=histogram(adapted.slope, BINS, low=0.0, high=1.0),
        near=float((apart <= NEAR).double().mean()) if apart.isfinite().all() else float("nan"),
        spread=float(adapted.slope.std(dim=0).mean()),
    )


def responses(adapted: Adapted) -> tuple[Points, Points]:
    """Some of the negative pre-activations, evenly picked, and what they become."""
    below = (adapted.z < 0) & adapted.h.isfinite()
    z, y = adapted.z[below], adapted.h[below]
    picked = torch.linspace(0, len(z) - 1, min(RAYS, len(z))).round().long()
    return float64(z[picked]), float64(y[picked])

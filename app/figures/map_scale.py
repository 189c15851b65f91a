"""From the values of a map to places on a scale of colours, by the rule of static/js/map/colour-scale.js."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from app.analysis.points import Points
from app.figures.ramps import diverging, sequential

WIDE = 20.0
"""The largest loss over the smallest from which a scale is logarithmic."""

LEAST_DECADES = 0.1
"""What a scale round 1 reaches on both sides at least."""

_LOSSES = frozenset(("final_loss", "test_loss"))
_LOWEST: Mapping[str, float] = {"dead": 0.0, "epochs": 0.0}
_HIGHEST: Mapping[str, float] = {"accuracy": 1.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class MapScale:
    """A scale from `low` to `high`; a diverging one has 1 in its middle."""

    kind: Literal["sequential", "diverging"]
    is_log: bool
    low: float
    high: float

    def share(self, values: Points) -> Points:
        """Where values stand between the ends, 0…1, in their shape; one half where the ends are the same."""
        with np.errstate(divide="ignore"):
            low, high, places = (np.log(part) if self.is_log else part for part in (self.low, self.high, values))
        if low == high:
            return np.full_like(values, 0.5)
        return np.clip((places - low) / (high - low), 0.0, 1.0)

    @property
    def middle(self) -> float:
        """The value half way between the ends."""
        return self.low**0.5 * self.high**0.5 if self.is_log else (self.low + self.high) / 2

    def colours(self, share: Points) -> Points:
        """The colours at shares, (n,): sRGB 0…1, (n, 3)."""
        return sequential(share) if self.kind == "sequential" else diverging(share)


def scale_of(measure: str, values: Points) -> MapScale | None:
    """The scale for all maps of a question; NaN is no value, and None is told where there is none at all."""
    known = values[np.isfinite(values)]
    if not known.size:
        return None
    above = known[known > 0]
    if measure == "gradient_ratio":
        reach = 10 ** max(np.abs(np.log10(above)).max(initial=0.0), LEAST_DECADES)
        return MapScale(kind="diverging", is_log=True, low=1 / reach, high=reach)
    least, most = float(known.min()), float(known.max())
    if measure in _LOSSES and above.size and most / above.min() > WIDE:
        return MapScale(kind="sequential", is_log=True, low=float(above.min()), high=most)
    low, high = _LOWEST.get(measure, least), _HIGHEST.get(measure, most)
    return MapScale(kind="sequential", is_log=False, low=low, high=high)

"""How sure a number from a few seeds is: intervals of a share and of a median, where some values are infinite."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from statistics import NormalDist

import torch
from torch import Tensor

# the probability on either side of a 95 % interval
_OUTSIDE = 0.025
_DRAWS = 4000


@dataclass(frozen=True, slots=True)
class Interval:
    """From low to high, both included."""

    low: float
    high: float


def share_interval(successes: int, trials: int) -> Interval:
    """Where a share lies of which `successes` of `trials` are seen: Wilson's interval (1927)."""
    z = NormalDist().inv_cdf(1 - _OUTSIDE)
    share, weight = successes / trials, z**2 / trials
    middle = (share + weight / 2) / (1 + weight)
    reach = z / (1 + weight) * math.sqrt(share * (1 - share) / trials + weight / (4 * trials))
    # rounding must not leave out a share of 0 or 1
    return Interval(max(min(middle - reach, share), 0.0), min(max(middle + reach, share), 1.0))


def median_interval(values: Sequence[float]) -> Interval:
    """Where the median lies of what `values` are drawn from: the bootstrap's percentiles (Efron 1979).

    The same for the same values, as the resamples come from a fixed seed.
    """
    ordered = torch.tensor(sorted(values), dtype=torch.float64)
    middle = ordered[_middle_ranks(len(values))].mean(dim=1).sort().values
    left_out = math.floor(_OUTSIDE * _DRAWS)
    return Interval(float(middle[left_out]), float(middle[-1 - left_out]))


@cache
def _middle_ranks(count: int) -> Tensor:
    """The ranks of the two values in the middle of each resample of `count` values: (draws, 2)."""
    ranks = torch.randint(count, (_DRAWS, count), generator=torch.Generator().manual_seed(0)).sort(dim=1).values
    return ranks[:, [(count - 1) // 2, count // 2]]


def median(values: Sequence[float]) -> float:
    """The middle value, or the mean of the two in the middle."""
    return quantile(values, 0.5)


def quantile(values: Sequence[float], share: float) -> float:
    """The value below which `share` of `values` lie, on a line between neighbours; `values` may be infinite."""
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    below, above = ordered[math.floor(place)], ordered[math.ceil(place)]
    # inf − inf is no number
    return below if below == above else below + (above - below) * (place - math.floor(place))

"""Differences: where two curves, and where their slopes, lie farthest apart in a window."""

import math
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from app.activations.bound import BoundActivation
from app.analysis.curves import Curves, Window, sample
from app.analysis.derivatives import differentiate
from app.analysis.points import Points
from app.analysis.precision import DtypeName

SAMPLED = 2001
# the highest of so many hills are climbed, each in rounds of so many points
HILLS, ROUNDS = 4, 8
CLOSER = torch.linspace(0, 1, 33, dtype=torch.float64)
# a difference that grows by this from each of these distances to the next nearer one grows without bound
NEARER = (1e-3, 1e-6, 1e-9)
GROWS = 1.2
# sizes nearer to each other than this are the same: of equal places the one nearest to 0 is told
SAME = 1e-12
# decimals of a height that a plateau may waver by, and those of a round x
PLATEAU, DECIMALS = 12, 6

Pair = tuple[BoundActivation, BoundActivation]


class Difference(NamedTuple):
    """The largest |f − g| and the x where it is reached or approached; inf without a bound, NaN without values."""

    size: float
    x: float


def largest_differences(
    pair: Pair, low: float, high: float, dtype: DtypeName = "float64"
) -> tuple[Difference, Difference]:
    """The largest difference of f and g, and that of f′ and g′, from `low` to `high`, both sides of kinks included.

    What torch puts for a slope at a kink, where there is none, does not count.
    Raises ValueError for an end beyond the largest number of the dtype.
    """
    curves = sample(pair, Window(low=low, high=high, points=SAMPLED), order=1, dtype=dtype)
    return _largest(pair, curves, 0), _largest(pair, curves, 1)


def _largest(pair: Pair, curves: Curves, order: int) -> Difference:
    x, sizes = curves.x, _sizes(curves, order)
    poles = np.concatenate([curve.poles[order] for curve in curves.curves])
    for pole in poles[(x[0] <= poles) & (poles <= x[-1])].tolist():
        if _grows(pair, pole, order):
            return Difference(math.inf, pole)
    if not (~np.isnan(sizes)).any():
        return Difference(math.nan, math.nan)
    padded = np.pad(np.nan_to_num(sizes, nan=-1.0, posinf=np.inf), 1, constant_values=-1.0)
    hills = np.flatnonzero((padded[1:-1] >= padded[:-2]) & (padded[1:-1] >= padded[2:]) & ~np.isnan(sizes))
    # of a plateau, the middle of the axis
    hills = hills[np.lexsort((np.abs(x[hills]), -sizes[hills].round(PLATEAU)))[:HILLS]]
    found = [Difference(*each) for each in zip(sizes[hills].tolist(), x[hills].tolist(), strict=True)]
    if curves.dtype == "float64" and not math.isinf(found[0].size):
        beside = x[np.maximum(hills - 1, 0)], x[np.minimum(hills + 1, len(x) - 1)]
        found += _climbed(pair, order, *map(torch.from_numpy, beside))
    most = max(difference.size for difference in found)
    reached = [difference for difference in found if difference.size >= most * (1 - SAME)]
    return min(reached, key=lambda difference: (abs(difference.x), -difference.x))


def _sizes(curves: Curves, order: int) -> Points:
    """|f − g| at each x, NaN where either has no value, or none that counts."""
    first, second = curves.curves
    a, b = first.orders[order], second.orders[order]
    if a is None or b is None:
        raise TypeError("the curves have no such order")
    with np.errstate(invalid="ignore"):
        sizes = np.abs(a - b)
    if order:
        at = [kink.at for curve in curves.curves for kink in curve.kinks if kink.jumps[order]]
        sizes[np.isin(curves.x, at)] = np.nan
    return sizes


def _climbed(pair: Pair, order: int, low: Tensor, high: Tensor) -> list[Difference]:
    """The top of a hill in each stretch (c,), as far as ever smaller steps lead, at a round x where that is as high."""
    ends = low, high
    for _ in range(ROUNDS):
        x = low[:, None] + (high - low)[:, None] * CLOSER  # (c, 33)
        top = _apart(pair, x, order).nan_to_num(-1.0).argmax(dim=1, keepdim=True)
        low = x.gather(1, (top - 1).clamp(min=0))[:, 0]
        high = x.gather(1, (top + 1).clamp(max=len(CLOSER) - 1))[:, 0]
    middle = (low + high) / 2
    x = torch.stack((middle, middle.round(decimals=DECIMALS)), dim=1).clamp(ends[0][:, None], ends[1][:, None])
    sizes = _apart(pair, x, order).nan_to_num(-1.0)
    rounded = (sizes[:, 1] >= sizes[:, 0] * (1 - SAME)).long()[:, None]
    tops = zip(sizes.gather(1, rounded)[:, 0].tolist(), x.gather(1, rounded)[:, 0].tolist(), strict=True)
    return [Difference(*each) for each in tops]


def _grows(pair: Pair, pole: float, order: int) -> bool:
    """Whether f and g part without bound on some side of a pole of one of them."""
    away = torch.tensor(NEARER, dtype=torch.float64) * max(1.0, abs(pole))
    sides = _apart(pair, pole + torch.stack((-away, away)), order)  # (2, 3)
    return bool((sides[:, 1:] > GROWS * sides[:, :-1]).all(dim=1).any())


def _apart(pair: Pair, x: Tensor, order: int) -> Tensor:
    """|f − g| at x, of its shape."""
    f, g = (differentiate(each, x.flatten(), order)[order] for each in pair)
    if f is None or g is None:
        raise TypeError("there is no such order")
    return (f - g).abs().detach().reshape(x.shape)

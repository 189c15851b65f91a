"""Histograms of whatever numbers an activation gives, all equal or not finite included."""

from dataclasses import dataclass

import torch
from torch import Tensor

from app.analysis.points import Points, float64


@dataclass(frozen=True, slots=True, kw_only=True)
class Histogram:
    """How large a share of all numbers lies in each bin: `middles` and `shares` (bins,), and the `width` of a bin."""

    middles: Points
    shares: Points
    width: float


def histogram(values: Tensor, bins: int, low: float | None = None, high: float | None = None) -> Histogram:
    """The finite ones of `values` in `bins` bins of equal width, from the least to the largest unless told otherwise.

    Where all are equal, they are in the middle of a range of width 1 or more.
    """
    values = values.detach().to("cpu", torch.float64).flatten()
    finite = values[values.isfinite() & (values.abs() < 1e300)]
    if not len(finite):
        return Histogram(middles=float64(torch.zeros(0)), shares=float64(torch.zeros(0)), width=0.0)
    low = finite.min().item() if low is None else low
    high = finite.max().item() if high is None else high
    # narrower than this, the edges would be the same number
    least = 1e-9 * max(1.0, abs(low), abs(high))
    if high - low < least:
        room = max(0.5, abs(low) / 2)
        low, high = low - room, high + room
    edges = torch.linspace(low, high, bins + 1, dtype=torch.float64)
    counts = torch.histogram(finite, edges).hist
    middles = (edges[1:] + edges[:-1]) / 2
    return Histogram(middles=float64(middles), shares=float64(counts / len(values)), width=(high - low) / bins)

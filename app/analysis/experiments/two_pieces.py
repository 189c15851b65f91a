"""Two pieces: the larger of a function's tangents at both ends of a window, and what torch makes of the tie."""

import math
from dataclasses import dataclass

import torch
from torch import Tensor

from app.activations.bound import BoundActivation
from app.analysis.derivatives import differentiate

# a product and a sum round by as much, relative to the largest number in them
ROUNDING = 1e-14
# slopes so near to each other are those of parallel lines, such as the tangents of a sigmoid at −x and x
PARALLEL = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """Where two pieces of different slopes meet, and the derivative there by autograd: of `max(dim)` and of `amax`."""

    x: float
    by_max: float
    by_amax: float


@dataclass(frozen=True, slots=True, kw_only=True)
class TwoPieces:
    """The tangents at both ends, left and right: slopes, offsets, and the tie where they meet, None if they do not.

    `difference` is the largest between their maximum and the function, and `is_exact` says that it is rounding. A
    function that is the maximum of two lines is the maximum of these two.
    """

    slopes: tuple[float, ...]
    offsets: tuple[float, ...]
    difference: float
    is_exact: bool
    tie: Tie | None


def two_pieces(f: BoundActivation, x: Tensor) -> TwoPieces | None:
    """The tangents of `f` at the ends of `x` (n,), where it is finite; None where one end has no finite slope."""
    if not len(x):
        return None
    value, slope, _ = differentiate(f, x, order=1)
    if slope is None or not slope[[0, -1]].isfinite().all():
        return None
    slopes = slope[[0, -1]]
    offsets = (value - slope * x)[[0, -1]]
    pieces = slopes[:, None] * x + offsets[:, None]  # (2, n)
    difference = (pieces.amax(dim=0) - value).abs().max().item()
    size = max(pieces.abs().max().item(), (slopes * x[[0, -1]]).abs().max().item())
    return TwoPieces(
        slopes=tuple(slopes.tolist()),
        offsets=tuple(offsets.tolist()),
        difference=difference,
        is_exact=difference <= ROUNDING * size,
        tie=_tie(slopes, offsets),
    )


def _tie(slopes: Tensor, offsets: Tensor) -> Tie | None:
    left, right = slopes.tolist()
    if math.isclose(left, right, rel_tol=PARALLEL):
        return None
    # around the point where they meet, the two are equal to the last bit
    beside = torch.zeros((), dtype=slopes.dtype, requires_grad=True)
    pieces = slopes * beside
    (by_max,) = torch.autograd.grad(pieces.max(dim=0).values, beside, retain_graph=True)
    (by_amax,) = torch.autograd.grad(pieces.amax(dim=0), beside)
    meets = (offsets[0] - offsets[1]) / (slopes[1] - slopes[0])
    return Tie(x=meets.item(), by_max=by_max.item(), by_amax=by_amax.item())

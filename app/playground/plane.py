"""The plane that networks answer over: its bounds, and the points of a map."""

from dataclasses import dataclass
from typing import TypeAlias

import torch
from torch import Tensor

LOW, HIGH = -6.0, 6.0
BOUNDARY_SIDE = 64
"""Points along each side of the map of answers; a unit's map takes every second of them, or every fourth where many."""

Range: TypeAlias = tuple[float, float]

# points that reach so far on both axes, and no farther than the usual plane, lie well in it
_WELL_INSIDE = 2.5
_MARGIN = 1.1
# axes whose spans are as alike as this have one scale, so that a circle stays one
_ALIKE = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Plane:
    """The rectangle of x and y over which a network's answers are shown."""

    x: Range = (LOW, HIGH)
    y: Range = (LOW, HIGH)


def plane_around(points: Tensor) -> Plane:
    """A plane with all of `points` (n, 2) in it: the usual one where they lie well in that, else one with a margin."""
    reach = points.abs().amax(dim=0)
    if float(reach.min()) >= _WELL_INSIDE and float(reach.max()) <= HIGH:
        return Plane()
    low, high = points.amin(dim=0), points.amax(dim=0)
    middle, half = (low + high) / 2, _MARGIN * (high - low) / 2
    half = half.where(half > 0, half.max() if half.max() > 0 else 1.0)
    if half.max() < _ALIKE * half.min():
        half = half.max().expand(2)
    (x, y) = zip((middle - half).tolist(), (middle + half).tolist(), strict=True)
    return Plane(x=x, y=y)


def places(
    side: int,
    dtype: torch.dtype = torch.float64,
    device: str | torch.device = "cpu",
    within: Range = (LOW, HIGH),
) -> Tensor:
    """The coordinates of a map's points along each side, ascending: (side,)."""
    return torch.linspace(*within, side, dtype=dtype, device=device)


def plane(
    device: str | torch.device,
    side: int = BOUNDARY_SIDE,
    dtype: torch.dtype = torch.float32,
    within: Plane | None = None,
) -> Tensor:
    """The points of a map, (1, side·side, 2): row by row from the top, each from the left."""
    within = within or Plane()
    along, up = places(side, dtype, device, within.x), places(side, dtype, device, within.y)
    y, x = torch.meshgrid(up.flip(0), along, indexing="ij")
    return torch.stack((x, y), dim=-1).view(1, -1, 2)

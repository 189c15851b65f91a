"""The plane that networks answer over: its bounds, and the points of a map."""

from dataclasses import dataclass
from typing import TypeAlias

import torch
from torch import Tensor

LOW, HIGH = -6.0, 6.0
BOUNDARY_SIDE = 64
"""Points along each side of the map of answers; a unit's map takes every second of them, or every fourth where many."""

LINE = 4
"""How many times as many points a line has as the side of a map."""

Range: TypeAlias = tuple[float, float]

# points that reach so far on both axes, and no farther than the usual plane, lie well in it
_WELL_INSIDE = 2.5
_MARGIN = 1.1
# axes whose spans are as alike as this have one scale, so that a circle stays one
_ALIKE = 3.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Embedding:
    """How a plane lies among more than two inputs: a place (u, v) of it is `origin` (d,) + (u, v) · `along` (2, d).

    A point of the data is shown at (point − origin) · `onto` (d, 2).
    """

    origin: Tensor
    along: Tensor
    onto: Tensor


@dataclass(frozen=True, slots=True, kw_only=True)
class Plane:
    """The rectangle of x and y over which a network's answers are shown, and what its axes are called.

    Of one input it is a line along x, and y is what answers are shown in. Of more than two an `embedding` places it.
    """

    x: Range = (LOW, HIGH)
    y: Range = (LOW, HIGH)
    names: tuple[str, str] = ("x", "y")
    is_line: bool = False
    embedding: Embedding | None = None

    def shape(self, side: int) -> tuple[int, int]:
        """Rows and columns of a map with so many points along each side; a line has four times as many."""
        return (1, LINE * side) if self.is_line else (side, side)

    def shown(self, points: Tensor) -> Tensor:
        """Where points (n, inputs) are shown: (n, 2), or (n, 1) along a line."""
        own = self.embedding
        return points if own is None else (points - own.origin) @ own.onto


def plane_around(points: Tensor) -> Plane:
    """A plane with all of `points` (n, 2) in it: the usual one where they lie well in that, else one with a margin."""
    reach = points.abs().amax(dim=0)
    if float(reach.min()) >= _WELL_INSIDE and float(reach.max()) <= HIGH:
        return Plane()
    return tight_plane(points)


def tight_plane(points: Tensor) -> Plane:
    """The plane with all of `points` (n, 2) in it and a margin around them."""
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
    """The points of a map, (1, rows·columns, inputs): row by row from the top, each from the left."""
    within = within or Plane()
    rows, columns = within.shape(side)
    along = places(columns, dtype, device, within.x)
    if within.is_line:
        return along.view(1, -1, 1)
    y, x = torch.meshgrid(places(rows, dtype, device, within.y).flip(0), along, indexing="ij")
    points = torch.stack((x, y), dim=-1).view(1, -1, 2)
    own = within.embedding
    return points if own is None else (own.origin + points.to(own.along) @ own.along).to(points)

"""The plane that networks answer over: its bounds, and the points of a map."""

import torch
from torch import Tensor

LOW, HIGH = -6.0, 6.0
BOUNDARY_SIDE = 64
"""Points along each side of the map of answers; a unit's map takes every second of them, or every fourth where many."""


def places(side: int, dtype: torch.dtype = torch.float64, device: str | torch.device = "cpu") -> Tensor:
    """The coordinates of a map's points along each side, ascending: (side,)."""
    return torch.linspace(LOW, HIGH, side, dtype=dtype, device=device)


def plane(device: str | torch.device, side: int = BOUNDARY_SIDE, dtype: torch.dtype = torch.float32) -> Tensor:
    """The points of a map, (1, side·side, 2): row by row from the top, each from the left."""
    along = places(side, dtype, device)
    y, x = torch.meshgrid(along.flip(0), along, indexing="ij")
    return torch.stack((x, y), dim=-1).view(1, -1, 2)

"""The plane that networks answer over: its bounds, and the points of a map."""

import torch
from torch import Tensor

LOW, HIGH = -6.0, 6.0
BOUNDARY_SIDE = 64
"""Points along each side of the map of answers; a unit's map takes every second of them, or every fourth where many."""


def plane(device: str | torch.device, side: int = BOUNDARY_SIDE) -> Tensor:
    """The points of a map, (1, side·side, 2), float32: row by row from the top, each from the left."""
    line = torch.linspace(LOW, HIGH, side, device=device)
    y, x = torch.meshgrid(line.flip(0), line, indexing="ij")
    return torch.stack((x, y), dim=-1).view(1, -1, 2)

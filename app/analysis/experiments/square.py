"""A square about the origin of a plane: the points over which an experiment draws a surface."""

import torch
from torch import Tensor

SIDE = 41
"""Points along each side."""


def along(reach: float, device: str = "cpu") -> Tensor:
    """The coordinates of the points along each side of [−reach, reach]², ascending: (41,)."""
    return torch.linspace(-reach, reach, SIDE, dtype=torch.float64, device=device)


def square(reach: float, device: str = "cpu") -> Tensor:
    """The points of [−reach, reach]², (41, 41, 2): the second coordinate goes along the rows, upward."""
    coordinates = along(reach, device)
    second, first = torch.meshgrid(coordinates, coordinates, indexing="ij")
    return torch.stack((first, second), dim=-1)

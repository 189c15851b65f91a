"""The data set Moons."""

import math

import torch
from torch import Generator

from app.playground.data.dataset import Dataset, Drawn, in_turn, moved, uniform


def _draw(points: int, noise: float, generator: Generator) -> Drawn:
    y = in_turn(points, 2)
    angle = uniform(0.0, math.pi, (points,), generator)
    across = torch.where(y == 0, torch.cos(angle) - 0.5, 0.5 - torch.cos(angle))
    up = torch.where(y == 0, torch.sin(angle) - 0.25, 0.25 - torch.sin(angle))
    return moved(3 * torch.stack((across, up), dim=-1), noise, generator), y


MOONS = Dataset(
    name="moons",
    title="Moons",
    summary="Two half moons that reach into each other: an S-shaped boundary parts them.",
    classes=2,
    function=_draw,
    sketch=(
        '<path class="s0" stroke-width="3" d="M2.5 12a5 5 0 0 1 10 0"/>'
        '<path class="s1" stroke-width="3" d="M7.5 8.5a5 5 0 0 0 10 0"/>'
    ),
)

"""The data set Circle."""

import math

import torch
from torch import Generator

from app.playground.data.dataset import REACH, Dataset, Drawn, at, in_turn, moved, uniform


def _draw(points: int, noise: float, generator: Generator) -> Drawn:
    y = in_turn(points, 2)
    share = uniform(0.0, 1.0, (points,), generator)
    radius = REACH * torch.where(y == 1, 0.5 * share, 0.7 + 0.3 * share)
    x = at(radius, uniform(0.0, math.tau, (points,), generator))
    return moved(x, noise, generator), y


CIRCLE = Dataset(
    name="circle",
    title="Circle",
    summary="A disc inside a ring: no straight line parts them, three units in one hidden layer do.",
    classes=2,
    function=_draw,
    sketch=(
        '<circle class="s0" cx="10" cy="10" r="7.2" stroke-width="2.6"/><circle class="c1" cx="10" cy="10" r="3.6"/>'
    ),
)

"""The data set Five blobs."""

import math

import torch
from torch import Generator

from app.playground.data.dataset import Dataset, Drawn, at, bells


def _draw(points: int, noise: float, generator: Generator) -> Drawn:
    centres = at(torch.full((5,), 3.8, dtype=torch.float64), math.tau / 5 * torch.arange(5, dtype=torch.float64))
    return bells(centres, 0.5 + 1.0 * noise, points, generator)


BLOBS = Dataset(
    name="blobs",
    title="Five blobs",
    summary="Five clouds in a ring: five classes, which straight lines can part.",
    classes=5,
    function=_draw,
    sketch=(
        '<circle class="c0" cx="10.0" cy="3.4" r="2.8"/>'
        '<circle class="c1" cx="16.3" cy="8.0" r="2.8"/>'
        '<circle class="c2" cx="13.9" cy="15.3" r="2.8"/>'
        '<circle class="c3" cx="6.1" cy="15.3" r="2.8"/>'
        '<circle class="c4" cx="3.7" cy="8.0" r="2.8"/>'
    ),
)

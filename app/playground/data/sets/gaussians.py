"""The data set Two Gaussians."""

import torch
from torch import Generator

from app.playground.data.dataset import Dataset, Drawn, bells


def _draw(points: int, noise: float, generator: Generator) -> Drawn:
    centres = torch.tensor([[-2.0, -2.0], [2.0, 2.0]], dtype=torch.float64)
    return bells(centres, 0.7 + 1.3 * noise, points, generator)


GAUSSIANS = Dataset(
    name="gaussians",
    title="Two Gaussians",
    summary="Two bell-shaped clouds: one straight line does, and no hidden layer is needed.",
    classes=2,
    function=_draw,
    sketch=('<circle class="c0" cx="6" cy="14" r="4.2"/><circle class="c1" cx="14" cy="6" r="4.2"/>'),
)

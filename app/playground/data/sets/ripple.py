"""The data set Ripple."""

import torch
from torch import Generator

from app.playground.data.dataset import REACH, Dataset, Drawn, moved, uniform


def _draw(points: int, noise: float, generator: Generator) -> Drawn:
    x = uniform(-REACH, REACH, (points, 2), generator)
    return moved(x, noise, generator), torch.cos(1.2 * torch.linalg.vector_norm(x, dim=-1))


RIPPLE = Dataset(
    name="ripple",
    title="Ripple",
    summary="A target that rises and falls in rings, as on a pond: it asks for curves in every direction.",
    classes=None,
    function=_draw,
    sketch=(
        '<circle class="s1" cx="10" cy="10" r="7.8" stroke-width="1.8"/>'
        '<circle class="s0" cx="10" cy="10" r="4.8" stroke-width="2.4"/>'
        '<circle class="c1" cx="10" cy="10" r="2.4"/>'
    ),
)

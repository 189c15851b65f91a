"""The data set Checkerboard."""

import torch
from torch import Generator

from app.playground.data.dataset import REACH, Dataset, Drawn, in_turn, moved, uniform


def _draw(points: int, noise: float, generator: Generator) -> Drawn:
    """Four by four fields, a narrow seam between them left free."""
    y = in_turn(points, 2)
    row = torch.randint(4, (points,), generator=generator)
    column = 2 * torch.randint(2, (points,), generator=generator) + (row + y) % 2
    field = torch.stack((column, row), dim=-1) + uniform(0.06, 0.94, (points, 2), generator)
    return moved(REACH / 2 * (field - 2), noise, generator), y


CHECKERBOARD = Dataset(
    name="checkerboard",
    title="Checkerboard",
    summary="Sixteen fields in two colours: many corners to cut, and they take many units.",
    classes=2,
    function=_draw,
    sketch=(
        '<path class="c0" d="M2 2h4v4h-4zM10 2h4v4h-4zM6 6h4v4h-4zM14 6h4v4h-4zM2 10h4v4h-4zM10 10h4v4h-4zM6 '
        '14h4v4h-4zM14 14h4v4h-4z"/>'
        '<path class="c1" d="M6 2h4v4h-4zM14 2h4v4h-4zM2 6h4v4h-4zM10 6h4v4h-4zM6 10h4v4h-4zM14 10h4v4h-4zM2 '
        '14h4v4h-4zM10 14h4v4h-4z"/>'
    ),
)

"""The data set XOR."""

import torch
from torch import Generator

from app.playground.data.dataset import REACH, Dataset, Drawn, in_turn, moved, uniform


def _draw(points: int, noise: float, generator: Generator) -> Drawn:
    y = in_turn(points, 2)
    x = uniform(0.3, REACH, (points, 2), generator)
    side = uniform(-1.0, 1.0, (points,), generator).sign()
    x = x * torch.stack((side, torch.where(y == 1, side, -side)), dim=-1)
    return moved(x, noise, generator), y


XOR = Dataset(
    name="xor",
    title="XOR",
    summary="Opposite quadrants share a class: neither coordinate alone tells anything.",
    classes=2,
    function=_draw,
    sketch=('<path class="c0" d="M2 2h7v7h-7zM11 11h7v7h-7z"/><path class="c1" d="M11 2h7v7h-7zM2 11h7v7h-7z"/>'),
)

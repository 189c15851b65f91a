"""Functions of one input, to see what an activation is made of: noise moves the targets, not the points."""

import math
from collections.abc import Callable

import torch
from torch import Generator, Tensor

from app.playground.data.dataset import REACH, Dataset, Drawn, uniform

_NOISE = 0.5
"""How far noise 1 moves a target at most: by a quarter of what lies between the least and the largest."""

_PERIOD = 4.0


def _of(function: Callable[[Tensor], Tensor]) -> Callable[[int, float, Generator], Drawn]:
    """Points of the graph of `function`, evenly spread, each a little beside its place."""

    def drawn(points: int, noise: float, generator: Generator) -> Drawn:
        places = torch.arange(points) + uniform(0.0, 1.0, (points,), generator)
        x = 2 * REACH * places / points - REACH
        return x[:, None], function(x) + noise * uniform(-_NOISE, _NOISE, (points,), generator)

    return drawn


def _sine(x: Tensor) -> Tensor:
    return torch.sin(math.tau * x / _PERIOD)


def _step(x: Tensor) -> Tensor:
    return torch.where(x > 0, 1.0, -1.0).double()


def _abs(x: Tensor) -> Tensor:
    return 2 * x.abs() / REACH - 1


def _sawtooth(x: Tensor) -> Tensor:
    return 2 * (x / _PERIOD - torch.floor(x / _PERIOD)) - 1


def _sinc(x: Tensor) -> Tensor:
    return torch.sinc(x)


def _function(name: str, title: str, summary: str, function: Callable[[Tensor], Tensor], path: str) -> Dataset:
    return Dataset(
        name=name,
        title=title,
        summary=summary,
        classes=None,
        columns=("x",),
        function=_of(function),
        sketch=f'<path class="s1" d="{path}"/>',
    )


SINE = _function(
    "sine",
    "Sine",
    "Two and a half waves of one input: ReLU answers in straight pieces, tanh in soft steps.",
    _sine,
    "M1 10c2-9 5-9 7 0s5 9 7 0q2-7 4-6",
)
STEP = _function(
    "step",
    "Step",
    "One jump from −1 to 1, which a smooth activation can only come near to.",
    _step,
    "M1 16h9V4h9",
)
ABS = _function(
    "abs",
    "Absolute value",
    "A line with one kink: two ReLUs have it exactly.",
    _abs,
    "M1 3l9 14 9-14",
)
SAWTOOTH = _function(
    "sawtooth",
    "Sawtooth",
    "Lines that rise and fall down at once, again and again.",
    _sawtooth,
    "M1 16l6-12v12l6-12v12l6-12",
)
SINC = _function(
    "sinc",
    "Sinc",
    "sin πx over πx: one tall wave between many small ones.",
    _sinc,
    "M1 14q1.5 2 3 0t3-.5C8.500 2 11.500 2 13 13.500q1.500 2.500 3 .5t3 0",
)

"""The shape of a data set, and what their drawings share; it knows no data set by name."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

import torch
from torch import Generator, Tensor

Drawn: TypeAlias = tuple[Tensor, Tensor]
"""Points x (N, inputs) in float64 and y (N,), class numbers or targets."""

REACH = 5.0
"""How far from 0 the points lie before noise moves them."""

SPREAD = 2.0
"""How far noise 1 moves a coordinate at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset:
    """A way to draw samples, or a table of so many `rows` that have been measured.

    `function(points, noise, generator)` gives x (points, inputs) in float64 and y (points,): numbers below `classes`,
    each as often as any other or once more, or targets in about [−1, 1] where `classes` is None. A table is given
    whole, as it is. `columns` are the names of the inputs, `class_names` those of the classes where they have any.
    `summary` says in one sentence what it asks of a network. `sketch` is SVG on a canvas of 20 × 20, in the classes
    that styles colour: c0, c1, … are filled, s0, s1, … are drawn.
    """

    name: str
    title: str
    summary: str
    classes: int | None
    function: Callable[[int, float, Generator], Drawn]
    sketch: str
    columns: tuple[str, ...] = ("x", "y")
    class_names: tuple[str, ...] | None = None
    rows: int | None = None

    @property
    def kind(self) -> Literal["plane", "function", "table"]:
        """Points of the plane or of the graph of a function, which are drawn, or a table."""
        if self.rows is not None:
            return "table"
        return "function" if self.inputs == 1 else "plane"

    @property
    def inputs(self) -> int:
        """How many numbers a point has."""
        return len(self.columns)


def uniform(low: float, high: float, shape: tuple[int, ...], generator: Generator) -> Tensor:
    """Numbers of `shape` between `low` and `high`, all equally likely."""
    return low + (high - low) * torch.rand(shape, generator=generator, dtype=torch.float64)


def moved(x: Tensor, noise: float, generator: Generator) -> Tensor:
    """`x` with each coordinate moved by up to 2·noise, all moves equally likely."""
    return x + noise * uniform(-SPREAD, SPREAD, x.shape, generator)


def in_turn(points: int, classes: int) -> Tensor:
    """The classes 0, 1, …, 0, 1, …: each as often as any other, or once more."""
    return torch.arange(points) % classes


def at(radius: Tensor, angle: Tensor) -> Tensor:
    """The points with these polar coordinates: (n,) and (n,) → (n, 2)."""
    return torch.stack((radius * torch.sin(angle), radius * torch.cos(angle)), dim=-1)


def bells(centres: Tensor, width: float, points: int, generator: Generator) -> Drawn:
    """Normal points around each of the `centres` (classes, 2), `width` being the standard deviation."""
    y = in_turn(points, len(centres))
    return centres[y] + width * torch.randn((points, 2), generator=generator, dtype=torch.float64), y


def arms(arms: int, turns: float) -> Callable[[int, float, Generator], Drawn]:
    """Spirals that wind round each other, as many as there are `arms`."""

    def arms_of(points: int, noise: float, generator: Generator) -> Drawn:
        y = in_turn(points, arms)
        steps = torch.arange(points) // arms + uniform(0.0, 1.0, (points,), generator)
        # not from 0: there the arms meet, and one point would have every label
        share = 0.05 + 0.95 * steps / math.ceil(points / arms)
        x = at(REACH * share, math.tau * (turns * share + y.double() / arms))
        return moved(x, noise, generator), y

    return arms_of

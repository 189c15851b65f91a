"""The data sets that the playground draws: labelled points of the plane, each a question to a small network."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import torch
from torch import Generator, Tensor

from app.playground.data.samples import Samples

Drawn: TypeAlias = tuple[Tensor, Tensor]
"""Points x (N, 2) in float64 and y (N,), class numbers or targets."""

REACH = 5.0
"""How far from 0 the points lie before noise moves them."""

WALL = 6.0
"""Where the page's map ends: a point that noise pushes past it comes back by as much."""

SPREAD = 2.0
"""How far noise 1 moves a coordinate at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset:
    """A way to draw samples.

    `function(points, noise, generator)` gives x (points, 2) in float64 and y (points,): numbers below `classes`, each
    as often as any other or once more, or targets in about [−1, 1] where `classes` is None. `summary` says in one
    sentence what it asks of a network.
    """

    name: str
    title: str
    summary: str
    classes: int | None
    function: Callable[[int, float, Generator], Drawn]


def draw(name: str, points: int, noise: float, seed: int) -> Samples:
    """`points` samples of the data set called `name`, always the same for the same arguments.

    `noise` runs from 0 to 1, where the classes are hard to tell apart by eye. Raises KeyError for an unknown name.
    """
    dataset = DATASETS[name]
    x, y = dataset.function(points, noise, torch.Generator().manual_seed(seed))
    beyond = (x.abs() - WALL).clamp(min=0.0)
    return Samples(x=x - 2 * beyond * x.sign(), y=y, classes=dataset.classes)


def _uniform(low: float, high: float, shape: tuple[int, ...], generator: Generator) -> Tensor:
    return low + (high - low) * torch.rand(shape, generator=generator, dtype=torch.float64)


def _moved(x: Tensor, noise: float, generator: Generator) -> Tensor:
    """`x` with each coordinate moved by up to 2·noise, all moves equally likely."""
    return x + noise * _uniform(-SPREAD, SPREAD, x.shape, generator)


def _in_turn(points: int, classes: int) -> Tensor:
    """The classes 0, 1, …, 0, 1, …: each as often as any other, or once more."""
    return torch.arange(points) % classes


def _at(radius: Tensor, angle: Tensor) -> Tensor:
    """The points with these polar coordinates: (n,) and (n,) → (n, 2)."""
    return torch.stack((radius * torch.sin(angle), radius * torch.cos(angle)), dim=-1)


def _circle(points: int, noise: float, generator: Generator) -> Drawn:
    y = _in_turn(points, 2)
    share = _uniform(0.0, 1.0, (points,), generator)
    radius = REACH * torch.where(y == 1, 0.5 * share, 0.7 + 0.3 * share)
    x = _at(radius, _uniform(0.0, math.tau, (points,), generator))
    return _moved(x, noise, generator), y


def _xor(points: int, noise: float, generator: Generator) -> Drawn:
    y = _in_turn(points, 2)
    x = _uniform(0.3, REACH, (points, 2), generator)
    side = _uniform(-1.0, 1.0, (points,), generator).sign()
    x = x * torch.stack((side, torch.where(y == 1, side, -side)), dim=-1)
    return _moved(x, noise, generator), y


def _bells(centres: Tensor, width: float, points: int, generator: Generator) -> Drawn:
    """Normal points around each of the `centres` (classes, 2), `width` being the standard deviation."""
    y = _in_turn(points, len(centres))
    return centres[y] + width * torch.randn((points, 2), generator=generator, dtype=torch.float64), y


def _gaussians(points: int, noise: float, generator: Generator) -> Drawn:
    centres = torch.tensor([[-2.0, -2.0], [2.0, 2.0]], dtype=torch.float64)
    return _bells(centres, 0.7 + 1.3 * noise, points, generator)


def _blobs(points: int, noise: float, generator: Generator) -> Drawn:
    centres = _at(torch.full((5,), 3.8, dtype=torch.float64), math.tau / 5 * torch.arange(5, dtype=torch.float64))
    return _bells(centres, 0.5 + 1.0 * noise, points, generator)


def _arms(arms: int, turns: float) -> Callable[[int, float, Generator], Drawn]:
    """Spirals that wind round each other, as many as there are `arms`."""

    def arms_of(points: int, noise: float, generator: Generator) -> Drawn:
        y = _in_turn(points, arms)
        steps = torch.arange(points) // arms + _uniform(0.0, 1.0, (points,), generator)
        # not from 0: there the arms meet, and one point would have every label
        share = 0.05 + 0.95 * steps / math.ceil(points / arms)
        x = _at(REACH * share, math.tau * (turns * share + y.double() / arms))
        return _moved(x, noise, generator), y

    return arms_of


def _moons(points: int, noise: float, generator: Generator) -> Drawn:
    y = _in_turn(points, 2)
    angle = _uniform(0.0, math.pi, (points,), generator)
    across = torch.where(y == 0, torch.cos(angle) - 0.5, 0.5 - torch.cos(angle))
    up = torch.where(y == 0, torch.sin(angle) - 0.25, 0.25 - torch.sin(angle))
    return _moved(3 * torch.stack((across, up), dim=-1), noise, generator), y


def _checkerboard(points: int, noise: float, generator: Generator) -> Drawn:
    """Four by four fields, a narrow seam between them left free."""
    y = _in_turn(points, 2)
    row = torch.randint(4, (points,), generator=generator)
    column = 2 * torch.randint(2, (points,), generator=generator) + (row + y) % 2
    field = torch.stack((column, row), dim=-1) + _uniform(0.06, 0.94, (points, 2), generator)
    return _moved(REACH / 2 * (field - 2), noise, generator), y


def _plane(points: int, noise: float, generator: Generator) -> Drawn:
    x = _uniform(-REACH, REACH, (points, 2), generator)
    return _moved(x, noise, generator), x.sum(dim=-1) / (2 * REACH)


def _ripple(points: int, noise: float, generator: Generator) -> Drawn:
    x = _uniform(-REACH, REACH, (points, 2), generator)
    return _moved(x, noise, generator), torch.cos(1.2 * torch.linalg.vector_norm(x, dim=-1))


_ALL = (
    Dataset(
        name="circle",
        title="Circle",
        summary="A disc inside a ring: no straight line parts them, three units in one hidden layer do.",
        classes=2,
        function=_circle,
    ),
    Dataset(
        name="xor",
        title="XOR",
        summary="Opposite quadrants share a class: neither coordinate alone tells anything.",
        classes=2,
        function=_xor,
    ),
    Dataset(
        name="gaussians",
        title="Two Gaussians",
        summary="Two bell-shaped clouds: one straight line does, and no hidden layer is needed.",
        classes=2,
        function=_gaussians,
    ),
    Dataset(
        name="spiral",
        title="Spiral",
        summary="Two arms wound round each other almost twice: the boundary between them turns and turns again.",
        classes=2,
        function=_arms(2, 1.75),
    ),
    Dataset(
        name="moons",
        title="Moons",
        summary="Two half moons that reach into each other: an S-shaped boundary parts them.",
        classes=2,
        function=_moons,
    ),
    Dataset(
        name="checkerboard",
        title="Checkerboard",
        summary="Sixteen fields in two colours: many corners to cut, and they take many units.",
        classes=2,
        function=_checkerboard,
    ),
    Dataset(
        name="three_spirals",
        title="Three spirals",
        summary="Three arms wound round each other: three outputs have to agree on who wins where.",
        classes=3,
        function=_arms(3, 1.25),
    ),
    Dataset(
        name="blobs",
        title="Five blobs",
        summary="Five clouds in a ring: five classes, which straight lines can part.",
        classes=5,
        function=_blobs,
    ),
    Dataset(
        name="plane",
        title="Plane",
        summary="A target that rises evenly from corner to corner: a network without an activation gets it exactly.",
        classes=None,
        function=_plane,
    ),
    Dataset(
        name="ripple",
        title="Ripple",
        summary="A target that rises and falls in rings, as on a pond: it asks for curves in every direction.",
        classes=None,
        function=_ripple,
    ),
)

DATASETS: Mapping[str, Dataset] = {dataset.name: dataset for dataset in _ALL}
"""Every data set by name, in display order."""

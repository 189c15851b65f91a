"""Features: what may be taken of a point's two coordinates as the inputs of a network."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor


def first(points: Tensor) -> Tensor:
    """The coordinate x."""
    return points[..., 0]


def second(points: Tensor) -> Tensor:
    """The coordinate y."""
    return points[..., 1]


def first_squared(points: Tensor) -> Tensor:
    """The square of x."""
    return points[..., 0] ** 2


def second_squared(points: Tensor) -> Tensor:
    """The square of y."""
    return points[..., 1] ** 2


def product(points: Tensor) -> Tensor:
    """The product of x and y."""
    return points[..., 0] * points[..., 1]


def sine_of_first(points: Tensor) -> Tensor:
    """The sine of x."""
    return torch.sin(points[..., 0])


def sine_of_second(points: Tensor) -> Tensor:
    """The sine of y."""
    return torch.sin(points[..., 1])


def radius(points: Tensor) -> Tensor:
    """The distance from the origin."""
    return torch.hypot(points[..., 0], points[..., 1])


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """A number taken of a point, `function(points)`: (…, 2) → (…); `title` is how a reader sees it."""

    title: str
    function: Callable[[Tensor], Tensor]


FEATURES: Mapping[str, Feature] = {
    "x": Feature(title="x", function=first),
    "y": Feature(title="y", function=second),
    "x2": Feature(title="x²", function=first_squared),
    "y2": Feature(title="y²", function=second_squared),
    "xy": Feature(title="xy", function=product),
    "sin_x": Feature(title="sin x", function=sine_of_first),
    "sin_y": Feature(title="sin y", function=sine_of_second),
    "r": Feature(title="r", function=radius),
}
"""Every feature by name, in display order."""

COORDINATES = ("x", "y")
"""The features that a point has by itself."""


def features_of(points: Tensor, names: Sequence[str]) -> Tensor:
    """The features called `names` of points (…, 2): (…, features)."""
    return torch.stack([FEATURES[name].function(points) for name in names], dim=-1)

"""What the axes of a map may vary, with the range that each usually has, for forms and for zooming."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from app.activations.reference import read
from app.playground.map.quantities import QUANTITIES, Quantity, find_quantity

Scale: TypeAlias = Literal["linear", "log"]

_USUAL: Mapping[str, tuple[float, float, Scale]] = {
    "lr": (0.001, 10, "log"),
    "weight_scale": (0.1, 10, "log"),
    "momentum": (0, 0.95, "linear"),
    "l1": (1e-5, 0.1, "log"),
    "l2": (1e-5, 0.1, "log"),
    "activity": (1e-5, 0.1, "log"),
    "width": (1, 16, "linear"),
    "seed": (0, 31, "linear"),
}
"""The usual range where it is not as far as the quantity goes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AxisChoice:
    """Something that varies: the bounds of its values, `least` and `most`, and its usual range, `low` to `high`."""

    name: str
    title: str
    least: float
    most: float
    whole: bool
    low: float
    high: float
    scale: Scale


@dataclass(frozen=True, slots=True)
class Axes:
    """What can be varied with some activations, and the canonical reference of each of these."""

    choices: tuple[AxisChoice, ...]
    references: tuple[str, ...]


def axes_of(activations: Sequence[str]) -> Axes:
    """The axes that maps of `activations`, at least one, may have. Raises ValueError where one cannot be read."""
    bound = [read(activation) for activation in activations]
    own = [[parameter.name for parameter in each.activation.parameters] for each in bound]
    shared = [name for name in own[0] if all(name in others for others in own)]
    learned = {parameter.name for each in bound for parameter in each.activation.parameters if parameter.learnable}
    parameters = (
        _choice(find_quantity(name, activations), "{} at first, as it is learned" if name in learned else "{}")
        for name in shared
    )
    choices = (*map(_choice, QUANTITIES.values()), *parameters)
    return Axes(choices, tuple(each.reference for each in bound))


def _choice(quantity: Quantity, title: str = "{}") -> AxisChoice:
    low, high, scale = _USUAL.get(quantity.name, (quantity.low, quantity.high, "linear"))
    return AxisChoice(
        name=quantity.name,
        title=title.format(quantity.title),
        least=quantity.low,
        most=quantity.high,
        whole=quantity.whole,
        low=low,
        high=high,
        scale=scale,
    )

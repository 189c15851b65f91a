"""Measured traits as the API answers them."""

from dataclasses import asdict
from functools import lru_cache
from typing import Any, Literal

from pydantic import BaseModel

from app.activations.bound import BoundActivation
from app.activations.reference import read
from app.analysis.traits.traits import Traits, traits
from app.web.api.entries import limit
from app.web.api.replies import named

Ends = tuple[float | None, float | None]


class ExtremeReply(BaseModel):
    """A bound of the range: null where there is none; reached at x, or approached as x goes to −∞ or ∞.

    With "left" or "right" it is approached as x comes to a jump from that side.
    """

    value: float | None
    at: float | None
    approached: Literal["-inf", "inf", "left", "right"] | None


class RangeReply(BaseModel):
    """The bounds of f."""

    lower: ExtremeReply
    upper: ExtremeReply


class TraitsReply(BaseModel):
    """The traits of one bound activation, measured; an interval's null end is infinite.

    Within `searched`, [low, high], bounds, direction, kinks and fixed points are looked for, the last up to 1000.
    `saturation` is the greatest a and the least b with |f′| < 0.01 below a and above b: null where there is none,
    ["infinity", "-infinity"] where f is nowhere as steep. A mean is null where it is not finite or not to be found.
    """

    f: str
    name: str
    params: dict[str, float]
    domain: Ends | None
    range: RangeReply
    limits: tuple[float | str | None, float | str | None]
    monotone: Literal["increasing", "decreasing", "constant"] | None
    strictly: bool
    parity: Literal["odd", "even"] | None
    convexity: Literal["convex", "concave", "linear"] | None
    smoothness: str
    value_at_zero: float | None
    derivative_at_zero: float | None
    identity_near_zero: bool
    lipschitz: float | None
    lipschitz_at: float | None
    saturation: tuple[float | str | None, float | str | None]
    dead: list[Ends]
    mean: float | None
    mean_derivative: float | None
    gain: float | None
    no_gain: str | None
    fixed_points: list[float]
    fixed_intervals: list[Ends]
    searched: tuple[float, float]


def traits_content(text: str, activation: BoundActivation, found: Traits) -> dict[str, Any]:
    """`found` in the form of TraitsReply."""
    content = asdict(found)
    bounds = {"lower": content.pop("lower"), "upper": content.pop("upper")}
    sides = {name: [limit(value) for value in content.pop(name)] for name in ("limits", "saturation")}
    return {"f": text, **named(activation), "range": bounds, **sides, **content}


@lru_cache(maxsize=256)
def measured_traits(text: str) -> Traits:
    """The traits of the activation that `text` names; cached, because a page asks for those of up to eight curves."""
    return traits(read(text))

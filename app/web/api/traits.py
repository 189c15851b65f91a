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
    """A bound of the range: null where there is none; reached at x, or approached as x goes to −∞ or ∞."""

    value: float | None
    at: float | None
    approached: Literal["-inf", "inf"] | None


class RangeReply(BaseModel):
    """The bounds of f."""

    lower: ExtremeReply
    upper: ExtremeReply


class TraitsReply(BaseModel):
    """The traits of one bound activation, measured; an interval's null end is infinite."""

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
    saturation: Ends
    dead: list[Ends]
    mean: float | None
    mean_derivative: float | None
    gain: float | None
    no_gain: str | None
    fixed_points: list[float]
    fixed_intervals: list[Ends]


def traits_content(text: str, activation: BoundActivation, found: Traits) -> dict[str, Any]:
    """`found` in the form of TraitsReply."""
    content = asdict(found)
    bounds = {"lower": content.pop("lower"), "upper": content.pop("upper")}
    limits = [limit(value) for value in content.pop("limits")]
    return {"f": text, **named(activation), "range": bounds, "limits": limits, **content}


@lru_cache(maxsize=256)
def measured_traits(text: str) -> Traits:
    """The traits of the activation that `text` names; cached, because a page asks for those of up to eight curves."""
    return traits(read(text))

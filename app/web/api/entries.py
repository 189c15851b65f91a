"""A catalogue entry as the API and the pages present it."""

import math
from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any

from latex2mathml.converter import convert
from pydantic import BaseModel, Field

from app.activations.spec import Activation, Parameter, Spelling, StatedTraits
from app.web.api.learned_ranges import LearnedRangeReply, ranges_content


class ParameterReply(BaseModel):
    """A parameter of the curve; `slice` says that it belongs to the slice that is drawn, not to the activation."""

    name: str
    symbol: str
    aliases: list[str]
    default: float
    low: float
    high: float
    step: float
    whole: bool
    meaning: str
    learnable: bool
    slice: bool


class OriginReply(BaseModel):
    """Where an activation comes from."""

    authors: str
    year: int
    link: str


class SpellingReply(BaseModel):
    """Code in x at the default parameters, null where the framework has none, and how its own default differs."""

    code: str | None
    builtin: bool
    differs: str | None


class FrameworksReply(BaseModel):
    """The spelling in each framework."""

    torch: SpellingReply
    keras: SpellingReply
    jax: SpellingReply


class StatedTraitsReply(BaseModel):
    """What the entry asserts of its curve at the default parameters; null: unbounded, or no limit."""

    lower: float | None
    upper: float | None
    limits: list[float | str | None]
    monotone: bool
    parity: str | None
    smoothness: str


class ActivationReply(BaseModel):
    """One entry of the catalogue."""

    name: str
    title: str
    aliases: list[str]
    family: str
    kind: str
    formula: str
    derivative: str
    parameters: list[ParameterReply]
    summary: str
    strengths: list[str]
    weaknesses: list[str]
    origin: OriginReply
    frameworks: FrameworksReply
    claims: StatedTraitsReply
    slice: str | None
    learned_ranges: Annotated[
        list[LearnedRangeReply],
        Field(description="Where it learns, with default parameters; empty: not measured"),
    ]


class CatalogueReply(BaseModel):
    """Every entry, in display order."""

    activations: list[ActivationReply]


def entry_content(entry: Activation) -> dict[str, Any]:
    """`entry` in the form of ActivationReply."""
    defaults = {parameter.name: parameter.default for parameter in entry.knobs}
    origin = entry.origin
    return {
        "name": entry.name,
        "title": entry.title,
        "aliases": entry.aliases,
        "family": entry.family,
        "kind": entry.kind,
        "formula": entry.formula,
        "derivative": entry.derivative,
        "parameters": [_parameter(knob, of_slice=knob not in entry.parameters) for knob in entry.knobs],
        "summary": entry.summary,
        "strengths": entry.strengths,
        "weaknesses": entry.weaknesses,
        "origin": {"authors": origin.authors, "year": origin.year, "link": origin.link},
        "frameworks": spellings(entry, defaults),
        "claims": _stated(entry.stated),
        "slice": entry.slice.rule if entry.slice else None,
        "learned_ranges": list(ranges_content(entry.name)),
    }


def spellings(entry: Activation, params: Mapping[str, float]) -> dict[str, dict[str, Any]]:
    """How torch, Keras and JAX write `entry` with `params`."""
    frameworks = entry.frameworks
    return {
        name: _spelling(spelling, params)
        for name, spelling in (("torch", frameworks.torch), ("keras", frameworks.keras), ("jax", frameworks.jax))
    }


def _spelling(spelling: Spelling, params: Mapping[str, float]) -> dict[str, Any]:
    code = None if spelling.code is None else spelling.code.format(**params)
    return {"code": code, "builtin": spelling.builtin, "differs": spelling.differs}


def _parameter(knob: Parameter, *, of_slice: bool) -> dict[str, Any]:
    return {
        "name": knob.name,
        "symbol": knob.symbol,
        "aliases": knob.aliases,
        "default": knob.default,
        "low": knob.low,
        "high": knob.high,
        "step": knob.step,
        "whole": knob.whole,
        "meaning": knob.meaning,
        "learnable": knob.learnable,
        "slice": of_slice,
    }


def _stated(stated: StatedTraits) -> dict[str, Any]:
    return {
        "lower": stated.lower,
        "upper": stated.upper,
        "limits": [limit(value) for value in stated.limits],
        "monotone": stated.monotone,
        "parity": stated.parity,
        "smoothness": stated.smoothness,
    }


def limit(value: float | None) -> float | str | None:
    """A limit as JSON can say it: "infinity", "-infinity", a number, or null where there is none."""
    if value is None or math.isfinite(value):
        return value
    return "infinity" if value > 0 else "-infinity"


@cache
def mathml(latex: str) -> str:
    """`latex` as MathML."""
    return convert(latex)

"""Kinds of control that exhibits share."""

from typing import Annotated, TypeAlias

from pydantic import BeforeValidator, Field

from app.fields import AtMost, Reference, as_list

MOST_REFERENCES = 6
LARGEST_CELL = 1000.0

ReferencesControl: TypeAlias = Annotated[
    tuple[Reference, ...], AtMost(MOST_REFERENCES, fewest=1), BeforeValidator(as_list)
]
"""One to six references."""

Real: TypeAlias = Annotated[float, Field(allow_inf_nan=False)]
"""A finite number; give it bounds."""

Cell: TypeAlias = Annotated[Real, Field(ge=-LARGEST_CELL, le=LARGEST_CELL)]
"""One of the numbers of a vector or a matrix."""

SeedControl: TypeAlias = Annotated[int, Field(ge=0, le=9999, description="seed of the random numbers")]
"""Which of the random networks to draw."""


def slider(symbol: str, step: float) -> dict[str, str | float]:
    """What a slider needs beside its bounds: the letter in its label, and the width of a step."""
    return {"x-symbol": symbol, "x-step": step}

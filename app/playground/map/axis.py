"""An axis of a map: what differs along it, and the values that it takes."""

import math
from itertools import pairwise
from typing import Annotated, Literal

from pydantic import Field, model_validator

from app.fields import NOT_BOOL, Closed
from app.playground.form import FORM
from app.playground.map.quantities import Quantity
from app.text import exact

FEWEST_POINTS, MOST_POINTS = 2, 1024
"""Values of an axis; a server may allow fewer."""

_DIGITS = 14
_End = Annotated[float, Field(allow_inf_nan=False), NOT_BOOL]


class Axis(Closed):
    """Values from low to high, both among them."""

    vary: Annotated[
        str,
        Field(
            max_length=64,
            title="Varies",
            description="What differs: lr, weight_scale, momentum, l1, l2, activity, dropout, noise, width, depth, "
            "seed, or a parameter that every activation has, such as alpha",
            examples=["lr", "alpha"],
        ),
    ]
    low: Annotated[_End, Field(title="From", description="The first value")]
    high: Annotated[_End, Field(title="To", description="The last value")]
    scale: Annotated[
        Literal["linear", "log"],
        Field(
            title="Scale",
            description="Equal steps, or steps of equal ratio",
            json_schema_extra={FORM: {"texts": {"linear": "equal steps", "log": "equal ratios"}}},
        ),
    ] = "linear"
    points: Annotated[
        int,
        Field(ge=FEWEST_POINTS, le=MOST_POINTS, title="Values", description="How many; of whole numbers perhaps fewer"),
        NOT_BOOL,
    ] = 32

    @model_validator(mode="after")
    def _ascends(self) -> "Axis":
        if self.low >= self.high:
            raise ValueError(f"The axis of {self.vary} goes from {exact(self.low)} to {exact(self.high)}; let it rise.")
        if self.scale == "log" and self.low <= 0:
            raise ValueError(f"The axis of {self.vary} begins at {exact(self.low)}; equal ratios begin above 0.")
        values = self.spaced()
        if any(after <= before for before, after in pairwise(values)):
            raise ValueError(
                f"Between {exact(self.low)} and {exact(self.high)} there are no {self.points} different numbers for "
                f"{self.vary}; zoom out, or take fewer."
            )
        return self

    def spaced(self) -> tuple[float, ...]:
        """The values if they need not be whole numbers."""
        last = self.points - 1
        if self.scale == "log":
            between = (self.low * (self.high / self.low) ** (step / last) for step in range(1, last))
        else:
            between = (self.low + (self.high - self.low) * step / last for step in range(1, last))
        # as short as they can be written: nobody zooms in as far as the last digit
        return (self.low, *(float(f"{value:.{_DIGITS}g}") for value in between), self.high)

    def values(self, quantity: Quantity) -> tuple[float, ...]:
        """The values of the axis, which varies `quantity`; of whole numbers each once."""
        return tuple(dict.fromkeys(map(round, self.spaced()))) if quantity.whole else self.spaced()

    def check(self, quantity: Quantity) -> None:
        """Raises ValueError, with a sentence, where values are not those of `quantity`."""
        low, high = self.low, self.high
        if low < quantity.low or high > quantity.high:
            raise ValueError(
                f"{quantity.name} goes from {exact(quantity.low)} to {exact(quantity.high)}; the axis from "
                f"{exact(low)} to {exact(high)}."
            )
        if quantity.whole and (low != math.floor(low) or high != math.floor(high)):
            raise ValueError(f"{quantity.name} is a whole number; the axis goes from {exact(low)} to {exact(high)}.")

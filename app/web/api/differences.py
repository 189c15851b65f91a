"""What may be asked of two curves beside each other, and what is answered."""

import math
from functools import lru_cache
from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, Field, model_validator

from app.activations.reference import read
from app.analysis.differences import Difference, largest_differences
from app.analysis.precision import DtypeName
from app.fields import AtMost, Closed, Reference, as_list
from app.web.api.queries import HIGH, LOW, Coordinate, check_window


class DifferencesQuery(Closed):
    """Which two curves, and where to look."""

    f: Annotated[list[Reference], AtMost(2, fewest=2), BeforeValidator(as_list), Field(description="Two references")]
    low: Annotated[Coordinate, Field(description="Left end of the window")] = LOW
    high: Annotated[Coordinate, Field(description="Right end of the window")] = HIGH
    dtype: Annotated[DtypeName, Field(description="Floating-point format of the computation")] = "float64"

    @model_validator(mode="after")
    def _window(self) -> Self:
        check_window(self.low, self.high, self.dtype)
        return self


class DifferenceReply(BaseModel):
    """The largest difference in size, and the x where it is reached, or approached at a jump.

    `size` is null where it exceeds every number of the dtype near x, and both are null where nothing can be compared.
    """

    size: float | None
    x: float | None


class DifferencesReply(BaseModel):
    """How far two curves lie apart in a window, and how far their slopes."""

    f: list[str]
    value: DifferenceReply
    derivative: DifferenceReply


@lru_cache(maxsize=256)
def measured_differences(f: str, g: str, low: float, high: float, dtype: DtypeName) -> tuple[Difference, Difference]:
    """The largest difference of two activations and that of their slopes; cached, as a page asks again for the same."""
    return largest_differences((read(f), read(g)), low, high, dtype)


def differences_content(query: DifferencesQuery) -> dict[str, Any]:
    """The answer to `query` in the form of DifferencesReply."""
    first, second = query.f
    value, derivative = measured_differences(first, second, query.low, query.high, query.dtype)
    return {"f": query.f, "value": _content(value), "derivative": _content(derivative)}


def _content(found: Difference) -> dict[str, float | None]:
    return {
        "size": found.size if math.isfinite(found.size) else None,
        "x": found.x if math.isfinite(found.x) else None,
    }

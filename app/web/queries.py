"""What a request may say: the query strings and bodies of the API, checked and turned into the analysis's words."""

import difflib
from collections.abc import Sequence
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from app.activations.bound import BoundActivation
from app.activations.reference import read
from app.activations.spec import written
from app.analysis.curves import Window
from app.analysis.precision import DtypeName, check_reach

Panel = Literal["value", "derivative", "second_derivative"]
PANELS: tuple[Panel, ...] = ("value", "derivative", "second_derivative")

MOST_CURVES = 16
MOST_POINTS = 5001
FARTHEST = 1e6

COMMAS = frozenset({"x"})
"""The lists that a query string writes with commas; other lists repeat their name."""

LOW, HIGH, POINTS = -6.0, 6.0, 401


def _readable(text: str) -> str:
    read(text)
    return text


def _not_bool(value: object) -> object:
    if isinstance(value, bool):
        raise PydanticCustomError("finite_number", "a truth value is not a number")
    return value


def _as_list(value: object) -> object:
    """One value as a list of it, so that `f` may be given once without brackets."""
    return [value] if isinstance(value, str) else value


def _split_commas(value: object) -> object:
    """`x=-1,0,2.5` as a list; a JSON list stays as it is."""
    texts = [value] if isinstance(value, str) else value
    if isinstance(texts, list) and all(isinstance(text, str) for text in texts):
        return [part.strip() for text in texts for part in text.split(",")]
    return value


Reference = Annotated[
    str,
    AfterValidator(_readable),
    Field(
        description="An activation with its parameters, or an expression in x",
        examples=["elu(alpha=1.5)", "x*sigmoid(b*x)|b=1.7"],
    ),
]
Coordinate = Annotated[float, Field(ge=-FARTHEST, le=FARTHEST, allow_inf_nan=False), BeforeValidator(_not_bool)]
References = Annotated[
    list[Reference],
    BeforeValidator(_as_list),
    Field(min_length=1, max_length=MOST_CURVES, description=f"1 to {MOST_CURVES} references"),
]


class Query(BaseModel):
    """A query that refuses what it does not know, so that a typing error is not silently without effect."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _know_every_name(cls, given: Any) -> Any:  # noqa: ANN401  whatever the client sent
        if isinstance(given, dict):
            for name in given:
                if name not in cls.model_fields:
                    near = difflib.get_close_matches(str(name), cls.model_fields, n=1)
                    hint = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(cls.model_fields)}."
                    raise ValueError(f"There is no parameter {str(name)[:40]!r} here; {hint}")
        return given


class CurvesQuery(Query):
    """Which curves to sample, where, how far and how exactly."""

    f: References
    low: Annotated[Coordinate, Field(description="Left end of the window")] = LOW
    high: Annotated[Coordinate, Field(description="Right end of the window")] = HIGH
    points: Annotated[
        int, Field(ge=2, le=MOST_POINTS, description="Evenly spaced points in the window"), BeforeValidator(_not_bool)
    ] = POINTS
    x: Annotated[
        Annotated[list[Coordinate], Field(min_length=1, max_length=MOST_POINTS)] | None,
        BeforeValidator(_split_commas),
        Field(description="Evaluate there, as in x=-1,0,2.5, not in a window"),
    ] = None
    order: Annotated[
        int, Field(ge=0, le=2, description="Highest derivative: 0, 1 or 2"), BeforeValidator(_not_bool)
    ] = 2
    dtype: Annotated[DtypeName, Field(description="Floating-point format of the computation")] = "float64"

    @model_validator(mode="after")
    def _window_or_points(self) -> Self:
        if self.x is not None and self.model_fields_set & {"low", "high", "points"}:
            raise ValueError("Give either x or a window (low, high, points), not both.")
        if self.low >= self.high:
            raise ValueError(f"low = {written(self.low)} must be less than high = {written(self.high)}.")
        check_reach(self.dtype, min(self.x or [self.low]), max(self.x or [self.high]))
        return self

    def activations(self) -> list[BoundActivation]:
        """The activations that `f` names."""
        return [read(text) for text in self.f]

    def where(self) -> Window | Sequence[float]:
        """The window, or the given x."""
        return Window(low=self.low, high=self.high, points=self.points) if self.x is None else self.x


class CurvesPageQuery(CurvesQuery):
    """A query for curves in the query string, which may also choose the form of the answer."""

    format: Annotated[Literal["json", "csv"] | None, Field(description="Form of the answer, before Accept")] = None


class FigureQuery(CurvesQuery):
    """A query for the figure of curves."""

    show: Annotated[
        Annotated[list[Panel], Field(min_length=1, max_length=3)] | None,
        BeforeValidator(_as_list),
        Field(description="Panels to draw; by default one for each order up to `order`"),
    ] = None

    def panels(self) -> Sequence[Panel]:
        """The panels to draw, from the top."""
        return [panel for panel in PANELS if panel in self.show] if self.show else PANELS[: self.order + 1]


class TraitsQuery(Query):
    """Whose traits to measure."""

    f: Reference

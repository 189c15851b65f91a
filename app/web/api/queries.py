"""What a request may say: the query strings and bodies of the API, checked and turned into the analysis's words."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from app.activations.bound import BoundActivation
from app.activations.reference import read
from app.analysis.curves import Window
from app.analysis.precision import DtypeName, check_reach
from app.fields import NOT_BOOL, AtMost, Closed, Reference, as_list, split_commas
from app.figures.curves import Heights
from app.text import exact

Panel = Literal["value", "derivative", "second_derivative"]
PANELS: tuple[Panel, ...] = ("value", "derivative", "second_derivative")

MOST_CURVES = 16
MOST_POINTS = 5001
FARTHEST = 1e6

COMMAS = frozenset({"x"})
"""The lists that a query string writes with commas; other lists repeat their name."""

LOW, HIGH, POINTS = -6.0, 6.0, 401


Coordinate = Annotated[float, Field(ge=-FARTHEST, le=FARTHEST, allow_inf_nan=False), NOT_BOOL]
Order = Annotated[int, Field(ge=0, le=2, description="Highest derivative: 0, 1 or 2"), NOT_BOOL]
References = Annotated[
    list[Reference],
    AtMost(MOST_CURVES, fewest=1),
    BeforeValidator(as_list),
    Field(description=f"1 to {MOST_CURVES} references"),
]


def check_window(low: float, high: float, dtype: DtypeName, x: Sequence[float] = ()) -> None:
    """Raises ValueError for ends in the wrong order, and for a window, or x instead, that the dtype cannot hold."""
    if low >= high:
        raise ValueError(f"low = {exact(low)} must be less than high = {exact(high)}.")
    check_reach(dtype, min(x or [low]), max(x or [high]))


class WindowQuery(Closed):
    """Which curves, where, how far and how exactly."""

    f: References
    low: Annotated[Coordinate, Field(description="Left end of the window")] = LOW
    high: Annotated[Coordinate, Field(description="Right end of the window")] = HIGH
    points: Annotated[int, Field(ge=2, le=MOST_POINTS, description="Evenly spaced points in the window"), NOT_BOOL] = (
        POINTS
    )
    x: Annotated[
        Annotated[list[Coordinate], AtMost(MOST_POINTS, fewest=1)] | None,
        BeforeValidator(split_commas),
        Field(description="Evaluate there, as in x=-1,0,2.5, not in a window"),
    ] = None
    order: Order = 2
    dtype: Annotated[DtypeName, Field(description="Floating-point format of the computation")] = "float64"

    @model_validator(mode="after")
    def _window_or_points(self) -> Self:
        # programs that are made from the document send the defaults of all that is left out
        if self.x is not None and (self.low, self.high, self.points) != (LOW, HIGH, POINTS):
            raise ValueError("Give either x or a window (low, high, points), not both.")
        check_window(self.low, self.high, self.dtype, self.x or ())
        return self

    def activations(self) -> list[BoundActivation]:
        """The activations that `f` names."""
        return [read(text) for text in self.f]

    def where(self) -> Window | Sequence[float]:
        """The window, or the given x."""
        return Window(low=self.low, high=self.high, points=self.points) if self.x is None else self.x


class CurvesQuery(WindowQuery):
    """Which curves to sample, where, how far and how exactly."""

    kinks: Annotated[
        bool,
        Field(description="A window also holds each kink in it, with a point on either side; false: its points alone"),
    ] = True

    def where(self) -> Window | Sequence[float]:
        """The window, with its kinks or without, or the given x."""
        where = super().where()
        return replace(where, with_kinks=self.kinks) if isinstance(where, Window) else where


class CurvesPageQuery(CurvesQuery):
    """A query for curves in the query string, which may also choose the form of the answer."""

    format: Annotated[Literal["json", "csv"] | None, Field(description="Form of the answer, before Accept")] = None
    shape: Annotated[
        Literal["wide", "long"],
        Field(description="Of CSV: a column for each curve and order, or a line f,x,order,value for each number"),
    ] = "wide"


class FigureQuery(WindowQuery):
    """A query for the figure of curves."""

    order: Order = 1
    show: Annotated[
        Annotated[list[Panel], AtMost(len(PANELS), fewest=1)] | None,
        BeforeValidator(as_list),
        Field(description="Panels to draw; by default one for each order up to `order`"),
    ] = None

    bottom: Annotated[
        Coordinate | None, Field(description="Lower end of the panel of f, found by itself if left out")
    ] = None
    top: Annotated[Coordinate | None, Field(description="Upper end of the panel of f, found by itself if left out")] = (
        None
    )
    slope: Annotated[
        Literal["linear", "log"],
        Field(description="Scale of the panel of f′; log shows |f′|, and where f′ is exactly 0"),
    ] = "linear"
    axes: Annotated[
        Literal["free", "equal"],
        Field(
            description="equal draws f to the scale of x, in a panel a third as high as wide, which begins where "
            "bottom says, or ends where top does. layout.meta.ratio says how high the plot must then be within its "
            "margins, in widths of it"
        ),
    ] = "free"

    @model_validator(mode="after")
    def _heights(self) -> Self:
        if self.bottom is not None and self.top is not None and self.bottom >= self.top:
            raise ValueError(f"bottom = {exact(self.bottom)} must be less than top = {exact(self.top)}.")
        return self

    def heights(self) -> Heights:
        """What the y axes show."""
        return Heights(
            bottom=self.bottom, top=self.top, is_logarithmic=self.slope == "log", is_equal=self.axes == "equal"
        )

    def panels(self) -> Sequence[Panel]:
        """The panels to draw, from the top."""
        return [panel for panel in PANELS if panel in self.show] if self.show else PANELS[: self.order + 1]


class TraitsQuery(Closed):
    """Whose traits to measure."""

    f: Reference

"""The Explore page's view of a request: its curves with their sliders, its window, and what the address got wrong."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from pydantic import ValidationError

from app.activations.bound import BoundActivation, bind
from app.activations.catalogue import CATALOGUE
from app.activations.reference import read
from app.activations.spec import Activation
from app.figures.plotly import colour, dash
from app.figures.sketch import sketch
from app.web.problems import fault_sentence
from app.web.queries import FigureQuery

MOST_SHOWN = 8
DEFAULT = "elu"


@dataclass(frozen=True, slots=True)
class ShownCurve:
    """A curve on the page: its text in the address, what it names, and how it is drawn."""

    index: int
    text: str
    activation: BoundActivation

    @property
    def colour(self) -> str:
        """The colour of its lines."""
        return colour(self.index)

    @property
    def dashed(self) -> bool:
        """Whether its lines are dashed."""
        return dash(self.index) != "solid"


@dataclass(frozen=True, slots=True)
class Card:
    """A gallery card: an entry and the sketch of its curve and gradient."""

    entry: Activation
    value: str
    derivative: str


@dataclass(slots=True)
class ExploreState:
    """What the address says, as far as it is right; `problems` has a sentence for each part that is not."""

    curves: list[ShownCurve]
    window: FigureQuery
    problems: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, request: Request) -> "ExploreState":
        """Read the address of `request`, setting aside what cannot be read."""
        problems: list[str] = []
        texts = [text for text in request.query_params.getlist("f") if text.strip()] or [DEFAULT]
        readable = list(_readable(texts[:MOST_SHOWN], problems)) or [(DEFAULT, read(DEFAULT))]
        if len(texts) > MOST_SHOWN:
            problems.append(f"The page shows {MOST_SHOWN} curves at once; the others are left out.")
        curves = [ShownCurve(index, text, activation) for index, (text, activation) in enumerate(readable)]
        return cls(curves, _window(request, [text for text, _ in readable], problems), problems)

    @property
    def shown(self) -> tuple[str, ...]:
        """The panels to draw."""
        return tuple(self.window.panels())

    def address(self, **changes: Any) -> str:  # noqa: ANN401  any field of the query
        """The address of this page with `changes`; what stands at its default is left out."""
        given = {name: getattr(self.window, name) for name in self.window.model_fields_set}
        return "/?" + urlencode(given | changes, doseq=True)

    @property
    def query(self) -> str:
        """The canonical query string of this page."""
        return self.address().removeprefix("/?")


def _readable(texts: list[str], problems: list[str]) -> Iterator[tuple[str, BoundActivation]]:
    for text in texts:
        try:
            yield text, read(text)
        except ValueError as error:
            problems.append(str(error))


def _window(request: Request, texts: list[str], problems: list[str]) -> FigureQuery:
    """The query with every field that can be read, and the default of each that cannot."""
    names = [name for name in ("low", "high", "dtype") if name in request.query_params]
    given: dict[str, Any] = {name: request.query_params[name] for name in names}
    if "show" in request.query_params:
        given["show"] = request.query_params.getlist("show")
    while True:
        try:
            return FigureQuery.model_validate({"f": texts, **given})
        except ValidationError as error:
            problems += [fault_sentence(fault) for fault in error.errors()]
            wrong = {str(fault["loc"][0]) for fault in error.errors() if fault["loc"]} or {"low", "high"}
            given = {name: value for name, value in given.items() if name not in wrong}


@cache
def gallery() -> Mapping[str, list[Card]]:
    """A card for each entry, by family, in display order."""
    families: dict[str, list[Card]] = {}
    for entry in CATALOGUE:
        families.setdefault(entry.family, []).append(Card(entry, *sketch(bind(entry, {}))))
    return families

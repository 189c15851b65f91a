"""The Explore page's view of a request: its curves with their sliders, its window, and what the address got wrong."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from fastapi import Request

from app.activations.bound import BoundActivation
from app.activations.reference import read
from app.activations.spec import Activation
from app.analysis.curves import sample
from app.analysis.differences import Difference
from app.analysis.kinks import Kink
from app.analysis.readings import Reading, read_at
from app.analysis.traits.traits import Traits
from app.fields import Closed
from app.figures.curves import curves_figure
from app.figures.plotly import colour, dash
from app.figures.still.still import Still, still
from app.figures.still.strokes import page_colour
from app.web.api.differences import measured_differences
from app.web.api.entries import spellings
from app.web.api.queries import PANELS, Coordinate, CurvesQuery, FigureQuery
from app.web.api.traits import measured_traits
from app.web.http.query_string import readable
from app.web.live.turns import in_turns
from app.web.pages.learning import Learning, learning_of
from app.web.pages.onward import Way, in_exhibits, trained

MOST_SHOWN = 8
MOST_KINKS = 12
_OTHERS = ("low", "high", "dtype", "show", "bottom", "top", "slope", "axes")
DEFAULTS = ("sigmoid", "relu")
"""The curves of an address that names none: one gradient that fades, and one that ends."""

USUAL_PANELS = PANELS[: FigureQuery.model_fields["order"].default + 1]


class MarkerQuery(Closed):
    """Where the marker stands."""

    x: Coordinate = 1.0


@dataclass(frozen=True, slots=True)
class ShownCurve:
    """A curve on the page: its text in the address, what it names, and how it is drawn."""

    index: int
    text: str
    activation: BoundActivation
    all_kinks: tuple[Kink, ...]
    readings: tuple[Reading, Reading]

    @classmethod
    def of(cls, index: int, text: str, activation: BoundActivation, window: FigureQuery, x: float) -> "ShownCurve":
        """Curve number `index` read at x, with all kinks that are declared, or those that are found in the window."""
        declared = activation.kinks or (window.low, window.high)
        kinks = sample([activation], declared).curves[0].kinks
        return cls(index, text, activation, kinks, read_at(activation, x, window.dtype))

    @property
    def colour(self) -> str:
        """The colour of its lines, as a style."""
        return page_colour(colour(self.index))

    @property
    def traits(self) -> Traits:
        """Its measured traits."""
        return measured_traits(self.text)

    @property
    def kinks(self) -> tuple[Kink, ...]:
        """Its first kinks, with both sides and what torch says."""
        return self.all_kinks[:MOST_KINKS]

    @property
    def more_kinks(self) -> int:
        """How many more there are."""
        return len(self.all_kinks) - len(self.kinks)

    @property
    def spellings(self) -> dict[str, dict[str, Any]]:
        """How each framework writes it; none for an expression."""
        entry = self.activation.activation
        return spellings(entry, self.activation.params) if isinstance(entry, Activation) else {}

    @property
    def learning(self) -> list[Learning]:
        """Where it learns; none for an expression, and with other parameters than the entry's own."""
        return learning_of(self.activation)

    @property
    def trained(self) -> Way:
        """Where a network of it learns."""
        return trained(self.text)

    @property
    def shown(self) -> Iterator[Way]:
        """The exhibits that show it."""
        return in_exhibits(self.text)

    @property
    def dashed(self) -> bool:
        """Whether its lines are dashed."""
        return dash(self.index) != "solid"


@dataclass(slots=True)
class ExploreState:
    """What the address says, as far as it is right; `problems` has a sentence for each part that is not."""

    curves: list[ShownCurve]
    window: FigureQuery
    x: float
    given: dict[str, list[str]]
    problems: list[str]

    @classmethod
    async def of(cls, request: Request) -> "ExploreState":
        """Read the address of `request`, setting aside what cannot be read; each curve is measured in its turn."""
        problems: list[str] = []
        texts = [text for text in request.query_params.getlist("f") if text.strip()] or list(DEFAULTS)
        curves_read = list(_readable(texts[:MOST_SHOWN], problems)) or [(text, read(text)) for text in DEFAULTS]
        if len(texts) > MOST_SHOWN:
            problems.append(f"The page shows {MOST_SHOWN} curves at once; the others are left out.")
        given = {name: request.query_params.getlist(name) for name in _OTHERS if name in request.query_params}
        asked = {"f": [text for text, _ in curves_read]} | given
        window, given = readable(FigureQuery, asked, problems, together=("low", "high", "bottom", "top"))
        at = {"x": request.query_params.getlist("x")} if "x" in request.query_params else {}
        marker, at = readable(MarkerQuery, at, problems, together=())
        # a window that leaves the marker out has it at its nearer end; −0 + 0 is 0
        x = min(max(marker.x, window.low), window.high) + 0.0
        async for _ in in_turns(measured_traits(text) for text, _ in curves_read):
            # they are known from now on
            pass
        shown = (ShownCurve.of(index, *each, window, x) for index, each in enumerate(curves_read))
        curves = [curve async for curve in in_turns(shown)]
        return cls(curves, window, x, given | at, problems)

    @property
    def differences(self) -> tuple[Difference, Difference] | None:
        """How far two curves lie apart in the window, and their slopes; None where there are more or fewer."""
        if len(self.curves) != 2:
            return None
        first, second = self.curves
        return measured_differences(first.text, second.text, self.window.low, self.window.high, self.window.dtype)

    @property
    def shown(self) -> tuple[str, ...]:
        """The panels to draw."""
        return tuple(self.window.panels())

    def still(self, device: str) -> Still:
        """The picture of the curves, computed on `device`."""
        order = PANELS.index(self.window.panels()[-1])
        curves = sample(
            [curve.activation for curve in self.curves],
            self.window.where(),
            order=order,
            dtype=self.window.dtype,
            device=device,
        )
        labels = [curve.text for curve in self.curves]
        return still(curves_figure(curves, labels, self.shown, self.window.heights()), has_titles=False)

    @property
    def share(self) -> float:
        """How far through the window the marker stands: 0 to 1."""
        return round((self.x - self.window.low) / (self.window.high - self.window.low), 4)

    @property
    def query(self) -> str:
        """The canonical query string of this page; what stands at its default is left out."""
        return self._query(FigureQuery.model_fields)

    @property
    def figure(self) -> str:
        """The query string of the figure, which has no marker."""
        return self._query(name for name in FigureQuery.model_fields if name != "x")

    @property
    def numbers(self) -> str:
        """The query string of the same curves as numbers, which have no panels and no marker."""
        return self._query(name for name in CurvesQuery.model_fields if name != "x")

    def _query(self, names: Iterable[str]) -> str:
        return urlencode({name: self.given[name] for name in names if name in self.given}, doseq=True)


def _readable(texts: list[str], problems: list[str]) -> Iterator[tuple[str, BoundActivation]]:
    for text in texts:
        try:
            yield text, read(text)
        except ValueError as error:
            problems.append(str(error))

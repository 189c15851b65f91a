"""What the pages offer to choose activations from: a card for each entry, its sketch, and what it can be found by."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from app.activations.bound import bind
from app.activations.catalogue import CATALOGUE
from app.activations.spec import Activation
from app.analysis.readings import read_at
from app.figures.sketch import sketch

TRAITS = ("monotone", "zero-centred", "bounded", "smooth")
"""What cards can be chosen by, all of the curve at its default parameters."""


@dataclass(frozen=True, slots=True)
class Card:
    """An entry, the sketch of its curve and gradient, and those of the traits that it has."""

    entry: Activation
    value: str
    derivative: str
    traits: tuple[str, ...]

    @property
    def words(self) -> str:
        """All that a search finds it by, in small letters."""
        entry = self.entry
        names = (entry.name, entry.title, *entry.aliases, entry.family)
        return " ".join((*names, entry.summary, entry.origin.authors, str(entry.origin.year))).lower()


@cache
def cards() -> Mapping[str, list[Card]]:
    """A card for each entry, by family, in display order."""
    families: dict[str, list[Card]] = {}
    for entry in CATALOGUE:
        card = Card(entry, *sketch(bind(entry, {})), tuple(_traits(entry)))
        families.setdefault(entry.family, []).append(card)
    return families


def _traits(entry: Activation) -> Iterator[str]:
    stated = entry.stated
    if stated.monotone:
        yield "monotone"
    value, _ = read_at(bind(entry, {}), 0.0)
    falls, rises = stated.lower is None or stated.lower < 0, stated.upper is None or stated.upper > 0
    if value.at == 0 and falls and rises:
        yield "zero-centred"
    if stated.lower is not None and stated.upper is not None:
        yield "bounded"
    if stated.smoothness == "smooth":
        yield "smooth"

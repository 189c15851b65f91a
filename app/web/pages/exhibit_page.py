"""An exhibit's page as its address has it: the controls, what was found with them, and the ways on."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from pydantic import ValidationError

from app.exhibits.catalogue import EXHIBITS, find
from app.exhibits.exhibit import Controls, Exhibit
from app.figures.thumbnail import Stroke, thumbnail
from app.web.http.giving_way import OneAtATime
from app.web.http.query_string import readable, validated
from app.web.live.measurements import glimpsed, measurement
from app.web.pages.controls import Control, controls_of
from app.web.pages.onward import Way, in_explore, in_playground


@dataclass(frozen=True, slots=True)
class ExhibitState:
    """What the address says, as far as it is right; `problems` has a sentence for each part that is not."""

    exhibit: Exhibit[Any, Any]
    controls: Controls
    given: dict[str, list[str]]
    problems: list[str]
    device: str

    @classmethod
    def of(cls, exhibit: Exhibit[Any, Any], request: Request) -> "ExhibitState":
        """Read the address of `request`, setting aside what cannot be read."""
        problems: list[str] = []
        names = exhibit.controls.model_fields
        written = {name: [text for text in request.query_params.getlist(name) if text.strip()] for name in names}
        given = {name: texts for name, texts in written.items() if texts}
        controls, given = readable(exhibit.controls, given, problems, together=names)
        return cls(exhibit, controls, given, problems, request.app.state.device)

    @property
    def query(self) -> str:
        """The canonical query string of this page; what the address leaves out is left out."""
        return self._canonical(self.given)

    @property
    def knobs(self) -> list[Control]:
        """The controls, where they stand."""
        return list(controls_of(self.exhibit, self.controls))

    @property
    def measured(self) -> Any:  # noqa: ANN401  the exhibit's own dataclass
        """All that was measured, for what a page shows beside the figure."""
        return measurement(self.exhibit, self.controls, self.device)

    @property
    def trials(self) -> Iterator[Way]:
        """What to try here."""
        yield Way("Start", f"/exhibits/{self.exhibit.slug}", not self.query)
        for trial in self.exhibit.trials:
            query = self._canonical(trial.settings)
            yield Way(trial.says, f"/exhibits/{self.exhibit.slug}?{query}", query == self.query)

    def _canonical(self, settings: Mapping[str, Any]) -> str:
        return _query({name: settings[name] for name in type(self.controls).model_fields if name in settings})

    @property
    def leads(self) -> Iterator[Way]:
        """Where to go from here, with the settings that hold there too."""
        if shown := _explored(self.controls):
            yield in_explore(shown, "The same curves in Explore")
        if (plan := self.exhibit.plan(self.controls)) is not None:
            yield in_playground(plan, "Train such a network in the playground")
        for lead in self.exhibit.leads:
            query = _query(self._carried(find(lead.slug).controls))
            yield Way(lead.says, f"/exhibits/{lead.slug}{'?' if query else ''}{query}")

    def _carried(self, other: type[Controls]) -> dict[str, list[str]]:
        """What the address gives that `other` takes; of several activations the first, where it takes one."""
        taken: dict[str, list[str]] = {}
        for name in self.given.keys() & other.model_fields.keys():
            for values in (self.given[name], self.given[name][:1]):
                try:
                    validated(other, taken | {name: values})
                except ValidationError:
                    continue
                taken[name] = values
                break
        return {name: taken[name] for name in other.model_fields if name in taken}


def _explored(controls: Controls) -> list[str]:
    """The references among `controls`."""
    chosen = getattr(controls, "f", ())
    return [chosen] if isinstance(chosen, str) else list(chosen)


def _query(settings: dict[str, Any]) -> str:
    return urlencode(settings, doseq=True)


@dataclass(frozen=True, slots=True)
class Card:
    """An exhibit in the index, with a small picture of what its figure shows at first."""

    exhibit: Exhibit[Any, Any]
    picture: tuple[Stroke, ...]


_cards: dict[str, tuple[Card, ...]] = {}
_making = OneAtATime()


async def cards(device: str) -> tuple[Card, ...]:
    """A card for each exhibit, in display order; made once, in turns with what others want, for all who wait."""
    async with _making.lock:
        if device not in _cards:
            found = [(exhibit, await glimpsed(exhibit, device)) for exhibit in EXHIBITS]
            _cards[device] = tuple(Card(exhibit, thumbnail(exhibit.draw(measured))) for exhibit, measured in found)
    return _cards[device]

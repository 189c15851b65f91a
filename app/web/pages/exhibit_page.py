"""An exhibit's page as its address has it: the controls, what was found with them, and the ways on."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from pydantic import ValidationError

from app.exhibits.catalogue import find
from app.exhibits.exhibit import Controls, Exhibit
from app.exhibits.step import Step
from app.web.http.query_string import readable, validated
from app.web.live.measurements import measurement
from app.web.pages.chapters import Place, place_of
from app.web.pages.controls import Control, controls_of
from app.web.pages.onward import Way, in_explore, in_playground


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A step with its number, and the settings at which it is asked."""

    number: int
    step: Step
    settings: Mapping[str, Sequence[str]]

    @property
    def own_settings(self) -> dict[str, Sequence[str]]:
        """Those that are laid over what a reader has set."""
        return {name: self.settings[name] for name in self.step.settings}


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
    def place(self) -> Place:
        """Where it stands in its chapter."""
        return place_of(self.exhibit)

    @property
    def asked(self) -> Iterator[Asked]:
        """Its steps, as they are asked of a reader who has these settings."""
        for number, step in enumerate(self.exhibit.steps, start=1):
            yield Asked(number=number, step=step, settings=step.over(self.given))

    @property
    def view(self) -> Any:  # noqa: ANN401  whatever its template is made for
        """What the exhibit's own template shows of that."""
        return self.exhibit.view(self.controls, self.measured)

    def address(self, **settings: str | Sequence[str]) -> str:
        """The address of this page with other `settings`; one without a value is left to its default."""
        query = self._canonical(self.given | settings)
        return f"/exhibits/{self.exhibit.slug}{'?' if query else ''}{query}"

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

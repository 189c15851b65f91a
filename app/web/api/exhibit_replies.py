"""What the API answers of exhibits, described for OpenAPI; each measurement is described by its own dataclass."""

import functools
import operator
import types
from collections.abc import Mapping
from dataclasses import asdict, fields, is_dataclass
from functools import lru_cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, create_model

from app.analysis.points import Points
from app.exhibits.catalogue import Chapter, find
from app.exhibits.exhibit import Controls
from app.exhibits.step import Estimate, Step
from app.web.live.measurements import AnyExhibit


class StepReply(BaseModel):
    """A step of an exhibit: what it asks, the settings at which it asks, and what can be predicted.

    Either one of the `choices`, by its number from 0, or a number from `low` to `high`.
    """

    asks: str
    settings: dict[str, list[str]]
    choices: list[str]
    low: float | None
    high: float | None
    unit: str


class ExhibitReply(BaseModel):
    """One exhibit: its name in addresses, what it asks, its idea, its steps, and the JSON Schema of its controls."""

    slug: str
    title: str
    chapter: str
    asks: str
    idea: str
    minutes: int
    steps: list[StepReply]
    controls: dict[str, Any]


class ExhibitsReply(BaseModel):
    """Every exhibit, in display order."""

    exhibits: list[ExhibitReply]


class VerdictReply(BaseModel):
    """What became of a prediction at the `settings`: the numbers of the choices that are `right`, and why.

    `is_right` is null where the `findings` that decide have no value there.
    """

    settings: dict[str, list[str]]
    is_right: bool | None
    right: list[int]
    findings: list["FindingReply"]
    because: str


class FindingReply(BaseModel):
    """A number that stands beside the figure, and what it means; null where there is none.

    Steps ask for it by its `key`, where it has one.
    """

    key: str
    name: str
    value: float | None
    unit: str
    says: str


def exhibit_content(chapter: Chapter, exhibit: AnyExhibit) -> dict[str, Any]:
    """`exhibit`, which stands in `chapter`, in the form of ExhibitReply."""
    return {
        "slug": exhibit.slug,
        "title": exhibit.title,
        "chapter": chapter.title,
        "asks": exhibit.asks,
        "idea": exhibit.idea,
        "minutes": exhibit.minutes,
        "steps": [_step_content(step) for step in exhibit.steps],
        "controls": exhibit.controls.model_json_schema(),
    }


def _step_content(step: Step) -> dict[str, Any]:
    """`step` in the form of StepReply."""
    asked = step.prediction
    bounds = (
        {"choices": [], "low": asked.low, "high": asked.high, "unit": asked.unit}
        if isinstance(asked, Estimate)
        else {"choices": list(asked.choices), "low": None, "high": None, "unit": ""}
    )
    return {"asks": step.asks, "settings": step.over({}), **bounds}


def measured_content(exhibit: AnyExhibit, controls: Controls, found: Any) -> dict[str, Any]:  # noqa: ANN401  the same
    """What was `found` with `controls`, in the form of the exhibit's reply, arrays still numpy's."""
    return {"controls": controls.model_dump(), "findings": findings_content(exhibit, found), "measured": found}


def findings_content(exhibit: AnyExhibit, found: Any) -> list[dict[str, Any]]:  # noqa: ANN401  the same
    """The findings of what was `found`, each in the form of FindingReply."""
    return [asdict(finding) for finding in exhibit.findings(found)]


@lru_cache(maxsize=64)
def reply_model(exhibit_slug: str) -> type[BaseModel]:
    """The model of what the API answers for one exhibit: controls, findings, and the fields of its measurement."""
    exhibit = find(exhibit_slug)
    name = "".join(part.capitalize() for part in exhibit.slug.split("_"))
    controls = _described(f"{name}Controls", {n: f.annotation for n, f in exhibit.controls.model_fields.items()})
    model: type[BaseModel] = create_model(
        f"{name}ExhibitReply",
        __module__=__name__,
        __doc__=f"{exhibit.title}: the controls as they were understood, what was found, and all that was measured.",
        controls=controls,
        findings=list[FindingReply],
        measured=_reply_type(exhibit.measurement_type, name),
    )
    return model


def _described(name: str, annotations: Mapping[str, Any], about: str | None = None) -> type[BaseModel]:
    config = ConfigDict(extra="forbid")
    return create_model(name, __config__=config, __module__=__name__, __doc__=about, **annotations)


def _reply_type(kind: Any, prefix: str) -> Any:  # noqa: ANN401  types of every kind
    """The type of `kind` in JSON: arrays are lists, numbers that are not finite null, dataclasses objects."""
    if kind == Points or get_origin(kind) is np.ndarray:
        return Annotated[list[Any], Field(description="Numbers, or lists of numbers; null where not finite")]
    if kind is float:
        return float | None
    if is_dataclass(kind) and isinstance(kind, type):
        hints = get_type_hints(kind)
        parts = {field.name: _reply_type(hints[field.name], prefix) for field in fields(kind)}
        return _described(f"{prefix}{kind.__name__}", parts, kind.__doc__)
    origin, inside = get_origin(kind), get_args(kind)
    if origin is tuple:
        return types.GenericAlias(list, (_reply_type(inside[0], prefix),))
    if origin in (Union, types.UnionType):
        return functools.reduce(operator.or_, (_reply_type(part, prefix) for part in inside))
    if origin is Literal or kind in (int, str, bool, type(None)):
        return kind
    raise TypeError(f"{prefix}: {kind} has no form in JSON; measure numbers, texts, arrays, tuples and dataclasses")

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
from app.exhibits.catalogue import find
from app.exhibits.exhibit import Controls
from app.web.live.measurements import AnyExhibit


class ExhibitReply(BaseModel):
    """One exhibit: its name in addresses, its idea, and the JSON Schema of its controls."""

    slug: str
    title: str
    idea: str
    controls: dict[str, Any]


class ExhibitsReply(BaseModel):
    """Every exhibit, in display order."""

    exhibits: list[ExhibitReply]


class FindingReply(BaseModel):
    """A number that stands beside the figure, and what it means; null where there is none."""

    name: str
    value: float | None
    unit: str
    says: str


def exhibit_content(exhibit: AnyExhibit) -> dict[str, Any]:
    """`exhibit` in the form of ExhibitReply."""
    schema = exhibit.controls.model_json_schema()
    return {"slug": exhibit.slug, "title": exhibit.title, "idea": exhibit.idea, "controls": schema}


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

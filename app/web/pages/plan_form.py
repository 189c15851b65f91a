"""The forms of plans and races as a page shows them: each field's JSON Schema in the words of HTML."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from pydantic import BaseModel

from app.playground.form import FORM
from app.playground.network_plan import HiddenLayer
from app.playground.plan import Tuning
from app.web.api.flat_query import FlatQuery, plain, value_of
from app.web.api.layer_text import OPTIONS, layer_text, options_table, told
from app.web.pages.schema_words import as_text

Kind = Literal["slider", "number", "choice", "text"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanField:
    """One value of a plan: its name in the address, its label, what it can be and what it is.

    A slider goes from `begin` to `end` in steps of `slides`, which are powers of ten where its scale is logarithmic.
    `choices` have a text for a reader each. `wrong` says what a text may be, and `tunes` whether a run takes another
    value over as it goes on.
    """

    name: str
    kind: Kind
    label: str
    value: str
    low: str = ""
    high: str = ""
    step: str = "any"
    slides: float = 0.0
    begin: float = 0.0
    end: float = 0.0
    is_logarithmic: bool = False
    choices: Mapping[str, str] = field(default_factory=dict)
    suggestions: tuple[str, ...] = ()
    pattern: str = ""
    wrong: str = ""
    is_wide: bool = False
    tunes: bool = False


def form_of(query: FlatQuery[Any], shown: BaseModel, most: Mapping[str, int]) -> Mapping[str, tuple[PlanField, ...]]:
    """The form of `query` where `shown` stands now: its fields by the part that they stand in.

    Those are left out that pages lay out themselves. `most` has upper bounds that this server sets, by name.
    """
    properties = query.model.model_json_schema()["properties"]
    parts: dict[str, tuple[PlanField, ...]] = {}
    for leaf in query.leaves:
        schema = properties[leaf.name]
        if not leaf.is_list and not schema.get(FORM, {}).get("apart"):
            field = _field(leaf.name, value_of(shown, leaf), schema, most)
            parts[leaf.part] = (*parts.get(leaf.part, ()), field)
    return parts


def table(query: FlatQuery[Any]) -> list[dict[str, Any]]:
    """What a page must know to read and to write the query: each name, where its value stands, and what is usual."""
    return [
        {"name": leaf.name, "path": leaf.path, "usual": plain(leaf, leaf.usual) if leaf.is_list else leaf.usual}
        | ({"options": options_table()} if leaf.is_layers else {})
        for leaf in query.leaves
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerForm:
    """A hidden layer in a form: as the address writes it, its options, and in a few words those that are unusual."""

    text: str
    units: int
    activation: str
    options: tuple[PlanField, ...]
    told: tuple[str, ...]


def layer_form(layer: HiddenLayer) -> LayerForm:
    """The row of `layer`."""
    properties = HiddenLayer.model_json_schema()["properties"]
    return LayerForm(
        text=layer_text(layer),
        units=layer.units,
        activation=layer.activation,
        options=tuple(_field(name, getattr(layer, name), properties[name], {}) for name in OPTIONS),
        told=tuple(told(layer)),
    )


def _field(name: str, value: Any, schema: Mapping[str, Any], most: Mapping[str, int]) -> PlanField:  # noqa: ANN401
    form = schema.get(FORM, {})
    return PlanField(
        name=name,
        kind=_kind(schema, form),
        label=schema.get("title", name),
        value=as_text(value),
        choices=_choices(schema, form),
        suggestions=tuple(map(str, form.get("suggestions", ()))),
        pattern=form.get("pattern", ""),
        wrong=form.get("wrong", ""),
        is_wide=form.get("wide", False),
        tunes=name in Tuning.model_fields,
        **dict(_bounds(schema, form, most.get(name))),
    )


def _kind(schema: Mapping[str, Any], form: Mapping[str, Any]) -> Kind:
    if "enum" in schema or schema.get("type") == "boolean":
        return "choice"
    if "pattern" in form:
        return "text"
    return "slider" if "slides" in form else "number"


def _choices(schema: Mapping[str, Any], form: Mapping[str, Any]) -> dict[str, str]:
    """The texts of what there is to choose from."""
    if schema.get("type") == "boolean":
        return {"true": "yes", "false": "no"} | form.get("texts", {})
    return {choice: form.get("texts", {}).get(choice, choice) for choice in schema.get("enum", ())}


def _bounds(schema: Mapping[str, Any], form: Mapping[str, Any], most: int | None) -> Iterator[tuple[str, Any]]:
    """What bounds a number, and the slider beside it."""
    low, high = schema.get("minimum"), most or schema.get("maximum")
    if low is None or high is None:
        return
    yield from (("low", as_text(low)), ("high", as_text(high)))
    if schema["type"] == "integer":
        yield "step", "1"
    if "slides" in form:
        is_logarithmic = form["scale"] == "log"
        begin, end = (math.log10(bound) if is_logarithmic else bound for bound in (form.get("begin", low), high))
        yield from (("slides", form["slides"]), ("begin", begin), ("end", end), ("is_logarithmic", is_logarithmic))

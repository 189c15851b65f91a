"""The controls of an exhibit as a page shows them: each field's JSON Schema in the words of HTML."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from app.exhibits.exhibit import Controls, Exhibit
from app.web.pages.schema_words import as_text

Kind = Literal["slider", "choice", "flag", "reference", "references", "cells"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """One control: its name in the address, its label, what it can be and what it is; `idle` if it changes nothing.

    `choices` have a text for a reader each. `values` and `defaults` are texts, as the address writes them, one for all
    controls but the lists; `shape` is that of the cells which are in use now.
    """

    name: str
    kind: Kind
    label: str
    symbol: str
    values: tuple[str, ...]
    defaults: tuple[str, ...]
    choices: Mapping[str, str] = field(default_factory=dict)
    low: float = 0.0
    high: float = 0.0
    step: float = 1.0
    most: int = 1
    idle: bool = False
    shape: tuple[int, int] = (1, 1)
    columns: int = 1

    @property
    def defaults_json(self) -> str:
        """The defaults, as an attribute of the page holds them."""
        return json.dumps(self.defaults)

    def in_use(self, index: int) -> bool:
        """Whether cell number `index` is within the shape."""
        return index // self.columns < self.shape[0] and index % self.columns < self.shape[1]


def controls_of(exhibit: Exhibit[Any, Any], controls: Controls) -> Iterator[Control]:
    """Each control of `exhibit`, where it stands now."""
    properties = type(controls).model_json_schema()["properties"]
    idle = exhibit.idle(controls)
    for name, schema in properties.items():
        value = getattr(controls, name)
        yield Control(
            name=name,
            kind=_kind(schema),
            label=schema["description"],
            symbol=schema.get("x-symbol", ""),
            values=_texts(value),
            defaults=_texts(schema["default"]),
            choices={str(choice): schema.get("x-texts", {}).get(choice, choice) for choice in schema.get("enum", ())},
            low=schema.get("minimum", schema.get("items", {}).get("minimum", 0.0)),
            high=schema.get("maximum", schema.get("items", {}).get("maximum", 0.0)),
            step=schema.get("x-step", 1),
            most=schema.get("maxItems", 1),
            idle=name in idle,
            **_grid(schema, controls),
        )


def with_commas(controls: type[Controls]) -> frozenset[str]:
    """The names of the lists that the address writes with commas."""
    properties = controls.model_json_schema()["properties"]
    return frozenset(name for name, schema in properties.items() if _kind(schema) == "cells")


def _kind(schema: dict[str, Any]) -> Kind:
    match schema:
        case {"enum": _}:
            return "choice"
        case {"type": "boolean"}:
            return "flag"
        case {"type": "array", "items": {"type": "string"}}:
            return "references"
        case {"type": "array"}:
            return "cells"
        case {"type": "string"}:
            return "reference"
    return "slider"


def _grid(schema: dict[str, Any], controls: Controls) -> dict[str, Any]:
    """The columns of a control of cells, and the shape in use, which other controls may give by their names."""
    if _kind(schema) != "cells":
        return {}
    rows, columns = schema["x-shape"]
    used = tuple(getattr(controls, side) if isinstance(side, str) else side for side in (rows, columns))
    return {"shape": used, "columns": schema["x-columns"]}


def _texts(value: Any) -> tuple[str, ...]:  # noqa: ANN401  whatever a control holds
    return (
        tuple(map(as_text, value)) if isinstance(value, Sequence) and not isinstance(value, str) else (as_text(value),)
    )

"""JSON Schema in words: types in TypeScript's notation, ranges, and the fields of an object, nested ones included."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from app.text import grouped

Schema = Mapping[str, Any]

_NULL = {"type": "null"}
_WHERE = "#/components/schemas/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A field of an object, or a parameter; `default` and `examples` are JSON, save that text has no quotes."""

    name: str
    type: str
    required: bool
    about: str
    range: str
    default: str | None
    examples: tuple[str, ...]
    choices: tuple[str, ...]
    is_list: bool
    fields: tuple["Field", ...]


@dataclass(frozen=True, slots=True)
class Words:
    """Puts schemas into words; `schemas` are those by name that stand at `where`, `inside` those it is within."""

    schemas: Mapping[str, Schema]
    inside: frozenset[str] = frozenset()
    where: str = _WHERE

    def field(self, name: str, schema: Schema, *, required: bool) -> Field:
        """`schema` as a field called `name`."""
        resolved = self.resolved(schema)
        parts = [resolved, *map(self.resolved, _alternatives(resolved))]
        items = [self.resolved(part["items"]) for part in parts if "items" in part]
        described = [*parts, *items]
        abouts = [_sentence(part["description"]) for part in described if "description" in part]
        choices = [choice for part in described for choice in part.get("enum", ()) if choice is not None]
        return Field(
            name=name,
            type=self.type(schema),
            required=required,
            about=" ".join(dict.fromkeys(abouts)),
            range=", ".join(_ranges(parts, items)),
            default=as_text(schema["default"]) if schema.get("default") is not None else None,
            examples=tuple(as_text(example) for part in described for example in part.get("examples", ())),
            choices=tuple(map(as_text, choices)),
            is_list=bool(items),
            fields=self.fields(schema),
        )

    def fields(self, schema: Schema) -> tuple[Field, ...]:
        """The fields of the objects that `schema` holds, also in lists, maps and alternatives; a tree's only once."""
        reference = schema.get("$ref")
        if reference is None:
            return tuple(self._fields(schema))
        if reference in self.inside:
            return ()
        return tuple(replace(self, inside=self.inside | {reference})._fields(self.resolved(schema)))

    def _fields(self, schema: Schema) -> Iterator[Field]:
        for name, part in schema.get("properties", {}).items():
            yield self.field(name, part, required=name in schema.get("required", ()))
        for part in (schema.get("items"), schema.get("additionalProperties")):
            if isinstance(part, Mapping):
                yield from self.fields(part)
        alternatives = [part for part in _alternatives(schema) if self.fields(part)]
        for part in alternatives:
            if len(alternatives) == 1:
                yield from self.fields(part)
            else:
                yield self.field(self.resolved(part).get("title", "either"), part, required=False)

    def type(self, schema: Schema) -> str:
        """The type of a value, as TypeScript writes it, with "integer" for whole numbers."""
        schema = self.resolved(schema)
        if alternatives := _alternatives(schema):
            return " | ".join(dict.fromkeys(self.type(part) for part in alternatives))
        if "const" in schema:
            return json.dumps(schema["const"], ensure_ascii=False)
        if "enum" in schema:
            return " | ".join(json.dumps(choice, ensure_ascii=False) for choice in schema["enum"])
        return self._plain_type(schema)

    def _plain_type(self, schema: Schema) -> str:
        match schema.get("type"):
            case "array" if "prefixItems" in schema:
                return f"[{', '.join(self.type(part) for part in schema['prefixItems'])}]"
            case "array":
                items = self.resolved(schema.get("items", {}))
                inner = self.type(items)
                return f"({inner})[]" if _alternatives(items) or "enum" in items else f"{inner}[]"
            case "object" if isinstance(schema.get("additionalProperties"), Mapping):
                return f"{{name: {self.type(schema['additionalProperties'])}}}"
            case str(name):
                return name
        return "any"

    def example(self, schema: Schema) -> Any:  # noqa: ANN401  whatever JSON the schema allows
        """A value that fits `schema`: its example or default, else the least it allows; objects with what they need."""
        schema = self.resolved(schema)
        if schema.get("examples"):
            return schema["examples"][0]
        if schema.get("default") is not None:
            return schema["default"]
        if alternatives := [part for part in _alternatives(schema) if part != _NULL]:
            return self.example(alternatives[0])
        if "enum" in schema or "const" in schema:
            return schema["const"] if "const" in schema else schema["enum"][0]
        return self._plain_example(schema)

    def _plain_example(self, schema: Schema) -> Any:  # noqa: ANN401  whatever JSON the schema allows
        match schema.get("type"):
            case "array":
                return [self.example(part) for part in schema.get("prefixItems", (schema.get("items", {}),))]
            case "object":
                parts = schema.get("properties", {}).items()
                return {name: self.example(part) for name, part in parts if name in schema.get("required", ())}
            case "number" | "integer":
                return schema.get("minimum", 0)
            case "boolean":
                return False
        return "text"

    def resolved(self, schema: Schema) -> Schema:
        """`schema`, or the one that it refers to; what stands beside the reference wins."""
        if "$ref" not in schema:
            return schema
        return {**self.schemas.get(schema["$ref"].removeprefix(self.where), {"type": "object"}), **_beside(schema)}


def as_text(value: object) -> str:
    """A JSON value as one types it into a field: text as it is."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _beside(schema: Schema) -> Schema:
    return {word: value for word, value in schema.items() if word != "$ref"}


def _sentence(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text}."


def _alternatives(schema: Schema) -> list[Schema]:
    return [*schema.get("anyOf", ()), *schema.get("oneOf", ())]


def _ranges(parts: Iterable[Schema], items: Iterable[Schema]) -> list[str]:
    own = [bounds for bounds in map(_range, parts) if bounds]
    each = [f"each {bounds}" for bounds in map(_range, items) if bounds]
    return list(dict.fromkeys([*own, *each]))


def _range(schema: Schema) -> str:
    """What `schema` bounds: a number, the length of a list, or that of a text."""
    bounds = [
        _between(schema.get("minimum"), schema.get("maximum"), ""),
        _between(schema.get("minItems"), schema.get("maxItems"), " values") if "prefixItems" not in schema else "",
        _between(schema.get("minLength"), schema.get("maxLength"), " characters"),
        f"above {grouped(schema['exclusiveMinimum'])}" if "exclusiveMinimum" in schema else "",
        f"below {grouped(schema['exclusiveMaximum'])}" if "exclusiveMaximum" in schema else "",
    ]
    return ", ".join(filter(None, bounds))


def _between(least: float | None, most: float | None, unit: str) -> str:
    if least is not None and most is not None:
        return f"{grouped(least)} to {grouped(most)}{unit}"
    if least is not None:
        return f"at least {grouped(least)}{unit}"
    return "" if most is None else f"at most {grouped(most)}{unit}"

"""Kinds of field that requests and controls share: models that know their own names, references, strict numbers."""

from collections.abc import Collection, Iterable
from typing import Annotated, Any, TypeAlias

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, PydanticKnownError, core_schema

from app.activations.reference import read
from app.lookup import nearest
from app.text import echoed


class Closed(BaseModel):
    """A model that refuses what it does not know, so that a typing error is not silently without effect."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _know_every_name(cls, given: Any) -> Any:  # noqa: ANN401  whatever the client sent
        if isinstance(given, dict):
            for name in given:
                if name not in cls.model_fields:
                    near = nearest(str(name), cls.model_fields)
                    hint = f"did you mean {near!r}?" if near else f"there are {', '.join(cls.model_fields)}."
                    raise PydanticCustomError(
                        "unknown_name",
                        "There is no parameter '{unknown}' here; {hint}",
                        {"unknown": echoed(str(name)), "hint": hint},
                    )
        return given


class OneOf:
    """Marks a text as one of `names`, as a registry has them; JSON Schema lists them as a Literal's."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = tuple(names)

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        """The schema of a Literal with these names."""
        return core_schema.literal_schema(list(self.names))


class AtMost:
    """Marks a list, or a mapping, as one of `fewest` to `most` parts, which are counted before any is looked at.

    The bounds of a Field are looked at last: what a body of megabytes holds has been validated, and found faulty, by
    then.
    """

    def __init__(self, most: int, *, fewest: int = 0) -> None:
        self.most = most
        self.fewest = fewest

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        """The schema of the list, behind the count."""
        return core_schema.no_info_before_validator_function(self._counted, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """The schema of the list, with its bounds."""
        found = handler(schema)
        parts = "Properties" if found.get("type") == "object" else "Items"
        least = {f"min{parts}": self.fewest} if self.fewest else {}
        return {**found, **least, f"max{parts}": self.most}

    def _counted(self, value: Any) -> Any:  # noqa: ANN401  whatever the client sent
        # a text that belongs there is said to be no list
        if not isinstance(value, Collection) or isinstance(value, str | bytes):
            return value
        count = len(value)
        if count > self.most:
            raise PydanticKnownError(
                "too_long", {"field_type": "List", "max_length": self.most, "actual_length": count}
            )
        if count < self.fewest and not isinstance(value, dict):
            raise PydanticKnownError(
                "too_short", {"field_type": "List", "min_length": self.fewest, "actual_length": count}
            )
        return value


def _readable(text: str) -> str:
    read(text)
    return text


def _not_bool(value: object) -> object:
    if isinstance(value, bool):
        raise PydanticCustomError("finite_number", "a truth value is not a number")
    return value


def as_list(value: object) -> object:
    """One value as a list of it, so that `f` may be given once without brackets."""
    return [value] if isinstance(value, str) else value


def split_commas(value: object) -> object:
    """`x=-1,0,2.5` as a list; a JSON list stays as it is."""
    texts = [value] if isinstance(value, str) else value
    if isinstance(texts, list) and all(isinstance(text, str) for text in texts):
        return [part.strip() for text in texts for part in text.split(",")]
    return value


NOT_BOOL = BeforeValidator(_not_bool)
"""No truth value, which pydantic would take for a number. It stands after the bounds: those that follow a validator are
unknown to JSON Schema."""

Reference: TypeAlias = Annotated[
    str,
    AfterValidator(_readable),
    Field(
        description="An activation with its parameters, or an expression in x",
        examples=["elu(alpha=1.5)", "x*sigmoid(b*x)|b=1.7"],
    ),
]
"""The text that names one activation."""

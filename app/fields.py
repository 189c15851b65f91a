"""Kinds of field that requests and controls share: models that know their own names, references, strict numbers."""

from collections.abc import Iterable
from typing import Annotated, Any, TypeAlias

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    model_validator,
)
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

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

Whole: TypeAlias = Annotated[int, NOT_BOOL]
Finite: TypeAlias = Annotated[float, Field(allow_inf_nan=False), NOT_BOOL]

Reference: TypeAlias = Annotated[
    str,
    AfterValidator(_readable),
    Field(
        description="An activation with its parameters, or an expression in x",
        examples=["elu(alpha=1.5)", "x*sigmoid(b*x)|b=1.7"],
    ),
]
"""The text that names one activation."""

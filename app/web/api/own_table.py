"""A table of a client's own: what may be said of its columns, and what it was understood as."""

from collections.abc import Iterable, Sequence
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, Field, model_validator

from app.fields import AtMost, Closed, as_list
from app.playground.data.column import ColumnType, Role, Seen
from app.playground.data.general_table import MOST_COLUMNS
from app.playground.data.own_table import OwnTable
from app.playground.data.roles import Wishes
from app.playground.own_sample import Sample
from app.text import echoed
from app.web.http.answers import rows_json

ROLES: tuple[Role, ...] = ("input", "target", "left_out")
TYPES: tuple[ColumnType, ...] = ("number", "category")

_Names = Annotated[tuple[str, ...], BeforeValidator(as_list), AtMost(MOST_COLUMNS)]


class TableQuery(Closed):
    """Roles and types of columns by their names; those of all others are found out."""

    input: Annotated[_Names, Field(description="Columns that are inputs")] = ()
    target: Annotated[_Names, Field(description="The column to be learned, a class or a number")] = ()
    left_out: Annotated[_Names, Field(description="Columns that are left out")] = ()
    number: Annotated[_Names, Field(description="Columns that are numbers")] = ()
    category: Annotated[
        _Names, Field(description="Columns whose values stand for themselves: an input for each, or classes")
    ] = ()

    @model_validator(mode="after")
    def _is_of_one_mind(self) -> "TableQuery":
        for names in (ROLES, TYPES):
            given = [column for name in names for column in getattr(self, name)]
            if twice := next((column for column in given if given.count(column) > 1), None):
                raise ValueError(f"The column {echoed(twice)} is named twice; a column has one role and one type.")
        return self

    @property
    def wishes(self) -> Wishes:
        """What is said of each column."""
        return Wishes(
            roles={column: name for name in ROLES for column in getattr(self, name)},
            types={column: name for name in TYPES for column in getattr(self, name)},
        )


class ColumnReply(BaseModel):
    """A column of a table, and what it was taken for."""

    name: Annotated[str, Field(description="As the table calls it, or what it is called where it has no name")]
    role: Role
    type: ColumnType
    different: Annotated[int, Field(description="How many different values it has")]
    missing: Annotated[int, Field(description="How many of its cells have no value")]
    beginning: Annotated[list[str], Field(description="Its first cells")]
    reason: Annotated[str, Field(description='Why it is left out, as a sentence; "" where it is not, or was to be')]


class SamplesReply(BaseModel):
    """The rows of a CSV text, for `samples` of a plan, their classes, and how it was read.

    Both `classes` and `class_names` are null for a regression. `columns` and `task` are for the plan as well.
    """

    samples: list[Sample]
    classes: int | None
    class_names: list[str] | None
    columns: Annotated[list[str], Field(description="What the inputs of samples are called")]
    task: Literal["auto", "classification", "regression"]
    understood: Annotated[str, Field(description="A few sentences")]
    rows_left_out: Annotated[int, Field(description="Rows that lack a cell of an input or of the target")]
    table: Annotated[list[ColumnReply], Field(description="The columns that stand in the text")]


def samples_content(table: OwnTable) -> dict[str, Any]:
    """A SamplesReply, as plain values."""
    return {
        "samples": rows_json(table.rows),
        "classes": None if table.class_names is None else len(table.class_names),
        "class_names": table.class_names,
        "columns": table.columns,
        "task": table.task,
        "understood": table.understood,
        "rows_left_out": table.left_out,
        "table": columns_content(table.seen),
    }


def columns_content(seen: Iterable[Seen]) -> Sequence[dict[str, Any]]:
    """Each column as a ColumnReply, as plain values."""
    return [{name: getattr(one, name) for name in ColumnReply.model_fields} for one in seen]

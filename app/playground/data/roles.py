"""Roles: which columns of a table are inputs, which is the target, and which say nothing, where no reader says so."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from app.playground.data.column import Column, ColumnType, Role, Seen, UnfitTableError
from app.playground.data.columns import LABELS
from app.playground.data.pixels import pixels_among
from app.playground.data.samples import MOST_CLASSES
from app.playground.data.table import INDEX_NAMES
from app.text import echoed, listed

MOST_VALUES = 20
"""Different texts that a column may have to be taken for a category by itself."""

_PAIR = 2
_TARGETS = LABELS | {"y", "output", "outcome", "diagnosis", "quality"}
_LETTERS = re.compile(r"[a-z]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What a reader says of columns, by their names; of all others it is found out."""

    roles: Mapping[str, Role] = field(default_factory=dict)
    types: Mapping[str, ColumnType] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Whether anything is said."""
        return bool(self.roles or self.types)


def seen(columns: Sequence[Column], wishes: Wishes, unnamed: frozenset[str]) -> list[Seen]:
    """What each of the `columns` is; those in `unnamed` have no name of their own.

    Raises ValueError, with a sentence, where the wishes do not fit the columns or no column can be the target.
    """
    names = [column.name for column in columns]
    for name in (*wishes.roles, *wishes.types):
        if name not in names:
            raise ValueError(
                f"There is no column {echoed(name)}; the columns are {echoed(listed([*map(echoed, names)]))}."
            )
    # of two columns without names the first may be 1, 2, 3, … and yet say something
    may_count = unnamed if len(columns) > _PAIR else frozenset[str]()
    pixels = pixels_among(names)
    found = [_seen_alone(column, wishes, may_count, pixels) for column in columns]
    target = _target(found, wishes)
    return [
        _as_target(one, column, wishes) if place == target else one
        for place, (one, column) in enumerate(zip(found, columns, strict=True))
    ]


def _seen_alone(column: Column, wishes: Wishes, may_count: frozenset[str], pixels: frozenset[str]) -> Seen:
    """A column by itself: an input, unless it says nothing; a pixel that never changes is a part of its picture."""
    type_ = wishes.types.get(column.name, column.type)
    wished = wishes.roles.get(column.name)
    reason = "" if wished or column.name in pixels else _reason(column, type_, may_count)
    return Seen(
        name=column.name,
        role=wished or ("left_out" if reason else "input"),
        type=type_,
        different=column.different,
        missing=column.missing,
        beginning=column.beginning,
        reason=reason,
    )


def _reason(column: Column, type_: ColumnType, may_count: frozenset[str]) -> str:
    """Why a column says nothing, as a sentence; "" where it may say something."""
    present = len(column.cells) - column.missing
    is_category = type_ == "category"
    reasons = (
        (present == 0, "It has no value."),
        (
            column.name.lower() in INDEX_NAMES or (column.name in may_count and column.counts_rows),
            "It numbers the rows.",
        ),
        (column.different == 1, "It has one value alone."),
        (is_category and column.different == present, "It has another text in every row."),
        (
            is_category and column.different > MOST_VALUES,
            f"It has {column.different} different texts, and each would be an input.",
        ),
        (2 * column.missing > len(column.cells), "It is empty in more than half of the rows."),
    )
    return next((reason for holds, reason in reasons if holds), "")


def _target(found: Sequence[Seen], wishes: Wishes) -> int:
    """The place of the target: as wished, by its name, or else the last that says something."""
    wished = [place for place, one in enumerate(found) if one.role == "target"]
    if len(wished) > 1:
        both = listed([echoed(found[place].name) for place in wished])
        raise UnfitTableError(f"One column can be the target, not {both}.", found)
    if wished:
        return wished[0]
    free = [place for place, one in enumerate(found) if one.name not in wishes.roles]
    named = [place for place in free if _is_called_target(found[place].name)]
    telling = [place for place in free if not found[place].reason]
    if not named and not telling:
        raise UnfitTableError("No column is left that could be the target; choose one.", found)
    return (named or telling)[-1]


def _is_called_target(name: str) -> bool:
    word = _LETTERS.match(name.lower())
    return word is not None and word[0] in _TARGETS and (word[0] != "y" or name.lower() == "y")


def _as_target(one: Seen, column: Column, wishes: Wishes) -> Seen:
    """A column as the target, whose numbers are classes where they are few and come again."""
    type_ = one.type
    if one.name not in wishes.types and type_ == "number":
        is_few = column.different <= MOST_CLASSES and column.different < len(column.cells) - column.missing
        type_ = "category" if is_few else "number"
    return replace(one, role="target", type=type_, reason="")

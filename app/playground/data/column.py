"""A column of a table: what stands in it, as numbers and as values, and where nothing does."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeAlias

from app.playground.data.numerals import MISSING, number_in
from app.text import beginning, exact, text_of_cell

Role: TypeAlias = Literal["input", "target", "left_out"]
"""What a column is for."""

ColumnType: TypeAlias = Literal["number", "category"]
"""What the cells of a column are: numbers, or values of which each stands for itself."""

FIRST_CELLS = 5
_LONGEST_SHOWN = 40


@dataclass(frozen=True)
class Column:
    """A column by its `name`, unique among those of its table, with a cell for each row."""

    name: str
    cells: Sequence[str]

    @cached_property
    def numbers(self) -> list[float | None]:
        """The number in each cell, which may be infinite; None where there is none."""
        if "_" not in "".join(self.cells):
            try:
                numbers = list(map(float, self.cells))
            except ValueError:
                pass
            else:
                # some of those that are none say that a value is missing
                if not any(map(math.isnan, numbers)):
                    return [*numbers]
        return [None if cell in MISSING else number_in(cell) for cell in self.cells]

    @cached_property
    def gaps(self) -> list[bool]:
        """Whether each cell says that there is no value."""
        return list(map(MISSING.__contains__, self.cells))

    @cached_property
    def missing(self) -> int:
        """How many cells have no value."""
        return sum(self.gaps)

    @cached_property
    def values(self) -> list[str]:
        """What each cell says, so that 1 and 1.0 are the same; of a gap what stands there."""
        return [
            " ".join(text_of_cell(cell).split()) if number is None else exact(number + 0.0)
            for cell, number in zip(self.cells, self.numbers, strict=True)
        ]

    @cached_property
    def different(self) -> int:
        """How many different values there are."""
        # 10,000 numbers are sooner counted than written
        return len(
            {
                number if number is not None else cell
                for number, cell, gap in zip(self.numbers, self.cells, self.gaps, strict=True)
                if not gap
            }
        )

    @cached_property
    def is_mostly_numbers(self) -> bool:
        """Whether more than half of the cells that have a value are numbers."""
        count = len(self.cells) - self.numbers.count(None)
        return 2 * count > len(self.cells) - self.missing

    @property
    def type(self) -> ColumnType:
        """What the column is, as it looks."""
        return "number" if self.is_mostly_numbers else "category"

    @property
    def counts_rows(self) -> bool:
        """Whether its cells are 0, 1, 2, … or 1, 2, 3, …."""
        first = self.cells[0] if self.cells else ""
        return first in {"0", "1"} and all(cell == str(int(first) + i) for i, cell in enumerate(self.cells))

    @property
    def beginning(self) -> tuple[str, ...]:
        """Its first cells, as they stand but for their length."""
        return tuple(beginning(cell, _LONGEST_SHOWN) for cell in self.cells[:FIRST_CELLS])


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What a column was understood as; `reason` says why it is left out where nobody has asked for that, else "".

    `different` and `missing` count its values and the cells without one, `beginning` are its first cells.
    """

    name: str
    role: Role
    type: ColumnType
    different: int
    missing: int
    beginning: tuple[str, ...]
    reason: str


class UnfitTableError(ValueError):
    """A table of which no samples can be made as it is; `seen` are its columns, so that other roles may be tried."""

    def __init__(self, sentence: str, seen: Sequence[Seen] = ()) -> None:
        super().__init__(sentence)
        self.seen = tuple(seen)

"""What a table of a reader's own was understood as, and the words in which that is said."""

from dataclasses import dataclass

from app.playground.data.column import Seen
from app.playground.data.numerals import Place, number_in
from app.playground.data.samples import Row, Samples, Task
from app.playground.data.table import SEPARATORS, Table
from app.text import exact


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnTable:
    """What a text was understood as: `rows`, their classes, None where the labels are targets, and sentences of it.

    `columns` are the names of the inputs, `seen` the columns that stand in the text; so many rows are `left_out`.
    """

    rows: list[Row]
    class_names: tuple[str, ...] | None
    understood: str
    columns: tuple[str, ...]
    task: Task
    seen: tuple[Seen, ...]
    left_out: int


def parted_by(table: Table) -> str:
    """What stands between the cells of `table`."""
    return SEPARATORS.get(table.separator, repr(table.separator))


def read_as(place: Place) -> str:
    """How a number is read that might be another one, as a sentence."""
    return f"{place.cell} in line {place.line} is read as {exact(number_in(place.cell) or 0.0)}."


def told_targets(samples: Samples) -> str:
    """From where to where the targets go, as a sentence."""
    low, high = exact(samples.y.min().item()), exact(samples.y.max().item())
    return f"Numbers to learn, from {low} to {high}."


def counts_of(samples: Samples) -> str | None:
    """The classes, and how many samples each has; None of targets."""
    if samples.class_names is None:
        return None
    counts = samples.y.bincount(minlength=len(samples.class_names)).tolist()
    return ", ".join(f"{name} ({count})" for name, count in zip(samples.class_names, counts, strict=True))

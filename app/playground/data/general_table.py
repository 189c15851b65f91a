"""Samples of any table: its columns by their roles, categories as one input for each value, rows with gaps left out."""

from collections.abc import Callable, Sequence
from itertools import compress
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.playground.data.column import Column, Seen, UnfitTableError
from app.playground.data.numerals import Place, check_commas, is_unclear, shown
from app.playground.data.own_table import OwnTable, counts_of, parted_by, read_as, told_targets
from app.playground.data.roles import Wishes, seen
from app.playground.data.samples import (
    FARTHEST,
    LONGEST_NAME,
    MOST_INPUTS,
    Label,
    Row,
    Samples,
    Task,
    check_count,
    label_fault,
    number_fault,
    own,
    usual_columns,
)
from app.playground.data.table import Line, Table
from app.text import beginning, text_of_cell

MOST_COLUMNS = 128
"""Columns that a table may have, those that are left out included."""

_MOST_NAMES = 8
_PIECE = 500

Numbers = NDArray[np.float64]


def columns_in(table: Table) -> tuple[list[Column], frozenset[str]]:
    """The columns of `table`, each with a name of its own, and which of these names do not stand in it.

    Raises ValueError, with a sentence that names the line, where lines differ in their columns.
    """
    width = len(table.lines[0].cells) if table.lines else len(table.header or ())
    given = _names_given(table, width)
    whose = "the header" if table.header is not None else f"line {table.lines[0].number}" if table.lines else ""
    for line in table.lines:
        if len(line.cells) != len(given):
            has = f"{len(line.cells)} column{'s' if len(line.cells) > 1 else ''}"
            raise ValueError(
                f"Line {line.number}: parted by {parted_by(table)} it has {has}, but {whose} has {len(given)}."
            )
    if len(given) > MOST_COLUMNS:
        raise ValueError(f"The table has {len(given)} columns; at most {MOST_COLUMNS} are read.")
    names = _unique(given)
    unnamed = frozenset(name for name, own_name in zip(names, given, strict=True) if not own_name)
    cells = zip(*(line.cells for line in table.lines), strict=True) if table.lines else [()] * len(names)
    columns = [Column(name, column) for name, column in zip(names, cells, strict=True)]
    return columns, frozenset(names) if table.header is None and not table.remarks else unnamed


def read_general(table: Table, wishes: Wishes) -> OwnTable:
    """The samples of `table`. Raises ValueError, with one sentence that names the line and column that is wrong.

    Where other roles might help, it is an UnfitTableError.
    """
    columns, unnamed = columns_in(table)
    check_count(len(table.lines))
    found = seen(columns, wishes, unnamed)
    try:
        return _read(table, columns, found)
    except ValueError as error:
        raise UnfitTableError(str(error), found) from None
    finally:
        # one after the other, for other threads to come in between
        while columns:
            columns.pop()


def _read(table: Table, columns: Sequence[Column], found: Sequence[Seen]) -> OwnTable:
    used = [(column, one) for column, one in zip(columns, found, strict=True) if one.role != "left_out"]
    kept = _complete([column for column, _ in used])
    if not any(one.role == "input" for _, one in used):
        raise ValueError("No column is an input; choose one at least.")
    if kept.sum() < 2:
        raise ValueError(
            f"Cells are missing in {_missing(used)}; rows without a gap: {kept.sum()}, and at least 2 are needed."
        )
    comma = _check_commas(table, [column for column, one in used if one.type == "number"])
    inputs = [part for column, one in used if one.role == "input" for part in _inputs(column, one, table.lines, kept)]
    if len(inputs) > MOST_INPUTS:
        raise ValueError(
            f"The columns come to {len(inputs)} inputs, one for each value of a category; at most {MOST_INPUTS} are "
            "allowed: leave some out."
        )
    target, how = next((column, one) for column, one in used if one.role == "target")
    labels = _labels(target, how, table.lines, kept)
    task: Task = "regression" if how.type == "number" else "classification"
    names = _unique([name for name, _ in inputs])
    matrix = np.stack([numbers for _, numbers in inputs], axis=1)
    rows = _rows(matrix, labels)
    samples = own(rows, task, names)
    told = [
        f"{len(rows)} rows, parted by {parted_by(table)}.",
        f"Inputs: {len(names)}, of the columns {_names(found, 'input')}.",
        *_told_labels(target.name, samples),
    ]
    left = len(table.lines) - len(rows)
    if left:
        told.append(f"Rows left out because a cell is missing: {left}, in {_missing(used)}.")
    if names_left := _names(found, "left_out"):
        told.append(f"Columns left out: {names_left}.")
    if comma is not None:
        told.append(read_as(comma))
    return OwnTable(
        rows=rows,
        class_names=samples.class_names,
        understood=" ".join(told),
        columns=samples.columns,
        task=task,
        seen=tuple(found),
        left_out=left,
    )


def _told_labels(column: str, samples: Samples) -> tuple[str, str]:
    """What there is to learn, in sentences."""
    counts = counts_of(samples)
    if counts is None:
        return f"The target is the column {column}.", told_targets(samples)
    return f"The class is the column {column}.", f"Classes and their rows: {counts}."


def _rows(matrix: Numbers, labels: Sequence[Label]) -> list[Row]:
    """The rows of `matrix` (rows, inputs) with their labels; piece by piece, for other threads to come in between."""
    rows: list[Row] = []
    for start in range(0, len(matrix), _PIECE):
        piece = slice(start, start + _PIECE)
        rows += [(*row, label) for row, label in zip(matrix[piece].tolist(), labels[piece], strict=True)]
    return rows


def _names_given(table: Table, width: int) -> list[str]:
    """What a header, or the remark that is nearest to the lines, calls the columns; "" where none does."""
    header = table.header
    if header is not None:
        # the column that numbers the lines often has no name
        return ["", *header] if len(header) == width - 1 else list(header)
    remark = next((remark.cells for remark in reversed(table.remarks) if len(remark.cells) == width), None)
    return remark or [*usual_columns(width - 1), "label"]


def _unique(names: Sequence[str]) -> list[str]:
    """The `names` in letters that can be shown, not too long, each once; a column without a name gets its number."""
    found: list[str] = []
    for place, given in enumerate(names, start=1):
        text = " ".join(text_of_cell(given).split())
        name = beginning(text if text.isprintable() else ascii(text)[1:-1], LONGEST_NAME - 1) or f"column {place}"
        number = 2
        taken = name
        while taken in found:
            ending = f" ({number})"
            taken, number = f"{name[: LONGEST_NAME - len(ending)]}{ending}", number + 1
        found.append(taken)
    return found


def _complete(columns: Sequence[Column]) -> NDArray[np.bool_]:
    """Which rows have a value in each of the `columns`, (rows,)."""
    return ~np.any([column.gaps for column in columns], axis=0)


def _check_commas(table: Table, columns: Sequence[Column]) -> Place | None:
    """What `check_commas` says of the cells of `columns`, of which few need be looked at."""
    places = [
        Place(line.number, cell)
        for column in columns
        if any("," in cell for cell in column.cells)
        for line, cell, number in zip(table.lines, column.cells, column.numbers, strict=True)
        if number is not None
    ]
    if not places:
        return None
    pointed = next(
        (
            Place(line.number, cell)
            for column in columns
            for line, cell, number in zip(table.lines, column.cells, column.numbers, strict=True)
            if number is not None and "." in cell
        ),
        None,
    )
    return check_commas([*places, pointed] if pointed else places, table.separator)


def _inputs(column: Column, one: Seen, lines: Sequence[Line], kept: NDArray[np.bool_]) -> list[tuple[str, Numbers]]:
    """The inputs that a column comes to, by name: its numbers, or for each value whether a row has it."""
    if one.type == "number":
        return [(column.name, _numbers(column, lines)[kept])]
    values = list(compress(column.values, kept))
    different = sorted(set(values), key=_order(column))
    if len(different) > MOST_INPUTS:
        raise ValueError(
            f"The column {column.name} has {len(different)} different values, and each would be an input; at most "
            f"{MOST_INPUTS} are allowed: leave it out."
        )
    return [(f"{column.name}={value}", np.array([own == value for own in values], np.float64)) for value in different]


def _order(column: Column) -> Callable[[str], Any]:
    """How the values of a category are ordered: numbers ascending, or texts by the alphabet."""
    are_numbers = all(number is not None for number, gap in zip(column.numbers, column.gaps, strict=True) if not gap)
    return float if are_numbers else lambda value: (value.casefold(), value)


def _numbers(column: Column, lines: Sequence[Line]) -> Numbers:
    """The numbers of a column, (rows,), 0 where a cell is missing."""
    for line, cell, number, gap in zip(lines, column.cells, column.numbers, column.gaps, strict=True):
        if number is None and not gap:
            way = "write it with digits, as in 1234.5" if is_unclear(cell) else "mend it, or take it as a category"
            raise ValueError(
                f"Line {line.number}, column {column.name}: {shown(cell)} is not a number; {way}, or leave the cell "
                "empty."
            )
    numbers = np.array([number or 0.0 for number in column.numbers])
    for place in np.flatnonzero(~(np.abs(numbers) <= FARTHEST))[:1]:
        raise ValueError(f"Line {lines[place].number}, column {number_fault(column.name, float(numbers[place]))}")
    return numbers


def _labels(column: Column, one: Seen, lines: Sequence[Line], kept: NDArray[np.bool_]) -> list[Label]:
    """The label of each row that is `kept`: a number, or the name of a class."""
    if one.type == "number":
        return _numbers(column, lines)[kept].tolist()
    labels: list[Label] = []
    for line, value, number in compress(zip(lines, column.values, column.numbers, strict=True), kept):
        label = value if number is None else number + 0.0
        if fault := label_fault(label):
            raise ValueError(f"Line {line.number}, column {column.name}: {fault}")
        labels.append(label)
    return labels


def _missing(used: Sequence[tuple[Column, Seen]]) -> str:
    """In which columns cells are missing, and how many."""
    return _few([f"{column.name} ({column.missing})" for column, _ in used if column.missing])


def _names(found: Sequence[Seen], role: str) -> str:
    return _few([one.name for one in found if one.role == role])


def _few(names: Sequence[str]) -> str:
    """The `names` as a list, or the first of them where they would fill a page."""
    return ", ".join(names if len(names) <= _MOST_NAMES else [*names[:_MOST_NAMES], "…"])

"""Samples of a table of x, y and a label, each of which has a place of its own and none a gap."""

import math
from collections.abc import Iterator

from app.playground.data.column import Column, Role, Seen
from app.playground.data.columns import COLUMNS, Columns, columns_of
from app.playground.data.numerals import Place, check_commas, is_missing, is_unclear, number_in, shown
from app.playground.data.own_table import OwnTable, counts_of, parted_by, read_as, told_targets
from app.playground.data.samples import (
    LONGEST_NAME,
    Label,
    Row,
    Samples,
    check_count,
    label_fault,
    number_fault,
    own,
)
from app.playground.data.table import Line, Table
from app.text import beginning, text_of_cell

_GAP = "fill it in, or leave the line out"
_PLAIN = "write it with digits, as in 1234.5, or leave the line out"
_ORDER = "columns stand in the order x, y, label, or a header names them"


def read_points(table: Table, cells: list[Column]) -> OwnTable:
    """The points of `table`, whose columns are `cells`: found by their names, or in the order x, y, label.

    A label may be any number or text. Raises ValueError, with one sentence that names the line that is wrong.
    """
    columns = columns_of(table)
    points = [_point(line, table, columns) for line in table.lines]
    check_count(len(points))
    comma = check_commas(_numbers(table, columns), table.separator)
    samples = own(points)
    understood = " ".join(_told(table, columns, samples, comma))
    return OwnTable(
        rows=points,
        class_names=samples.class_names,
        understood=understood,
        columns=samples.columns,
        task="auto",
        seen=tuple(_seen(place, column, columns, samples) for place, column in enumerate(cells)),
        left_out=0,
    )


def _point(line: Line, table: Table, columns: Columns) -> Row:
    if len(line.cells) != (width := columns.width):
        has = f"{len(line.cells)} column{'s' if len(line.cells) > 1 else ''}"
        needed = f"{width} are needed: x, y and the label" if width == len(COLUMNS) else f"the header has {width}"
        raise ValueError(f"Line {line.number}: parted by {parted_by(table)} it has {has}, but {needed}.")
    x, y, label = (line.cells[place] for place in columns.places)
    way = _ORDER if columns.names is None else _PLAIN
    return _checked(
        line.number,
        _coordinate(line.number, "x", x, way),
        _coordinate(line.number, "y", y, way),
        _label(line.number, label),
    )


def _checked(number: int, x: float, y: float, label: Label) -> Row:
    for fault in (number_fault("x", x), number_fault("y", y), label_fault(label)):
        if fault:
            raise ValueError(f"Line {number}: {fault}")
    return x, y, label


def _coordinate(number: int, name: str, cell: str, way: str) -> float:
    """A finite number; `way` is what to do where a cell is a text."""
    if is_missing(cell):
        raise ValueError(f"Line {number}: {name} is missing{_instead(cell)}; {_GAP}.")
    value = number_in(cell)
    if value is None:
        way = _PLAIN if is_unclear(cell) else way
        raise ValueError(f"Line {number}: {name} is {shown(cell)}, which is not a number; {way}.")
    if not math.isfinite(value):
        raise ValueError(f"Line {number}: {name} is {shown(cell)}, which is not finite; {_GAP}.")
    return value


def _label(number: int, cell: str) -> Label:
    """A number, or the name of a class."""
    if is_missing(cell):
        raise ValueError(f"Line {number}: the label is missing{_instead(cell)}; {_GAP}.")
    if is_unclear(cell):
        raise ValueError(
            f"Line {number}: the label is {shown(cell)}, which is not a number; write it as in 1234.5, or a name with "
            "letters."
        )
    value = number_in(cell)
    if value is None:
        return " ".join(text_of_cell(cell).split())
    if not math.isfinite(value):
        raise ValueError(f"Line {number}: the label is {shown(cell)}, which is not finite; {_GAP}.")
    return value + 0.0


def _instead(cell: str) -> str:
    """What stands where a value is missing."""
    return f": {shown(cell)}" if cell else ""


def _numbers(table: Table, columns: Columns) -> Iterator[Place]:
    """The numbers that points are made of, as they are written."""
    for line in table.lines:
        for column in columns.places:
            if number_in(line.cells[column]) is not None:
                yield Place(line.number, line.cells[column])


def _told(table: Table, columns: Columns, samples: Samples, comma: Place | None) -> Iterator[str]:
    """How the table was understood, in sentences."""
    yield f"{len(samples)} points, parted by {parted_by(table)}."
    counts = counts_of(samples)
    yield told_targets(samples) if counts is None else f"Classes and their points: {counts}."
    if columns.names is not None:
        x, y, label = (beginning(name, LONGEST_NAME) for name in columns.names)
        if counts is None:
            yield f"x is the column {x}, y is {y}, the target is {label}."
        else:
            yield f"x is the column {x}, y is {y}, the class is {label}."
    if comma is not None:
        yield read_as(comma)


def _seen(place: int, column: Column, columns: Columns, samples: Samples) -> Seen:
    """What the column at `place` of a table is taken for."""
    role: Role = "left_out"
    if place in columns.places:
        role = "target" if place == columns.places[-1] else "input"
    return Seen(
        name=column.name,
        role=role,
        type="category" if role == "target" and samples.class_names is not None else column.type,
        different=column.different,
        missing=column.missing,
        beginning=column.beginning,
        reason="" if role != "left_out" else "The columns x, y and the label are found by their names.",
    )

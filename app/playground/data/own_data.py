"""Samples as text, as a spreadsheet or a program reads and writes them; it draws and trains nothing."""

import codecs
import csv
import math
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO

from app.playground.data.columns import COLUMNS, Columns, columns_of
from app.playground.data.numerals import Place, check_commas, is_missing, is_unclear, number_in, shown
from app.playground.data.samples import (
    LONGEST_NAME,
    MOST_ROWS,
    Label,
    Row,
    Samples,
    check_count,
    label_fault,
    number_fault,
    own,
)
from app.playground.data.table import SEPARATORS, Line, Table, read_table
from app.text import beginning, exact, table_cell, text_of_cell

_GAP = "fill it in, or leave the line out"
_PLAIN = "write it with digits, as in 1234.5, or leave the line out"
_ORDER = "columns stand in the order x, y, label, or a header names them"


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnTable:
    """What a text was understood as: `rows`, their classes, None where the labels are targets, and a sentence of it."""

    rows: list[Row]
    class_names: tuple[str, ...] | None
    understood: str


def decoded(raw: bytes) -> str:
    """The text of a file: UTF-8, or UTF-16 with a byte order mark. Raises ValueError, with one sentence, for others."""
    encoding = "utf-16" if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise ValueError(
            f"The file is no text in UTF-8: byte {error.start + 1} cannot be read; save it as CSV in UTF-8."
        ) from None


def parse_csv(text: str) -> OwnTable:
    """The points of a table of two coordinates and a label; `read_table` says what a table may look like.

    Columns are found by their names, in any order and case, or stand in the order x, y, label. A label may be any
    number or text. Raises ValueError, with one sentence that names the line and what is wrong with it.
    """
    table = read_table(text, MOST_ROWS)
    if not table.lines and table.header is None:
        raise ValueError("The file is empty; write lines such as 1.5,-2,0: x, y and the label.")
    columns = columns_of(table)
    points = [_point(line, table, columns) for line in table.lines]
    if len(points) > MOST_ROWS:
        raise ValueError(
            f"Line {table.lines[MOST_ROWS].number}: here starts row {MOST_ROWS + 1}, but at most {MOST_ROWS} rows are "
            "allowed."
        )
    check_count(len(points))
    comma = check_commas(_numbers(table, columns), table.separator)
    samples = own(points)
    understood = _told(table, columns, samples, "" if comma is None else f"; {_read_as(comma)}")
    return OwnTable(rows=points, class_names=samples.class_names, understood=understood)


def write_csv(samples: Samples) -> str:
    """`samples` as the text that `parse_csv` reads; where they have targets, the last column is the target."""
    names = samples.class_names
    text = StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow((*map(table_cell, samples.columns), "target" if names is None else "label"))
    for inputs, label in zip(samples.x.tolist(), samples.y.tolist(), strict=True):
        rows.writerow((*map(exact, inputs), exact(label) if names is None else table_cell(names[label])))
    return text.getvalue()


def _point(line: Line, table: Table, columns: Columns) -> Row:
    if len(line.cells) != (width := columns.width):
        has = f"{len(line.cells)} column{'s' if len(line.cells) > 1 else ''}"
        needed = f"{width} are needed: x, y and the label" if width == len(COLUMNS) else f"the header has {width}"
        raise ValueError(f"Line {line.number}: parted by {_parted_by(table)} it has {has}, but {needed}.")
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


def _read_as(place: Place) -> str:
    return f"{place.cell} in line {place.line} is read as {exact(number_in(place.cell) or 0.0)}"


def _told(table: Table, columns: Columns, samples: Samples, commas: str) -> str:
    by_name = ""
    if columns.names is not None:
        x, y, label = (beginning(name, LONGEST_NAME) for name in columns.names)
        last = "target" if samples.class_names is None else "class"
        by_name = f"; x is the column {x}, y is {y}, the {last} is {label}"
    if samples.class_names is None:
        low, high = exact(samples.y.min().item()), exact(samples.y.max().item())
        labels = f"numbers to learn, from {low} to {high}"
    else:
        counts = samples.y.bincount().tolist()
        each = (f"{name} ({count})" for name, count in zip(samples.class_names, counts, strict=True))
        labels = f"classes and their points: {', '.join(each)}"
    return f"{len(samples)} points, parted by {_parted_by(table)}; {labels}{by_name}{commas}."


def _parted_by(table: Table) -> str:
    return SEPARATORS.get(table.separator, repr(table.separator))

"""Samples as text, as a spreadsheet or a program reads and writes them; it draws and trains nothing."""

import codecs
import csv
import math
from collections.abc import Mapping
from dataclasses import dataclass
from io import StringIO

from app.playground.data.samples import LONGEST_NAME, MOST_ROWS, Label, Row, Samples, check_count, fault_of, own
from app.playground.data.table import SEPARATORS, Line, Table, number_in, read_table, shown
from app.text import beginning, exact

COLUMNS = ("x", "y", "label")
_NAMES: tuple[Mapping[str, str], ...] = (
    # who calls the coordinates x1 and x2 calls the class y
    {"x1": "x", "x2": "y", "y": "label"},
    {"x_1": "x", "x_2": "y", "y": "label"},
    {"x0": "x", "x1": "y", "y": "label"},
    {"x": "x", "y": "y"},
    {"x1": "x", "x2": "y"},
    {"x_1": "x", "x_2": "y"},
    {"x0": "x", "x1": "y"},
)
_LABEL_NAMES = frozenset({"label", "class", "target", "labels", "classes", "species", "group"})


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
    columns = _columns(table)
    points = [_point(line, table, columns) for line in table.lines]
    if len(points) > MOST_ROWS:
        raise ValueError(
            f"Line {table.lines[MOST_ROWS].number}: here starts row {MOST_ROWS + 1}, but at most {MOST_ROWS} rows are "
            "allowed."
        )
    check_count(len(points))
    samples = own(points)
    return OwnTable(rows=points, class_names=samples.class_names, understood=_told(table, columns, samples))


def write_csv(samples: Samples) -> str:
    """`samples` as the text that `parse_csv` reads; where they have targets, the last column is the target."""
    names = samples.class_names
    text = StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(("x", "y", "target" if names is None else "label"))
    for (x, y), label in zip(samples.x.tolist(), samples.y.tolist(), strict=True):
        rows.writerow((exact(x), exact(y), exact(label) if names is None else names[label]))
    return text.getvalue()


def _columns(table: Table) -> tuple[int, int, int]:
    """The places of x, y and the label. Raises ValueError where the header leaves them open."""
    if table.header is None or table.header == [str(i) for i in range(len(COLUMNS))]:
        return (0, 1, 2)
    names = [name.lower() for name in table.header]
    for known in _NAMES:
        meant = [known.get(name, "label" if name in _LABEL_NAMES else None) for name in names]
        if all(meant.count(column) == 1 for column in COLUMNS):
            x, y, label = (meant.index(column) for column in COLUMNS)
            return x, y, label
    labels = [column for column, name in enumerate(names) if name in _LABEL_NAMES]
    if len(names) == len(COLUMNS) and not {"x", "y"}.union(*_NAMES).intersection(names) and len(labels) <= 1:
        label = labels[0] if labels else 2
        x, y = (column for column in range(3) if column != label)
        return x, y, label
    raise ValueError(
        f"The header {shown(', '.join(table.header))} does not say which columns are x, y and the label; name them so."
    )


def _point(line: Line, table: Table, columns: tuple[int, int, int]) -> Row:
    width = len(COLUMNS) if table.header is None else len(table.header)
    if len(line.cells) != width:
        has = f"{len(line.cells)} column{'s' if len(line.cells) > 1 else ''}"
        needed = f"{width} are needed: x, y and the label" if width == len(COLUMNS) else f"the header has {width}"
        raise ValueError(f"Line {line.number}: parted by {_parted_by(table)} it has {has}, but {needed}.")
    x, y = (_coordinate(line.number, line.cells[column], table.separator) for column in columns[:2])
    label = _label(line.number, line.cells[columns[2]], table.separator)
    if fault := fault_of(x, y, label):
        raise ValueError(f"Line {line.number}: {fault}")
    return x, y, label


def _coordinate(number: int, cell: str, separator: str) -> float:
    value = number_in(cell, separator)
    if value is None:
        raise ValueError(f"Line {number}: {shown(cell)} is not a number.")
    if not math.isfinite(value):
        raise ValueError(f"Line {number}: {shown(cell)} is not finite.")
    return value


def _label(number: int, cell: str, separator: str) -> Label:
    """A number, or the name of a class."""
    value = number_in(cell, separator)
    if not cell:
        raise ValueError(f"Line {number}: the label is missing.")
    if value is None:
        return " ".join(cell.split())
    if not math.isfinite(value):
        raise ValueError(f"Line {number}: {shown(cell)} is not finite.")
    return value + 0.0


def _told(table: Table, columns: tuple[int, int, int], samples: Samples) -> str:
    by_name = ""
    if table.header is not None:
        x, y, label = (beginning(table.header[column], LONGEST_NAME) for column in columns)
        last = "target" if samples.class_names is None else "class"
        by_name = f"; x is the column {x}, y is {y}, the {last} is {label}"
    if samples.class_names is None:
        low, high = exact(samples.y.min().item()), exact(samples.y.max().item())
        labels = f"numbers to learn, from {low} to {high}"
    else:
        counts = samples.y.bincount().tolist()
        each = (f"{name} ({count})" for name, count in zip(samples.class_names, counts, strict=True))
        labels = f"classes and their points: {', '.join(each)}"
    return f"{len(samples)} points, parted by {_parted_by(table)}; {labels}{by_name}."


def _parted_by(table: Table) -> str:
    return SEPARATORS.get(table.separator, repr(table.separator))

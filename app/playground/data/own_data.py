"""Samples as text, as a spreadsheet or a program reads and writes them; it draws and trains nothing."""

import codecs
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.playground.data.samples import MOST_CLASSES, MOST_ROWS, Row, Samples, check_count, fault_of
from app.playground.data.table import SEPARATORS, Line, Table, number_in, read_table, shown
from app.text import beginning, echoed, exact

COLUMNS = ("x", "y", "label")
LONGEST_NAME = 40
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
    """What a text was understood as: `rows` whose labels are places in `class_names`, and the same as a sentence."""

    rows: list[Row]
    class_names: list[str]
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
    names = _class_names([label for _, _, label in points])
    if len(names) < 2:
        raise ValueError(f"Every row has the label {names[0]}; a network needs points of two classes at least.")
    places = {name: place for place, name in enumerate(names)}
    rows = [(x, y, places[label]) for x, y, label in points]
    return OwnTable(rows=rows, class_names=names, understood=_told(table, columns, rows, names))


def write_csv(samples: Samples) -> str:
    """`samples` as the text that `parse_csv` reads; where they have targets, the last column is the target."""
    last = "target" if samples.classes is None else "label"
    lines = (
        f"{exact(x)},{exact(y)},{exact(label)}"
        for (x, y), label in zip(samples.x.tolist(), samples.y.tolist(), strict=True)
    )
    return "\n".join((f"x,y,{last}", *lines, ""))


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


def _point(line: Line, table: Table, columns: tuple[int, int, int]) -> tuple[float, float, str]:
    width = len(COLUMNS) if table.header is None else len(table.header)
    if len(line.cells) != width:
        has = f"{len(line.cells)} column{'s' if len(line.cells) > 1 else ''}"
        needed = f"{width} are needed: x, y and the label" if width == len(COLUMNS) else f"the header has {width}"
        raise ValueError(f"Line {line.number}: parted by {_parted_by(table)} it has {has}, but {needed}.")
    x, y = (_coordinate(line.number, line.cells[column], table.separator) for column in columns[:2])
    if fault := fault_of(x, y, 0):
        raise ValueError(f"Line {line.number}: {fault}")
    return x, y, _label(line.number, line.cells[columns[2]], table.separator)


def _coordinate(number: int, cell: str, separator: str) -> float:
    value = number_in(cell, separator)
    if value is None:
        raise ValueError(f"Line {number}: {shown(cell)} is not a number.")
    if not math.isfinite(value):
        raise ValueError(f"Line {number}: {shown(cell)} is not finite.")
    return value


def _label(number: int, cell: str, separator: str) -> str:
    """The name of a class: a number as it is shortest, 0.000 as 0, or a text."""
    value = number_in(cell, separator)
    if not cell:
        raise ValueError(f"Line {number}: the label is missing.")
    if len(cell) > LONGEST_NAME:
        raise ValueError(
            f"Line {number}: the label {shown(cell)} has {len(cell)} characters; at most {LONGEST_NAME} are allowed."
        )
    if value is None:
        return echoed(cell)
    if not math.isfinite(value):
        raise ValueError(f"Line {number}: {shown(cell)} is not finite.")
    return exact(value + 0.0)


def _class_names(labels: Sequence[str]) -> list[str]:
    """The labels that occur: numbers ascending, or texts in the order of the alphabet."""
    found = set(labels)
    # a number is written with a point by now; what has a comma is a text
    are_numbers = all(number_in(name, ",") is not None for name in found)
    if len(found) > MOST_CLASSES:
        targets = "; a number that is to be learned is no class" if are_numbers else ""
        raise ValueError(
            f"There are {len(found)} different labels; at most {MOST_CLASSES} classes are allowed{targets}."
        )
    return sorted(found, key=float) if are_numbers else sorted(found, key=lambda name: (name.casefold(), name))


def _told(table: Table, columns: tuple[int, int, int], rows: Sequence[Row], names: Sequence[str]) -> str:
    counts = Counter(label for _, _, label in rows)
    classes = ", ".join(f"{name} ({counts[place]})" for place, name in enumerate(names))
    by_name = ""
    if table.header is not None:
        x, y, label = (beginning(table.header[column], LONGEST_NAME) for column in columns)
        by_name = f"; x is the column {x}, y is {y}, the class is {label}"
    return f"{len(rows)} points, parted by {_parted_by(table)}; classes and their points: {classes}{by_name}."


def _parted_by(table: Table) -> str:
    return SEPARATORS.get(table.separator, repr(table.separator))

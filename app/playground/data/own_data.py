"""Samples as text, one line `x,y,label` each, as a spreadsheet reads and writes them; it draws and trains nothing."""

import math
import re

from app.playground.data.samples import MOST_ROWS, Row, Samples, check_count, fault_of
from app.text import beginning, exact

COLUMNS = ("x", "y", "label")
SEPARATORS = (";", "\t", ",")
LONGEST_CELL = 30


def parse_csv(text: str) -> list[Row]:
    """The rows of `text`: lines `x,y,label`, with a header or without, parted by commas, semicolons or tabs.

    Blank lines, a byte order mark and any line ending are accepted. Raises ValueError, with one sentence that names
    the line and what is wrong with it.
    """
    rows: list[Row] = []
    first = True
    for number, line in enumerate(re.split(r"\r\n|\r|\n", text.removeprefix("\ufeff")), start=1):
        if not line.strip():
            continue
        cells = _cells(line)
        if not (first and _is_header(cells)):
            rows.append(_row(number, cells))
        first = False
        if len(rows) > MOST_ROWS:
            raise ValueError(f"Line {number}: here starts row {len(rows)}, but at most {MOST_ROWS} rows are allowed.")
    if first:
        raise ValueError("The file is empty; write lines such as 1.5,-2,0: x, y and the label.")
    check_count(len(rows))
    return rows


def write_csv(samples: Samples) -> str:
    """`samples` as the text that `parse_csv` reads; where they have targets, the last column is the target."""
    last = "target" if samples.classes is None else "label"
    lines = (
        f"{exact(x)},{exact(y)},{exact(label)}"
        for (x, y), label in zip(samples.x.tolist(), samples.y.tolist(), strict=True)
    )
    return "\n".join((f"x,y,{last}", *lines, ""))


def _cells(line: str) -> list[str]:
    separator = next((mark for mark in SEPARATORS if mark in line), ",")
    return [cell.strip() for cell in line.split(separator)]


def _is_header(cells: list[str]) -> bool:
    return len(cells) == len(COLUMNS) and all(_number(cell) is None for cell in cells)


def _row(number: int, cells: list[str]) -> Row:
    if len(cells) != len(COLUMNS):
        has = f"{len(cells)} column{'s' if len(cells) > 1 else ''}"
        raise ValueError(f"Line {number}: it has {has}, but {len(COLUMNS)} are needed: x, y and the label.")
    x, y, label = (_read(number, cell) for cell in cells)
    if fault := fault_of(x, y, label):
        raise ValueError(f"Line {number}: {fault}")
    return x, y, int(label)


def _read(number: int, cell: str) -> float:
    value = _number(cell)
    shown = beginning(cell, LONGEST_CELL)
    if value is None:
        raise ValueError(f"Line {number}: {shown!r} is not a number.")
    if not math.isfinite(value):
        raise ValueError(f"Line {number}: {shown!r} is not finite.")
    return value


def _number(cell: str) -> float | None:
    try:
        # Python reads 1_000 as a number; a spreadsheet does not
        return None if "_" in cell else float(cell)
    except ValueError:
        return None

"""A table as text: its separator, its header, its columns by name, its cells; it knows no classes."""

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from app.text import beginning

SEPARATORS = {";": "semicolons", "\t": "tabs", ",": "commas", "|": "bars", " ": "spaces"}
LONGEST_CELL = 30
_LOOKED_AT = 50
_INDEX_NAMES = frozenset({"", "index", "id", "unnamed: 0"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """The cells of one line, and its number in the text, from 1."""

    number: int
    cells: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Lines of cells, an index column left out; `header` is None where the first line is data."""

    header: list[str] | None
    lines: list[Line]
    separator: str


def read_table(text: str, most_lines: int) -> Table:
    """The table that `text` is, parted by semicolons, tabs, commas, bars or spaces, of which the first that fits.

    Blank lines, a byte order mark, any line ending, quoted cells and a line `sep=;` are understood; a line that begins
    with # is a header, if it is the first, or a comment. No more than `most_lines` and a header are read.
    """
    numbered = [
        (number, line)
        for number, line in enumerate(re.split(r"\r\n|\r|\n", text.removeprefix("\ufeff")), start=1)
        if line.strip()
    ]
    told = re.fullmatch(r"sep=(.)\s*", numbered[0][1], re.IGNORECASE) if numbered else None
    if told:
        numbered = numbered[1:]
    noted = numbered[0][1].strip("# ") if numbered and _is_remark(numbered[0][1]) else ""
    numbered = [(number, line) for number, line in numbered if not _is_remark(line)][: most_lines + 2]
    separator = told[1] if told else _separator([line for _, line in islice(numbered, _LOOKED_AT)])
    lines = [Line(number=number, cells=cells(line, separator)) for number, line in numbered]
    header = _noted_header(noted, separator, lines)
    if header is None and lines and _is_header(lines):
        header = lines.pop(0).cells
    if _has_index(header, lines):
        # some programs name the columns alone, and not that of the numbers
        header = header[1:] if header is not None and len(header) == 4 else header
        lines = [Line(number=line.number, cells=line.cells[1:]) for line in lines]
    return Table(header=header, lines=lines, separator=separator)


def cells(line: str, separator: str) -> list[str]:
    """The cells of a line; within quotes a separator is a letter."""
    joined = re.sub(r"\s+", " ", line.strip()) if separator == " " else line
    try:
        return [cell.strip() for cell in next(csv.reader([joined], delimiter=separator, skipinitialspace=True))]
    except csv.Error:
        # a cell that is longer than any that a person reads
        return [cell.strip() for cell in joined.split(separator)]


def number_in(cell: str, separator: str) -> float | None:
    """The number that `cell` writes, with a decimal comma where commas do not part the cells; None if it is none."""
    if separator != "," and re.fullmatch(r"[+-]?\d*,\d+(e[+-]?\d+)?", cell, re.IGNORECASE):
        cell = cell.replace(",", ".")
    try:
        # Python reads 1_000 as a number; a spreadsheet does not
        return None if "_" in cell else float(cell)
    except ValueError:
        return None


def shown(cell: str) -> str:
    """The beginning of `cell`, in quotes."""
    return repr(beginning(cell, LONGEST_CELL))


def _separator(lines: Sequence[str]) -> str:
    """The separator that parts all lines into equally many cells, three at least, of which most are numbers.

    Where none does, one that parts any line into three, commas first.
    """

    def fit(mark: str) -> tuple[bool, bool, float, bool]:
        parted = [cells(line, mark) for line in lines]
        widths = [len(line) for line in parted]
        numbers = [number_in(cell, mark) is not None for line in parted for cell in line]
        is_even = bool(widths) and min(widths) == max(widths) >= 3
        return is_even, max(widths, default=0) >= 3, sum(numbers) / max(1, len(numbers)), mark == ","

    return max(SEPARATORS, key=fit)


def _is_remark(line: str) -> bool:
    return line.lstrip().startswith("#")


def _noted_header(noted: str, separator: str, lines: list[Line]) -> list[str] | None:
    """The names in a remark above the lines, if there is one for each column; some programs part them by spaces."""
    for mark in (separator, " "):
        names = cells(noted, mark)
        if noted and lines and len(names) == len(lines[0].cells):
            return names
    return None


def _is_header(lines: list[Line]) -> bool:
    """Whether the first line names columns: no cell is a number, or they are 0, 1, 2, … as programs number columns."""
    first = lines[0].cells
    if len(first) < 3:
        return False
    # a program may leave the column that numbers the lines without a name
    numbers = first[first[0] == "" :]
    if numbers == [str(i) for i in range(len(numbers))]:
        return True
    return all(number_in(cell, "") is None for cell in first)


def _has_index(header: list[str] | None, lines: list[Line]) -> bool:
    """Whether the first of four columns numbers the lines: by its name or, where it has none, by what stands in it."""
    if not lines or any(len(line.cells) != 4 for line in lines):
        return False
    if header is not None and len(header) == 4:
        return header[0].lower() in _INDEX_NAMES
    firsts = [line.cells[0] for line in lines]
    return len(lines) > 1 and any(firsts == [str(i) for i in range(start, start + len(lines))] for start in (0, 1))

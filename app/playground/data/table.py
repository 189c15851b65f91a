"""A table as text: its separator, its header, its columns by name, its cells; it knows no classes."""

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice

from app.playground.data.numerals import is_missing, number_in

SEPARATORS = {";": "semicolons", "\t": "tabs", ",": "commas", "|": "bars", " ": "spaces"}
_LOOKED_AT = 50
_CELLS_LOOKED_AT = 64
_CELL_LOOKED_AT = 200
# lines for each that may be a point: others are blank, or remarks
_BLANKS = 20
LONGEST_LINE = 10_000
# columns from which on some may have no name in a header, which is no gap in a row
_WIDE = 4
INDEX_NAMES = frozenset({"", "index", "id", "unnamed: 0"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """The cells of one line, and its number in the text, from 1."""

    number: int
    cells: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Lines of cells, an index column left out; `header` is None where the first line is data.

    `remarks` are those lines above the data that begin with #, as cells, with one for each column: they may be prose
    that has as many words.
    """

    header: list[str] | None
    remarks: list[Line]
    lines: list[Line]
    separator: str


def read_table(text: str, most_lines: int) -> Table:
    """The table that `text` is, parted by semicolons, tabs, commas, bars or spaces, of which the first that fits.

    Blank lines, a byte order mark, any line ending, quoted cells, separators at the ends of lines and a line `sep=;`
    are understood; a line that begins with # is a remark. No more than `most_lines` and a header are read.
    Raises ValueError, with a sentence, where a line is no person's.
    """
    # ten times as fast as a regular expression, and a text may have megabytes
    split = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if len(split) > _BLANKS * most_lines:
        raise ValueError(f"The table has {len(split)} lines; at most {most_lines} points are taken.")
    numbered = [(number, line) for number, line in enumerate(split, start=1) if line.strip()]
    if too_long := next(((number, len(line)) for number, line in numbered if len(line) > LONGEST_LINE), None):
        number, length = too_long
        raise ValueError(f"Line {number} has {length} characters; a line has at most {LONGEST_LINE}.")
    told = re.fullmatch(r'"?sep=(.)"?\s*', numbered[0][1], re.IGNORECASE) if numbered else None
    numbered = numbered[1:] if told else numbered
    first = next((i for i, (_, line) in enumerate(numbered) if not _is_remark(line)), 0)
    above, numbered = numbered[:first], [(number, line) for number, line in numbered[first:] if not _is_remark(line)]
    separator = told[1] if told else _separator([line for _, line in islice(numbered, _LOOKED_AT)])
    lines = [Line(number=number, cells=cells(line, separator)) for number, line in numbered[: most_lines + 2]]
    # a spreadsheet writes the separators of an empty line
    lines = _without_trailing([line for line in lines if any(line.cells)])
    header = lines.pop(0).cells if lines and _is_header(lines) else None
    remarks = _with_names(above if header is None else (), separator, lines)
    if _has_index(header, [remark.cells for remark in remarks], lines):
        lines = [replace(line, cells=line.cells[1:]) for line in lines]
        # some programs name the columns alone, and not that of the numbers
        header = header[1:] if header is not None and len(header) == 4 else header
        remarks = [replace(line, cells=line.cells[1:]) if len(line.cells) == 4 else line for line in remarks]
    return Table(header=header, remarks=remarks, lines=lines, separator=separator)


def cells(line: str, separator: str) -> list[str]:
    """The cells of a line; within quotes a separator is a letter."""
    joined = re.sub(r"\s+", " ", line.strip()) if separator == " " else line
    try:
        return [cell.strip() for cell in next(csv.reader([joined], delimiter=separator, skipinitialspace=True))]
    except csv.Error:
        # a cell that is longer than any that a person reads
        return [cell.strip() for cell in joined.split(separator)]


def _separator(lines: Sequence[str]) -> str:
    """The separator that parts all lines into equally many cells, three at least, of which most are numbers.

    Where none does, one that parts all into two, or any into three, commas first.
    """
    fits = {mark: _fit(lines, mark) for mark in SEPARATORS}
    best = max(SEPARATORS, key=fits.__getitem__)
    # spaces also stand within texts and around other separators, as commas stand within numbers
    return next((mark for mark in ";\t|" if best == " " and fits[mark][0]), best)


def _fit(lines: Sequence[str], mark: str) -> tuple[bool, bool, bool, float, bool]:
    """How well `mark` separates.

    Whether evenly, whether into pairs, whether at all, the mean clarity of cells, and whether it is usual.
    """
    parted = [cells(line, mark) for line in lines]
    widths = [len(line) for line in parted]
    # the first of them tell
    clear = [_clarity(cell[:_CELL_LOOKED_AT]) for line in parted for cell in line[:_CELLS_LOOKED_AT] if cell]
    # above the column that numbers the lines there may be no name
    last = widths[-1] if widths else 0
    is_even = last >= 3 and set(widths[1:]) <= {last} and widths[0] in {last, last - 1}
    are_pairs = len(widths) > 1 and set(widths) == {2}
    return is_even, are_pairs, max(widths, default=0) >= 3, sum(clear) / max(1, len(clear)), mark == ","


def _clarity(cell: str) -> float:
    """1 for a number, less for a text, 0 for a text without letters, or with numbers that a separator would part."""
    if number_in(cell) is not None:
        return 1.0
    has_numbers = any(number_in(piece) is not None for piece in re.split(r"[;\t,| ]", cell))
    return 0.0 if has_numbers or not any(map(str.isalnum, cell)) else 0.5


def _is_remark(line: str) -> bool:
    return line.lstrip().startswith("#")


def _without_trailing(lines: list[Line]) -> list[Line]:
    """`lines`, of which the first may be names, without the empty cell that a separator at their end makes.

    Three cells are left in any case.
    """
    longest = max((len(line.cells) for line in lines[1:]), default=0)
    ended = [line for line in lines[1:] if len(line.cells) == longest]
    if longest > 3 and not any(line.cells[-1] for line in ended):
        return [line if len(line.cells) == 3 or line.cells[-1] else _shorter(line) for line in lines]
    first = lines[:1]
    if first and len(first[0].cells) > 3 and not first[0].cells[-1] and not _has_number(first[0]):
        first = [_shorter(first[0])]
    return first + lines[1:]


def _has_number(line: Line) -> bool:
    return any(number_in(cell) is not None for cell in line.cells)


def _shorter(line: Line) -> Line:
    return replace(line, cells=line.cells[:-1])


def _with_names(above: Sequence[tuple[int, str]], separator: str, lines: list[Line]) -> list[Line]:
    """Those of the remarks `above` that have a cell for each column; that which numbers the lines may have no name."""
    width = len(lines[0].cells) if lines else 0
    widths = {width, 3} if width == 4 else {width}
    names = [
        Line(number=number, cells=_names(remark.strip().lstrip("#").strip(" "), separator, widths))
        for number, remark in above
    ]
    return [line for line in names if line.cells]


def _names(remark: str, separator: str, widths: set[int]) -> list[str]:
    """The cells of a remark, parted as the lines or, as some programs do, by spaces; none where neither fits."""
    for mark in (separator, " "):
        names = cells(remark, mark)
        names = names[:-1] if len(names) > 3 and not names[-1] else names
        if len(names) in widths:
            return names
    return []


def _is_header(lines: list[Line]) -> bool:
    """Whether the first line names columns: no cell is a number, or they are 0, 1, 2, … as programs number columns.

    Two columns have names only where every line has two: 0, 1 may be their first row.
    """
    first = lines[0].cells
    if len(first) < 2 or (len(first) == 2 and any(len(line.cells) != 2 for line in lines)):
        return False
    # a program may leave the column that numbers the lines without a name
    names = first[first[0] == "" :]
    if len(first) > 2 and names == [str(i) for i in range(len(names))]:
        return True
    if len(names) > _WIDE and 2 * names.count("") < len(names):
        names = [name for name in names if name]
    return not any(is_missing(name) or number_in(name) is not None for name in names)


def _has_index(header: list[str] | None, remarks: list[list[str]], lines: list[Line]) -> bool:
    """Whether the first of four columns numbers the lines: by its name or, where it has none, by what stands in it."""
    if not lines or any(len(line.cells) != 4 for line in lines):
        return False
    if header is not None and len(header) == 4:
        return header[0].lower() in INDEX_NAMES
    if any(len(names) == 4 and names[0].lower() in INDEX_NAMES for names in remarks):
        return True
    firsts = [line.cells[0] for line in lines]
    return len(lines) > 1 and any(firsts == [str(i) for i in range(start, start + len(lines))] for start in (0, 1))

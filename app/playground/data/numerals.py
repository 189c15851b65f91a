"""Numbers as the cells of a table write them: with a decimal point or comma, thousands apart, or missing."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from app.text import beginning

LONGEST_CELL = 30

# what spreadsheets, statistics programs and databases write where there is no value, in the letters that they use
MISSING = frozenset({
    "", "?", "NA", "N/A", "n/a", "#N/A", "<NA>", "NaN", "nan", "-nan", "NULL", "null", r"\N", "None",
})  # fmt: skip
"""What says that a cell has no value."""

_DECIMAL_COMMA = re.compile(r"[+-]?\d*,\d+(e[+-]?\d+)?", re.IGNORECASE)
_GROUPED = re.compile(r"[+-]?[1-9]\d{0,2},\d{3}")
_DIGITS = re.compile(r"[+-]?\d[\d.,'’_\s]*")


class Place(NamedTuple):
    """A cell, and the number of its line."""

    line: int
    cell: str


def number_in(cell: str) -> float | None:
    """The number that `cell` writes, with a point or a decimal comma; None if it is none."""
    if _DECIMAL_COMMA.fullmatch(cell):
        cell = cell.replace(",", ".")
    try:
        # Python reads 1_000 as a number; a spreadsheet does not
        return None if "_" in cell else float(cell)
    except ValueError:
        return None


def is_missing(cell: str) -> bool:
    """Whether `cell` says that there is no value."""
    return cell in MISSING


def is_unclear(cell: str) -> bool:
    """Whether `cell` is all digits and marks between them, and yet no number: 1,234.5 or 1'234."""
    return number_in(cell) is None and _DIGITS.fullmatch(cell) is not None


def shown(cell: str) -> str:
    """The beginning of `cell`, in quotes."""
    return repr(beginning(cell, LONGEST_CELL))


def check_commas(numbers: Iterable[Place], separator: str) -> Place | None:
    """The first of `numbers` whose comma was taken for a decimal one and might part thousands; None if none might.

    Raises ValueError, with a sentence, where a comma cannot be told from one that parts thousands: beside a decimal
    point, or between commas that part the cells.
    """
    places = list(numbers)
    with_comma = [place for place in places if "," in place.cell]
    point = next((place for place in places if "." in place.cell), None)
    if with_comma and point:
        line, cell = with_comma[0]
        raise ValueError(
            f"Line {line}: {shown(cell)} has a comma, but {shown(point.cell)} in line {point.line} a point; write all "
            "numbers with the same decimal mark, and thousands without any."
        )
    if not with_comma or not all(_GROUPED.fullmatch(place.cell) for place in with_comma):
        return None
    line, cell = with_comma[0]
    if separator == ",":
        raise ValueError(
            f"Line {line}: {shown(cell)} may be {cell.replace(',', '')} or {cell.replace(',', '.')}; write numbers "
            "with a decimal point, and thousands without any mark."
        )
    return with_comma[0]

"""Texts for readers: numbers, lists in sentences, cells, what a client wrote; and patterns for what one may write."""

import math
import re
from collections.abc import Sequence

LONGEST_ECHO = 60
"""Characters of what a client wrote that a sentence repeats."""

FORMULA = re.compile(r"'*[ \t\r\n]*[=+\-@\t\r＝＋－＠]")
"""How begins what a spreadsheet may take for a formula, with the signs of wide keyboards."""

NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
"""What is a number to everybody. static/js/shared/csv.js has the same two."""


def listed(parts: Sequence[str], word: str = "and") -> str:
    """`parts` as a sentence lists them: a; a and b; a, b and c."""
    *others, last = parts
    return f"{', '.join(others)} {word} {last}" if others else last


def beginning(text: str, most: int = LONGEST_ECHO) -> str:
    """`text`, or its first `most` characters and an ellipsis."""
    return text if len(text) <= most else f"{text[:most]}…"


def echoed(text: str) -> str:
    """What a client wrote, or its beginning, in letters that can be shown."""
    return beginning(text if text.isprintable() else ascii(text)[1:-1])


def exact(value: float) -> str:
    """`value` in the fewest digits that read back as the same number: 2, 0.25, 1e-07."""
    return repr(value).removesuffix(".0")


def table_cell(text: str) -> str:
    """`text` as a cell of a table: before what a spreadsheet would take for a formula stands an apostrophe."""
    return f"'{text}" if FORMULA.match(text) and not NUMBER.fullmatch(text) else text


def text_of_cell(cell: str) -> str:
    """The text that `table_cell` wrote as `cell`."""
    return cell[1:] if cell.startswith("'") and FORMULA.match(cell) else cell


def number(value: float | None, digits: int = 4) -> str:
    """`value` rounded to `digits` that count, with a true minus sign: −0.09984, ∞; a dash where there is none."""
    if value is None or math.isnan(value):
        return "–"
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    # −0 + 0 is 0
    return f"{value + 0.0:.{digits}g}".replace("-", "−")


def percent(share: float | None) -> str:
    """A share of 1 in three digits, 93.2 %; a dash where there is none."""
    return "–" if share is None or not math.isfinite(share) else f"{number(100 * share, 3)} %"


def grouped(value: float) -> str:
    """`value` with a true minus sign, its thousands apart where it is whole: −6, 5,001, 1e−06."""
    text = f"{value:,.0f}" if float(value).is_integer() and abs(value) < 1e15 else f"{value:g}"
    return text.replace("-", "−")


def whole_pattern(most: int) -> str:
    """A regular expression, Python's and HTML's, for the whole numbers from 1 to `most`, without leading zeros."""
    digits = str(most)
    shorter = [f"[1-9][0-9]{{0,{len(digits) - 2}}}"] if len(digits) > 1 else []
    # as long as `most`, with the same beginning and then a smaller digit
    smaller = [
        f"{digits[:place]}[{int(place == 0)}-{int(digit) - 1}][0-9]{{{len(digits) - place - 1}}}"
        for place, digit in enumerate(digits)
        if int(digit) > int(place == 0)
    ]
    return "|".join([*shorter, *smaller, digits])

"""Texts for readers: numbers, lists in sentences, cells, what a client wrote; and patterns for what one may write."""

import math
import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Context, Decimal

LONGEST_ECHO = 60
"""Characters of what a client wrote that a sentence repeats."""

FORMULA = re.compile(r"'*[ \t\r\n]*[=+\-@\t\r＝＋－＠]")
"""How begins what a spreadsheet may take for a formula, with the signs of wide keyboards."""

_LEAST_POWER, _FIRST_POWER = -4, 7
"""Powers of ten from which numbers are written out, and from which they no longer are."""

_FIRST_TOO_LONG = 1e15
_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")

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
    """`value` in `digits` that count, as people write it: −0.09984, 12,346, 7.966 × 10¹⁸, ∞, NaN; a dash for None.

    Whole digits are never left out below ten million. static/js/shared/readable.js writes by the same rule.
    """
    if value is None:
        return "–"
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    # halves away from 0, as JavaScript has it
    size = abs(float(value))
    rounded = Context(prec=digits, rounding=ROUND_HALF_UP).create_decimal_from_float(size)
    power = rounded.adjusted() if rounded else 0
    if _LEAST_POWER <= power < _FIRST_POWER:
        decimals = max(0, digits - 1 - power)
        text = without_zeros(f"{Decimal(size).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP):,f}")
    else:
        mantissa = without_zeros(f"{rounded.scaleb(-power):f}")
        # held together, so that no line ends within it
        text = f"{mantissa}\u00a0×\u00a010{raised(power)}"
    return f"−{text}" if value < 0 else text


def without_zeros(text: str) -> str:
    """A decimal number without the zeros at its end that say nothing."""
    return text.rstrip("0").rstrip(".") if "." in text else text


def raised(power: int) -> str:
    """A whole number as an exponent: ⁻¹²."""
    return str(power).translate(_SUPERSCRIPTS)


def percent(share: float | None) -> str:
    """A share of 1 in three digits, 93.2 %; a dash where there is none."""
    return "–" if share is None or not math.isfinite(share) else f"{number(100 * share, 3)} %"


def grouped(value: float) -> str:
    """`value` with a true minus sign, in full where it is whole: −6, 5,001, 1,000,000, 0.25, 1 × 10⁻⁶."""
    is_whole = float(value).is_integer() and abs(value) < _FIRST_TOO_LONG
    return f"{value:,.0f}".replace("-", "−") if is_whole else number(value, 6)


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

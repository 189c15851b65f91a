"""Texts for readers: numbers, lists in sentences, and the beginning of what is too long to repeat."""

import math
from collections.abc import Sequence

LONGEST_ECHO = 60
"""Characters of what a client wrote that a sentence repeats."""


def listed(parts: Sequence[str], word: str = "and") -> str:
    """`parts` as a sentence lists them: a; a and b; a, b and c."""
    *others, last = parts
    return f"{', '.join(others)} {word} {last}" if others else last


def beginning(text: str, most: int = LONGEST_ECHO) -> str:
    """`text`, or its first `most` characters and an ellipsis."""
    return text if len(text) <= most else f"{text[:most]}…"


def exact(value: float) -> str:
    """`value` in the fewest digits that read back as the same number: 2, 0.25, 1e-07."""
    return repr(value).removesuffix(".0")


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

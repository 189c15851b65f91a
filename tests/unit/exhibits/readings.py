"""What a finding says, read back: its numbers, its words, and both against what they should be."""

import math
import re
from collections.abc import Iterable

from app.exhibits.finding import Finding

# sentences carry three or four digits
DIGITS = 6e-3

POWER = r"(?:\u00a0×\u00a010[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?"
NUMBER = rf"([−-]?(?:\d{{1,3}}(?:,\d{{3}})+|\d+)(?:\.\d+)?{POWER}|−?∞|NaN|–)"


def figures(text: str) -> list[float]:
    """The numbers in a sentence."""
    return [number_of(each) for each in re.findall(rf"(?<![\w.])[−-]?\d[\d,]*\.?\d*{POWER}", text)]


def number_of(text: str) -> float:
    """A number as people write it."""
    mantissa, _, power = text.replace("−", "-").replace(",", "").replace("∞", "inf").partition("\u00a0×\u00a010")
    return float(f"{mantissa}e{power.translate(str.maketrans('⁻⁰¹²³⁴⁵⁶⁷⁸⁹', '-0123456789'))}" if power else mantissa)


def says(finding: Finding, words: str, numbers: Iterable[float]) -> bool:
    """Whether each of `numbers` stands in a sentence that has the `words`."""
    own = figures(finding.says)
    near = [any(abs(a - b) <= DIGITS * abs(b) for a in own) for b in numbers]
    return words in finding.says and all(near)


def reads(finding: Finding, words: str, *numbers: float | None) -> bool:
    """Whether the sentence is `words` to the letter, with these numbers in the places of each #.

    None is a dash, and what is not a number says so, or is one; a share before " %" then has no unit.
    """
    places = iter(numbers)
    pattern = re.sub(r"\\#(\\ %)?", lambda place: NUMBER + _unit(place[1], next(places)), re.escape(words))
    found = re.fullmatch(pattern, finding.says)
    return found is not None and all(map(_is_near, found.groups(), numbers))


def _unit(unit: str | None, number: float | None) -> str:
    return "" if unit is None or number is None or math.isnan(number) else unit


def _is_near(text: str, number: float | None) -> bool:
    if number is None or math.isnan(number):
        return text in ("–", "NaN")
    if text in ("–", "NaN"):
        return False
    shown = number_of(text)
    return shown == number or abs(shown - number) <= DIGITS * abs(number)


def value_of(finding: Finding) -> float:
    """The value of a finding, NaN where it has none."""
    return float("nan") if finding.value is None else finding.value


def is_close(finding: Finding, expected: float | None, within: float = 0.0) -> bool:
    """Whether the value is `expected` to rounding, or `within` so much of it; none where that is None or no number."""
    if expected is None or not math.isfinite(expected):
        return finding.value is None
    return finding.value is not None and math.isclose(finding.value, expected, rel_tol=1e-9, abs_tol=within + 1e-12)

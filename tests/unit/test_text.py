"""Texts say numbers as a reader reads them, and repeat what is long only in part."""

import json
import math
import re
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.text import (
    FORMULA,
    LONGEST_ECHO,
    NUMBER,
    beginning,
    echoed,
    exact,
    grouped,
    listed,
    number,
    percent,
    table_cell,
    text_of_cell,
    whole_pattern,
)


def test_lists_as_a_sentence_does() -> None:
    assert [listed(parts) for parts in (["a"], ["a", "b"], ["a", "b", "c"])] == ["a", "a and b", "a, b and c"]
    assert listed(["a", "b"], "or") == "a or b"


def test_repeats_the_beginning_of_what_is_long() -> None:
    assert [beginning(text, 3) for text in ("", "abc", "abcd")] == ["", "abc", "abc…"]


@pytest.mark.parametrize("value", [2.0, 0.25, 1e-7, -1 / 3, 1e22, -0.0])
def test_an_exact_number_reads_back_as_the_same(value: float) -> None:
    assert float(exact(value)) == value
    assert not exact(value).endswith(".0")


def test_a_number_is_written_as_people_write_it() -> None:
    assert [number(x) for x in (-0.0998393, -0.0, 2.0, 12345.6)] == ["−0.09984", "0", "2", "12,346"]
    # spaces at which no line ends
    assert [number(x, 3).replace("\u00a0", " ") for x in (1e-16, -7.966e18, 9_999_999.9)] == [
        "1 × 10⁻¹⁶",
        "−7.97 × 10¹⁸",
        "1 × 10⁷",
    ]


def test_what_is_no_number_has_a_sign_of_its_own() -> None:
    assert [number(x) for x in (None, math.nan, math.inf, -math.inf)] == ["–", "NaN", "∞", "−∞"]


def test_the_table_that_pages_write_by_is_ours() -> None:
    table = json.loads((Path(__file__).parents[1] / "data/numbers.json").read_text("utf-8"))
    assert [[value, digits, number(value, digits)] for value, digits, _ in table] == table


@given(st.floats(allow_nan=False, allow_infinity=False), st.integers(1, 6))
def test_a_number_reads_back_as_the_nearest_of_its_digits(value: float, digits: int) -> None:
    text = number(value, digits).replace("−", "-").replace(",", "").replace("\u00a0", "")
    mantissa, _, power = text.partition("×10")
    exponent = int(power.translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")) or 0)
    assert len(mantissa.lstrip("-0.").replace(".", "")) <= max(digits, 7)
    read = Fraction(mantissa) * Fraction(10) ** exponent
    # half of the last digit
    assert abs(read - Fraction(value)) <= abs(Fraction(value)) * Fraction(10) ** (1 - digits) / 2


def test_a_share_is_in_percent() -> None:
    assert [percent(share) for share in (0.93216, 1.0, None, math.nan, math.inf)] == ["93.2 %", "100 %", "–", "–", "–"]


def test_a_large_number_has_its_thousands_apart() -> None:
    assert [grouped(x) for x in (-6.0, 5001, 1e-6, 0.25, 1e6)] == [
        "−6",
        "5,001",
        "1\u00a0×\u00a010⁻⁶",
        "0.25",
        "1,000,000",
    ]


@given(st.text(st.characters(exclude_categories=())))
def test_an_echo_can_be_shown_and_is_short(text: str) -> None:
    echo = echoed(text)
    assert echo.isprintable()
    assert len(echo) <= LONGEST_ECHO + 1
    if text.isprintable() and len(text) <= LONGEST_ECHO:
        assert echo == text


@pytest.mark.parametrize("sign", "=+-@\t\r＝＋－＠")
def test_what_a_spreadsheet_would_compute_stands_behind_an_apostrophe(sign: str) -> None:
    for text in (f"{sign}x", f" {sign}x", f"'{sign}x"):
        assert table_cell(text) == f"'{text}"


def test_other_texts_and_numbers_are_cells_as_they_are() -> None:
    for text in ("relu", "x-1", "-1", "+1.5", "-.5e-3", "1e6", "", "'quoted'", "value of -x"):
        assert table_cell(text) == text


def test_pages_guard_the_same_cells() -> None:
    script = (Path(__file__).parents[2] / "static/js/shared/csv.js").read_text("utf-8")
    assert f"const FORMULA = /^{FORMULA.pattern}/;" in script
    assert f"const NUMBER = /^{NUMBER.pattern}$/;" in script


@given(st.text("='+-@＝\t 1.ex", max_size=6) | st.text())
def test_a_cell_is_read_as_the_text_that_was_written(text: str) -> None:
    assert text_of_cell(table_cell(text)) == text


@pytest.mark.parametrize("most", [1, 2, 9, 10, 11, 19, 64, 99, 100, 101, 999, 1001, 2000])
def test_a_pattern_for_whole_numbers_takes_those_and_no_others(most: int) -> None:
    pattern = whole_pattern(most)
    assert [n for n in range(3 * most + 12) if re.fullmatch(pattern, str(n))] == list(range(1, most + 1))
    for text in ("", "01", "-1", "1.0", "1e1", " 1", "x"):
        assert re.fullmatch(pattern, text) is None

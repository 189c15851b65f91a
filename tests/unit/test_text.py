"""Texts: lists as a sentence has them, echoes that can be shown, and patterns that mean what they say."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.text import LONGEST_ECHO, echoed, listed, whole_pattern


@pytest.mark.parametrize(("parts", "text"), [(["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")])
def test_a_list_reads_as_in_a_sentence(parts: list[str], text: str) -> None:
    assert listed(parts) == text
    assert listed(parts, "or") == text.replace(" and ", " or ")


@given(st.text(st.characters(exclude_categories=())))
def test_an_echo_can_be_shown_and_is_short(text: str) -> None:
    echo = echoed(text)
    assert echo.isprintable()
    assert len(echo) <= LONGEST_ECHO + 1
    if text.isprintable() and len(text) <= LONGEST_ECHO:
        assert echo == text


@pytest.mark.parametrize("most", [1, 2, 9, 10, 11, 19, 64, 99, 100, 101, 999, 1001, 2000])
def test_a_pattern_for_whole_numbers_takes_those_and_no_others(most: int) -> None:
    pattern = whole_pattern(most)
    assert [n for n in range(3 * most + 12) if re.fullmatch(pattern, str(n))] == list(range(1, most + 1))
    for text in ("", "01", "-1", "1.0", "1e1", " 1", "x"):
        assert re.fullmatch(pattern, text) is None

"""Samples go through a link as they are, and no text of an address does harm or is taken for points."""

import base64
import json
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.playground.data.link import LONGEST_LINK, Linked, read_link
from tests.unit.sentences import assert_one_sentence

NUMBERS = st.floats(-1e6, 1e6)
ROWS = st.lists(st.tuples(NUMBERS, NUMBERS, st.one_of(NUMBERS, st.text(max_size=40))), max_size=60)


def deflated(raw: bytes) -> str:
    """What the page writes: raw DEFLATE in base64 for addresses."""
    packer = zlib.compressobj(9, wbits=-15)
    return base64.urlsafe_b64encode(packer.compress(raw) + packer.flush()).decode().rstrip("=")


def link_of(columns: object) -> str:
    return deflated(json.dumps(columns).encode())


@given(rows=ROWS)
def test_rows_come_back_as_they_were(rows: list[tuple[float, float, float | str]]) -> None:
    text = link_of([list(column) for column in zip(*rows, strict=True)] or [[], [], []])
    if len(text) <= LONGEST_LINK:
        assert read_link(text) == Linked([*rows])


CUT = link_of([[1.0, 2.0], [3.0, 4.0], [0.0, 1.0]])
HOSTILE = [
    "",
    "A",
    "not base64!",
    "é",
    CUT[:-4],
    CUT + "AAAA",
    "_____",
    deflated(b""),
    deflated(b"[[1],[2],[3]"),
    deflated(b"\xff\xfe"),
    deflated(b"[" * 50_000),
    # a megabyte of zeros in a thousand letters
    deflated(b"[[0" + b",0" * 500_000 + b"],[0],[0]]"),
    link_of([[1.0]]),
    link_of([[1.0]] * 66),
    link_of([[1.0, 2.0], [2.0], [0.0]]),
    link_of([[True], [2.0], [0.0]]),
    link_of([["1"], [2.0], [0.0]]),
    link_of([[1.0], [2.0], [[0.0]]]),
    link_of([[1.0] * 10001, [1.0] * 10001, [1.0] * 10001]),
    link_of({"x": [1.0]}),
]


@pytest.mark.parametrize("text", HOSTILE)
def test_what_is_no_list_of_points_is_said_in_one_sentence(text: str) -> None:
    with pytest.raises(ValueError, match="ask for the link again") as caught:
        read_link(text)
    assert_one_sentence(str(caught.value))


@given(text=st.text(max_size=300))
def test_any_text_is_points_or_gets_the_sentence(text: str) -> None:
    try:
        read_link(text)
    except ValueError as error:
        assert_one_sentence(str(error))


def test_a_link_that_is_too_long_is_not_read() -> None:
    with pytest.raises(ValueError, match="6001 characters"):
        read_link("A" * (LONGEST_LINK + 1))

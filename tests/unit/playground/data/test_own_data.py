"""A file of points is read whatever wrote it, or refused with a sentence that names the line."""

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from app.playground.data.datasets import draw
from app.playground.data.own_data import parse_csv, write_csv
from app.playground.data.samples import MOST_ROWS, own
from tests.unit.sentences import assert_one_sentence

ROWS = [(1.0, 2.0, 0), (-1.5, 0.25, 1)]

ROW = st.tuples(st.floats(-1000, 1000), st.floats(-1000, 1000), st.integers(0, 5))


@pytest.mark.parametrize(
    "text",
    [
        "1,2,0\n-1.5,0.25,1",
        "1,2,0\n-1.5,0.25,1\n",
        "x,y,label\n1,2,0\n-1.5,0.25,1\n",
        "\ufeffx,y,label\r\n1,2,0\r\n-1.5,0.25,1\r\n",
        "\ufeff1,2,0\r\n-1.5,0.25,1",
        "x;y;label\n1;2;0\n-1.5;0.25;1",
        "1\t2\t0\n-1.5\t0.25\t1",
        '"x","y","class"\n1,2,0\n-1.5,0.25,1',
        "\n\n x , y , label \n\n 1 , 2 , 0 \n   \n -1.5 , 0.25 , 1 \n\n",
        "1,2,0\r-1.5,0.25,1\r",
        "1e0,+2.0,0.0\n-15e-1,.25,1.0",
    ],
)
def test_reads_what_spreadsheets_and_programs_write(text: str) -> None:
    rows = parse_csv(text)
    assert rows == ROWS
    assert all(isinstance(label, int) for _, _, label in rows)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "The file is empty; write lines such as 1.5,-2,0: x, y and the label."),
        ("\ufeff \r\n\n", "The file is empty; write lines such as 1.5,-2,0: x, y and the label."),
        ("x,y,label\n", "There are no rows; at least 2 are needed."),
        ("1,2,0\n", "There is only 1 row; at least 2 are needed."),
        ("x,y,label\n\n1,2,0\n1,abc,1\n", "Line 4: 'abc' is not a number."),
        ("1,2,0\n1,,1\n", "Line 2: '' is not a number."),
        ("1,2,0\nx,y,label\n", "Line 2: 'x' is not a number."),
        ("abc,2,0\n1,2,0", "Line 1: 'abc' is not a number."),
        ("1;2,5;0\n", "Line 1: '2,5' is not a number."),
        ("1,1_000,0\n", "Line 1: '1_000' is not a number."),
        ("1,2,0\n1,2\n", "Line 2: it has 2 columns, but 3 are needed: x, y and the label."),
        ("1,2,0\n1\n", "Line 2: it has 1 column, but 3 are needed: x, y and the label."),
        ("1,2,0,4\n", "Line 1: it has 4 columns, but 3 are needed: x, y and the label."),
        ("points\n1,2,0\n", "Line 1: it has 1 column, but 3 are needed: x, y and the label."),
        ("1,2,0\nnan,1,1\n", "Line 2: 'nan' is not finite."),
        ("1,2,0\n1,-inf,1\n", "Line 2: '-inf' is not finite."),
        ("1,2,0\n1,1e999,1\n", "Line 2: '1e999' is not finite."),
        ("1,2,0\n1,2,NaN\n", "Line 2: 'NaN' is not finite."),
        ("1,2,0\n1000.5,2,1\n", "Line 2: x = 1000.5 is too far out; coordinates go from −1000 to 1000."),
        ("1,2,0\n1,-1e9,1\n", "Line 2: y = -1e+09 is too far out; coordinates go from −1000 to 1000."),
        ("1,2,0\n1,2,6\n", "Line 2: the label 6 is not a class; labels are whole numbers from 0 to 5."),
        ("1,2,0\n1,2,-1\n", "Line 2: the label -1 is not a class; labels are whole numbers from 0 to 5."),
        ("1,2,0\n1,2,0.5\n", "Line 2: the label 0.5 is not a class; labels are whole numbers from 0 to 5."),
        (
            "1,2,0\n" * (MOST_ROWS + 1),
            f"Line {MOST_ROWS + 1}: here starts row {MOST_ROWS + 1}, but at most {MOST_ROWS} rows are allowed.",
        ),
        (f"1,2,0\n{'z' * 1000},2,0\n", f"Line 2: '{'z' * 30}…' is not a number."),
        ("1,2,0\n\x00\x1b,2,0\n", r"Line 2: '\x00\x1b' is not a number."),
    ],
)
def test_refuses_with_a_sentence_that_names_the_line(text: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=r"Line|row|file") as refusal:
        parse_csv(text)
    assert str(refusal.value) == sentence
    assert_one_sentence(sentence)


def test_takes_as_many_rows_as_are_allowed() -> None:
    assert len(parse_csv("x,y,label\n" + "1,2,0\n" * MOST_ROWS)) == MOST_ROWS


@given(st.text(st.sampled_from("0123456789.,;\t\n\r -+einfaxy\ufeff_'\""), max_size=60))
def test_any_text_is_read_or_refused_with_one_sentence(text: str) -> None:
    try:
        rows = parse_csv(text)
    except ValueError as refusal:
        assert_one_sentence(str(refusal))
    else:
        assert 2 <= len(rows) <= MOST_ROWS


@given(st.lists(ROW, min_size=2, max_size=30).filter(lambda rows: len({label for _, _, label in rows}) > 1))
def test_what_is_written_reads_back_as_the_same_numbers(rows: list[tuple[float, float, int]]) -> None:
    assert parse_csv(write_csv(own(rows))) == rows


def test_drawn_points_are_written_one_line_each() -> None:
    samples = draw("blobs", 40, 0.2, 0)
    lines = write_csv(samples).splitlines()
    assert lines[0] == "x,y,label"
    assert len(lines) == 41
    again = own(parse_csv(write_csv(samples)))
    assert torch.equal(again.x, samples.x)
    assert torch.equal(again.y, samples.y)


def test_a_regressions_last_column_is_the_target() -> None:
    samples = draw("ripple", 20, 0.0, 0)
    head, *lines = write_csv(samples).splitlines()
    assert head == "x,y,target"
    assert [float(line.split(",")[2]) for line in lines] == samples.y.tolist()

"""A file of points is read whatever wrote it, or refused with a sentence that names the line."""

import re

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from app.playground.data.datasets import draw
from app.playground.data.own_data import decoded, parse_csv, write_csv
from app.playground.data.samples import MOST_ROWS, own
from app.text import exact
from tests.unit.sentences import assert_one_sentence

ORDER = "columns stand in the order x, y, label, or a header names them."
PLAIN = "write it with digits, as in 1234.5, or leave the line out."
MARK = "write all numbers with the same decimal mark, and thousands without any."
GAP = "fill it in, or leave the line out."

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
        # columns by name, in any order and case
        "y,x,label\n2,1,0\n0.25,-1.5,1\n",
        "Class,X1,X2\n0,1,2\n1,-1.5,0.25\n",
        "x1,x2,y\n1,2,0\n-1.5,0.25,1\n",
        "x0,x1,y\n1,2,0\n-1.5,0.25,1\n",
        "target,y,x\n0,2,1\n1,0.25,-1.5\n",
        "weight,x,y,label\n60,1,2,0\n70,-1.5,0.25,1\n",
        "sepal length,sepal width,species\n1,2,0\n-1.5,0.25,1\n",
        "a,b,c\n1,2,0\n-1.5,0.25,1\n",
        # a table that was saved with its numbered columns, or rows
        "0,1,2\n1,2,0\n-1.5,0.25,1\n",
        ",x,y,label\n0,1,2,0\n1,-1.5,0.25,1\n",
        "Unnamed: 0,x,y,label\n7,1,2,0\n9,-1.5,0.25,1\n",
        ",0,1,2\n0,1,2,0\n1,-1.5,0.25,1\n",
        "0,1,2,0\n1,-1.5,0.25,1\n",
        "1,1,2,0\n2,-1.5,0.25,1\n",
        "\tx\ty\tlabel\n0\t1\t2\t0\n1\t-1.5\t0.25\t1\n",
        "x,y,label\n1,1,2,0\n2,-1.5,0.25,1\n",
        # names with units or words behind them
        "y (cm),x (cm),label\n2,1,0\n0.25,-1.5,1\n",
        "Y coordinate;X coordinate;Class of it\n2;1;0\n0.25;-1.5;1\n",
        # separators at the ends of lines, and of empty ones
        "x,y,label,\n1,2,0,\n-1.5,0.25,1,\n",
        "1;2;0;\n-1.5;0.25;1;\n;;;\n;;;\n",
        # the first column counts, and is no index
        "x,y,label,weight\n1,2,0,5\n-1.5,0.25,1,6\n",
        # other separators and numbers
        "1,0;2,0;0\n-1,5;0,25;1\n",
        "1,0\t2,0\t0\n-1,5\t0,25\t1\n",
        "1,0 2,0 0\n-1,5 0,25 1\n",
        "1 2 0\n-1.5   0.25\t1\n",
        "1|2|0\n-1.5|0.25|1\n",
        "sep=;\n1;2;0\n-1.5;0.25;1\n",
        "# x y label\n1 2 0\n-1.5 0.25 1\n",
        "# x y label\n1,2,0\n-1.5,0.25,1\n",
        "# by hand, in May\n# y x label\n2,1,0\n0.25,-1.5,1\n",
        "#,x,y,label\n1,1,2,0\n2,-1.5,0.25,1\n",
        '"1,0","2,0","0"\n"-1,5","0,25","1"\n',
        "# made by a program\n1,2,0\n# half of it\n-1.5,0.25,1\n",
        '"1","2","0"\n"-1.5","0.25","1"\n',
        '"1,0","2,0","0"\n"-1,5","0,25","1"\n'.replace('","', '";"'),
    ],
)
def test_reads_what_spreadsheets_and_programs_write(text: str) -> None:
    table = parse_csv(text)
    assert (table.rows, table.class_names) == (ROWS, ("0", "1"))


@pytest.mark.parametrize(
    ("labels", "names"),
    [
        (("1", "2"), ["1", "2"]),
        (("-1", "1"), ["-1", "1"]),
        (("0.00000", "1.0"), ["0", "1"]),
        (("10", "9"), ["9", "10"]),
        (("0", "2"), ["0", "2"]),
        (("0.5", "1.5"), ["0.5", "1.5"]),
        (("versicolor", "setosa"), ["setosa", "versicolor"]),
        (("b", "A", "c"), ["A", "b", "c"]),
        (("1", "one"), ["1", "one"]),
        (('"red, dark"', "blue"), ["blue", "red, dark"]),
    ],
)
def test_classes_are_the_labels_that_occur(labels: tuple[str, ...], names: list[str]) -> None:
    table = parse_csv("".join(f"{i}.5,{i},{label}\n" for i, label in enumerate(labels)))
    assert table.class_names == tuple(names)
    samples = own(table.rows)
    assert samples.class_names == tuple(names)
    for label, place in zip(labels, samples.y.tolist(), strict=True):
        assert names[place] in (label.strip('"'), exact(float(label)) if _is_number(label) else None)


def _is_number(label: str) -> bool:
    return re.fullmatch(r"-?[0-9.]+", label) is not None


def test_a_first_column_that_counts_is_the_one_that_its_name_says() -> None:
    table = parse_csv("x,y,label,weight\n0,5,0,5\n1,6,1,6\n")
    assert table.rows == [(0, 5, 0), (1, 6, 1)]


def test_says_what_was_understood() -> None:
    text = "y;x;Art\n" + "1,5;2;A\n" * 3 + "1;2;B\n" * 2
    with pytest.raises(ValueError, match="does not say which columns"):
        parse_csv(text)
    assert parse_csv(text.replace("Art", "Class")).understood == (
        "5 points, parted by semicolons. Classes and their points: A (3), B (2). "
        "x is the column x, y is y, the class is Class."
    )
    assert parse_csv("1,234;2;0\n2;1;1\n").understood == (
        "2 points, parted by semicolons. Classes and their points: 0 (1), 1 (1). 1,234 in line 1 is read as 1.234."
    )
    assert parse_csv("Unnamed: 0\tlabel\tx\ty\n0\tIris setosa\t1\t2\n1\tIris virginica\t2\t1\n").understood == (
        "2 points, parted by tabs. Classes and their points: Iris setosa (1), Iris virginica (1). "
        "x is the column x, y is y, the class is label."
    )
    assert parse_csv("# made of points\n1,53 2 false\n-16,57 1 true\n").understood == (
        "2 points, parted by spaces. Classes and their points: false (1), true (1)."
    )
    assert parse_csv("1,2,0\n2,1,1\n").understood == (
        "2 points, parted by commas. Classes and their points: 0 (1), 1 (1)."
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_reads_the_encodings_of_spreadsheets(encoding: str) -> None:
    text = "x,y,label\n1,2,größer\n2,1,kleiner\n"
    assert parse_csv(decoded(text.encode(encoding))).class_names == ("größer", "kleiner")
    with pytest.raises(ValueError, match="no text in UTF-8: byte 17"):
        decoded(text.encode("latin-1"))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "The file is empty; write lines such as 1.5,-2,0: x, y and the label."),
        ("\ufeff \r\n\n", "The file is empty; write lines such as 1.5,-2,0: x, y and the label."),
        ("x,y,label\n", "There are no rows; at least 2 are needed."),
        ("1,2,0\n", "There is only 1 row; at least 2 are needed."),
        (
            "x,y,label\n\n1,2,0\n1,abc,1\n",
            f"Line 4: y is 'abc', which is not a number; {PLAIN}",
        ),
        ("1,2,0\n1,,1\n", f"Line 2: y is missing; {GAP}"),
        (
            "1,2,0\nx,y,label\n",
            f"Line 2: x is 'x', which is not a number; {ORDER}",
        ),
        (
            "abc,2,0\n1,2,0",
            f"Line 1: x is 'abc', which is not a number; {ORDER}",
        ),
        (
            "1,1_000,0\n",
            f"Line 1: y is '1_000', which is not a number; {PLAIN}",
        ),
        ("1,2,0\n1,2\n", "Line 2: parted by commas it has 2 columns, but 3 are needed: x, y and the label."),
        ("1,2,0\n1\n", "Line 2: parted by commas it has 1 column, but 3 are needed: x, y and the label."),
        ("1,2,0,4\n", "Line 1: parted by commas it has 4 columns, but 3 are needed: x, y and the label."),
        ("points\n1,2,0\n", "Line 1: parted by commas it has 1 column, but 3 are needed: x, y and the label."),
        ("1,2,0\nnan,1,1\n", f"Line 2: x is missing: 'nan'; {GAP}"),
        ("1,2,0\n1,-inf,1\n", f"Line 2: y is '-inf', which is not finite; {GAP}"),
        ("1,2,0\n1,1e999,1\n", f"Line 2: y is '1e999', which is not finite; {GAP}"),
        ("1,2,0\n1,2,NaN\n", f"Line 2: the label is missing: 'NaN'; {GAP}"),
        ("1,2,0\n1000000.5,2,1\n", "Line 2: x = 1e+06 is too far out; numbers go from −1,000,000 to 1,000,000."),
        ("1,2,0\n1,-1e9,1\n", "Line 2: y = -1e+09 is too far out; numbers go from −1,000,000 to 1,000,000."),
        ("1,2,0\n1,2,\n", f"Line 2: the label is missing; {GAP}"),
        ("1\t2\t0\n1\t2\t\n", f"Line 2: the label is missing; {GAP}"),
        (
            f"1,2,{'z' * 40}\n1,2,{'z' * 40}a\n",
            f"Line 2: the label {'z' * 40}a has 41 characters; at most 40 are allowed.",
        ),
        ("x,y,label\n1,2,A\n3,4,NA\n", f"Line 3: the label is missing: 'NA'; {GAP}"),
        ("1,2,?\n3,4,1\n", f"Line 1: the label is missing: '?'; {GAP}"),
        (
            "1;2,5;0\n1;1.234,5;1\n",
            f"Line 2: y is '1.234,5', which is not a number; {PLAIN}",
        ),
        ("1;2,5;0\n1;1.234;1\n", f"Line 1: '2,5' has a comma, but '1.234' in line 2 a point; {MARK}"),
        (
            '"1,234",2,0\n950,1,1\n',
            "Line 1: '1,234' may be 1234 or 1.234; write numbers with a decimal point, and thousands without any mark.",
        ),
        (
            "1,2,1'234\n950,1,1\n",
            'Line 1: the label is "1\'234", which is not a number; write it as in 1234.5, or a name with letters.',
        ),
        (
            "# two class data\n1,2,0\n3,4,1\n",
            "Line 1: the remark 'two class data' may name the columns; call them x, y and label, or leave it out.",
        ),
        ("1,2,A\n3,4,A\n", "Every row has the label A; a network needs points of two classes at least."),
        ("x,y,label\n1,2,0,3\n", "Line 2: parted by commas it has 4 columns, but 3 are needed: x, y and the label."),
        ("w,x,y,label\n1,2,0\n", "Line 2: parted by commas it has 3 columns, but the header has 4."),
        (
            "x,b,label\n1,2,0\n2,3,1\n",
            "The header 'x, b, label' does not say which columns are x, y and the label; name them so.",
        ),
        (
            "".join(f"{i},{i},{chr(65 + i)}\n" for i in range(11)),
            "There are 11 different labels; at most 10 classes are allowed.",
        ),
        (
            "1,2,0\n" * (MOST_ROWS + 1),
            f"Line {MOST_ROWS + 1}: here starts row {MOST_ROWS + 1}, but at most {MOST_ROWS} rows are allowed.",
        ),
        (
            f"1,2,0\n{'z' * 1000},2,0\n",
            f"Line 2: x is '{'z' * 30}…', which is not a number; {ORDER}",
        ),
        (
            "1,2,0\n\x00\x1b,2,0\n",
            rf"Line 2: x is '\x00\x1b', which is not a number; {ORDER}",
        ),
    ],
)
def test_refuses_with_a_sentence_that_names_the_line(text: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=r"Line|row|file|header|labels") as refusal:
        parse_csv(text)
    assert str(refusal.value) == sentence
    assert_one_sentence(sentence)


def test_takes_as_many_rows_as_are_allowed() -> None:
    assert len(parse_csv("x,y,label\n" + "1,2,0\n1,2,1\n" * (MOST_ROWS // 2)).rows) == MOST_ROWS


@given(st.text(st.sampled_from("0123456789.,;\t\n\r -+einfaxy\ufeff_'\""), max_size=60))
def test_any_text_is_read_or_refused_with_one_sentence(text: str) -> None:
    try:
        rows = parse_csv(text).rows
    except ValueError as refusal:
        assert_one_sentence(str(refusal))
    else:
        assert 2 <= len(rows) <= MOST_ROWS


@given(st.lists(ROW, min_size=2, max_size=30).filter(lambda rows: len({label for _, _, label in rows}) > 1))
def test_what_is_written_reads_back_as_the_same_numbers(rows: list[tuple[float, float, int]]) -> None:
    table = parse_csv(write_csv(own(rows)))
    assert table.rows == rows


def test_drawn_points_are_written_one_line_each() -> None:
    samples = draw("blobs", 40, 0.2, 0)
    lines = write_csv(samples).splitlines()
    assert lines[0] == "x,y,label"
    assert len(lines) == 41
    again = own(parse_csv(write_csv(samples)).rows)
    assert torch.equal(again.x, samples.x)
    assert torch.equal(again.y, samples.y)


def test_a_regressions_last_column_is_the_target() -> None:
    samples = draw("ripple", 20, 0.0, 0)
    head, *lines = write_csv(samples).splitlines()
    assert head == "x,y,target"
    assert [float(line.split(",")[2]) for line in lines] == samples.y.tolist()
    again = own(parse_csv(write_csv(samples)).rows)
    assert again.class_names is None
    assert torch.equal(again.x, samples.x)
    assert torch.equal(again.y, samples.y)


def test_pictures_read_back_with_the_pixels_that_are_the_same_in_all() -> None:
    samples = draw("digits", 0, 0, 0)
    assert int((samples.x.amin(dim=0) == samples.x.amax(dim=0)).sum()) == 3
    table = parse_csv(write_csv(samples))
    assert tuple(table.columns) == samples.columns
    again = own(table.rows)
    assert torch.equal(again.x, samples.x)
    # of what is no picture such a column says nothing
    apart = parse_csv("a,b,c,label\n1,2,5,x\n1,3,7,y\n1,4,2,x\n")
    assert tuple(apart.columns) == ("b", "c")
    assert apart.seen[0].reason == "It has one value alone."


def test_names_with_separators_and_quotes_read_back() -> None:
    rows = [(0.0, 1.0, 'red, "dark"'), (1.0, 0.0, "größer; kleiner"), (2.0, 3.0, "−1")]
    table = parse_csv(write_csv(own(rows)))
    assert table.rows == rows


def test_more_different_numbers_than_classes_are_targets() -> None:
    table = parse_csv("".join(f"{i},{-i},{19000 + 500 * i}\n" for i in range(11)))
    assert table.class_names is None
    assert table.understood == "11 points, parted by commas. Numbers to learn, from 19000 to 24000."

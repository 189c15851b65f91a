"""A table of any columns is read by their roles and types, or refused with a sentence that names line and column."""

from typing import Any

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from app.playground.data.column import UnfitTableError
from app.playground.data.datasets import draw
from app.playground.data.own_data import parse_csv, write_csv
from app.playground.data.roles import MOST_VALUES, Wishes
from app.playground.data.samples import MOST_INPUTS, MOST_ROWS, Samples, own
from tests.unit.sentences import assert_one_sentence

PEOPLE = """id,age,sex,name,planet,income,species
1,20,m,A,Earth,10.5,a
2,30,f,B,Earth,11,b
3,,m,C,Earth,12,a
4,22,f,D,Earth,1,b
5,25,m,E,Earth,?,b
"""


def test_roles_and_types_are_found_out_and_said() -> None:
    table = parse_csv(PEOPLE)
    assert table.columns == ("age", "sex=f", "sex=m", "income")
    assert table.rows == [(20, 0, 1, 10.5, "a"), (30, 1, 0, 11, "b"), (22, 1, 0, 1, "b")]
    assert (table.class_names, table.task, table.left_out) == (("a", "b"), "classification", 2)
    assert [(one.name, one.role, one.type, one.missing, one.reason) for one in table.seen] == [
        ("id", "left_out", "number", 0, "It numbers the rows."),
        ("age", "input", "number", 1, ""),
        ("sex", "input", "category", 0, ""),
        ("name", "left_out", "category", 0, "It has another text in every row."),
        ("planet", "left_out", "category", 0, "It has one value alone."),
        ("income", "input", "number", 1, ""),
        ("species", "target", "category", 0, ""),
    ]
    assert table.understood == (
        "3 rows, parted by commas. Inputs: 4, of the columns age, sex, income. The class is the column species. "
        "Classes and their rows: a (1), b (2). Rows left out because a cell is missing: 2, in age (1), income (1). "
        "Columns left out: id, name, planet."
    )


def test_a_reader_knows_better() -> None:
    wishes = Wishes(roles={"income": "target", "age": "left_out", "id": "input"}, types={"id": "category"})
    table = parse_csv(PEOPLE, wishes)
    assert table.columns == ("id=1", "id=2", "id=3", "id=4", "sex=f", "sex=m", "species=a", "species=b")
    assert (table.class_names, table.task, table.left_out) == (None, "regression", 1)
    assert [row[-1] for row in table.rows] == [10.5, 11, 12, 1]
    # also of a table of x, y and a label, whose gaps are refused otherwise
    points = parse_csv("x,y,label\n1,,0\n3,4,1\n5,6,0\n", Wishes(roles={"label": "target"}))
    assert (points.rows, points.left_out) == ([(3, 4, 1), (5, 6, 0)], 1)


@pytest.mark.parametrize(
    ("text", "columns", "rows"),
    [
        ("a,b\n1,2.5\n2,3.5\n3,1.5\n", ("a",), [(1, 2.5), (2, 3.5), (3, 1.5)]),
        ("1,2\n2,4\n3,5\n", ("x",), [(1, 2), (2, 4), (3, 5)]),
        ("0,1,2,3\n1,2,0,5\n3,4,1,6\n", ("0", "1", "2"), [(1, 2, 0, 5), (3, 4, 1, 6)]),
        ("x,y,z,label\n1,2,3,a\n2,3,4,b\n", ("x", "y", "z"), [(1, 2, 3, "a"), (2, 3, 4, "b")]),
        ("x1,x2,x3,label\n1,2,3,a\n2,3,4,b\n", ("x1", "x2", "x3"), [(1, 2, 3, "a"), (2, 3, 4, "b")]),
        ("a;b;c;label\n1,5;2;3;x\n2,5;4;1;y\n", ("a", "b", "c"), [(1.5, 2, 3, "x"), (2.5, 4, 1, "y")]),
        # R leaves the column that numbers the rows without a name
        ("a b c class\n1 5 6 7 x\n2 6 5 4 y\n", ("a", "b", "c"), [(5, 6, 7, "x"), (6, 5, 4, "y")]),
        (
            "a,a,,b,label\n1,2,3,4,x\n4,5,7,8,y\n",
            ("a", "a (2)", "column 3", "b"),
            [(1, 2, 3, 4, "x"), (4, 5, 7, 8, "y")],
        ),
        ("# p,q,r,group\n1,2,3,x\n4,5,7,y\n", ("p", "q", "r"), [(1, 2, 3, "x"), (4, 5, 7, "y")]),
        ("species,p,q,r\nx,1,2,3\ny,4,5,7\n", ("p", "q", "r"), [(1, 2, 3, "x"), (4, 5, 7, "y")]),
    ],
)
def test_reads_what_programs_write(text: str, columns: tuple[str, ...], rows: list[tuple[Any, ...]]) -> None:
    table = parse_csv(text)
    assert (table.columns, table.rows) == (columns, rows)


def _wide(columns: int, *, rows: int = 2) -> str:
    head = ",".join(f"c{number}" for number in range(columns))
    lines = (",".join(str(row + number) for number in range(columns)) for row in range(rows))
    return "\n".join([f"{head},label", *(f"{line},{'ab'[i % 2]}" for i, line in enumerate(lines))])


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("a,b,c,d\n1,2,3,4\n1,2,3\n", "Line 3: parted by commas it has 3 columns, but the header has 4."),
        ("1,2,3,4\n1,2\n", "Line 2: parted by commas it has 2 columns, but line 1 has 4."),
        ("a,b,c,d\n1,2,3,x\n2,inf,3,y\n", "Line 3, column b = inf is not finite."),
        (
            "a,b,c,d\n1,2,3,x\n1,2e9,4,y\n",
            "Line 3, column b = 2e+09 is too far out; numbers go from −1,000,000 to 1,000,000.",
        ),
        (
            "a,b,c,d\n1,2,3,x\n4,abc,4,y\n5,6,7,y",
            "Line 3, column b: 'abc' is not a number; mend it, or take it as a category, or leave the cell empty.",
        ),
        (
            "a;b;c;d\n1;2,5;0;x\n1;1.5;1;y\n",
            (
                "Line 2: '2,5' has a comma, but '1.5' in line 3 a point; write all numbers with the same decimal mark, "
                "and thousands without any."
            ),
        ),
        (
            _wide(MOST_INPUTS + 1),
            "The columns come to 65 inputs, one for each value of a category; at most 64 are allowed: leave some out.",
        ),
        (_wide(200), "The table has 201 columns; at most 128 are read."),
        (
            "a,b,c,label\n" + "".join(f"{i},{i * i},{-i},{chr(65 + i)}\n" for i in range(11)),
            "There are 11 different labels; at most 10 classes are allowed.",
        ),
        (
            "a,b,c,label\n1,2,3,A\n3,4,5,A\n",
            "Every row has the label A; a network needs points of two classes at least.",
        ),
        (
            "a,b,c,label\n1,,3,A\n3,4,,B\n5,6,7,A\n",
            "Cells are missing in b (1), c (1); rows without a gap: 1, and at least 2 are needed.",
        ),
        ("a,b,c,label\n1,2,3,A\n", "There is only 1 row; at least 2 are needed."),
        (
            f"a,b,c,label\n1,2,3,{'z' * 41}\n1,2,4,b\n1,5,4,b\n",
            f"Line 2, column label: the label {'z' * 41} has 41 characters; at most 40 are allowed.",
        ),
        (
            "a,b,c,d\n" + "1,2,3,4\n" * (MOST_ROWS + 1),
            "Line 10002: here starts row 10001, but at most 10000 rows are allowed.",
        ),
        (f"a,b,c,d\n{'9,' * 6000}1\n", "Line 2 has 12001 characters; a line has at most 10000."),
    ],
)
def test_refuses_with_a_sentence_that_names_line_and_column(text: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=r"\.$") as refusal:
        parse_csv(text)
    assert str(refusal.value) == sentence
    assert_one_sentence(sentence)


def test_a_refusal_knows_the_columns_where_other_roles_may_help() -> None:
    with pytest.raises(UnfitTableError) as refusal:
        parse_csv(_wide(MOST_INPUTS + 1))
    assert len(refusal.value.seen) == MOST_INPUTS + 2
    table = parse_csv(_wide(MOST_INPUTS + 1), Wishes(roles={"c3": "left_out"}))
    assert len(table.columns) == MOST_INPUTS
    with pytest.raises(UnfitTableError) as refusal:
        parse_csv("x,b,label\n1,2,0\n2,3,1\n")
    assert [one.name for one in refusal.value.seen] == ["x", "b", "label"]


@pytest.mark.parametrize(
    ("wishes", "sentence"),
    [
        (
            Wishes(roles={"z": "input"}),
            "There is no column z; the columns are id, age, sex, name, planet, income and species.",
        ),
        (Wishes(roles={"age": "target", "sex": "target"}), "One column can be the target, not age and sex."),
        (
            Wishes(roles=dict.fromkeys(("age", "sex", "income"), "left_out")),
            "No column is an input; choose one at least.",
        ),
    ],
)
def test_wishes_that_do_not_fit_are_refused(wishes: Wishes, sentence: str) -> None:
    with pytest.raises(ValueError, match=r"\.$") as refusal:
        parse_csv(PEOPLE, wishes)
    assert str(refusal.value) == sentence


def test_texts_of_many_values_are_no_category_unless_asked_for() -> None:
    text = "n,word,label\n".replace("n,", "n,m,") + "".join(
        f"{i},{i % 7},w{i % (MOST_VALUES + 1)},{'ab'[i % 2]}\n" for i in range(60)
    )
    (word,) = [one for one in parse_csv(text).seen if one.name == "word"]
    assert (word.role, word.reason) == ("left_out", "It has 21 different texts, and each would be an input.")
    assert len(parse_csv(text, Wishes(roles={"word": "input"})).columns) == MOST_VALUES + 3


@pytest.mark.parametrize("name", ["iris", "wine", "breast_cancer", "diabetes", "sine", "step"])
def test_an_export_reads_back_as_the_same_samples(name: str) -> None:
    samples = draw(name, 40, 0.1, 0)
    table = parse_csv(write_csv(samples))
    again = own(table.rows, table.task, table.columns)
    assert again.columns == samples.columns
    assert torch.equal(again.x, samples.x)
    assert _labels(again) == _labels(samples)


def _labels(samples: Samples) -> list[float | str]:
    """The names of the classes of all rows, whose order a file does not say, or the targets."""
    names = samples.class_names
    return samples.y.tolist() if names is None else [names[place] for place in samples.y.tolist()]


NUMBERS = st.floats(-1e6, 1e6)


@settings(max_examples=60)
@given(data=st.data(), inputs=st.integers(3, 12), rows=st.integers(3, 20))
def test_random_tables_are_written_and_read_back(data: st.DataObject, inputs: int, rows: int) -> None:
    labels = data.draw(st.lists(st.sampled_from(["a", "größer; b", 'c"']), min_size=rows, max_size=rows))
    # each column tells something, and each class is there
    values = [data.draw(st.lists(NUMBERS, min_size=rows, max_size=rows, unique=True)) for _ in range(inputs)]
    given_rows = [
        (*row, label) for row, label in zip(zip(*values, strict=True), [*labels[:-2], "a", 'c"'], strict=True)
    ]
    table = parse_csv(write_csv(own(given_rows)), Wishes(roles={"label": "target", "x1": "input"}))
    assert table.rows == given_rows
    assert table.left_out == 0


@settings(max_examples=150)
@given(
    st.lists(
        st.lists(
            st.sampled_from(["1", "2.5", "", "nan", "inf", "a", "b", "1e9", '"', "-3", "NA", "\x00"]),
            min_size=1,
            max_size=6,
        ),
        max_size=8,
    )
)
def test_any_cells_are_read_or_refused_with_one_sentence(rows: list[list[str]]) -> None:
    text = "\n".join(map(",".join, rows))
    for wishes in (Wishes(), Wishes(types={"a": "category"}, roles={"b": "target"})):
        try:
            table = parse_csv(text, wishes)
        except ValueError as refusal:
            assert_one_sentence(str(refusal))
        else:
            assert len({len(row) for row in table.rows}) == 1
            assert len(table.columns) + 1 == len(table.rows[0])
            for sentence in table.understood.split(". "):
                assert_one_sentence(f"{sentence.removesuffix('.')}.")

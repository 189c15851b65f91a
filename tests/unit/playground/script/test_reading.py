"""What a script does with tables, good and bad ones."""

import pytest

from app.playground.script.reading import place_of, read_table

COLUMNS = ("age", "'=weight")


@pytest.mark.parametrize(
    ("text", "points", "labels"),
    [
        ("1,2\n3,4\n", [[1, 2], [3, 4]], []),
        ("1,2,a\n\n3,4,b\n", [[1, 2], [3, 4]], ["a", "b"]),
        ("age,'=weight,label\n1,2,a\n", [[1, 2]], ["a"]),
        ("target, '=weight ,id,age\n7,2,9,1\n", [[1, 2]], ["7"]),
        # not every row has a label
        ("1,2,a\n3,4\n", [[1, 2], [3, 4]], []),
        ("age,'=weight\n", [], []),
        ("", [], []),
    ],
)
def test_columns_are_found_by_name_or_by_order(text: str, points: list[list[float]], labels: list[str]) -> None:
    assert read_table(text.splitlines(), COLUMNS) == (points, labels)


def test_a_name_may_stand_behind_an_apostrophe() -> None:
    assert read_table(["'=weight,age", "2,1"], ("age", "=weight")) == ([[1, 2]], [])


def test_a_column_may_be_called_as_labels_are() -> None:
    assert read_table(["label,label", "2,a"], ("label",)) == ([[2]], ["a"])


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("age,height\n1,2\n", "The table has no column '=weight; the network takes age, '=weight."),
        ("age;'=weight\n1;2\n", "The table has no column age; the network takes age, '=weight."),
        ("1,2\n3\n", "Line 2 is too short: it has 1 cells."),
        ("1,2\n\n3,four\n", "Line 3: 'four' is not a number."),
    ],
)
def test_a_table_that_does_not_fit_is_refused(text: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=r"\.$") as refusal:
        read_table(text.splitlines(), COLUMNS)
    assert str(refusal.value) == sentence


@pytest.mark.parametrize(
    ("label", "place"), [("1", 0), ("1.0", 0), ("+1e0", 0), ("2.50", 1), ("-a", 2), ("'-a", 2), ("''", 3)]
)
def test_a_label_is_found_however_it_is_written(label: str, place: int) -> None:
    assert place_of(label, ("1", "2.5", "-a", "''")) == place


def test_a_label_of_no_class_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^The label 'b' is not one of the classes a, 1\.$"):
        place_of("b", ("a", "1"))

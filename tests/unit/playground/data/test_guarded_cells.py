"""Names of classes that a spreadsheet would compute are guarded in a table, and read again as they were."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.playground.data.own_data import parse_csv, write_csv
from app.playground.data.samples import own

LETTERS = st.text("=+-@'＝－ab, \"", min_size=1, max_size=8)
# names as a table gives them, with letters: others may be numbers, or no values
NAMES = LETTERS.map(lambda text: " ".join(text.split())).filter(lambda name: set("ab").intersection(name))


@pytest.mark.parametrize("name", ['=HYPERLINK("//there", "open")', "-x", "'=1", "@a", "＝1", "''+b", "+1 and more"])
def test_a_name_that_a_spreadsheet_would_compute_is_written_behind_an_apostrophe(name: str) -> None:
    samples = own([(1.0, 2.0, name), (3.0, 4.0, "b"), (5.0, 6.0, "b")])
    text = write_csv(samples)
    assert f"'{name}".replace('"', '""') in text
    assert parse_csv(text).class_names == samples.class_names


@given(st.lists(NAMES, min_size=2, max_size=6, unique=True))
def test_classes_have_the_same_names_when_they_are_read_again(names: list[str]) -> None:
    samples = own([(float(i), -1.5, name) for i, name in enumerate(names)])
    assert parse_csv(write_csv(samples)).class_names == samples.class_names

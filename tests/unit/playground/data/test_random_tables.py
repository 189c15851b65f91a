"""Whatever ordinary program wrote a table, it is read as it was meant, or refused; never is it misread in silence."""

from hypothesis import given, settings

from app.playground.data.own_data import OwnTable, parse_csv
from tests.unit.playground.data.dialects import Written, written
from tests.unit.sentences import assert_one_sentence


@settings(max_examples=60)
@given(written())
def test_a_table_is_read_as_it_was_written_or_refused(table: Written) -> None:
    try:
        found = parse_csv(table.text)
    except ValueError as refusal:
        _assert_is_due(table, str(refusal))
    else:
        _assert_is_meant(table, found)


def _assert_is_due(table: Written, refusal: str) -> None:
    assert_one_sentence(refusal)
    if table.gap is not None:
        number, cell = table.gap
        assert table.is_open or refusal.startswith(f"Line {number}: ")
        assert table.is_open or repr(cell) in refusal or not cell
    elif len({label for _, _, label in table.rows}) == 1:
        assert table.is_open or refusal.startswith("Every row has the label")
    else:
        assert table.is_open, refusal


def _assert_is_meant(table: Written, found: OwnTable) -> None:
    assert table.gap is None, found
    if found.rows != table.rows:
        # thousands may look like decimals; then the reader is told
        assert table.has_thousands, found
        assert " is read as " in found.understood, found
        return
    names = None if found.class_names is None else set(found.class_names)
    assert names == table.class_names

"""Samples as text, as a spreadsheet or a program reads and writes them; it draws and trains nothing."""

import codecs
import csv
from io import StringIO

from app.playground.data.column import UnfitTableError
from app.playground.data.columns import are_points
from app.playground.data.general_table import columns_in, read_general
from app.playground.data.own_table import OwnTable
from app.playground.data.points_table import read_points
from app.playground.data.roles import Wishes, seen
from app.playground.data.samples import MOST_ROWS, Samples
from app.playground.data.table import Table, read_table
from app.text import exact, table_cell

_AS_FOUND = Wishes()
_PIECE = 500


def decoded(raw: bytes) -> str:
    """The text of a file: UTF-8, or UTF-16 with a byte order mark. Raises ValueError, with one sentence, for others."""
    encoding = "utf-16" if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise ValueError(
            f"The file is no text in UTF-8: byte {error.start + 1} cannot be read; save it as CSV in UTF-8."
        ) from None


def parse_csv(text: str, wishes: Wishes = _AS_FOUND) -> OwnTable:
    """The samples of a table; `read_table` says what a table may look like.

    A table of x, y and a label has no gaps, and its columns are found by their names or in that order. Of any other
    the columns have the roles and types that `wishes` name, or those that they look like; a row with a gap is left out.
    Raises ValueError, with one sentence that names the line that is wrong, or an UnfitTableError, which knows the
    columns.
    """
    table = read_table(text, MOST_ROWS)
    if not table.lines and table.header is None:
        raise ValueError("The file is empty; write lines such as 1.5,-2,0: x, y and the label.")
    if len(table.lines) > MOST_ROWS:
        raise ValueError(
            f"Line {table.lines[MOST_ROWS].number}: here starts row {MOST_ROWS + 1}, but at most {MOST_ROWS} rows are "
            "allowed."
        )
    try:
        return read_general(table, wishes) if wishes or not are_points(table) else _points(table)
    finally:
        # half a million cells that are forgotten in one go would hold up all other threads
        while table.lines:
            del table.lines[-_PIECE:]


def _points(table: Table) -> OwnTable:
    """The points of a table of x, y and a label. Raises UnfitTableError where its columns may have other roles."""
    try:
        columns, unnamed = columns_in(table)
    except ValueError:
        # what is wrong with a line of points is said in their own words
        return read_points(table, [])
    try:
        return read_points(table, columns)
    except ValueError as error:
        raise UnfitTableError(str(error), seen(columns, _AS_FOUND, unnamed) if table.lines else ()) from None


def write_csv(samples: Samples) -> str:
    """`samples` as the text that `parse_csv` reads; where they have targets, the last column is the target.

    A column that is the same in every row comes back if it is a pixel; any other says nothing, and is left out until a
    reader makes it an input.
    """
    names = samples.class_names
    text = StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow((*map(table_cell, samples.columns), "target" if names is None else "label"))
    for inputs, label in zip(samples.x.tolist(), samples.y.tolist(), strict=True):
        rows.writerow((*map(exact, inputs), exact(label) if names is None else table_cell(names[label])))
    return text.getvalue()

"""Which columns of a table are x, y and the label: by their names, or else by their order."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.playground.data.numerals import shown
from app.playground.data.table import Table

COLUMNS = ("x", "y", "label")
_NAMES: tuple[Mapping[str, str], ...] = (
    # who calls the coordinates x1 and x2 calls the class y
    {"x1": "x", "x2": "y", "y": "label"},
    {"x_1": "x", "x_2": "y", "y": "label"},
    {"x0": "x", "x1": "y", "y": "label"},
    {"x": "x", "y": "y"},
    {"x1": "x", "x2": "y"},
    {"x_1": "x", "x_2": "y"},
    {"x0": "x", "x1": "y"},
)
_COORDINATES = frozenset({"x", "y"}.union(*_NAMES))
LABELS = frozenset({"label", "class", "target", "labels", "classes", "species", "group"})
# beside x and y these are inputs too: x3, x_3, z
_FURTHER = re.compile(r"x_?\d+|z", re.IGNORECASE)
# a name with a unit or a word behind it: x (cm), y coordinate, x-pos
_FIRST_WORD = re.compile(r"(?:x_[12]|[a-z0-9]+)(?![a-z0-9])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """The places of x, y and the label among `width`; `names` has what a header calls them, None where none does."""

    places: tuple[int, int, int]
    names: tuple[str, str, str] | None
    width: int


IN_ORDER = Columns(places=(0, 1, 2), names=None, width=3)


def are_points(table: Table) -> bool:
    """Whether a table is one of x, y and a label: by its names, or because it has three columns.

    A single line, or one without columns, is read as points as well: what is wrong with it is easily told.
    """
    if table.header is None:
        width = len(table.lines[0].cells)
        named = any(_by_name(remark.cells) for remark in table.remarks)
        return named or width == len(COLUMNS) or width == 1 or len(table.lines) == 1
    if len(table.header) == len(COLUMNS):
        return True
    further = [name for name in table.header if _FURTHER.fullmatch(name)]
    return len(further) <= len(COLUMNS) - 1 and "z" not in table.header and _by_name(table.header) is not None


def columns_of(table: Table) -> Columns:
    """The columns of a table, by its header or a remark that names them all, or in the order x, y, label.

    Raises ValueError, with a sentence, where the header or a remark leaves them open.
    """
    if table.header is not None:
        return _of_header(table.header)
    # the nearest to the lines
    for remark in reversed(table.remarks):
        if found := _by_name(remark.cells):
            return found
    for remark in table.remarks:
        known = [_known(name) for name in remark.cells]
        if any(name in _COORDINATES for name in known) or any(name in LABELS for name in known[:-1]):
            raise ValueError(
                f"Line {remark.number}: the remark {shown(' '.join(remark.cells))} may name the columns; call them "
                "x, y and label, or leave it out."
            )
    return IN_ORDER


def _of_header(header: Sequence[str]) -> Columns:
    if header == [str(i) for i in range(len(COLUMNS))]:
        return _named(header, *IN_ORDER.places)
    if found := _by_name(header):
        return found
    known = [_known(name) for name in header]
    labels = [column for column, name in enumerate(known) if name in LABELS]
    if len(header) == len(COLUMNS) and not _COORDINATES.intersection(known) and len(labels) <= 1:
        label = labels[0] if labels else 2
        x, y = (column for column in range(3) if column != label)
        return _named(header, x, y, label)
    raise ValueError(
        f"The header {shown(', '.join(header))} does not say which columns are x, y and the label; name them so."
    )


def _by_name(header: Sequence[str]) -> Columns | None:
    """The columns, if the names say all three: as they stand, or else by their first words."""
    lower = [name.lower() for name in header]
    for names in (lower, [_known(name) for name in header]):
        for known in _NAMES:
            meant = [known.get(name, "label" if name in LABELS else None) for name in names]
            if all(meant.count(column) == 1 for column in COLUMNS):
                return _named(header, *(meant.index(column) for column in COLUMNS))
    return None


def _known(name: str) -> str:
    """The first word of a name, which may be one that says what a column is."""
    word = _FIRST_WORD.match(name.lower())
    return word[0] if word else name.lower()


def _named(header: Sequence[str], x: int, y: int, label: int) -> Columns:
    return Columns(places=(x, y, label), names=(header[x], header[y], header[label]), width=len(header))

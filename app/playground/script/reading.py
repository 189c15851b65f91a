"""What a script does with a table: functions that are written into scripts as they stand, and need Python alone."""

import csv
from collections.abc import Iterable, Sequence


def is_number(cell: str) -> bool:
    """Whether a cell holds a number."""
    try:
        float(cell)
    except ValueError:
        return False
    return True


def read_table(lines: Iterable[str], columns: Sequence[str]) -> tuple[list[list[float]], list[str]]:
    """The numbers of each row of a table parted by commas, in the order of `columns`, and the labels, if it has any.

    A header names the columns, in any order, and the label: label, target or class. Without a header columns stand in
    their order, and the label behind them. Raises ValueError, with a sentence, for a table that does not fit.
    """
    reader = csv.reader(lines)
    rows = [(reader.line_num, [cell.strip() for cell in row]) for row in reader if any(row)]
    names = [*columns, "label"]
    first = rows[0][1] if rows else []
    if set(columns) <= set(first) or not all(map(is_number, first[: len(columns)])):
        # an apostrophe keeps a spreadsheet from taking a name for a formula
        names = [cell if cell in columns else cell.removeprefix("'") for cell in rows.pop(0)[1]]
    if missing := [column for column in columns if column not in names]:
        raise ValueError(f"The table has no column {missing[0]}; the network takes {', '.join(columns)}.")
    places = [names.index(column) for column in columns]
    others = [place for place, name in enumerate(names) if place not in places and name in ("label", "target", "class")]
    points: list[list[float]] = []
    labels: list[str] = []
    for line, row in rows:
        if len(row) <= max(places):
            raise ValueError(f"Line {line} is too short: it has {len(row)} cells.")
        if wrong := [row[place] for place in places if not is_number(row[place])]:
            raise ValueError(f"Line {line}: {wrong[0]!r} is not a number.")
        points.append([float(row[place]) for place in places])
        labels += [row[place] for place in others[-1:] if place < len(row)]
    return points, labels if len(labels) == len(points) else []


def place_of(label: str, names: Sequence[str]) -> int:
    """The place in `names` of the class that a cell names; a number may have other digits, a text an apostrophe.

    Raises ValueError, with a sentence, where there is no such class.
    """
    digits = repr(float(label) + 0.0).removesuffix(".0") if is_number(label) else label
    for spelled in (label, label.removeprefix("'"), digits):
        if spelled in names:
            return names.index(spelled)
    raise ValueError(f"The label {label!r} is not one of the classes {', '.join(names)}.")

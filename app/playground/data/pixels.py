"""Pixels: the columns of data whose points are pictures, by their names."""

import re
from collections.abc import Sequence

_LAST = re.compile(r"row (\d+) column (\d+)")


def pixel_names(rows: int, columns: int) -> tuple[str, ...]:
    """What the pixels of such a picture are called: row by row from the top, each from the left."""
    return tuple(f"row {row + 1} column {column + 1}" for row in range(rows) for column in range(columns))


def pixels_among(names: Sequence[str]) -> frozenset[str]:
    """Those of `names` that are pixels, if they make a picture."""
    pixels = [name for name in names if _LAST.fullmatch(name)]
    return frozenset(pixels) if pixels and picture_shape(pixels) else frozenset()


def picture_shape(names: Sequence[str]) -> tuple[int, int] | None:
    """Rows and columns of the picture whose pixels have these `names`; None where points are no pictures."""
    last = _LAST.fullmatch(names[-1])
    if last is None:
        return None
    rows, columns = int(last[1]), int(last[2])
    # counted first: a name may have any number in it
    return (rows, columns) if rows * columns == len(names) and tuple(names) == pixel_names(rows, columns) else None

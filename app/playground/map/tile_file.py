"""A file of tiles: what has become of them, a line of JSON each, so that nothing is painted twice.

The first line says of what map they are and who paints it. A line that was not written to its end, as when the machine
stopped, is cut off with all that follow it.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Self

import orjson

from app.playground.map.judge import OUTCOMES, Painted
from app.playground.map.tiles import Tile


class TileFile:
    """The file at `path` with painted tiles among `tiles`, made where it is not there; `whose` is its first line.

    Raises ValueError, with a sentence, where the file has something else, and OSError where it cannot be used.
    """

    def __init__(self, path: Path, whose: dict[str, Any], tiles: Sequence[Tile]) -> None:
        self.painted: dict[int, Painted] = {}
        first = orjson.dumps(whose, option=orjson.OPT_APPEND_NEWLINE)
        # every line is handed over at once: what is written survives the end of this process
        self._file = path.open("a+b", buffering=0)
        self._file.seek(0)
        known = self._file.read()
        if not first.startswith(known[: len(first)]):
            self._file.close()
            raise ValueError(_refusal(path, known, whose))
        end = len(first)
        for line in known[end:].splitlines(keepends=True):
            if (pair := _read(line, tiles)) is None:
                break
            self.painted[pair[0].number] = pair[1]
            end += len(line)
        self._file.truncate(min(end, len(known)))
        self._file.write(first[len(known) :])

    def add(self, tile: Tile, painted: Painted) -> None:
        """Write down what has become of a tile."""
        line = {"tile": tile.number, "values": painted.values, "outcome": painted.outcome}
        self._file.write(orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE))
        self.painted[tile.number] = painted

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()


def _read(line: bytes, tiles: Sequence[Tile]) -> tuple[Tile, Painted] | None:
    """The tile of a line, and what has become of it; None where the line is not whole."""
    try:
        content = orjson.loads(line) if line.endswith(b"\n") else {}
        tile = tiles[content["tile"]]
        painted = Painted(values=tuple(content["values"]), outcome=tuple(content["outcome"]))
    except (orjson.JSONDecodeError, KeyError, IndexError, TypeError):
        return None
    is_whole = len(painted.values) == len(painted.outcome) == len(tile.pixels) and set(painted.outcome) <= {*OUTCOMES}
    return (tile, painted) if is_whole else None


def _refusal(path: Path, known: bytes, whose: dict[str, Any]) -> str:
    """Why the file cannot be gone on with."""
    try:
        other = orjson.loads(known.partition(b"\n")[0])
    except orjson.JSONDecodeError:
        other = None
    if not isinstance(other, dict) or other.keys() != whose.keys():
        return f"The file {path} is no file of tiles; name another, or remove it."
    differing = ", ".join(_differences(other, whose))
    return f"The file {path} has tiles of another map ({differing}); name another, or remove it."


def _differences(other: dict[str, Any], whose: dict[str, Any], at: str = "") -> Iterator[str]:
    """Where two first lines differ, by the names of fields."""
    for name, value in whose.items():
        before = other.get(name)
        if isinstance(before, dict) and isinstance(value, dict):
            yield from _differences(before, value, f"{at}{name}.")
        elif before != value:
            yield f"{at}{name}"

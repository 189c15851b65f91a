"""A file of tiles: what has become of them, a line of JSON each, so that nothing is painted twice.

The first line says of what map they are and who paints it. A line that was not written to its end, as when the machine
stopped, is cut off with all that follow it.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Self

import orjson

from app.machine import told_apart
from app.playground.map.judge import OUTCOMES, Painted
from app.playground.map.tiles import Tile


class TileFile:
    """The file at `path` with painted tiles among `tiles` of `question`, made where it is not there.

    `painted_by` is what the bits of a tile depend on beside the question. Raises ValueError, with a sentence, where the
    file has something else or cannot be written, and OSError where it cannot be used.
    """

    def __init__(
        self, path: Path, question: Mapping[str, Any], painted_by: Mapping[str, str], tiles: Sequence[Tile]
    ) -> None:
        self.painted: dict[int, Painted] = {}
        self._path = path
        whose = {"painted_by": painted_by, "question": question}
        first = orjson.dumps(whose, option=orjson.OPT_APPEND_NEWLINE)
        # every line is handed over at once: what is written survives the end of this process
        self._file = path.open("a+b", buffering=0)
        self._file.seek(0)
        known = self._file.read()
        if not first.startswith(known[: len(first)]):
            self._file.close()
            raise ValueError(_refusal(path, known, question, painted_by))
        end = len(first)
        for line in known[end:].splitlines(keepends=True):
            if (pair := _read(line, tiles)) is None:
                break
            self.painted[pair[0].number] = pair[1]
            end += len(line)
        self._end = min(end, len(known))
        self._file.truncate(self._end)
        self._write(first[len(known) :])

    def add(self, tile: Tile, painted: Painted) -> None:
        """Write down what has become of a tile: all of it, or nothing."""
        line = {"tile": tile.number, "values": painted.values, "outcome": painted.outcome}
        self._write(orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE))
        self.painted[tile.number] = painted

    def _write(self, content: bytes) -> None:
        left = memoryview(content)
        try:
            # a disk that becomes full takes a part first
            while left:
                left = left[self._file.write(left) :]
        except OSError as error:
            self._file.truncate(self._end)
            self._file.close()
            raise ValueError(
                f"The file {self._path} could not be written any further ({error.strerror}); what it has stays, and "
                "the same command goes on from there."
            ) from error
        self._end += len(content)

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


def _refusal(path: Path, known: bytes, question: Mapping[str, Any], painted_by: Mapping[str, str]) -> str:
    """Why the file cannot be gone on with."""
    try:
        other = orjson.loads(known.partition(b"\n")[0])
        their_question, their_painter = {**other["question"]}, {**other["painted_by"]}
    except (orjson.JSONDecodeError, KeyError, TypeError):
        return f"The file {path} is no file of tiles; name another, or remove it."
    if differing := ", ".join(_differences(their_question, question)):
        return f"The file {path} has tiles of another map ({differing}); name another, or remove it."
    if apart := told_apart(their_painter, painted_by):
        theirs, own = apart
        return (
            f"The file {path} has tiles painted by {theirs}, and here it would go on by {own}, so that one map would "
            "have bits of both; go on where it was begun, name another, or remove it."
        )
    return f"The file {path} is no file of tiles; name another, or remove it."


def _differences(other: Mapping[str, Any], question: Mapping[str, Any], at: str = "question.") -> Iterator[str]:
    """Where two questions differ, by the names of fields."""
    for name, value in question.items():
        before = other.get(name)
        if isinstance(before, dict) and isinstance(value, dict):
            yield from _differences(before, value, f"{at}{name}.")
        elif before != value:
            yield f"{at}{name}"

"""A file of tiles loses nothing that was written to its end, wherever that stopped, and touches no other file."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from math import nextafter
from pathlib import Path
from typing import Any

import orjson
import pytest

from app.playground.map.judge import Painted
from app.playground.map.tile_file import TileFile
from app.playground.map.tiles import Tile
from tests.unit.sentences import assert_one_sentence

QUESTION: dict[str, Any] = {"epochs": 5, "x": {"vary": "lr"}}
PAINTED_BY = {"version": "1", "trainer": "xla", "torch": "2.13.0", "instructions": "AVX512"}
TILES = [Tile(number=number, activation=0, block=(1, 1), pixels=((0, number), (1, number))) for number in range(4)]
PAINTED = {
    2: Painted(values=(nextafter(0.1, 1), None), outcome=("learned", "diverged")),
    0: Painted(values=(5e-324, 1.7e308), outcome=("stuck", "stuck")),
    3: Painted(values=(0.5, 2.0), outcome=("stuck", "learned")),
}


def opened(path: Path) -> TileFile:
    return TileFile(path, QUESTION, PAINTED_BY, TILES)


def written(path: Path) -> bytes:
    with opened(path) as file:
        for number, painted in PAINTED.items():
            file.add(TILES[number], painted)
    return path.read_bytes()


@contextmanager
def most_bytes(room: int) -> Iterator[None]:
    """No file can have more, as on a disk that is full then."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_what_was_written_is_read_back_to_the_last_bit(tmp_path: Path) -> None:
    path = tmp_path / "map.tiles"
    content = written(path)
    with opened(path) as file:
        assert file.painted == PAINTED
    assert path.read_bytes() == content


def test_wherever_the_writing_stopped_whole_lines_stay_and_it_goes_on_behind_them(tmp_path: Path) -> None:
    path = tmp_path / "map.tiles"
    content = written(path)
    for end in range(len(content)):
        path.write_bytes(content[:end])
        whole = max(content[:end].count(b"\n") - 1, 0)
        with opened(path) as file:
            assert list(file.painted) == list(PAINTED)[:whole]
            for number in list(PAINTED)[whole:]:
                file.add(TILES[number], PAINTED[number])
        assert path.read_bytes() == content


BROKEN = [
    b"\x00" * 40,
    b"[]\n",
    b"null\n",
    b'{"tile": 9, "values": [1, 2], "outcome": ["stuck", "stuck"]}\n',
    b'{"tile": 1, "values": [1], "outcome": ["stuck"]}\n',
    b'{"tile": 1, "values": [1, 2], "outcome": ["stuck", "lost"]}\n',
    b'{"tile": 1, "values": [1, 2]}\n',
    b'{"tile": "1", "values": [1, 2], "outcome": ["stuck", "stuck"]}\n',
]


@pytest.mark.parametrize("line", BROKEN, ids=range(len(BROKEN)))
def test_a_line_that_is_none_is_cut_off_with_what_follows(tmp_path: Path, line: bytes) -> None:
    path = tmp_path / "map.tiles"
    content = written(path)
    *_, last = content.splitlines(keepends=True)
    path.write_bytes(content.removesuffix(last) + line + last)
    with opened(path) as file:
        assert list(file.painted) == list(PAINTED)[:-1]
    assert path.read_bytes() == content.removesuffix(last)


def test_a_disk_that_is_full_takes_no_part_of_a_tile_and_is_told_of(tmp_path: Path) -> None:
    path = tmp_path / "map.tiles"
    content = written(path)
    begins = content.index(b"\n") + 1
    whole = [begins + end for end in range(len(content[begins:]) + 1) if content[: begins + end].endswith(b"\n")]
    for room in range(begins - 5, len(content), 3):
        path.unlink()
        with pytest.raises(ValueError, match="could not be written any further") as refusal, most_bytes(room):
            written(path)
        assert_one_sentence(str(refusal.value).replace(str(path), "map.tiles"))
        assert path.read_bytes() == content[: max((end for end in whole if end <= room), default=0)]
    # with room it goes on
    with opened(path) as file:
        for number in PAINTED.keys() - file.painted:
            file.add(TILES[number], PAINTED[number])
        assert file.painted == PAINTED


OTHERS = [
    (b"x,y\n1,2\n", "is no file of tiles"),
    (b"{}\n", "is no file of tiles"),
    (orjson.dumps({"question": QUESTION}), "is no file of tiles"),
    (orjson.dumps({"question": 1, "painted_by": PAINTED_BY}), "is no file of tiles"),
    (
        orjson.dumps({"question": {"epochs": 6, "x": {"vary": "l1"}}, "painted_by": PAINTED_BY}),
        "tiles of another map (question.epochs, question.x.vary); name another, or remove it",
    ),
    (
        orjson.dumps({"question": QUESTION, "painted_by": {**PAINTED_BY, "torch": "2.12.0", "GPU": "NVIDIA H100"}}),
        "painted by torch 2.12.0 and GPU NVIDIA H100, and here it would go on by torch 2.13.0 and GPU none, so that",
    ),
    (
        orjson.dumps({"question": QUESTION, "painted_by": {**PAINTED_BY, "instructions": "AVX2"}}),
        "painted by instructions AVX2, and here it would go on by instructions AVX512, so that",
    ),
]


@pytest.mark.parametrize(("content", "fragment"), OTHERS, ids=range(len(OTHERS)))
def test_another_file_is_refused_and_stays(tmp_path: Path, content: bytes, fragment: str) -> None:
    path = tmp_path / "map.tiles"
    path.write_bytes(content)
    with pytest.raises(ValueError, match=r"name another, or remove it\.$") as refusal:
        opened(path)
    assert fragment in str(refusal.value)
    assert_one_sentence(str(refusal.value).replace(str(path), "map.tiles"))
    assert path.read_bytes() == content

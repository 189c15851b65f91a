"""A file of tiles loses nothing that was written to its end, wherever that stopped, and touches no other file."""

from math import nextafter
from pathlib import Path
from typing import Any

import orjson
import pytest

from app.playground.map.judge import Painted
from app.playground.map.tile_file import TileFile
from app.playground.map.tiles import Tile
from tests.unit.sentences import assert_one_sentence

WHOSE: dict[str, Any] = {"version": "1", "trainer": "xla", "question": {"epochs": 5, "x": {"vary": "lr"}}}
TILES = [Tile(number=number, activation=0, block=(1, 1), pixels=((0, number), (1, number))) for number in range(4)]
PAINTED = {
    2: Painted(values=(nextafter(0.1, 1), None), outcome=("learned", "diverged")),
    0: Painted(values=(5e-324, 1.7e308), outcome=("stuck", "stuck")),
    3: Painted(values=(0.5, 2.0), outcome=("stuck", "learned")),
}


def written(path: Path) -> bytes:
    with TileFile(path, WHOSE, TILES) as file:
        for number, painted in PAINTED.items():
            file.add(TILES[number], painted)
    return path.read_bytes()


def test_what_was_written_is_read_back_to_the_last_bit(tmp_path: Path) -> None:
    path = tmp_path / "map.tiles"
    content = written(path)
    with TileFile(path, WHOSE, TILES) as file:
        assert file.painted == PAINTED
    assert path.read_bytes() == content


def test_wherever_the_writing_stopped_whole_lines_stay_and_it_goes_on_behind_them(tmp_path: Path) -> None:
    path = tmp_path / "map.tiles"
    content = written(path)
    for end in range(len(content)):
        path.write_bytes(content[:end])
        whole = max(content[:end].count(b"\n") - 1, 0)
        with TileFile(path, WHOSE, TILES) as file:
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
    with TileFile(path, WHOSE, TILES) as file:
        assert list(file.painted) == list(PAINTED)[:-1]
    assert path.read_bytes() == content.removesuffix(last)


OTHERS = [
    (b"x,y\n1,2\n", "is no file of tiles"),
    (b"{}\n", "is no file of tiles"),
    (orjson.dumps({**WHOSE, "trainer": "torch"}), "of another map (trainer)"),
    (orjson.dumps({**WHOSE, "question": {"epochs": 6, "x": {"vary": "l1"}}}), "(question.epochs, question.x.vary)"),
]


@pytest.mark.parametrize(("content", "fragment"), OTHERS, ids=range(len(OTHERS)))
def test_another_file_is_refused_and_stays(tmp_path: Path, content: bytes, fragment: str) -> None:
    path = tmp_path / "map.tiles"
    path.write_bytes(content)
    with pytest.raises(ValueError, match="name another, or remove it") as refusal:
        TileFile(path, WHOSE, TILES)
    assert fragment in str(refusal.value)
    assert_one_sentence(str(refusal.value).replace(str(path), "map.tiles"))
    assert path.read_bytes() == content

"""The tiles of a map are its pixels, each once, coarse to fine, and those of a tile can learn as one."""

import random

import pytest

from app.playground.map.tiles import MOST_PIXELS, tiles_of
from tests.unit.playground.map.questions import question_of

DRAWN = random.Random(7)  # noqa: S311  the same each time
AXES = ("lr:0.001:1:{}:log", "weight_scale:0.1:10:{}:log", "noise:0:1:{}", "width:1:60:{}", "depth:1:8:{}")
SOME = [(*DRAWN.sample(AXES, 2), DRAWN.randint(2, 70), DRAWN.randint(2, 70), DRAWN.randint(1, 3)) for _ in range(12)]


@pytest.mark.parametrize(("x", "y", "columns", "rows", "replicas"), SOME)
def test_every_pixel_is_painted_once_coarse_to_fine(x: str, y: str, columns: int, rows: int, replicas: int) -> None:
    question = question_of(x.format(columns), y.format(rows), "relu", "tanh", replicas=replicas)
    tiles = tiles_of(question)
    places = [(tile.activation, *pixel) for tile in tiles for pixel in tile.pixels]
    assert len(places) == len(set(places)) == question.pixels
    assert [tile.number for tile in tiles] == list(range(len(tiles)))
    blocks = [tile.block for tile in tiles]
    assert blocks == sorted(blocks, reverse=True)
    assert blocks[-1] == (1, 1)
    across, down = question.quantities
    for tile in tiles:
        assert len(tile.pixels) * replicas <= MOST_PIXELS
        assert all(row % tile.block[0] == column % tile.block[1] == 0 for row, column in tile.pixels)
        for quantity, along in ((down, 0), (across, 1)):
            assert not quantity.apart or len({pixel[along] for pixel in tile.pixels}) == 1


def test_what_is_seen_first_is_the_whole_map_at_most_eight_by_eight() -> None:
    first = tiles_of(question_of("lr:0.001:1:64:log", "weight_scale:0.1:10:64:log"))[0]
    assert first.block == (8, 8)
    assert first.pixels == tuple((row, column) for row in range(0, 64, 8) for column in range(0, 64, 8))

"""Memory as others leave it: what reads a place before it has written there answers otherwise each time."""

from collections.abc import Iterator

import numpy as np

BLOCKS = 500
LARGEST = 700


def disturbances(times: int) -> Iterator[int]:
    """So many turns, before each of which the heap gets other holes, full of other bytes."""
    dice = np.random.default_rng(0)
    held: list[list[bytes]] = []
    for turn in range(times):
        blocks = [dice.bytes(int(size)) for size in dice.integers(1, LARGEST, BLOCKS)]
        held.append(blocks[:: int(dice.integers(2, 7))])
        del blocks
        yield turn

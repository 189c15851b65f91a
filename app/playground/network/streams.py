"""Streams of random numbers: one of its own for each thing that a network draws, so that none of them shifts another.

Two networks of one seed draw the same weights for every layer whose shape they share, and see the same batches,
whatever their activations need beside.
"""

from torch import Generator

from app.playground.network_plan import MOST_LAYERS

# torch's generator looks at the last 32 bits of a seed alone; the golden section of them keeps the multiples of this
# stride far apart: a stream of one seed is that of another only if the seeds are 10⁸ apart
_SEEDS = 2**32
_STRIDE = 2_654_435_769

_ORDER = MOST_LAYERS + 1
_CHANCE = MOST_LAYERS + 2
_FIRST_BIASES = MOST_LAYERS + 3


def weights_stream(seed: int, layer: int) -> Generator:
    """What the layer with that number, from 0, draws its first tensors from; the output is at most number 8."""
    return _stream(seed, layer)


def biases_stream(seed: int, layer: int) -> Generator:
    """What the layer with that number draws its first biases from, where they are random."""
    return _stream(seed, _FIRST_BIASES + layer)


def order_stream(seed: int) -> Generator:
    """What the order of the data is drawn from, epoch by epoch."""
    return _stream(seed, _ORDER)


def chance_stream(seed: int) -> Generator:
    """What dropout and random activations are drawn from, epoch by epoch."""
    return _stream(seed, _CHANCE)


def _stream(seed: int, number: int) -> Generator:
    return Generator().manual_seed((seed + number * _STRIDE) % _SEEDS)

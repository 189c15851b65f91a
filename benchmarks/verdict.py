"""How often a race of equal lanes is called, lanes and numbers of many kinds, and how long a verdict takes."""

import math
import time
from collections.abc import Iterator
from itertools import product

import torch
from torch import Tensor

from app.playground.race.permutation import leads
from app.playground.race.verdict import LEVEL
from benchmarks.figure import Figure

TRIALS = 400
KINDS = ("normal", "skewed", "coarse", "a quarter never", "most never", "easy and hard seeds")
SEEDS = (6, 8, 12, 16, 32)


def measure() -> Iterator[Figure]:
    """Races of equal lanes: the runs are kinds of numbers, of seeds that have nothing in common, and much."""
    torch.set_num_threads(1)
    for lanes in (2, 3, 6):
        for seeds in SEEDS:
            kinds = enumerate(product(KINDS, (0.0, 0.6)))
            called = [_called(*kind, (lanes, seeds), number) for number, kind in kinds]
            yield Figure(what=f"{lanes} equal lanes, {seeds} seeds: races called", runs=called, unit="%", aim="< 5 %")
    for lanes, seeds in ((3, 8), (6, 16)):
        kinds = enumerate(product(KINDS, (0.0, 0.6)))
        called = [_called(*kind, (lanes, seeds), number, behind=True) for number, kind in kinds]
        what = f"{lanes - 1} equal lanes, one far behind, {seeds} seeds: equal ones called"
        yield Figure(what=what, runs=called, unit="%", aim="< 5 %")
    for lanes, seeds in ((6, 16), (16, 64)):
        yield Figure(what=f"verdict on {lanes} × {seeds}", runs=_seconds(lanes, seeds), unit="s", aim="–")


def equal_lanes(kind: str, shared: float, size: tuple[int, int], generator: torch.Generator) -> Tensor:
    """What a race of equal lanes comes to, (3, lanes, seeds): whether a seed fails, its epochs, what it ends with.

    `shared` is the correlation of two lanes over their seeds.
    """
    of_seed, other = (torch.randn(1, size[1], generator=generator, dtype=torch.float64) for _ in range(2))
    own, end = (
        math.sqrt(shared) * seed + math.sqrt(1 - shared) * torch.randn(size, generator=generator, dtype=torch.float64)
        for seed in (of_seed, other)
    )
    epochs = own if kind == "normal" else torch.exp(4 + 0.5 * own).round()
    if kind == "coarse":
        epochs = (epochs / 50).ceil()
    if limit := {"a quarter never": 0.67, "most never": -0.84}.get(kind):
        epochs = epochs.masked_fill(own > limit, torch.inf)
    if kind == "easy and hard seeds":
        epochs = epochs.masked_fill((of_seed > 0).expand(size), torch.inf)
    return torch.stack([epochs.isinf().double(), epochs, 0.5 * own + end])


def _called(kind: str, shared: float, size: tuple[int, int], number: int, *, behind: bool = False) -> float:
    """In how many of a hundred races equal lanes are called different; with `behind` the last lane is no equal."""
    generator = torch.Generator().manual_seed(number)
    called = 0
    for _ in range(TRIALS):
        race = equal_lanes(kind, shared, size, generator)
        if behind:
            race[0, -1], race[1, -1] = 1, torch.inf
            race[2, -1] += 10
        equal = size[0] - behind
        called += bool(leads(race, LEVEL)[:, :equal, :equal].any())
    return 100 * called / TRIALS


def _seconds(lanes: int, seeds: int) -> list[float]:
    race = equal_lanes("skewed", 0.6, (lanes, seeds), torch.Generator().manual_seed(0))
    found: list[float] = []
    for _ in range(5):
        began = time.perf_counter()
        leads(race, LEVEL)
        found.append(time.perf_counter() - began)
    return found

"""How soon each exhibit answers at its defaults: its figure, or the first of a growing one; on one thread."""

import time
from collections.abc import Iterator
from typing import Any

import torch

from app.exhibits.catalogue import EXHIBITS
from app.exhibits.exhibit import Exhibit
from benchmarks.figure import Figure

RUNS = 7


def measure() -> Iterator[Figure]:
    """Milliseconds until there is something to see, and until a growing figure is complete."""
    torch.set_num_threads(1)
    for exhibit in EXHIBITS:
        first = [1000 * _first(exhibit) for _ in range(RUNS)]
        name = f"exhibit {exhibit.slug}"
        yield Figure(what=f"{name}: answer", runs=first, unit="ms", aim="≤ 50 ms")
        if exhibit.stages is not None:
            whole = [1000 * _whole(exhibit) for _ in range(3)]
            yield Figure(what=f"{name}: complete", runs=whole, unit="ms", aim="–")


def _first(exhibit: Exhibit[Any, Any]) -> float:
    began = time.perf_counter()
    controls = exhibit.controls()
    exhibit.draw(
        exhibit.measure(controls, "cpu") if exhibit.stages is None else next(exhibit.stages(controls, "cpu")).find()
    )
    return time.perf_counter() - began


def _whole(exhibit: Exhibit[Any, Any]) -> float:
    began = time.perf_counter()
    exhibit.measure(exhibit.controls(), "cpu")
    return time.perf_counter() - began

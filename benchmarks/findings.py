"""`python -m benchmarks.findings`: which learning rates and scales of first weights learn, written down."""

import json
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from app.device import compute_in_one_thread
from app.playground.map.judge import OUTCOMES
from app.playground.map.learned_ranges import EPOCHS, FILE, Estimate, LearnedRange, question
from app.playground.map.painter import Painter
from app.playground.map.picture import Picture
from app.playground.trainers import choose_trainer
from benchmarks.findings_document import DOCUMENT, document

ACTIVATIONS = (
    "relu",
    "tanh",
    "sigmoid",
    "gelu",
    "silu",
    "elu",
    "leaky_relu",
    "selu",
    "mish",
    "softplus",
    "sine",
    "identity",
    "softsign",
    "hard_tanh",
    "hard_swish",
    "prelu",
)
RESAMPLES = 2000
INTERVAL = 2.5, 97.5
SEED = 0
HALF = 0.5

Numbers: TypeAlias = NDArray[np.float64]
Truths: TypeAlias = NDArray[np.bool_]


def main() -> None:
    """Measure everything, and write both files."""
    cells = [(activation, data) for activation in ACTIVATIONS for data in EPOCHS]
    with ThreadPoolExecutor(os.cpu_count(), initializer=compute_in_one_thread) as threads:
        measured = list(tqdm(threads.map(lambda cell: measure(*cell), cells), total=len(cells), disable=None))
    write([each for both in measured for each in both])


def write(rows: Sequence[LearnedRange]) -> None:
    """Write what the application reads, and what people read."""
    lines = ",\n".join(json.dumps(asdict(row)) for row in rows)
    FILE.write_text(f"[\n{lines}\n]\n", encoding="utf-8")
    DOCUMENT.write_text(document(rows), encoding="utf-8")


def measure(activation: str, data: str) -> tuple[LearnedRange, LearnedRange]:
    """What is found of an activation on a data set: along the learning rate, and at the best one along the scale."""
    rate = range_of(activation, data)
    return rate, range_of(activation, data, rate.best.value)


def range_of(activation: str, data: str, lr: float | None = None) -> LearnedRange:
    """What is found on one map: along the learning rate, or at `lr` along the scale of the first weights."""
    asked = question(activation, data, lr)
    painter, picture = Painter(asked, trainer=choose_trainer("auto")), Picture(asked)
    for tile in painter.tiles:
        if painted := painter.paint(tile):
            picture.put(tile, painted)
    values = np.array(asked.values[0])
    learned = picture.outcome[0] == OUTCOMES.index("learned")
    # who has diverged ends worse than all others
    losses = np.nan_to_num(picture.values[0], nan=np.inf)
    return LearnedRange(
        activation=activation,
        data=data,
        varied="lr" if lr is None else "weight_scale",
        lr=lr,
        **estimates(values, learned, losses),
    )


def estimates(values: Numbers, learned: Truths, losses: Numbers) -> dict[str, Any]:
    """What a range says of `values` (V,), by which seeds `learned` and the `losses` of all, each (seeds, V).

    Bounds are those of seeds drawn again, with replacement; where some draws learn nowhere, of those that do.
    """
    seeds = len(learned)
    draws = np.random.default_rng(SEED).integers(seeds, size=(RESAMPLES, seeds))
    every = np.arange(seeds)[None]
    best, resampled = (values[np.median(losses[rows], axis=1).argmin(axis=1)] for rows in (every, draws))
    told: dict[str, Any] = {"share": float(learned.mean(axis=0).max()), "best": _estimate(best[0], resampled)}
    shares, drawn = (learned[rows].mean(axis=1) for rows in (every, draws))
    drawn = drawn[(drawn >= HALF).any(axis=1)]
    is_there = bool((shares >= HALF).any())
    ends: dict[str, Callable[[Numbers], Numbers]] = {
        "lowest": lambda rows: _lowest(values, rows),
        "highest": lambda rows: _highest(values, rows),
        "decades": lambda rows: np.log10(_highest(values, rows) / _lowest(values, rows)),
    }
    for name, end in ends.items():
        told[name] = _estimate(end(shares)[0], end(drawn)) if is_there else None
    return told


def _lowest(values: Numbers, shares: Numbers) -> Numbers:
    return values[(shares >= HALF).argmax(axis=1)]


def _highest(values: Numbers, shares: Numbers) -> Numbers:
    return values[::-1][(shares[:, ::-1] >= HALF).argmax(axis=1)]


def _estimate(value: np.float64, resampled: Numbers) -> Estimate:
    # an interval ends at values that were tried
    low, high = np.percentile(resampled, INTERVAL, method="nearest")
    return Estimate(value=float(value), low=float(low), high=float(high))


if __name__ == "__main__":
    main()

"""Samples: labelled points of the plane, a user's own among them, parted into those to learn from and those to test."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import torch
from torch import Tensor

MOST_CLASSES = 6
MOST_ROWS = 2000
FARTHEST = 1000.0
"""How far from 0 a coordinate may be: beyond it, a network that starts with weights near 1 only saturates."""

Row: TypeAlias = tuple[float, float, int]
"""x, y and the label, a class number."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Samples:
    """N points x (N, 2) in float64 with y (N,): class numbers in int64, or float64 targets where `classes` is None."""

    x: Tensor
    y: Tensor
    classes: int | None

    def __len__(self) -> int:
        return len(self.y)

    def pick(self, indices: Tensor) -> "Samples":
        """The samples at `indices`, in that order; the number of classes stays."""
        return Samples(x=self.x[indices], y=self.y[indices], classes=self.classes)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Split:
    """The samples that a network learns from, and those that it is only tested on, which may be none."""

    train: Samples
    test: Samples

    def joined(self) -> Samples:
        """All samples, those to learn from first."""
        both = (self.train, self.test)
        x, y = torch.cat([part.x for part in both]), torch.cat([part.y for part in both])
        return Samples(x=x, y=y, classes=self.train.classes)


def split(samples: Samples, train_fraction: float, seed: int) -> Split:
    """`samples` shuffled by `seed`, with the given share to train on.

    Each side gets at least one of two or more; a share of 1 leaves nothing to test on.
    """
    order = torch.randperm(len(samples), generator=torch.Generator().manual_seed(seed))
    cut = len(samples) if train_fraction == 1 else min(max(round(train_fraction * len(samples)), 1), len(samples) - 1)
    return Split(train=samples.pick(order[:cut]), test=samples.pick(order[cut:]))


def own(rows: Sequence[tuple[float, float, float]]) -> Samples:
    """The samples that a user drew or uploaded: two classes at least, as many as the largest label asks for.

    Raises ValueError, with one sentence that names the row, if a row is not two coordinates and a class number.
    """
    check_count(len(rows))
    for number, (x, y, label) in enumerate(rows, start=1):
        if fault := fault_of(x, y, label):
            raise ValueError(f"Row {number}: {fault}")
    labels = [int(label) for _, _, label in rows]
    if len(set(labels)) < 2:
        raise ValueError(f"Every row has label {labels[0]}; a network needs points of two classes at least.")
    return Samples(
        x=torch.tensor([(x, y) for x, y, _ in rows], dtype=torch.float64),
        y=torch.tensor(labels),
        classes=max(labels) + 1,
    )


def check_count(rows: int) -> None:
    """Raises ValueError, with one sentence, unless `rows` is a number of rows that a run can take."""
    if rows < 2:
        raise ValueError(f"There {'is only 1 row' if rows else 'are no rows'}; at least 2 are needed.")
    if rows > MOST_ROWS:
        raise ValueError(f"There are {rows} rows; at most {MOST_ROWS} are allowed.")


def fault_of(x: float, y: float, label: float) -> str | None:
    """What is wrong with a row, as a sentence; None if nothing is."""
    return next((fault for fault in _faults(x, y, label) if fault), None)


def _faults(x: float, y: float, label: float) -> Iterable[str | None]:
    for name, value in (("x", x), ("y", y)):
        if not math.isfinite(value):
            yield f"{name} = {value} is not finite."
        if abs(value) > FARTHEST:
            yield f"{name} = {value:g} is too far out; coordinates go from −{FARTHEST:g} to {FARTHEST:g}."
    if label not in range(MOST_CLASSES):
        yield f"the label {label:g} is not a class; labels are whole numbers from 0 to {MOST_CLASSES - 1}."

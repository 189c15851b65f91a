"""Samples: labelled points of the plane, a user's own among them, parted into those to learn from and those to test."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

import torch
from torch import Tensor

from app.text import echoed, exact

MOST_CLASSES = 6
MOST_ROWS = 2000
LONGEST_NAME = 40
FARTHEST = 1e6
"""How far from 0 a coordinate or a target may be."""

Label: TypeAlias = float | str
"""A class by its name, a number or a text, or the target of a regression."""

Row: TypeAlias = tuple[float, float, Label]
"""x, y and the label."""

Task: TypeAlias = Literal["auto", "classification", "regression"]
"""What labels are: auto takes numbers for targets where they are more than there can be classes."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Samples:
    """N points x (N, 2) with y (N,): places in `class_names` in int64, or targets where it is None; else float64."""

    x: Tensor
    y: Tensor
    class_names: tuple[str, ...] | None

    def __len__(self) -> int:
        return len(self.y)

    @property
    def classes(self) -> int | None:
        """How many classes there are; None for a regression."""
        return None if self.class_names is None else len(self.class_names)

    def pick(self, indices: Tensor) -> "Samples":
        """The samples at `indices`, in that order; the classes stay."""
        return replace(self, x=self.x[indices], y=self.y[indices])


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Split:
    """The samples that a network learns from, and those that it is only tested on, which may be none."""

    train: Samples
    test: Samples

    def joined(self) -> Samples:
        """All samples, those to learn from first."""
        both = (self.train, self.test)
        x, y = torch.cat([part.x for part in both]), torch.cat([part.y for part in both])
        return replace(self.train, x=x, y=y)


def split(samples: Samples, train_fraction: float, seed: int) -> Split:
    """`samples` shuffled by `seed`, with the given share to train on.

    Each side gets at least one of two or more; a share of 1 leaves nothing to test on.
    """
    order = torch.randperm(len(samples), generator=torch.Generator().manual_seed(seed))
    cut = len(samples) if train_fraction == 1 else min(max(round(train_fraction * len(samples)), 1), len(samples) - 1)
    return Split(train=samples.pick(order[:cut]), test=samples.pick(order[cut:]))


def own(rows: Sequence[Row], task: Task = "auto") -> Samples:
    """The samples that a user drew or uploaded; the classes are the labels that occur, in order, by their own names.

    Raises ValueError, with one sentence that names the row, if a row is not two coordinates and a label for the `task`.
    """
    check_count(len(rows))
    for number, row in enumerate(rows, start=1):
        if fault := fault_of(*row):
            raise ValueError(f"Row {number}: {fault}")
    labels = [label for _, _, label in rows]
    x = torch.tensor([(x, y) for x, y, _ in rows], dtype=torch.float64)
    if is_regression(labels, task):
        return Samples(x=x, y=torch.tensor(labels, dtype=torch.float64), class_names=None)
    names = class_names(labels)
    places = {name: place for place, name in enumerate(names)}
    return Samples(x=x, y=torch.tensor([places[_name(label)] for label in labels]), class_names=names)


def is_regression(labels: Iterable[Label], task: Task) -> bool:
    """Whether `labels` are targets. Raises ValueError, with a sentence, where the `task` asks for what they are not."""
    labels = list(labels)
    texts = [label for label in labels if isinstance(label, str)]
    if task == "regression" and texts:
        raise ValueError(f"The label {echoed(texts[0])} is not a number; a regression learns numbers.")
    if task != "auto":
        return task == "regression"
    return not texts and len(set(labels)) > MOST_CLASSES


def class_names(labels: Iterable[Label]) -> tuple[str, ...]:
    """The classes that occur: numbers ascending, or texts in the order of the alphabet.

    Raises ValueError, with a sentence, if they are too few or too many.
    """
    found = {_name(label): label for label in labels}
    if len(found) < 2:
        (name,) = found
        raise ValueError(f"Every row has the label {echoed(name)}; a network needs points of two classes at least.")
    are_numbers = not any(isinstance(label, str) for label in found.values())
    if len(found) > MOST_CLASSES:
        way = "; to learn the labels as numbers, set task to regression" if are_numbers else ""
        raise ValueError(f"There are {len(found)} different labels; at most {MOST_CLASSES} classes are allowed{way}.")
    order = float if are_numbers else lambda name: (name.casefold(), name)
    return tuple(sorted(found, key=order))


def check_count(rows: int) -> None:
    """Raises ValueError, with one sentence, unless `rows` is a number of rows that a run can take."""
    if rows < 2:
        raise ValueError(f"There {'is only 1 row' if rows else 'are no rows'}; at least 2 are needed.")
    if rows > MOST_ROWS:
        raise ValueError(f"There are {rows} rows; at most {MOST_ROWS} are allowed.")


def fault_of(x: float, y: float, label: Label) -> str | None:
    """What is wrong with a row, as a sentence; None if nothing is."""
    return next((fault for fault in _faults(x, y, label) if fault), None)


def _faults(x: float, y: float, label: Label) -> Iterable[str | None]:
    for name, value in (("x", x), ("y", y), ("the label", label)):
        if isinstance(value, str):
            if not value.strip() or not value.isprintable():
                yield f"{name} is empty, or has letters that cannot be shown."
            if len(value) > LONGEST_NAME:
                yield f"{name} {echoed(value)} has {len(value)} characters; at most {LONGEST_NAME} are allowed."
        elif not math.isfinite(value):
            yield f"{name} = {value} is not finite."
        elif abs(value) > FARTHEST:
            yield f"{name} = {value:g} is too far out; numbers go from −{FARTHEST:,.0f} to {FARTHEST:,.0f}."


def _name(label: Label) -> str:
    """How a class is called: a number in the fewest digits, 0.0 and −0.0 as 0."""
    return label if isinstance(label, str) else exact(label + 0.0)

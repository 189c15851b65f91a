"""Samples: labelled points of one to 64 inputs, a user's own among them, parted into those to learn from and others."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

import torch
from torch import Tensor

from app.text import echoed, exact

MOST_CLASSES = 10
MOST_INPUTS = 64
MOST_ROWS = 10_000
"""Rows that a table of a reader's own may have."""

MOST_POINTS = 2000
"""Points that may be drawn."""

LONGEST_NAME = 40
FARTHEST = 1e6
"""How far from 0 an input or a target may be."""

_PIECE = 500

Label: TypeAlias = float | str
"""A class by its name, a number or a text, or the target of a regression."""

Row: TypeAlias = tuple[Label, ...]
"""The inputs, and the label last."""

Task: TypeAlias = Literal["auto", "classification", "regression"]
"""What labels are: auto takes numbers for targets where they are more than there can be classes."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Samples:
    """N points x (N, inputs) with y (N,): places in `class_names` in int64, or targets where it is None; else float64.

    `columns` are the names of the inputs.
    """

    x: Tensor
    y: Tensor
    class_names: tuple[str, ...] | None
    columns: tuple[str, ...] = ("x", "y")

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


def split(samples: Samples, train_fraction: float, seed: int, *, stratified: bool = False) -> Split:
    """`samples` shuffled by `seed`, with the given share to train on; `stratified`: with that share of each class.

    Each side gets at least one of two or more; a share of 1 leaves nothing to test on.
    """
    order = torch.randperm(len(samples), generator=torch.Generator().manual_seed(seed))
    cut = len(samples) if train_fraction == 1 else min(max(round(train_fraction * len(samples)), 1), len(samples) - 1)
    if stratified and samples.class_names is not None:
        order = order[_by_share(samples.y[order])]
    # those to train on, and those to test on, stay in the order into which all were shuffled
    return Split(train=samples.pick(order[:cut]), test=samples.pick(order[cut:]))


def _by_share(y: Tensor) -> Tensor:
    """The places of the classes `y` (N,) in an order of which any first part has each class by its share."""
    places = torch.empty(len(y), dtype=torch.float64)
    for label in y.unique():
        own = (y == label).nonzero().flatten()
        places[own] = (torch.arange(len(own), dtype=torch.float64) + 0.5) / len(own)
    return places.argsort(stable=True)


def own(rows: Sequence[Row], task: Task = "auto", columns: Sequence[str] | None = None) -> Samples:
    """The samples that a user drew or uploaded; the classes are the labels that occur, in order, by their own names.

    Raises ValueError, with one sentence that names the row, if a row is not as many inputs as the first has and a label
    for the `task`.
    """
    check_count(len(rows))
    names = _column_names(len(rows[0]) - 1, columns)
    x = _inputs(rows, names)
    labels = [row[-1] for row in rows]
    for number, label in enumerate(labels, start=1):
        if fault := label_fault(label):
            raise ValueError(f"Row {number}: {fault}")
    if is_regression(labels, task):
        return Samples(x=x, y=torch.tensor(labels, dtype=torch.float64), class_names=None, columns=names)
    classes = class_names(labels)
    places = {name: place for place, name in enumerate(classes)}
    y = torch.tensor([places[_name(label)] for label in labels])
    return Samples(x=x, y=y, class_names=classes, columns=names)


def usual_columns(inputs: int) -> tuple[str, ...]:
    """How so many inputs are called that have no names of their own."""
    return {1: ("x",), 2: ("x", "y")}.get(inputs, tuple(f"x{number}" for number in range(1, inputs + 1)))


def _column_names(inputs: int, columns: Sequence[str] | None) -> tuple[str, ...]:
    if not 1 <= inputs <= MOST_INPUTS:
        raise ValueError(f"The number of inputs before the label is {inputs} in row 1; it may be 1 to {MOST_INPUTS}.")
    if columns is None:
        return usual_columns(inputs)
    if len(columns) != inputs:
        raise ValueError(f"There are {len(columns)} columns, but row 1 has {inputs} inputs before its label.")
    if len(set(columns)) < len(columns):
        twice = next(name for name in columns if list(columns).count(name) > 1)
        raise ValueError(f"Two columns are called {echoed(twice)}; each needs a name of its own.")
    return tuple(columns)


def _inputs(rows: Sequence[Row], names: Sequence[str]) -> Tensor:
    """The inputs of all rows, (N, inputs)."""
    width = len(names) + 1
    if wrong := next((number for number, row in enumerate(rows, start=1) if len(row) != width), None):
        count = len(rows[wrong - 1]) - 1
        raise ValueError(f"The number of inputs before the label is {count} in row {wrong}, but {len(names)} in row 1.")
    # piece by piece, for other threads to come in between
    pieces = [rows[start : start + _PIECE] for start in range(0, len(rows), _PIECE)]
    x = torch.cat([torch.tensor([row[:-1] for row in piece], dtype=torch.float64) for piece in pieces])
    for row, column in (~(x.abs() <= FARTHEST)).nonzero().tolist()[:1]:
        raise ValueError(f"Row {row + 1}: {number_fault(names[column], float(x[row, column]))}")
    return x


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
        if are_numbers:
            raise ValueError(
                f"There are {len(found)} different labels; at most {MOST_CLASSES} classes are allowed; to learn the "
                "labels as numbers, set task to regression."
            )
        raise ValueError(f"There are {len(found)} different labels; at most {MOST_CLASSES} classes are allowed.")
    order = float if are_numbers else lambda name: (name.casefold(), name)
    return tuple(sorted(found, key=order))


def check_count(rows: int) -> None:
    """Raises ValueError, with one sentence, unless `rows` is a number of rows that a run can take."""
    if rows == 0:
        raise ValueError("There are no rows; at least 2 are needed.")
    if rows == 1:
        raise ValueError("There is only 1 row; at least 2 are needed.")
    if rows > MOST_ROWS:
        raise ValueError(f"There are {rows} rows; at most {MOST_ROWS} are allowed.")


def number_fault(name: str, value: float) -> str | None:
    """What is wrong with the number called `name`, as a sentence; None if nothing is."""
    if not math.isfinite(value):
        return f"{name} = {value} is not finite."
    if abs(value) > FARTHEST:
        return f"{name} = {value:g} is too far out; numbers go from −{FARTHEST:,.0f} to {FARTHEST:,.0f}."
    return None


def label_fault(label: Label) -> str | None:
    """What is wrong with a label, as a sentence; None if nothing is."""
    if not isinstance(label, str):
        return number_fault("the label", label)
    if not label.strip() or not label.isprintable():
        return "the label is empty, or has letters that cannot be shown."
    if len(label) > LONGEST_NAME:
        return f"the label {echoed(label)} has {len(label)} characters; at most {LONGEST_NAME} are allowed."
    return None


def _name(label: Label) -> str:
    """How a class is called: a number in the fewest digits, 0.0 and −0.0 as 0."""
    return label if isinstance(label, str) else exact(label + 0.0)

"""Scores that a program takes on the way: which, in which order, and read back as those of a run."""

from collections.abc import Callable
from dataclasses import replace
from typing import Literal, TypeAlias

import torch
from torch import Tensor

from app.playground.scoring import Score, score_on
from app.playground.training import Run

Scored: TypeAlias = Literal["all", "judged"] | None
"""What a program scores: all data, what judges a network alone, or none."""


def scoring(run: Run, scored: Scored) -> Callable[..., Tensor]:
    """The scores of R networks, (scores, R), in the order of `score_names`."""
    fixed = tuple(run.network.fixed)

    def scores(x: Tensor, y: Tensor, test_x: Tensor, test_y: Tensor, *tensors: Tensor) -> Tensor:
        knobs, layers = dict(zip(fixed, tensors, strict=False)), run.parameters.by_layer(tensors[len(fixed) :])
        pairs = {"train": (x, y), "test": (test_x, test_y)}
        found = [
            score_on(replace(run.train, x=x, y=y), run.network, run.loss, layers, knobs)
            for x, y in map(pairs.__getitem__, _scored_on(run, scored))
        ]
        return torch.stack([part for pair in found for part in pair if part is not None])

    return scores


def _scored_on(run: Run, scored: Scored) -> list[str]:
    """The data that the run is scored on."""
    if run.test is None:
        return ["train"]
    return ["test"] if scored == "judged" else ["train", "test"]


def score_names(run: Run, scored: Scored) -> list[str]:
    """The names of what a program scores, in its order."""
    kinds = ["loss"] if run.loss.classes is None else ["loss", "accuracy"]
    return [f"{data}_{kind}" for data in _scored_on(run, scored) for kind in kinds]


def score_of(run: Run, scored: Scored, epoch: int, rows: Tensor) -> Score:
    """The score after `epoch`, from what a program has answered of it: (scores + 1, R)."""
    found = dict(zip(score_names(run, scored), rows, strict=False))
    unknown = torch.full_like(rows[-1], torch.nan)

    def accuracy(name: str, count: int) -> Tensor | None:
        # as a share of whole samples, which XLA rounds otherwise
        return (found[name] * count).round() / count if name in found else None

    return Score(
        epoch=epoch,
        train_loss=found.get("train_loss", unknown),
        test_loss=found.get("test_loss"),
        train_accuracy=accuracy("train_accuracy", len(run.train)),
        test_accuracy=accuracy("test_accuracy", len(run.judged_by)),
        is_finite=rows[-1] == 1,
    )

"""Answers: what a network says to points that a reader asks about."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from app.playground.training import Run


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Answer:
    """What a network of that `epoch` answers to n points: `shares`, the probability of each class, (n, classes).

    Of a regression there are `targets` instead, (n,), in the units of the data.
    """

    epoch: int
    shares: Tensor | None
    targets: Tensor | None


def answer_of(run: Run, points: Sequence[Sequence[float]]) -> Answer:
    """What the first replica of `run` answers to `points` (n, columns), which are in the units of the data.

    Raises ValueError, with a sentence, where a point has another number of columns than the data.
    """
    columns = len(run.data.train.columns)
    for number, point in enumerate(points, start=1):
        if len(point) != columns:
            raise ValueError(f"Point {number} has {len(point)} numbers; a point of this run has {columns}.")
    x = torch.tensor(points, dtype=torch.float64).view(len(points), columns)
    with torch.inference_mode():
        inputs = run.scaling.points(x).to(run.device)
        answer = run.network.forward(inputs[None], run.parameters.first_network()).answer[0]
        if run.loss.classes is None:
            targets = run.scaling.middle + run.scaling.half * answer[:, 0]
            return Answer(epoch=run.epoch, shares=None, targets=targets)
        shade = run.loss.shade(answer)
    shares = torch.cat((1 - shade, shade), dim=1) if run.loss.classes == 2 else shade
    return Answer(epoch=run.epoch, shares=shares, targets=None)

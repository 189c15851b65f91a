"""The course of a lane: what its seeds have reached after each epoch, row by row."""

import torch
from torch import Tensor

from app.playground.goal import Goal
from app.playground.training import Run


class _Rows:
    """Rows that come one by one, as one tensor."""

    def __init__(self, width: int) -> None:
        self._room = torch.empty(64, width, dtype=torch.float64)
        self._count = 0

    def add(self, row: Tensor) -> None:
        if self._count == len(self._room):
            self._room = torch.cat((self._room, torch.empty_like(self._room)))
        self._room[self._count] = row
        self._count += 1

    @property
    def so_far(self) -> Tensor:
        return self._room[: self._count]


class Course:
    """Losses of each seed before training and after each epoch, accuracies where there are classes, and the seconds.

    A seed whose parameters have left the range of numbers is lost, and has no accuracy and no loss from then on (NaN).
    """

    def __init__(self, seeds: int, goal: Goal) -> None:
        self.seconds: list[float] = []
        self._goal = goal
        self._losses = _Rows(seeds)
        self._accuracies = _Rows(seeds) if goal.measure == "accuracy" else None
        # kept as the epochs go by: to look for them in the whole history takes longer with every epoch
        self._reached, self._lost = (torch.full((seeds,), torch.inf, dtype=torch.float64) for _ in range(2))

    @property
    def accuracies(self) -> Tensor | None:
        """The share of right answers of each seed before training and after each epoch, (epochs + 1, seeds)."""
        return None if self._accuracies is None else self._accuracies.so_far

    @property
    def losses(self) -> Tensor:
        """The loss of each seed before training and after each epoch, (epochs + 1, seeds)."""
        return self._losses.so_far

    @property
    def judged(self) -> Tensor:
        """What the goal measures of each seed before training and after each epoch, (epochs + 1, seeds)."""
        return self.losses if self.accuracies is None else self.accuracies

    @property
    def epochs(self) -> int:
        """The epochs that are noted."""
        return len(self.losses) - 1

    def reached(self, epochs: int) -> Tensor:
        """The epoch, up to `epochs`, after which each seed first had the target, or inf: (seeds,)."""
        return self._reached.where(self._reached <= epochs, torch.inf)

    def lost(self, epochs: int) -> Tensor:
        """The epoch, up to `epochs`, in which each seed left the range of numbers, or inf: (seeds,)."""
        return self._lost.where(self._lost <= epochs, torch.inf)

    def note(self, loss: Tensor, accuracy: Tensor | None, are_lost: Tensor) -> None:
        """Note what each seed has come to after the next epoch, or at first before training: each (seeds,)."""
        epoch = len(self.losses)
        self._losses.add(loss.masked_fill(are_lost, torch.nan))
        if self._accuracies is not None:
            if accuracy is None:
                raise TypeError("The data has no classes, so that nothing can be counted as right.")
            self._accuracies.add(accuracy.masked_fill(are_lost, torch.nan))
        for first, has in ((self._reached, self._goal.are_there(self.judged[-1])), (self._lost, are_lost.cpu())):
            first[has & first.isinf()] = epoch

    def note_lost(self, epochs: int) -> None:
        """All seeds are lost: note so for each epoch up to that number that is not noted yet."""
        lost = torch.full_like(self._lost, torch.nan)
        while self.epochs < epochs:
            self.note(lost, lost, lost.isnan())


def are_lost(run: Run) -> Tensor:
    """Which seeds of `run` have left the range of numbers, (seeds,)."""
    if run.divergence is not None:
        return torch.ones(run.plan.replicas, dtype=torch.bool, device=run.device)
    return ~run.parameters.are_finite()

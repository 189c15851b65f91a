"""The course of a lane: what its seeds have reached after each epoch, row by row."""

import torch
from torch import Tensor


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
    """Accuracies and losses of each seed before training and after each epoch, and the seconds of each epoch.

    A seed whose parameters have left the range of numbers is lost, and has no accuracy and no loss from then on (NaN).
    """

    def __init__(self, seeds: int, target: float) -> None:
        self.seconds: list[float] = []
        self._target = target
        self._accuracies, self._losses = _Rows(seeds), _Rows(seeds)
        # kept as the epochs go by: to look for them in the whole history takes longer with every epoch
        self._reached, self._lost = (torch.full((seeds,), torch.inf, dtype=torch.float64) for _ in range(2))

    @property
    def accuracies(self) -> Tensor:
        """The share of right answers of each seed before training and after each epoch, (epochs + 1, seeds)."""
        return self._accuracies.so_far

    @property
    def losses(self) -> Tensor:
        """The loss of each seed before training and after each epoch, (epochs + 1, seeds)."""
        return self._losses.so_far

    def reached(self, epochs: int) -> Tensor:
        """The epoch, up to `epochs`, after which each seed was first as accurate as the target, or inf: (seeds,)."""
        return self._reached.where(self._reached <= epochs, torch.inf)

    def lost(self, epochs: int) -> Tensor:
        """The epoch, up to `epochs`, in which each seed left the range of numbers, or inf: (seeds,)."""
        return self._lost.where(self._lost <= epochs, torch.inf)

    def note(self, loss: Tensor, accuracy: Tensor | None, are_lost: Tensor) -> None:
        """Note what each seed has come to after the next epoch, or at first before training: each (seeds,)."""
        if accuracy is None:
            raise TypeError("The data has no classes, so that nothing can be counted as right.")
        accuracy = accuracy.masked_fill(are_lost, torch.nan).cpu()
        epoch = len(self.accuracies)
        for first, has in ((self._reached, accuracy >= self._target), (self._lost, are_lost.cpu())):
            first[has & first.isinf()] = epoch
        self._accuracies.add(accuracy)
        self._losses.add(loss.masked_fill(are_lost, torch.nan))

    def note_lost(self, epochs: int) -> None:
        """All seeds are lost: note so for each epoch up to that number that is not noted yet."""
        lost = torch.full_like(self._lost, torch.nan)
        while len(self.accuracies) <= epochs:
            self.note(lost, lost, lost.isnan())

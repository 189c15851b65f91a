"""A race: several activations learn from the same data, with the same seeds and batches, epoch by epoch side by side.

It knows no clock of its own: one comes from outside, and whoever calls decides how long to go on.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import Literal

import torch
from torch import Tensor

from app.playground.live.diagnostics import dead_shares, gradient_norms
from app.playground.race.fairness import difference
from app.playground.race.intervals import median
from app.playground.race.plan import RacePlan
from app.playground.training import Run

Clock = Callable[[], float]


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


class Lane:
    """One activation of a race: its networks, one for each seed, and what they have reached after each epoch.

    `seconds` are those of each epoch, and `differs` says what the lane has that others lack, None where it has nothing.
    A seed whose parameters leave the range of numbers has no accuracy and no loss from then on (NaN); the others learn
    on, each as if it were alone.
    """

    def __init__(self, plan: RacePlan, activation: str, device: str) -> None:
        self.activation = activation
        self.run = Run(plan.lane(activation), device, goes_on=True)
        self.differs = difference(plan, activation)
        self.seconds: list[float] = []
        self._target = plan.target
        self._accuracies, self._losses = _Rows(plan.seeds), _Rows(plan.seeds)
        # kept as the epochs go by: to look for them in the whole history takes longer with every epoch
        self._reached, self._lost = (torch.full((plan.seeds,), torch.inf, dtype=torch.float64) for _ in range(2))
        self._note()

    def step(self) -> bool:
        """Learn from the next batch; whether that ended an epoch. A lane without finite seeds stands still."""
        has_ended = self.run.step()
        if has_ended:
            self._note()
        return has_ended

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

    def dead(self) -> float:
        """The mean share of hidden outputs, over finite seeds, that let no gradient through for any training point."""
        shares = dead_shares(self.run.network, self.run.tensors(), self.run.train)
        return float(shares[~self._are_lost()].mean())

    @cached_property
    def gradient_ratio(self) -> float:
        """How many times the first layer's gradient that of the output is before training: the median over seeds."""
        norms = gradient_norms(self.run.network, self.run.loss, self.run.first_tensors(), self.run.train)
        return median((norms[-1] / norms[0]).tolist())

    def _note(self) -> None:
        loss, accuracy = self.run.score_on(self.run.judged_by)
        if accuracy is None:
            raise TypeError(f"{self.run.plan.data.name} has no classes, so that nothing can be counted as right")
        are_lost = self._are_lost()
        accuracy = accuracy.masked_fill(are_lost, torch.nan).cpu()
        epoch = len(self.accuracies)
        for first, has in ((self._reached, accuracy >= self._target), (self._lost, are_lost.cpu())):
            first[has & first.isinf()] = epoch
        self._accuracies.add(accuracy)
        self._losses.add(loss.masked_fill(are_lost, torch.nan))

    def _are_lost(self) -> Tensor:
        """Which seeds have left the range of numbers, (seeds,)."""
        if self.run.divergence is not None:
            return torch.ones(self.run.plan.replicas, dtype=torch.bool, device=self.run.device)
        return ~self.run.are_finite()


def lanes_of(plan: RacePlan, device: str) -> Iterator[Lane]:
    """The lanes of `plan`, one by one: many networks take a while to be made, and others may want to come in between.

    Raises ValueError, with a sentence, where the parts of the plan do not go together.
    """
    for activation in plan.activations:
        yield Lane(plan, activation, device)


class Race:
    """The race of `plan` with all its `lanes`; `clock` tells the seconds, for how long an epoch of each lane takes."""

    def __init__(self, plan: RacePlan, lanes: Sequence[Lane], clock: Clock) -> None:
        self.plan = plan
        self.clock = clock
        self.epoch = 0
        self.lanes = lanes
        self._turn = 0
        self._spent = 0.0

    @classmethod
    def at_once(cls, plan: RacePlan, device: str, clock: Clock) -> "Race":
        """The race of `plan`, its lanes made in one go. Raises ValueError as `lanes_of` does."""
        return cls(plan, [*lanes_of(plan, device)], clock)

    @property
    def scored_on(self) -> Literal["train", "test"]:
        """Which points accuracies are counted on: where all are trained on, none are left to test on."""
        return "train" if self.lanes[0].run.test is None else "test"

    @property
    def is_over(self) -> bool:
        """Whether all epochs are done, or no lane can go on."""
        return self.epoch == self.plan.epochs or (
            self._turn == 0 and all(lane.run.divergence is not None for lane in self.lanes)
        )

    def step(self) -> bool:
        """Let the lane whose turn it is learn from a batch; whether that ended an epoch of the race.

        When a lane has ended an epoch, it is the next lane's turn.
        """
        lane = self.lanes[self._turn]
        began = self.clock()
        has_ended = lane.step()
        self._spent += self.clock() - began
        if not has_ended:
            return False
        lane.seconds.append(self._spent)
        self._spent = 0.0
        self._turn = (self._turn + 1) % len(self.lanes)
        self.epoch += self._turn == 0
        return self._turn == 0

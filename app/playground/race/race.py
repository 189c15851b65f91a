"""A race: several activations learn from the same data, with the same seeds and batches, epoch by epoch side by side.

It knows no clock of its own: one comes from outside, and whoever calls decides how long to go on.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from typing import Any, Literal

from app.playground.live.live import Clock
from app.playground.live.relay import Submit
from app.playground.race.lane import Lane
from app.playground.race.plan import RacePlan
from app.playground.trainers import Stride
from app.playground.work import steps

LANE_SECONDS = 0.008
"""What a lane has of a round, on average."""

FEWEST_STEPS = 2000
"""What torch learns while a program is compiled: a lane with fewer steps is sooner done by torch alone."""


def lanes_of(plan: RacePlan, device: str, clock: Clock, submit: Submit | None = None) -> Iterator[Lane]:
    """The lanes of `plan`, one by one: many networks take a while to be made, and others may want to come in between.

    With `submit`, which lets programs be compiled, XLA trains a race that is not short. Raises ValueError, with a
    sentence, where the parts of the plan do not go together.
    """
    if steps(plan.plan, plan.epochs) < FEWEST_STEPS:
        submit = None
    for activation in plan.activations:
        yield Lane(plan, activation, device, clock, submit)


class Race:
    """The race of `plan` with all its `lanes`; `clock` tells the seconds.

    `epoch` is how many epochs every lane has learned. They learn in rounds, one lane after the other: as many epochs as
    take some milliseconds a lane, at least one.
    """

    def __init__(self, plan: RacePlan, lanes: Sequence[Lane], clock: Clock) -> None:
        self.plan = plan
        self.clock = clock
        self.epoch = 0
        self.lanes = lanes
        self._turn = 0
        self._stride = Stride()
        self._round: tuple[float, int] | None = None

    @classmethod
    def at_once(cls, plan: RacePlan, device: str, clock: Clock, submit: Submit | None = None) -> "Race":
        """The race of `plan`, its lanes made in one go. Raises ValueError as `lanes_of` does."""
        return cls(plan, [*lanes_of(plan, device, clock, submit)], clock)

    @property
    def scored_on(self) -> Literal["train", "test"]:
        """Which points accuracies are counted on: where all are trained on, none are left to test on."""
        return "train" if self.lanes[0].run.test is None else "test"

    @property
    def awaited(self) -> list[Future[Any]]:
        """The programs that are being compiled: whoever waits for them first sees XLA train from the start."""
        return [program for lane in self.lanes for program in lane.awaited]

    @property
    def is_over(self) -> bool:
        """Whether all epochs are done, or no lane can go on, by whoever trains the lanes to the end."""
        return self._is_done and all(lane.relay.is_settled for lane in self.lanes)

    @property
    def is_held_up(self) -> bool:
        """Whether nothing can be done before a program is ready."""
        if searches := [lane.search for lane in self.lanes if lane.search is not None and lane.is_searching]:
            return all(search.is_held_up for search in searches)
        return self._is_done and not self.is_over and not any(lane.relay.has_news for lane in self.lanes)

    @property
    def is_searching(self) -> bool:
        """Whether lanes still look for their learning rates, before any of them learns."""
        return any(lane.is_searching for lane in self.lanes)

    @property
    def _is_done(self) -> bool:
        return self._round is None and (
            self.epoch == self.plan.epochs or all(lane.run.divergence is not None for lane in self.lanes)
        )

    def forget(self) -> None:
        """Wait for no program any more."""
        for lane in self.lanes:
            lane.forget()

    def step(self) -> bool:
        """Let the lane whose turn it is learn for a while, at least from a batch; whether that ended a round.

        When a lane has come to the end of the round, it is the next lane's turn. Before the first round each finds its
        learning rate where it has to, and that ends something too.
        """
        if self.is_searching:
            return self._look()
        if self._is_done:
            return self._settle()
        if self._round is None:
            epochs = self._stride.epochs(len(self.lanes) * LANE_SECONDS, self.plan.epochs - self.epoch)
            self._round = self.clock(), self.epoch + epochs
        began, end = self._round
        if not self.lanes[self._turn].learn(end):
            return False
        self._turn = (self._turn + 1) % len(self.lanes)
        if self._turn:
            return False
        self._stride.note(end - self.epoch, self.clock() - began)
        self.epoch, self._round = end, None
        return True

    def finish_round(self) -> None:
        """Bring the lanes to the same epoch where a round is of several, which take some ten milliseconds."""
        while self._round is not None and self._round[1] > self.epoch + 1:
            self.step()

    def _look(self) -> bool:
        """Let a lane that can look for its learning rate; whether it has found it."""
        lanes = [lane for lane in self.lanes if lane.is_searching and lane.search and not lane.search.is_held_up]
        return bool(lanes) and lanes[0].look()

    def _settle(self) -> bool:
        """Let lanes change over whose programs came late; whether the race is over."""
        for lane in self.lanes:
            if lane.relay.has_news:
                lane.change_over()
        return self.is_over

"""A live session: one page's run, what the page asked for, and when it is to be shown; time comes from outside."""

from dataclasses import dataclass
from typing import Literal

import torch

from app.playground.live.frame import Frame, take_frame
from app.playground.live.live import Clock, Live, State
from app.playground.plan import Plan, Tuning
from app.playground.training import Run


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How fast a run goes, and when it stops by itself: at an epoch, or when it comes to an accuracy.

    Who goes on from there wants to go on: a run that is resumed where it has arrived stops when it comes there anew.
    """

    epochs_per_second: float | None = None
    until_epoch: int | None = None
    until_accuracy: float | None = None


class Session(Live[Frame]):
    """A run that a page steers.

    Methods that a message calls raise ValueError, with a sentence, where they do not fit; nothing has changed then.
    """

    def __init__(self, plan: Plan, device: str, clock: Clock) -> None:
        self.run = Run(plan, device)
        self.pace = Pace()
        self._target: int | None = None
        self._was_accurate = False
        super().__init__(clock)

    @property
    def epoch(self) -> int:
        """How many epochs the run has learned."""
        return self.run.epoch

    def start(self, plan: Plan, device: str) -> None:
        """Replace the run by another, paused; frames are numbered on."""
        self.run = Run(plan, device)
        self._was_accurate = False
        self._stop("paused")

    def reset(self) -> None:
        """Return to the same first weights, paused."""
        self.run.reset()
        self._was_accurate = False
        self._stop("paused")

    def resume(self) -> None:
        """Train until paused, or until the pace says stop."""
        if self.state == "diverged":
            raise ValueError("The run has diverged; reset it, or start another plan.")
        self._target = None
        self.state = "running"
        self._begin_speed()

    def step(self, epochs: int) -> None:
        """Train for so many epochs, then pause."""
        self.resume()
        self._target = self.run.epoch + epochs

    def tune(self, tuning: Tuning) -> None:
        """Take other values, without a reset."""
        self.run.tune(tuning)

    def edit(self, layer: int, quantity: Literal["W", "b"], place: tuple[int, int], value: float) -> None:
        """Set one weight or bias of the first replica; only while paused."""
        if self.state != "paused":
            raise ValueError("A weight can be edited while the run is paused.")
        tensors = self.run.tensors()
        if layer >= len(tensors):
            raise ValueError(f"There is no layer {layer}; the layers are numbered from 0 to {len(tensors) - 1}.")
        tensor = tensors[layer][quantity][0]
        row, column = (0, place[1]) if quantity == "b" else place
        if row >= tensor.shape[0] or column >= tensor.shape[1]:
            raise ValueError(f"{quantity} of layer {layer} has {tensor.shape[0]} rows and {tensor.shape[1]} columns.")
        with torch.no_grad():
            tensor[row, column] = value
        self.run.remember()
        self._is_stale = True

    def set_pace(self, pace: Pace) -> None:
        """Go at another pace from now on."""
        # who goes faster from where the run has arrived wants to go on as well
        self._was_accurate &= pace.until_accuracy == self.pace.until_accuracy
        self.pace = pace
        self._begin_speed()

    def _advance(self) -> bool:
        return self.run.step()

    def _picture(self) -> Frame:
        return take_frame(self.run)

    def _after_epoch(self) -> None:
        if self.run.divergence is not None:
            self._stop("diverged")
        elif self.run.epoch == self._target or self._has_arrived():
            self._stop("paused")

    def _has_arrived(self) -> bool:
        """Whether the pace says that the run is far enough."""
        was_accurate, self._was_accurate = self._was_accurate, self._is_accurate()
        return self.run.epoch == self.pace.until_epoch or (self._was_accurate and not was_accurate)

    def _is_accurate(self) -> bool:
        """Whether the run is as accurate on the data that judges it as the pace waits for."""
        if self.pace.until_accuracy is None:
            return False
        _, accuracy = self.run.score_on(self.run.judged_by)
        return accuracy is not None and float(accuracy[0]) >= self.pace.until_accuracy

    def _wait(self) -> float:
        """Seconds until the next epoch may begin."""
        if self.pace.epochs_per_second is None or not self.run.is_between_epochs:
            return 0.0
        began, epoch = self._paced_from
        return began + (self.run.epoch - epoch) / self.pace.epochs_per_second - self.clock()

    def _begin_speed(self) -> None:
        super()._begin_speed()
        # the first epoch comes at once
        self._paced_from = self.clock(), self.run.epoch

    def _stop(self, state: State) -> None:
        self._target = None
        super()._stop(state)

"""A live session: one page's run, what the page asked for, and when it is to be shown; time comes from outside."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import torch

from app.playground.frame import Frame, take_frame
from app.playground.plan import Plan
from app.playground.training import Run

State = Literal["paused", "running", "diverged"]
Clock = Callable[[], float]

MOST_IN_FLIGHT = 2
FRAME_SECONDS = 1 / 40
"""No more frames than that: an eye sees no more, and each takes time from training."""

UNSEEN_SECONDS = 5.0
"""How long a run goes on for a page that takes no frames: a hidden one."""

_SPEED_SECONDS = 1.0
_FEWEST_TIMES = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How fast a run goes, and when it stops by itself: at an epoch, or at an accuracy on the test data."""

    epochs_per_second: float | None = None
    until_epoch: int | None = None
    until_accuracy: float | None = None


class Session:
    """A run that is trained a slice at a time, and shown as fast as its page takes frames.

    Methods that a message calls raise ValueError, with a sentence, where they do not fit; nothing has changed then.
    """

    def __init__(self, plan: Plan, device: str, clock: Clock) -> None:
        self.clock = clock
        self.run = Run(plan, device)
        self.pace = Pace()
        self.state: State = "paused"
        self._frames = 0
        self._in_flight: set[int] = set()
        self._seen_at = clock()
        self._shown_at = 0.0
        self._is_stale = True
        self._target: int | None = None
        self._begin_speed()

    def start(self, plan: Plan, device: str) -> None:
        """Replace the run by another, paused; frames are numbered on."""
        self.run = Run(plan, device)
        self._stop("paused")

    def reset(self) -> None:
        """Return to the same first weights, paused."""
        self.run.reset()
        self._stop("paused")

    def resume(self) -> None:
        """Train until paused, or until the pace says stop."""
        if self.state == "diverged":
            raise ValueError("The run has diverged; reset it, or start another plan.")
        self._target = None
        self.state = "running"
        self._begin_speed()

    def pause(self) -> None:
        """Stand still, between two batches if need be."""
        if self.state == "running":
            self._stop("paused")

    def step(self, epochs: int) -> None:
        """Train for so many epochs, then pause."""
        self.resume()
        self._target = self.run.epoch + epochs

    def tune(self, **changes: Any) -> None:  # noqa: ANN401  values of a plan
        """Other values of lr, l1, l2, dropout or batch_size, without a reset."""
        self.run.tune(**changes)

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

    def acknowledge(self, frame: int) -> None:
        """The page has shown `frame`."""
        was_unseen = self._is_unseen
        self._in_flight.discard(frame)
        self._seen_at = self.clock()
        if was_unseen:
            # a page that comes back goes on at its pace, and catches up on nothing
            self._begin_speed()

    @property
    def can_train(self) -> bool:
        """Whether there is training to do now."""
        return self.state == "running" and not self._is_unseen and self._wait() <= 0

    @property
    def can_show(self) -> bool:
        """Whether a frame is due, and the page ready for it."""
        return self._is_stale and self._has_room and self._wait_to_show() <= 0

    @property
    def seconds_to_wait(self) -> float | None:
        """How long until there is something to do, if no message comes; None: nothing."""
        waits = [self._wait_to_show()] if self._is_stale and self._has_room else []
        if self.state == "running" and not self._is_unseen:
            waits.append(self._wait())
        return min(waits, default=None)

    @property
    def _has_room(self) -> bool:
        return len(self._in_flight) < MOST_IN_FLIGHT

    @property
    def _is_unseen(self) -> bool:
        """Whether the page has long taken no frame."""
        return not self._has_room and self.clock() - self._seen_at > UNSEEN_SECONDS

    def _wait_to_show(self) -> float:
        """Seconds until the next frame may be shown."""
        return self._shown_at + FRAME_SECONDS - self.clock() if self.state == "running" else 0.0

    def train(self, seconds: float) -> None:
        """Train for a slice of time, or until the pace, a step or a divergence ends it."""
        end = self.clock() + seconds
        while self.clock() < end and self.state == "running" and self._wait() <= 0:
            ended_epoch = self.run.step()
            self._is_stale = True
            if ended_epoch:
                self._after_epoch()

    def show(self) -> tuple[int, Frame]:
        """The next frame and its number; it is in flight until acknowledged."""
        frame = take_frame(self.run)
        self._frames += 1
        if not self._in_flight:
            self._seen_at = self.clock()
        self._in_flight.add(self._frames)
        self._is_stale = False
        self._shown_at = self.clock()
        return self._frames, frame

    @property
    def epochs_per_second(self) -> float:
        """How fast the run has gone in the last second; 0 while it stands."""
        first, last = self._speed[0], self._speed[-1]
        if self.state != "running" or last[0] <= first[0]:
            return 0.0
        return (last[1] - first[1]) / (last[0] - first[0])

    def _after_epoch(self) -> None:
        now = self.clock()
        self._speed.append((now, self.run.epoch))
        while len(self._speed) > _FEWEST_TIMES and now - self._speed[0][0] > _SPEED_SECONDS:
            self._speed.popleft()
        if self.run.divergence is not None:
            self._stop("diverged")
        elif self.run.epoch == self._target or self._has_arrived():
            self._stop("paused")

    def _has_arrived(self) -> bool:
        """Whether the pace says that the run is far enough."""
        # who goes on from there wants to go on
        if self.run.epoch == self.pace.until_epoch:
            return True
        if self.pace.until_accuracy is None:
            return False
        accuracy = self.run.score().test_accuracy
        return accuracy is not None and float(accuracy[0]) >= self.pace.until_accuracy

    def _wait(self) -> float:
        """Seconds until the next epoch may begin."""
        if self.pace.epochs_per_second is None or not self.run.is_between_epochs:
            return 0.0
        began, epoch = self._paced_from
        return began + (self.run.epoch - epoch) / self.pace.epochs_per_second - self.clock()

    def set_pace(self, pace: Pace) -> None:
        """Go at another pace from now on."""
        self.pace = pace
        self._begin_speed()

    def _begin_speed(self) -> None:
        now = self.clock()
        self._speed = deque([(now, self.run.epoch)])
        # the first epoch comes at once
        self._paced_from = now, self.run.epoch
        self._seen_at = now

    def _stop(self, state: State) -> None:
        self.state = state
        self._target = None
        self._is_stale = True
        self._begin_speed()

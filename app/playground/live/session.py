"""A live session: one page's run, what the page asked for, and when it is to be shown; time comes from outside."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import torch

from app.playground.live.answer import Answer, answer_of
from app.playground.live.frame import Frame, take_frame
from app.playground.live.live import Clock, Live, State
from app.playground.live.relay import Relay, Submit
from app.playground.plan import Plan, Tuning
from app.playground.plane import Plane
from app.playground.training import Run
from app.playground.views import View, kept_view, usual_view, viewed_plane

_NO_END = 2**63


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How fast a run goes, and when it stops by itself: at an epoch, or when it comes to an accuracy.

    Who goes on from there wants to go on: a run that is resumed where it has arrived stops when it comes there anew.
    """

    epochs_per_second: float | None = None
    until_epoch: int | None = None
    until_accuracy: float | None = None


class Session(Live[Frame]):
    """A run that a page steers. With `submit`, which lets programs be compiled, XLA trains it as soon as it can.

    Methods that a message calls raise ValueError, with a sentence, where they do not fit; nothing has changed then.
    """

    def __init__(self, plan: Plan, device: str, clock: Clock, submit: Submit | None = None) -> None:
        self._relay = Relay(plan, device, clock, submit)
        self._submit = submit
        self.pace = Pace()
        self.view = usual_view(self.run.data)
        self.plane: Plane = self.run.plane
        self._target: int | None = None
        self._was_accurate = False
        # what stops by itself does so when whoever goes on to train it has come there
        self._held: State | None = None
        super().__init__(clock)

    @property
    def run(self) -> Run:
        """The run as it stands."""
        return self._relay.run

    @property
    def epoch(self) -> int:
        """How many epochs the run has learned."""
        return self.run.epoch

    def start(self, plan: Plan, device: str) -> None:
        """Replace the run by another, paused; frames are numbered on. One of the same columns keeps the view."""
        # what cannot be started leaves everything as it is
        relay = Relay(plan, device, self.clock, self._submit)
        self._relay.forget()
        columns, self._relay = self.run.data.train.columns, relay
        self.view = kept_view(self.view, columns, self.run.data)
        self.plane = self.run.plane if self.view is None else viewed_plane(self.run.data, self.view)
        self._was_accurate = False
        self._stop("paused")

    def leave(self) -> None:
        """Nobody watches any more."""
        self._relay.forget()

    def reset(self) -> None:
        """Return to the same first weights, paused."""
        self._relay.reset()
        self._was_accurate = False
        self._stop("paused")

    def resume(self) -> None:
        """Train until paused, or until the pace says stop."""
        if self.state == "diverged":
            raise ValueError("The run has diverged; reset it, or start another plan.")
        self._target = None
        if self._held == "paused":
            # it has arrived, and is to go on from there
            self._held, self._was_accurate = None, self._is_accurate()
        self.state = "running"
        self._begin_speed()

    def step(self, epochs: int) -> None:
        """Train for so many epochs, then pause."""
        self.resume()
        self._target = self.run.epoch + epochs

    def tune(self, tuning: Tuning) -> None:
        """Take other values, without a reset."""
        self._relay.change(lambda run: run.tune(tuning))

    def edit(self, layer: int, quantity: Literal["W", "b"], place: tuple[int, int], value: float) -> None:
        """Set one weight or bias of the first replica; only while paused."""
        if self.state != "paused":
            raise ValueError("A weight can be edited while the run is paused.")
        tensors = self.run.tensors()
        if layer >= len(tensors):
            raise ValueError(f"There is no layer {layer}; the layers are numbered from 0 to {len(tensors) - 1}.")
        if quantity not in tensors[layer]:
            raise ValueError(f"Layer {layer} has no biases: its plan leaves them out (use_bias).")
        tensor = tensors[layer][quantity][0]
        row, column = (0, place[1]) if quantity == "b" else place
        if row >= tensor.shape[0] or column >= tensor.shape[1]:
            raise ValueError(f"{quantity} of layer {layer} has {tensor.shape[0]} rows and {tensor.shape[1]} columns.")

        def put(run: Run) -> None:
            with torch.no_grad():
                run.tensors()[layer][quantity][0][row, column] = value
            run.remember()

        self._relay.change(put)
        self._is_stale = True

    def look(self, view: View) -> None:
        """Show the answers over another plane through data of more than two inputs, from the next frame on."""
        self.plane = viewed_plane(self.run.data, view)
        self.view = view
        self._drop_drawing()
        self._is_stale = True

    def ask(self, points: Sequence[Sequence[float]]) -> Answer:
        """What the first network answers to points of the data, now."""
        return answer_of(self.run, points)

    def set_pace(self, pace: Pace) -> None:
        """Go at another pace from now on."""
        # who goes faster from where the run has arrived wants to go on as well
        self._was_accurate &= pace.until_accuracy == self.pace.until_accuracy
        self.pace = pace
        self._begin_speed()

    @property
    def can_train(self) -> bool:
        """Whether there is training to do now, also for a run that stands still."""
        return super().can_train or (self.state == "paused" and self._relay.has_news)

    def train(self, seconds: float) -> None:
        """Train for a slice of time, or until something ends it; a run that stands still may change its trainer."""
        end = self.clock() + seconds
        while self.state == "paused" and self._relay.has_news and self.clock() < end:
            before = self.run
            self._change_over(end - self.clock())
            self._is_stale |= not torch.equal(before.parameters.vector, self.run.parameters.vector)
        super().train(end - self.clock())

    @property
    def _least_seconds(self) -> float:
        return self._relay.least_seconds

    def _advance(self, seconds: float) -> bool:
        if self._relay.has_news:
            self._change_over(seconds)
            return False
        return self._relay.learn(seconds, self._most_epochs())

    def _change_over(self, seconds: float) -> None:
        """Let whoever is to train the run come to where it stands; then it stops where it was to."""
        if not self._relay.change_over(seconds):
            return
        held, self._held = self._held, None
        if self.run.divergence is not None:
            self._stop("diverged")
        elif held == "paused":
            self._stop("paused")
        else:
            # nothing is made up for
            self._paced_from = self.clock(), self.run.epoch

    def _draw(self) -> Iterator[Frame]:
        yield take_frame(self.run, self.plane)

    def _after_epoch(self) -> None:
        was_accurate, self._was_accurate = self._was_accurate, self._is_accurate()
        has_arrived = self.run.epoch == self.pace.until_epoch or (self._was_accurate and not was_accurate)
        if self.run.divergence is not None:
            self._come_to("diverged")
        elif self.run.epoch == self._target or has_arrived:
            self._come_to("paused")

    def _come_to(self, state: State) -> None:
        if self._relay.is_settled:
            self._stop(state)
        else:
            self._held = state

    def _most_epochs(self) -> int:
        """How many epochs may be learned before it is time to see whether to go on."""
        if self.pace.epochs_per_second is not None or self.pace.until_accuracy is not None:
            return 1
        ends = [end for end in (self._target, self.pace.until_epoch) if end is not None and end > self.run.epoch]
        return min(ends, default=_NO_END) - self.run.epoch

    def _is_accurate(self) -> bool:
        """Whether the run is as accurate on the data that judges it as the pace waits for."""
        if self.pace.until_accuracy is None:
            return False
        _, accuracy = self.run.score_on(self.run.judged_by)
        return accuracy is not None and float(accuracy[0]) >= self.pace.until_accuracy

    def _wait(self) -> float:
        """Seconds until the next epoch may begin; no end where a program is waited for."""
        if self._relay.is_held_up or (self._held is not None and not self._relay.has_news):
            return math.inf
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
        self._held = None
        super()._stop(state)

"""A race that a page watches: run, paused, shown; time comes from outside."""

import math
from collections.abc import Iterator
from typing import ClassVar

from app.playground.live.live import Live
from app.playground.race.frame import RaceFrame, race_frame_in_steps
from app.playground.race.race import Race
from app.playground.race.standings import measure_in_steps

STANDINGS_SECONDS = 1.0
"""How often, at most, a running race tells its standings: they are to be read."""

STANDINGS_SHARE = 1 / 20
"""Of the time, for standings while the race runs: those of many networks take as long as several frames."""


class RaceSession(Live[RaceFrame]):
    """A race that goes on until its epochs are done; its clock is that of the race."""

    # a frame has the maps of every lane, which take as long as several steps
    frame_seconds: ClassVar[float] = 1 / 20

    def __init__(self, race: Race) -> None:
        self._frame_cost = 0.0
        self._is_measured = False
        self.race = race
        self._tell_at = race.clock() + STANDINGS_SECONDS
        super().__init__(race.clock)

    @property
    def epoch(self) -> int:
        """How many epochs every lane has learned."""
        return self.race.epoch

    def start(self, race: Race) -> None:
        """Replace the race by another, paused; frames are numbered on."""
        self.race.forget()
        self.race = race
        self._stop("paused")

    def leave(self) -> None:
        """Nobody watches any more."""
        self.race.forget()

    def pause(self) -> None:
        """Stand still; short rounds are finished, so that all lanes have learned as much."""
        if self.state == "running":
            self.race.finish_round()
        super().pause()

    def resume(self) -> None:
        """Let all lanes learn until paused, or until the race is over."""
        if self.state == "over":
            raise ValueError("The race is over; start another.")
        self.state = "running"
        self._begin_speed()

    @property
    def can_train(self) -> bool:
        """Whether there is training to do now; while it is measured the race stands still."""
        return super().can_train and not self._is_measured

    def measure(self) -> Iterator[Race]:
        """Measure, step by step, what takes long of a report."""
        self._is_measured = True
        try:
            yield from measure_in_steps(self.race)
        finally:
            self._is_measured = False

    def _advance(self, seconds: float) -> bool:  # noqa: ARG002  a lane has slices of its own
        return self.race.step()

    def _wait(self) -> float:
        return math.inf if self.race.is_held_up else 0.0

    def _after_epoch(self) -> None:
        if self.race.is_over:
            self._stop("over")

    def _wait_to_show(self) -> float:
        # the maps of a thousand networks take long: a race must not spend more time on being seen than on learning
        rest = self._shown_at + self._frame_cost - self.clock() if self.state == "running" else 0.0
        return max(super()._wait_to_show(), rest)

    def _draw(self) -> Iterator[RaceFrame | None]:
        began = self.clock()
        is_due = self.state != "running" or began > self._tell_at
        cost = 0.0
        for frame in race_frame_in_steps(self.race, with_standings=is_due):
            cost += self.clock() - began
            if frame is not None:
                self._frame_cost = cost
                if is_due:
                    self._tell_at = self.clock() + max(STANDINGS_SECONDS, cost / STANDINGS_SHARE)
            yield frame
            # others come in between
            began = self.clock()

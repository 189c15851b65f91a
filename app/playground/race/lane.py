"""A lane of a race: one activation, its networks, one for each seed, and how they learn."""

from concurrent.futures import Future
from functools import cached_property
from typing import Any

import torch
from torch import Tensor

from app.playground.live.diagnostics import dead_shares, gradient_norms
from app.playground.live.live import Clock
from app.playground.live.relay import Relay, Submit
from app.playground.plan import Tuning
from app.playground.race.course import Course, are_lost
from app.playground.race.fairness import difference
from app.playground.race.intervals import median
from app.playground.race.plan import RacePlan
from app.playground.race.search import Search, TriedRate
from app.playground.scoring import Score
from app.playground.training import Run

SLICE = 0.015
"""Seconds that a lane learns in one go, if an epoch takes no longer."""


class Lane:
    """One activation of a race; `differs` says what it has that others lack, None where it has nothing.

    A seed whose parameters leave the range of numbers learns no more; the others learn on, each as if it were alone.
    """

    def __init__(
        self, plan: RacePlan, activation: str, device: str, clock: Clock, submit: Submit | None = None
    ) -> None:
        self.activation = activation
        self.differs = difference(plan, activation)
        self._plan = plan
        # before the relay, so that its program is compiled first
        self.search = Search(plan, activation, device, clock, submit) if plan.rates == "best" else None
        self.relay = Relay(plan.lane(activation), device, clock, submit, goes_on=True, watch=self._watch)
        # all runs of a plan begin alike
        self._first = self._reached(self.run)
        self._courses: dict[Run, Course] = {}
        self._dead: tuple[Tensor, float] | None = None

    @property
    def run(self) -> Run:
        """The networks as they stand."""
        return self.relay.run

    @property
    def is_searching(self) -> bool:
        """Whether its learning rate is still looked for."""
        return self.search is not None and not self.search.is_over

    @property
    def lr(self) -> float | None:
        """The learning rate that it learns at; None while it is looked for."""
        return None if self.is_searching else self.run.plan.training.lr

    @property
    def tried(self) -> tuple[TriedRate, ...] | None:
        """The learning rates among which its own was found; None where it had none to find, or still looks."""
        return self.search.tried if self.search is not None and self.search.is_over else None

    @property
    def awaited(self) -> list[Future[Any]]:
        """The programs that are being compiled for it."""
        of_search = None if self.search is None else self.search.awaited
        return [program for program in (of_search, self.relay.awaited) if program is not None]

    def forget(self) -> None:
        """Wait for no program any more."""
        self.relay.forget()
        if self.search is not None:
            self.search.forget()

    def look(self) -> bool:
        """Look for its learning rate for a while; whether it is found, and taken over."""
        if self.search is None:
            return True
        self.search.step(SLICE)
        if self.search.best is not None:
            tuning = Tuning(lr=self.search.best)
            self.relay.change(lambda run: run.tune(tuning))
        return self.search.is_over

    @property
    def course(self) -> Course:
        """What they have come to."""
        return self._course_of(self.run)

    def learn(self, epoch: int) -> bool:
        """Learn for a while, and no further than to the end of `epoch`; whether the lane is there, or stands still."""
        if self.relay.has_news:
            self.change_over()
            return False
        if self._has_to_learn(epoch):
            self.relay.learn(SLICE, epoch - self.run.epoch)
        if self._has_to_learn(epoch):
            return False
        if self.run.divergence is not None:
            self.course.note_lost(epoch)
        return True

    def change_over(self) -> None:
        """Do for a while what is to be done so that whoever is to train the lane can go on."""
        known = self.course.epochs
        self.relay.change_over(SLICE)
        if self.relay.is_settled:
            self._courses = {self.run: self.course}
        if self.run.divergence is not None:
            self.course.note_lost(known)

    def measure(self) -> None:
        """Measure what takes long, for as long as the networks stay as they are."""
        self.dead()
        _ = self.gradient_ratio

    def dead(self) -> float:
        """The mean share of hidden outputs, over finite seeds, that let no gradient through for any training point."""
        vector = self.run.parameters.vector
        if self._dead is None or not torch.equal(self._dead[0], vector):
            shares = dead_shares(self.run.network, self.run.tensors(), self.run.train)
            self._dead = vector.clone(), float(shares[~are_lost(self.run)].mean())
        return self._dead[1]

    @cached_property
    def gradient_ratio(self) -> float:
        """How many times the first layer's gradient that of the output is before training: the median over seeds."""
        norms = gradient_norms(self.run.network, self.run.loss, self.run.first_tensors(), self.run.train)
        return median((norms[-1] / norms[0]).tolist())

    def _has_to_learn(self, epoch: int) -> bool:
        return self.run.epoch < epoch and self.run.divergence is None

    def _course_of(self, run: Run) -> Course:
        if run not in self._courses:
            self._courses[run] = Course(self._plan.seeds, self._plan.goal)
            self._courses[run].note(*self._first)
        return self._courses[run]

    def _watch(self, run: Run, scores: list[Score] | None, seconds: float) -> None:
        """Note what `run` has come to after an epoch that torch has trained, or after several that have scores."""
        course, known = self._course_of(run), len(self._course_of(run).seconds)
        for score in scores or []:
            course.note(*score.judged, ~score.is_finite)
        if scores is None:
            course.note(*self._reached(run))
        elif run.divergence is not None:
            course.note_lost(run.epoch)
        epochs = run.epoch - known
        course.seconds += [seconds / epochs] * epochs

    @staticmethod
    def _reached(run: Run) -> tuple[Tensor, Tensor | None, Tensor]:
        """The loss and the accuracy of each seed, and which are lost: each (seeds,)."""
        return *run.score_on(run.judged_by), are_lost(run)

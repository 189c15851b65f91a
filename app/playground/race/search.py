"""The search for the learning rate of a lane: several side by side, on training rows alone, judged by rows held out.

No row that the race is scored on is seen, and no seed of the race is used.
"""

from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from math import inf

import torch

from app.playground.data.samples import Split, split
from app.playground.live.live import Clock
from app.playground.live.relay import Submit
from app.playground.plan import HIGHEST_RATE, LOWEST_RATE, Plan, Tuning
from app.playground.plan_data import split_data
from app.playground.race.course import Course, are_lost
from app.playground.race.intervals import median
from app.playground.race.plan import SEARCH_SEEDS, RacePlan
from app.playground.trainers import EpochTrainer, Stride, compiled_trainer
from app.playground.training import Run
from app.playground.varied import AS_PLANNED, Varied

_STEPS_A_DECADE = 2
_REACH = 3
_KEPT = 0.75
_FEWEST_ROWS = 2


def rates_around(lr: float) -> tuple[float, ...]:
    """The rates that are tried: `lr`, and three on either side, two in a decade, as far as rates go; ascending."""
    steps = range(-_REACH, _REACH + 1)
    rates = [lr if step == 0 else float(f"{lr * 10 ** (step / _STEPS_A_DECADE):.2g}") for step in steps]
    return tuple(rate for rate in rates if LOWEST_RATE <= rate <= HIGHEST_RATE)


def search_plan(race: RacePlan, activation: str) -> Plan:
    """What the search of the lane of `activation` trains: a replica for each rate and seed."""
    replicas = len(rates_around(race.plan.training.lr)) * SEARCH_SEEDS
    return race.lane(activation).model_copy(update={"replicas": replicas, "seed": race.plan.seed + race.seeds})


@dataclass(frozen=True, slots=True, kw_only=True)
class TriedRate:
    """A learning rate, how many of the search's seeds reached the target with it, and their median loss at its end."""

    lr: float
    solved: int
    loss: float


class _Trial:
    """A run of the search, with the rate of each replica, and what it has come to on the rows held out."""

    def __init__(self, run: Run, rates: Sequence[float], race: RacePlan) -> None:
        self.run = run
        self.rates = torch.tensor(rates, dtype=torch.float64)
        self.course = Course(len(rates), race.goal)
        self.note()

    def note(self) -> None:
        """Note what the run has come to."""
        self.course.note(*self.run.score_on(self.run.judged_by), are_lost(self.run))

    def is_over(self, epochs: int) -> bool:
        """Whether it has learned for so many epochs, or can learn no more, which is noted."""
        if self.run.divergence is not None:
            self.course.note_lost(epochs)
        return self.course.epochs >= epochs


class Search:
    """The search of one lane, step by step; once it is over `tried` has every rate, and `best` is the best of them.

    XLA trains all rates in one run where there is a program for that, and else torch each by itself: who it is follows
    from the plan. The best is the rate with the least loss at the end, the median over its seeds: how soon they reach
    the target says less, being so few, and favours rates at which they do not stay there. Raises ValueError, with a
    sentence, where no row can be held out.
    """

    def __init__(self, race: RacePlan, activation: str, device: str, clock: Clock, submit: Submit | None) -> None:
        self._race = race
        self._plan = search_plan(race, activation)
        self._device, self._clock = device, clock
        self._rates = rates_around(race.plan.training.lr)
        self._seeds = [self._plan.seed + number for number in range(SEARCH_SEEDS)]
        self._rows = _rows(race)
        self._stride = Stride()
        self._trainer: EpochTrainer | None = None
        self.awaited: Future[EpochTrainer | None] | None = None
        self._trials: list[_Trial] = []
        self.tried: tuple[TriedRate, ...] = ()
        self.best: float | None = None
        if submit is not None:
            self.awaited = submit(self._compile)

    @property
    def is_over(self) -> bool:
        """Whether all rates have been tried."""
        return bool(self.tried)

    @property
    def is_held_up(self) -> bool:
        """Whether nothing can be done before a program is ready."""
        return self.awaited is not None and not self.awaited.done()

    def forget(self) -> None:
        """Wait for no program any more."""
        if self.awaited is not None:
            self.awaited.cancel()

    def step(self, seconds: float) -> None:
        """Learn for about so long, at least from a batch; nothing happens while it is held up."""
        if self.is_held_up:
            return
        if not self._trials:
            self._begin()
        trial = next(trial for trial in self._trials if not trial.is_over(self._race.search_epochs))
        if self._trainer is None:
            if trial.run.step() and trial.run.divergence is None:
                trial.note()
        else:
            self._go_on(self._trainer, trial, seconds)
        if all(trial.is_over(self._race.search_epochs) for trial in self._trials):
            self._conclude()

    def _compile(self) -> EpochTrainer | None:
        rates = torch.tensor(self._rates, dtype=torch.float64).repeat_interleave(SEARCH_SEEDS)
        run = self._run(self._plan, self._seeds * len(self._rates), Varied(lr=rates))
        return compiled_trainer(run, _always, judged_alone=True)

    def _run(self, plan: Plan, seeds: Sequence[int], varied: Varied = AS_PLANNED) -> Run:
        return Run(plan, self._device, goes_on=True, records=False, data=self._rows, seeds=seeds, varied=varied)

    def _begin(self) -> None:
        """Take the trainer that has come, or torch."""
        self._trainer = None if self.awaited is None else self.awaited.result()
        self.awaited = None
        if self._trainer is not None:
            rates = [rate for rate in self._rates for _ in self._seeds]
            self._trials = [_Trial(self._trainer.run, rates, self._race)]
            return
        for rate in self._rates:
            plan = self._plan.model_copy(update={"replicas": SEARCH_SEEDS}).tuned(Tuning(lr=rate))
            self._trials.append(_Trial(self._run(plan, self._seeds), [rate] * SEARCH_SEEDS, self._race))

    def _go_on(self, trainer: EpochTrainer, trial: _Trial, seconds: float) -> None:
        """Let XLA train for a while, and note what has come of each epoch."""
        began, first = self._clock(), trial.run.epoch
        most = min(self._race.search_epochs - first, trainer.capacity)
        for score in trainer.train(self._stride.epochs(seconds, most)):
            trial.course.note(*score.judged, ~score.is_finite)
        self._stride.note(trial.run.epoch - first, self._clock() - began)

    def _conclude(self) -> None:
        """Compare the rates, and let go of the networks."""
        epochs = self._race.search_epochs
        rates = torch.cat([trial.rates for trial in self._trials])
        reached = torch.cat([trial.course.reached(epochs) for trial in self._trials])
        losses = torch.cat([trial.course.losses[epochs].nan_to_num(inf) for trial in self._trials])
        by_rate = [(rate, rates == rate) for rate in self._rates]
        self.tried = tuple(
            TriedRate(lr=rate, solved=int(reached[own].isfinite().sum()), loss=median(losses[own].tolist()))
            for rate, own in by_rate
        )
        self.best = min(self.tried, key=lambda tried: tried.loss).lr
        self._trials.clear()
        self._trainer = None


def _rows(race: RacePlan) -> Split:
    """The training rows of `race`, parted into those to learn from and those to judge by."""
    train = split_data(race.plan.data).train
    if len(train) < _FEWEST_ROWS:
        raise ValueError(
            "A search for learning rates holds out training rows, and this race has only one; choose more points, or "
            "one rate for all."
        )
    return split(train, _KEPT, race.plan.data.seed, stratified=True)


def _always(_: int) -> bool:
    """After every epoch."""
    return True

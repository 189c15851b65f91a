"""The standings of a race at any moment: what each lane has reached, the best first, and what that shows."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from math import inf, nan
from statistics import median as middle
from typing import Any, Literal, TypeAlias

from app.playground.goal import Goal, Measure
from app.playground.race.course import Course
from app.playground.race.intervals import Interval, median, median_interval, quantile, share_interval
from app.playground.race.lane import Lane
from app.playground.race.plan import SEARCH_SEEDS
from app.playground.race.race import Race
from app.playground.race.record import LaneRecord, RaceRecord
from app.playground.race.search import TriedRate, rates_around
from app.playground.race.verdict import Outcome, compare_in_steps, verdict
from app.text import listed, number

_TRAINED_ON_ALL: Mapping[Measure, str] = {
    "accuracy": "All points are trained on: accuracies are those on the training points.",
    "loss": "All points are trained on: losses are those on the training points.",
}


Raced: TypeAlias = Race | RaceRecord
"""A race that learns here, or one that has learned elsewhere."""

RacedLane: TypeAlias = Lane | LaneRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A median over seeds with its 95 % interval; infinite where half of the seeds have not got there."""

    median: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Quartiles:
    """The median over seeds, and a quarter of them below and above."""

    median: float
    q1: float
    q3: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LostSeeds:
    """How many seeds of a lane left the range of numbers, and the epoch in which the first did."""

    seeds: int
    epoch: int


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What each seed reached, before training and after each epoch: [seed][epoch], NaN once lost.

    There is no accuracy in a regression.
    """

    accuracy: list[list[float]] | None
    loss: list[list[float]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What a lane has reached.

    A seed that has left the range of numbers has 0 as its final accuracy, and an infinite loss; a regression has no
    accuracy. `dead` is the mean share of hidden outputs without a gradient, now; `gradient_ratio` how many times the
    first layer's gradient that of the output was before training; `differs` what the lane has that others lack. `lr` is
    the learning rate, None while it is looked for, and `tried` has those among which it was found.
    """

    activation: str
    solved: int
    seeds: int
    solved_share: Interval
    epochs_to_target: Estimate
    final_accuracy: Quartiles | None
    final_loss: Quartiles
    seconds_per_epoch: float
    dead: float
    gradient_ratio: float
    differs: str | None
    lr: float | None
    tried: tuple[TriedRate, ...] | None
    diverged: LostSeeds | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standings:
    """Every lane, the best first, after so many epochs, and what they show in a few sentences.

    Accuracies are those on the points that `scored_on` names.
    """

    epochs: int
    scored_on: Literal["train", "test"]
    lanes: list[Standing]
    verdict: str


def measure_in_steps(race: Race) -> Iterator[Race]:
    """Measure, step by step, what takes long of the standings of now, which then are soon there."""
    for lane in race.lanes:
        lane.measure()
        yield race
    for _ in compare_in_steps([outcome for outcome, _ in _ranked(race)]):
        yield race


def standings(race: Raced) -> Standings:
    """How `race` stands after the last epoch that all lanes have done."""
    goal = race.plan.goal
    pairs = _ranked(race)
    lanes = [_standing(race, lane, outcome) for outcome, lane in pairs]
    so_far = None if race.is_over else (race.epoch, race.plan.epochs)
    sentences = [verdict([outcome for outcome, _ in pairs], goal, so_far)]
    sentences += [
        f"{lane.activation} diverged with {lane.diverged.seeds} of {lane.seeds} seeds, first in epoch "
        f"{lane.diverged.epoch}."
        for lane in lanes
        if lane.diverged
    ]
    sentences += _of_rates(lanes, race)
    if race.scored_on == "train":
        sentences.append(_TRAINED_ON_ALL[goal.measure])
    return Standings(epochs=race.epoch, scored_on=race.scored_on, lanes=lanes, verdict=" ".join(sentences))


def _of_rates(lanes: Sequence[Standing], race: Raced) -> Iterator[str]:
    """How lanes came to their learning rates, where each has its own."""
    if race.plan.rates == "plan":
        return
    rates = rates_around(race.plan.plan.training.lr)
    if race.is_searching:
        found = sum(lane.lr is not None for lane in lanes)
        yield f"{found} of {len(lanes)} lanes have found their learning rates so far."
        return
    yield (
        f"Each lane learns at the best of {len(rates)} learning rates, tried with {SEARCH_SEEDS} other seeds for "
        f"{race.plan.search_epochs} epochs on three quarters of the training rows and judged by their loss on the "
        "others."
    )
    lowest, highest = ([lane.activation for lane in lanes if lane.lr == end] for end in (rates[0], rates[-1]))
    if lowest:
        best, rate = listed(lowest), number(rates[0])
        yield f"The lowest rate that was tried, {rate}, is the best of {best}: a better one may lie beyond."
    if highest:
        best, rate = listed(highest), number(rates[-1])
        yield f"The highest rate that was tried, {rate}, is the best of {best}: a better one may lie beyond."


def histories(race: Raced) -> dict[str, History]:
    """What each lane has gone through so far, by its activation: the longer the race, the more."""
    return {lane.activation: _history(lane.course, race.epoch + 1) for lane in race.lanes}


def _history(course: Course, rows: int) -> History:
    accuracies = course.accuracies
    return History(
        accuracy=None if accuracies is None else accuracies[:rows].T.tolist(), loss=course.losses[:rows].T.tolist()
    )


def report(race: Raced) -> dict[str, Any]:
    """The standings as plain values, each lane with its history: everything that `race` has found so far."""
    found, courses = standings(race), histories(race)
    lanes = [{**asdict(lane), "history": courses[lane.activation]} for lane in found.lanes]
    return {
        "epochs": found.epochs,
        "complete": race.is_over,
        "scored_on": found.scored_on,
        "lanes": lanes,
        "verdict": found.verdict,
    }


def quartiles(values: Sequence[float]) -> Quartiles:
    """The quartiles of `values` over seeds."""
    return Quartiles(median=median(values), q1=quantile(values, 0.25), q3=quantile(values, 0.75))


def accuracy_quartiles(lane: RacedLane, epoch: int) -> Quartiles | None:
    """Those of the accuracies after `epoch`, where there are classes; a lost seed has 0."""
    accuracies = lane.course.accuracies
    return None if accuracies is None else quartiles(accuracies[epoch].nan_to_num(0.0).tolist())


def loss_quartiles(lane: RacedLane, epoch: int) -> Quartiles:
    """Those of the losses after `epoch`; that of a lost seed is infinite."""
    return quartiles(lane.course.losses[epoch].nan_to_num(inf).tolist())


def _ranked(race: Raced) -> list[tuple[Outcome, RacedLane]]:
    """Each lane with what it has reached, the best first."""
    goal = race.plan.goal
    return sorted(((_outcome(race, lane, goal), lane) for lane in race.lanes), key=lambda pair: pair[0].order)


def _outcome(race: Raced, lane: RacedLane, goal: Goal) -> Outcome:
    return Outcome(
        activation=lane.activation,
        epochs=lane.course.reached(race.epoch).tolist(),
        costs=goal.costs(lane.course.judged[race.epoch]).tolist(),
    )


def _standing(race: Raced, lane: RacedLane, outcome: Outcome) -> Standing:
    seeds = len(outcome.epochs)
    interval = median_interval(outcome.epochs)
    return Standing(
        activation=lane.activation,
        solved=outcome.solved,
        seeds=seeds,
        solved_share=share_interval(outcome.solved, seeds),
        epochs_to_target=Estimate(median=median(outcome.epochs), low=interval.low, high=interval.high),
        final_accuracy=accuracy_quartiles(lane, race.epoch),
        final_loss=loss_quartiles(lane, race.epoch),
        seconds_per_epoch=middle(lane.course.seconds) if lane.course.seconds else nan,
        dead=lane.dead(),
        gradient_ratio=lane.gradient_ratio,
        differs=lane.differs,
        lr=lane.lr,
        tried=lane.tried,
        diverged=_lost_seeds(lane.course.lost(race.epoch).tolist()),
    )


def _lost_seeds(lost: Sequence[float]) -> LostSeeds | None:
    """Which of the seeds are lost, from the epoch in which each was, or inf."""
    epochs = [int(epoch) for epoch in lost if epoch < inf]
    return LostSeeds(seeds=len(epochs), epoch=min(epochs)) if epochs else None

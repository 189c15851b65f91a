"""A record of a race whose lanes have learned elsewhere, each by itself: all that its standings are made of."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import Literal

from app.playground.live.live import Clock
from app.playground.race.course import Course
from app.playground.race.plan import RacePlan
from app.playground.race.race import Race
from app.playground.race.search import TriedRate
from app.playground.trainers import TrainerName


@dataclass(frozen=True, slots=True, kw_only=True)
class LaneRecord:
    """What a lane has come to at its end, as numbers that can be sent."""

    activation: str
    course: Course
    dead_share: float
    gradient_ratio: float
    differs: str | None
    lr: float | None
    tried: tuple[TriedRate, ...] | None
    scored_on: Literal["train", "test"]

    def dead(self) -> float:
        """The mean share of hidden outputs, over finite seeds, that let no gradient through for any training point."""
        return self.dead_share


@dataclass(frozen=True, slots=True, kw_only=True)
class RaceRecord:
    """The race of `plan` with the lanes that are known: all of them, or fewer where somebody has interrupted it."""

    plan: RacePlan
    lanes: Sequence[LaneRecord]

    is_searching = False

    @property
    def epoch(self) -> int:
        """How many epochs the lanes have learned."""
        return self.plan.epochs

    @property
    def is_over(self) -> bool:
        """Whether no lane is missing."""
        return len(self.lanes) == len(self.plan.activations)

    @property
    def scored_on(self) -> Literal["train", "test"]:
        """Which points accuracies are counted on."""
        return self.lanes[0].scored_on


def run_lane(plan: RacePlan, device: str, trainer: TrainerName, clock: Clock, activation: str) -> LaneRecord:
    """Let the lane of `activation` learn to its end: with the same bits as in a race beside the others."""
    alone = plan.model_copy(update={"activations": (activation,)})
    with ThreadPoolExecutor(1) as compiling:
        race = Race.at_once(alone, device, clock, compiling.submit if trainer == "xla" else None)
        wait(race.awaited)
        while not race.is_over:
            race.step()
    (lane,) = race.lanes
    return LaneRecord(
        activation=lane.activation,
        course=lane.course,
        dead_share=lane.dead(),
        gradient_ratio=lane.gradient_ratio,
        differs=lane.differs,
        lr=lane.lr,
        tried=lane.tried,
        scored_on=race.scored_on,
    )

"""What a race answers, described for OpenAPI, and its progress as plain values."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from app.playground.race.lane import Lane
from app.playground.race.race import Race
from app.playground.race.standings import accuracy_quartiles, loss_quartiles

Number = float | None


class IntervalReply(BaseModel):
    """Where a number lies with 95 % certainty."""

    low: float
    high: float


class EstimateReply(BaseModel):
    """The median over seeds and its 95 % interval by the bootstrap; null: not reached."""

    median: Number
    low: Number
    high: Number


class QuartilesReply(BaseModel):
    """The median over seeds, and a quarter of them below and above; of losses null where seeds are lost."""

    median: Number
    q1: Number
    q3: Number


class LostSeedsReply(BaseModel):
    """How many seeds left the range of numbers and stand still, and the epoch in which the first did."""

    seeds: int
    epoch: int


class RaceHistoryReply(BaseModel):
    """A list over epochs for each seed, epoch 0 before training; null once a seed has left the range of numbers.

    In a regression there is no accuracy.
    """

    accuracy: list[list[Number]] | None
    loss: list[list[Number]]


class TriedRateReply(BaseModel):
    """A learning rate of a search: how many of its seeds reached the target, and their median loss at its end."""

    lr: float
    solved: int
    loss: Number


class StandingReply(BaseModel):
    """What one activation of a race has reached."""

    activation: str
    solved: Annotated[int, Field(description="Seeds that reached the target at some epoch")]
    seeds: int
    solved_share: Annotated[IntervalReply, Field(description="Wilson's interval of the share of seeds that do")]
    epochs_to_target: EstimateReply
    final_accuracy: Annotated[
        QuartilesReply | None, Field(description="0 for a seed that diverged; null in a regression")
    ]
    final_loss: QuartilesReply
    seconds_per_epoch: Annotated[Number, Field(description="Of all seeds together, the median over epochs")]
    dead: Annotated[
        Number, Field(description="Mean share of hidden outputs, at the end, without a gradient for any training point")
    ]
    gradient_ratio: Annotated[
        Number,
        Field(description="The output's gradient against the first layer's before training, the median over seeds"),
    ]
    differs: Annotated[str | None, Field(description="What this lane has beside its activation that others lack")]
    lr: Annotated[Number, Field(description="The learning rate of this lane; null while it is looked for")]
    tried: Annotated[
        list[TriedRateReply] | None,
        Field(description="The rates among which `lr` was found, where each lane has its own"),
    ]
    diverged: LostSeedsReply | None


class LaneReply(StandingReply):
    """One activation of a race."""

    history: RaceHistoryReply


ScoredOn = Annotated[
    Literal["train", "test"],
    Field(description="What accuracies and losses are of: train where all points are trained on"),
]
Shown = Annotated[
    str,
    Field(
        description="Differences that a permutation test over the seeds shows, at 4 % for all lanes together, else "
        "none shown; so far, if the race is not over"
    ),
]


class StandingsReply(BaseModel):
    """How a race stands: its lanes, the best first, and what they show."""

    epochs: int
    scored_on: ScoredOn
    lanes: list[StandingReply]
    verdict: Shown


class RaceReply(BaseModel):
    """A race: its lanes, the best first, and what they show."""

    epochs: Annotated[int, Field(description="Those that all lanes have done")]
    complete: Annotated[bool, Field(description="Whether the race is over; else time was up (TRAIN_SECONDS)")]
    scored_on: ScoredOn
    lanes: list[LaneReply]
    verdict: Shown


def progress_content(race: Race, epoch: int) -> dict[str, Any]:
    """How `race` stood after `epoch`, which all lanes have done; its lanes in the order of the plan."""
    return {
        "epoch": epoch,
        "done": epoch / race.plan.epochs,
        "lanes": [_lane_content(lane, epoch) for lane in race.lanes],
    }


def _lane_content(lane: Lane, epoch: int) -> dict[str, Any]:
    reached = lane.course.reached(epoch)
    return {
        "activation": lane.activation,
        "solved": int(reached.isfinite().sum()),
        "accuracy": accuracy_quartiles(lane, epoch),
        "loss": loss_quartiles(lane, epoch),
        "lr": lane.lr,
    }

"""A race as its page shows it before it begins: its lanes, with what each has of its own, and how each is drawn."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.figures.plotly import colour, dash
from app.figures.still.strokes import page_colour
from app.playground.race.fairness import difference
from app.playground.race.plan import MOST_LANES, RacePlan


@dataclass(frozen=True, slots=True, kw_only=True)
class LaneStroke:
    """The colour of a lane, as the page writes it, and whether it is dashed."""

    colour: str
    dashed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownLane:
    """A lane: its reference, what it has that others lack, and how it is drawn."""

    activation: str
    differs: str | None
    stroke: LaneStroke


def shown_lanes(race: RacePlan) -> Iterator[ShownLane]:
    """The lanes of `race`, in the order of the plan."""
    for activation, stroke in zip(race.activations, strokes(), strict=False):
        yield ShownLane(activation=activation, differs=difference(race, activation), stroke=stroke)


def strokes() -> list[LaneStroke]:
    """The stroke of each lane that there can be."""
    return [LaneStroke(colour=page_colour(colour(lane)), dashed=dash(lane) != "solid") for lane in range(MOST_LANES)]

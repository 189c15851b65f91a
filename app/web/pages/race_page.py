"""A race as its page shows it before it begins: its lanes, with what each has of its own, and how each is drawn."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from app.figures.plotly import PALETTE, colour, dash
from app.figures.still.strokes import page_colour
from app.playground.race.fairness import difference
from app.playground.race.plan import MOST_LANES, RacePlan

Line: TypeAlias = Literal["solid", "dashed", "dotted"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LaneStroke:
    """The colour of a lane as the page writes it, and how its line is drawn."""

    colour: str
    line: Line


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
    """The stroke of each lane that there can be; no two are alike."""
    return [LaneStroke(colour=page_colour(colour(lane)), line=_line(lane)) for lane in range(MOST_LANES)]


def _line(lane: int) -> Line:
    if lane >= len(PALETTE):
        return "dotted"
    return "solid" if dash(lane) == "solid" else "dashed"

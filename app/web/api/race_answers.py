"""What the socket of a race says, as models: what live/race_frames.py makes fits them."""

from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from app.playground.race.plan import RacePlan
from app.web.api.race_replies import RaceReply, StandingsReply
from app.web.api.told import Bye, ByteArray, DataArrays, ErrorMessage, Number, Told


class StartedLane(Told):
    """A lane as it begins."""

    activation: str
    """the reference, as it was given"""
    title: str
    """its title; an expression itself"""
    differs: str | None
    """what the lane has that others lack, in sentences: more weights, numbers to learn, random training, other
    first weights
    """


class RaceGrid(Told):
    """Where maps lie, and how fine they are."""

    x: tuple[float, float]
    """where maps begin and end in x, in the units of the data"""
    y: tuple[float, float]
    """the same in y"""
    names: tuple[str, str]
    """what the axes are called"""
    side: int
    """points along each side of a map; of one input it is one row of four times as many"""


class RaceStarted(Told):
    """What a page must know before the first frame."""

    type: Literal["started"]
    race: RacePlan
    """the race as understood, defaults filled in"""
    measure: Literal["accuracy", "loss"]
    """what the target is of: the `accuracy`, or in a regression the `loss`"""
    target: float
    """the accuracy or the loss that counts as solved"""
    classes: int | None
    """how many; null for a regression"""
    class_names: list[str] | None
    """what they are called, in the order of their numbers; null for a regression"""
    data: DataArrays
    lanes: list[StartedLane]
    """in the order of the RacePlan"""
    grid: RaceGrid


class FrameLane(Told):
    """A lane at one moment."""

    mean: ByteArray
    """(shades, 24, 24), or (shades, 1, 96) for one input: the mean over finite seeds of what a frame of the playground
    calls boundary; 128 where there is none
    """
    deviation: ByteArray
    """(1, 24, 24), or (1, 1, 96): the standard deviation between seeds, 255 being ½"""
    lr: Number
    """the learning rate that it learns at; null while it is looked for"""
    accuracies: list[Number] | None
    """of each seed on the test data; null once it is lost, and null in a regression"""
    losses: list[Number] | None
    """in a regression the loss of each seed on the test data, null once it is lost; else null"""
    reached: list[int | None]
    """for each seed the epoch after which it first reached the target, or null"""


class RaceFrameMessage(Told):
    """A moment of the race."""

    type: Literal["frame"]
    frame: int
    """number, to be acknowledged"""
    state: Literal["paused", "running", "over"]
    """`paused`, `running` or `over`"""
    epoch: int
    """epochs that every lane has done"""
    epochs_per_second: float
    """of the whole race, over the last second; 0 while it stands"""
    lanes: list[FrameLane]
    """in the order of the RacePlan"""
    standings: StandingsReply | None
    """as in `report`, without histories: in each frame that stands, and in a running race in one a second at most;
    else null
    """


class ReportMessage(RaceReply):
    """Everything that the race has found so far."""

    model_config = ConfigDict(use_attribute_docstrings=True, defer_build=True)

    type: Literal["report"]
    race: RacePlan
    """the race as understood"""


RaceAnswer = Annotated[RaceStarted | RaceFrameMessage | ReportMessage | ErrorMessage | Bye, Field(discriminator="type")]
"""Whatever the server says on the socket of a race."""

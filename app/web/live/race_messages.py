"""The messages of a live race: one tagged union for what a page may say, and how to read it."""

from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from app.fields import Closed
from app.playground.race.plan import RacePlan
from app.web.http.large_json import validated
from app.web.live.messages import Acknowledge, Pause, Resume
from app.web.live.reader import SAMPLES


class StartRace(Closed):
    """Begin `race`, paused: its first weights are shown before anything is learned."""

    type: Literal["start"]
    race: Annotated[
        RacePlan,
        Field(description="lanes, seeds, epochs and the plan; `MOST_REPLICAS`, `MOST_EPOCHS` and `MOST_WORK` bound it"),
    ]


class Report(Closed):
    """Tell everything that the race has found so far, the history of every seed too."""

    type: Literal["report"]


RaceMessage = Annotated[StartRace | Pause | Resume | Report | Acknowledge, Field(discriminator="type")]
_READER: TypeAdapter[RaceMessage] = TypeAdapter(RaceMessage)


def read_race_message(text: str | bytes) -> RaceMessage:
    """The message that `text` is. Raises ValidationError where it is none, or a ValueError."""
    return validated(_READER, text, SAMPLES)

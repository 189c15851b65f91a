"""The messages of the live playground: one tagged union for what a page may say, and how to read it."""

from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from app.fields import Closed, Finite, Whole
from app.playground.plan import Plan, Tuning


class Start(Closed):
    """Begin a run of `plan`: at once, or paused, for a page that shows it first."""

    type: Literal["start"]
    plan: Plan
    paused: bool = False


class Pause(Closed):
    """Stand still."""

    type: Literal["pause"]


class Resume(Closed):
    """Go on."""

    type: Literal["resume"]


class Step(Closed):
    """Train for so many epochs, then pause."""

    type: Literal["step"]
    epochs: Annotated[Whole, Field(ge=1, le=100_000)] = 1


class Tune(Tuning):
    """Other values, without a reset."""

    type: Literal["tune"]


class Reset(Closed):
    """Return to the same first weights."""

    type: Literal["reset"]


class SetPace(Closed):
    """How fast to go, and when to stop."""

    type: Literal["pace"]
    epochs_per_second: Annotated[Finite, Field(gt=0, le=1000)] | None = None
    until_epoch: Annotated[Whole, Field(ge=1)] | None = None
    until_accuracy: Annotated[Finite, Field(ge=0, le=1)] | None = None


class Edit(Closed):
    """Set one weight or bias of the first replica."""

    type: Literal["edit"]
    layer: Annotated[Whole, Field(ge=0)]
    quantity: Literal["W", "b"]
    row: Annotated[Whole, Field(ge=0)] = 0
    column: Annotated[Whole, Field(ge=0)]
    value: Annotated[Finite, Field(ge=-1e6, le=1e6)]


class Acknowledge(Closed):
    """The page has shown a frame."""

    type: Literal["ack"]
    frame: Annotated[Whole, Field(ge=0)]


ClientMessage = Annotated[
    Start | Pause | Resume | Step | Tune | Reset | SetPace | Edit | Acknowledge, Field(discriminator="type")
]
_READER: TypeAdapter[ClientMessage] = TypeAdapter(ClientMessage)


def read_message(text: str | bytes) -> ClientMessage:
    """The message that `text` is. Raises ValidationError where it is none."""
    return _READER.validate_json(text)

"""The messages of the live playground: one tagged union for what a page may say, and how to read it."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from app.fields import Finite, Whole
from app.playground.plan import Plan


class Message(BaseModel):
    """What a page may say; it refuses what it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Start(Message):
    """Begin a run of `plan`: at once, or paused, for a page that shows it first."""

    type: Literal["start"]
    plan: Plan
    paused: bool = False


class Pause(Message):
    """Stand still."""

    type: Literal["pause"]


class Resume(Message):
    """Go on."""

    type: Literal["resume"]


class Step(Message):
    """Train for so many epochs, then pause."""

    type: Literal["step"]
    epochs: Annotated[Whole, Field(ge=1, le=100_000)] = 1


class Tune(Message):
    """Other values, without a reset."""

    type: Literal["tune"]
    lr: Finite | None = None
    l1: Finite | None = None
    l2: Finite | None = None
    activity: Finite | None = None
    dropout: Finite | None = None
    batch_size: Whole | Literal["all"] | None = None

    def changes(self) -> dict[str, Any]:
        """The values that are given."""
        return self.model_dump(exclude={"type"}, exclude_none=True)


class Reset(Message):
    """Return to the same first weights."""

    type: Literal["reset"]


class SetPace(Message):
    """How fast to go, and when to stop."""

    type: Literal["pace"]
    epochs_per_second: Annotated[Finite, Field(gt=0, le=1000)] | None = None
    until_epoch: Annotated[Whole, Field(ge=1)] | None = None
    until_accuracy: Annotated[Finite, Field(ge=0, le=1)] | None = None


class Edit(Message):
    """Set one weight or bias of the first replica."""

    type: Literal["edit"]
    layer: Annotated[Whole, Field(ge=0)]
    quantity: Literal["W", "b"]
    row: Annotated[Whole, Field(ge=0)] = 0
    column: Annotated[Whole, Field(ge=0)]
    value: Annotated[Finite, Field(ge=-1e6, le=1e6)]


class Acknowledge(Message):
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

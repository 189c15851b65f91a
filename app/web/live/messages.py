"""The messages of the live playground: one tagged union for what a page may say, and how to read it."""

from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from app.fields import NOT_BOOL, AtMost, Closed
from app.playground.data.samples import FARTHEST, MOST_INPUTS
from app.playground.plan import Plan, Tuning
from app.web.http.large_json import validated
from app.web.live.reader import SAMPLES


class Start(Closed):
    """Begin a run of `plan`: at once, or paused, for a page that shows it first."""

    type: Literal["start"]
    plan: Annotated[Plan, Field(description="what to train; the server's `MOST_REPLICAS` and `MOST_WORK` bound it")]
    paused: Annotated[bool, Field(description="whether to wait for `resume` or `step`")] = False


class Pause(Closed):
    """Stand still."""

    type: Literal["pause"]


class Resume(Closed):
    """Go on."""

    type: Literal["resume"]


class Step(Closed):
    """Train for so many epochs, then pause."""

    type: Literal["step"]
    epochs: Annotated[int, Field(ge=1, le=100_000, description="epochs from now on"), NOT_BOOL] = 1


class Tune(Tuning):
    """Other values, without a reset."""

    type: Literal["tune"]


class Reset(Closed):
    """Return to the same first weights."""

    type: Literal["reset"]


class SetPace(Closed):
    """How fast to go, and when to stop."""

    type: Literal["pace"]
    epochs_per_second: Annotated[
        Annotated[float, Field(gt=0, le=1000, allow_inf_nan=False), NOT_BOOL] | None,
        Field(description="no faster than that; the first epoch comes at once"),
    ] = None
    until_epoch: Annotated[
        Annotated[int, Field(ge=1), NOT_BOOL] | None, Field(description="pause when this epoch is done")
    ] = None
    until_accuracy: Annotated[
        Annotated[float, Field(ge=0, le=1, allow_inf_nan=False), NOT_BOOL] | None,
        Field(description="pause after an epoch in which the first replica is as accurate on the test data"),
    ] = None


class Edit(Closed):
    """Set one weight or bias of the first replica."""

    type: Literal["edit"]
    layer: Annotated[int, Field(ge=0, description="number of the layer"), NOT_BOOL]
    quantity: Annotated[Literal["W", "b"], Field(description="its weights, or its biases if it has any")]
    row: Annotated[int, Field(ge=0, description="input of the weight; a bias ignores it"), NOT_BOOL] = 0
    column: Annotated[int, Field(ge=0, description="pre-activation"), NOT_BOOL]
    value: Annotated[float, Field(ge=-1e6, le=1e6, allow_inf_nan=False, description="what it becomes"), NOT_BOOL]


class SetView(Closed):
    """Over which plane through data of more than two columns answers are shown."""

    type: Literal["view"]
    kind: Annotated[
        Literal["components", "columns"],
        Field(description="that of the first two principal components, or of two columns"),
    ]
    x: Annotated[int, Field(ge=0, lt=MOST_INPUTS, description="column from left to right"), NOT_BOOL] = 0
    y: Annotated[int, Field(ge=0, lt=MOST_INPUTS, description="column from bottom to top"), NOT_BOOL] = 1
    sample: Annotated[
        Annotated[int, Field(ge=0), NOT_BOOL] | None,
        Field(description="training point that the other columns have their values of; null: their means"),
    ] = None


MOST_ASKED = 16
_COORDINATE = Annotated[float, Field(ge=-FARTHEST, le=FARTHEST, allow_inf_nan=False), NOT_BOOL]


class Ask(Closed):
    """Points that the network is to answer, as it is now."""

    type: Literal["ask"]
    x: Annotated[
        list[Annotated[list[_COORDINATE], Field(fail_fast=True), AtMost(MOST_INPUTS, fewest=1)]],
        AtMost(MOST_ASKED, fewest=1),
        Field(description="up to 16 points, each with a number for each column, in the units of the data"),
    ]


class Acknowledge(Closed):
    """The page has shown a frame."""

    type: Literal["ack"]
    frame: Annotated[int, Field(ge=0, description="its number; one that is not in flight is ignored"), NOT_BOOL]


ClientMessage = Annotated[
    Start | Pause | Resume | Step | Tune | Reset | SetPace | Edit | SetView | Ask | Acknowledge,
    Field(discriminator="type"),
]
_READER: TypeAdapter[ClientMessage] = TypeAdapter(ClientMessage)


def read_message(text: str | bytes) -> ClientMessage:
    """The message that `text` is. Raises ValidationError where it is none, or a ValueError."""
    return validated(_READER, text, SAMPLES)

"""The plan of a network: its hidden layers, how they begin, and what is dropped in training."""

from typing import Annotated

from pydantic import AfterValidator, Field, model_validator

from app.activations.bound import BoundActivation
from app.activations.gain import gain
from app.activations.reference import read
from app.fields import NOT_BOOL, AtMost, Closed, Reference
from app.initialisations import HINT, INITIALISATIONS, PATTERN, Choice, find_initialisation
from app.playground.form import FORM, real, slider

MOST_LAYERS = 8
MOST_UNITS = 64

Dropout = Annotated[
    float, real("Dropout", "Share of hidden outputs set to 0 in training", 0, 0.9, slider(0.05)), NOT_BOOL
]


def _initialisation(text: str) -> str:
    find_initialisation(text)
    return text


class HiddenLayer(Closed):
    """A layer of units with one activation."""

    units: Annotated[int, Field(ge=1, le=MOST_UNITS, description="Units in the layer"), NOT_BOOL] = 4
    activation: Reference = "tanh"

    @property
    def bound(self) -> BoundActivation:
        """The activation that the reference names."""
        return read(self.activation)


class NetworkPlan(Closed):
    """The layers between the inputs and the answer, and how their weights begin."""

    hidden: Annotated[tuple[HiddenLayer, ...], AtMost(MOST_LAYERS)] = (
        HiddenLayer(units=4),
        HiddenLayer(units=2),
    )
    init: Annotated[
        str,
        AfterValidator(_initialisation),
        Field(
            title="First weights",
            description="How the first weights are drawn",
            json_schema_extra={
                FORM: {
                    "suggestions": [initialisation.suggestion for initialisation in INITIALISATIONS.values()],
                    "pattern": PATTERN,
                    "wrong": HINT,
                    "wide": True,
                }
            },
        ),
    ] = "xavier_uniform"
    dropout: Dropout = 0.0

    @property
    def initialisation(self) -> Choice:
        """The initialisation that `init` names, with its number."""
        return find_initialisation(self.init)

    @model_validator(mode="after")
    def _matches(self) -> "NetworkPlan":
        self.check_gains()
        return self

    def check_gains(self) -> None:
        """Raises ValueError, with sentences, where matched weights meet an activation without a gain."""
        for layer in self.hidden if self.initialisation.initialisation.matched else ():
            found = gain(layer.bound, layer.units)
            if found.value is None:
                raise ValueError(
                    f"{layer.activation} has no gain, which matched weights need. {found.reason} "
                    f"Choose another initialisation, such as xavier_normal."
                )

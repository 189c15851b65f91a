"""The plan of a network: its hidden layers, how they begin, and what is dropped in training."""

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, model_validator
from pydantic.config import JsonDict

from app.activations.bound import BoundActivation
from app.activations.gain import gain
from app.activations.reference import read
from app.fields import NOT_BOOL, AtMost, Closed, Reference
from app.initialisations import FIRST_BIASES, FIRST_WEIGHTS, LARGEST_NUMBER, Choice, Initialisations
from app.playground.constraints import HINT, KINDS, NONE, PATTERN, SUGGESTIONS, find_constraint
from app.playground.form import FORM, real, slider

MOST_LAYERS = 8
MOST_UNITS = 64

Normalisation = Literal["none", "layer", "batch"]

Dropout = Annotated[
    float, real("Dropout", "Share of hidden outputs set to 0 in training", 0, 0.9, slider(0.05)), NOT_BOOL
]


def _one_of(among: Initialisations, title: str, says: str) -> tuple[AfterValidator, Any]:
    """What a text must be that names one of `among`, and the description of its field."""

    def checked(text: str) -> str:
        among.find(text)
        return text

    form: JsonDict = {
        "suggestions": [*among.suggestions],
        "pattern": among.pattern,
        "wrong": among.hint,
        "wide": True,
    }
    return AfterValidator(checked), Field(title=title, description=says, json_schema_extra={FORM: form})


def _constraint(text: str) -> str:
    find_constraint(text)
    return text


def _constraint_field(title: str) -> tuple[AfterValidator, Any]:
    """What a text must be that names a constraint, and the description of its field."""
    told: JsonDict = {kind.name: kind.told for kind in KINDS.values() if kind.told}
    form: JsonDict = {"suggestions": [*SUGGESTIONS], "pattern": PATTERN, "wrong": HINT, "told": told}
    says = "What the weights of each sum are held to after every step: non_negative, unit_norm or max_norm(c)"
    return AfterValidator(_constraint), Field(title=title, description=says, json_schema_extra={FORM: form})


class HiddenLayer(Closed):
    """A layer of units with one activation."""

    units: Annotated[int, Field(ge=1, le=MOST_UNITS, description="Units in the layer"), NOT_BOOL] = 4
    activation: Reference = "tanh"
    use_bias: Annotated[
        bool,
        Field(
            title="Biases",
            description="Whether each sum has a bias",
            json_schema_extra={FORM: {"told": {"false": "no biases"}}},
        ),
    ] = True
    normalisation: Annotated[
        Normalisation,
        Field(
            title="Normalisation",
            description="Brings sums to mean 0 and variance 1 before the activation, then scales and shifts them as is "
            "learned: over the sums of a layer, for each sample, or over the samples of a batch, for each sum",
            json_schema_extra={FORM: {"told": {"layer": "layer normalisation", "batch": "batch normalisation"}}},
        ),
    ] = "none"
    shared: Annotated[
        bool,
        Field(
            title="Learned values",
            description="Whether all units share what the activation learns, as PReLU's slope, or each has its own",
            json_schema_extra={
                FORM: {"texts": {"true": "shared", "false": "one a unit"}, "told": {"false": "learns for each unit"}}
            },
        ),
    ] = True
    constraint: Annotated[str, *_constraint_field("Constraint")] = NONE

    @property
    def bound(self) -> BoundActivation:
        """The activation that the reference names."""
        return read(self.activation)


class NetworkPlan(Closed):
    """The layers between the inputs and the answer, and how their weights and biases begin."""

    hidden: Annotated[tuple[HiddenLayer, ...], AtMost(MOST_LAYERS)] = (
        HiddenLayer(units=4),
        HiddenLayer(units=2),
    )
    output_use_bias: Annotated[
        bool, Field(title="Biases of the output", description="Whether each sum of the output has a bias")
    ] = True
    output_constraint: Annotated[str, *_constraint_field("Constraint of the output")] = NONE
    init: Annotated[str, *_one_of(FIRST_WEIGHTS, "First weights", "How the first weights are drawn")] = "xavier_uniform"
    weight_scale: Annotated[
        float,
        real(
            "Scale of first weights",
            "The first weights, of the output too, are those that are drawn, times this; biases are not",
            0,
            LARGEST_NUMBER,
            slider(0.05, "log", begin=0.01),
        ),
        NOT_BOOL,
    ] = 1.0
    bias_init: Annotated[str, *_one_of(FIRST_BIASES, "First biases", "How the first biases are drawn")] = "zeros"
    dropout: Dropout = 0.0

    @property
    def initialisation(self) -> Choice:
        """The initialisation that `init` names, with its number, and the scale of what it draws."""
        return FIRST_WEIGHTS.find(self.init)._replace(scale=self.weight_scale)

    @property
    def first_biases(self) -> Choice:
        """The initialisation that `bias_init` names, with its number."""
        return FIRST_BIASES.find(self.bias_init)

    @model_validator(mode="after")
    def _matches(self) -> "NetworkPlan":
        self.check_layers()
        return self

    def check_layers(self) -> None:
        """Raises ValueError, with sentences, where the activation of a layer does not go with what it is told."""
        for number, layer in enumerate(self.hidden, start=1):
            bound = layer.bound
            if layer.normalisation == "layer" and layer.units * bound.activation.in_layer.takes(bound.params) == 1:
                raise ValueError(
                    f"Layer {number} has one sum, which layer normalisation makes 0 for every point. "
                    "Choose more units, or normalisation over the batch."
                )
        for layer in self.hidden if self.initialisation.initialisation.matched else ():
            found = gain(layer.bound, layer.units)
            if found.value is None:
                raise ValueError(
                    f"{layer.activation} has no gain, which matched weights need. {found.reason} "
                    f"Choose another initialisation, such as xavier_normal."
                )

"""A plan: everything that determines a training run, checked."""

import re
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, WithJsonSchema, model_validator

from app.activations.bound import BoundActivation
from app.activations.reference import read
from app.fields import NOT_BOOL, Reference
from app.playground.data.samples import FARTHEST, MOST_CLASSES, MOST_ROWS

DataName = Literal[
    "circle",
    "xor",
    "gaussians",
    "spiral",
    "moons",
    "checkerboard",
    "three_spirals",
    "blobs",
    "plane",
    "ripple",
    "own",
]
LossName = Literal["auto", "logistic", "cross_entropy", "squared"]
OptimizerName = Literal["sgd", "momentum", "nesterov", "rmsprop", "adagrad", "adam", "adamw"]

INITIALISATIONS = ("xavier_uniform", "xavier_normal", "he_uniform", "he_normal", "lecun_normal", "zeros")
NUMBERED_INITIALISATIONS = ("normal", "constant")
LARGEST_INITIAL = 100.0

MOST_LAYERS = 8
MOST_UNITS = 64
LARGEST_SEED = 2**31 - 1

_NUMBERED = re.compile(r"(normal|constant)\((-?[0-9.]+(?:e-?[0-9]+)?)\)")


def _initialisation(text: str) -> str:
    """`text`, if it names an initialisation."""
    if text in INITIALISATIONS or _numbered(text) is not None:
        return text
    raise ValueError(
        f"init = {text[:40]} is not an initialisation; choose {', '.join(INITIALISATIONS)}, "
        f"normal(σ) as in normal(0.5), or constant(c) as in constant(0.1)."
    )


def _numbered(text: str) -> tuple[str, float] | None:
    found = _NUMBERED.fullmatch(text)
    if found is None:
        return None
    try:
        value = float(found[2])
    except ValueError:
        return None
    within = abs(value) <= LARGEST_INITIAL and (found[1] == "constant" or value >= 0)
    return (found[1], value) if within else None


Seed = Annotated[int, Field(ge=0, le=LARGEST_SEED), NOT_BOOL]
Coordinate = Annotated[float, Field(ge=-FARTHEST, le=FARTHEST, allow_inf_nan=False), NOT_BOOL]
Label = Annotated[int, Field(ge=0, lt=MOST_CLASSES), NOT_BOOL]
Sample = Annotated[
    tuple[Coordinate, Coordinate, Label],
    WithJsonSchema({"type": "array", "items": {"type": "number"}, "minItems": 3, "maxItems": 3}),
]
"""x, y and the label."""


class Part(BaseModel):
    """A part of a plan: it never changes, and refuses what it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class DataPlan(Part):
    """Which points to learn from."""

    name: Annotated[DataName, Field(description="The shape that the points draw; own: samples")] = "circle"
    points: Annotated[int, Field(ge=20, le=MOST_ROWS, description="Points drawn, for training and test"), NOT_BOOL] = (
        500
    )
    noise: Annotated[
        float, Field(ge=0, le=1, description="0 is clean, 1 hardly to be learned", allow_inf_nan=False), NOT_BOOL
    ] = 0.1
    train_fraction: Annotated[
        float, Field(ge=0.1, le=0.9, description="Share of the points to train on", allow_inf_nan=False), NOT_BOOL
    ] = 0.5
    seed: Annotated[Seed, Field(description="Determines the points and their split")] = 0
    samples: Annotated[
        tuple[Sample, ...] | None,
        Field(min_length=2, max_length=MOST_ROWS, description="Rows of x, y, label, for the data set own"),
    ] = None

    @model_validator(mode="after")
    def _own_points(self) -> "DataPlan":
        if self.name == "own" and self.samples is None:
            raise ValueError("The data set own needs its points: samples, a list of [x, y, label].")
        if self.name != "own" and self.samples is not None:
            raise ValueError(f"The data set {self.name} draws its own points; samples belong to the data set own.")
        if self.samples is not None and len({label for _, _, label in self.samples}) < 2:
            raise ValueError("All points are of one class; add points of another.")
        return self


class HiddenLayer(Part):
    """A layer of units with one activation."""

    units: Annotated[int, Field(ge=1, le=MOST_UNITS, description="Units in the layer"), NOT_BOOL] = 4
    activation: Reference = "tanh"

    @property
    def bound(self) -> BoundActivation:
        """The activation that the reference names."""
        return read(self.activation)


class NetworkPlan(Part):
    """The layers between the two coordinates and the answer, and how their weights begin."""

    hidden: Annotated[tuple[HiddenLayer, ...], Field(max_length=MOST_LAYERS)] = (
        HiddenLayer(units=4),
        HiddenLayer(units=2),
    )
    init: Annotated[str, AfterValidator(_initialisation), Field(description="How the first weights are drawn")] = (
        "xavier_uniform"
    )
    dropout: Annotated[
        float,
        Field(ge=0, le=0.9, description="Share of hidden outputs set to 0 in training", allow_inf_nan=False),
        NOT_BOOL,
    ] = 0.0

    @property
    def initialisation(self) -> tuple[str, float]:
        """The name of the initialisation, and its number (0 where it has none)."""
        return _numbered(self.init) or (self.init, 0.0)


class TrainingPlan(Part):
    """How the weights are learned."""

    loss: Annotated[LossName, Field(description="auto: by the number of classes")] = "auto"
    optimizer: Annotated[OptimizerName, Field(description="A torch.optim optimizer")] = "sgd"
    lr: Annotated[float, Field(ge=1e-6, le=10, description="Learning rate", allow_inf_nan=False), NOT_BOOL] = 0.03
    batch_size: Annotated[
        Annotated[int, Field(ge=1, le=MOST_ROWS), NOT_BOOL] | Literal["all"], Field(description="Points in a step")
    ] = 10
    l1: Annotated[float, Field(ge=0, le=1, description="L1 penalty on weights", allow_inf_nan=False), NOT_BOOL] = 0.0
    l2: Annotated[
        float,
        Field(ge=0, le=1, description="L2 penalty on weights; weight decay for adamw", allow_inf_nan=False),
        NOT_BOOL,
    ] = 0.0
    activity: Annotated[
        float,
        Field(
            ge=0,
            le=1,
            description="Penalty on the mean |h| over batch and units, summed over the hidden layers",
            allow_inf_nan=False,
        ),
        NOT_BOOL,
    ] = 0.0


class Plan(Part):
    """Everything that determines a run: the same plan gives the same numbers."""

    data: DataPlan = DataPlan()
    network: NetworkPlan = NetworkPlan()
    training: TrainingPlan = TrainingPlan()
    replicas: Annotated[
        int, Field(ge=1, description="Networks trained side by side, from seed, seed + 1, …"), NOT_BOOL
    ] = 1
    seed: Annotated[Seed, Field(description="Determines the first weights, the batches and all that is random")] = 0

    @model_validator(mode="after")
    def _seeds_in_range(self) -> "Plan":
        if self.seed + self.replicas - 1 > LARGEST_SEED:
            raise ValueError(f"The seeds of {self.replicas} replicas go beyond {LARGEST_SEED}; choose a smaller seed.")
        return self

    def changed(self, **training: Any) -> "Plan":  # noqa: ANN401  whatever a training plan takes
        """The same plan with other values in `training`, or another `dropout`. Raises pydantic's ValidationError."""
        content = self.model_dump(mode="json")
        for name, value in training.items():
            content["network" if name == "dropout" else "training"][name] = value
        return Plan.model_validate(content)

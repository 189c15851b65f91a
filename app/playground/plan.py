"""A plan: everything that determines a training run, checked.

Its fields are the source of every form, address and message: a field's title is its label, its bounds are those of its
slider, and what else a form must know stands under "x-form" in its JSON Schema.
"""

from functools import cached_property
from typing import Annotated, Literal, TypeAlias

from pydantic import Field, model_validator

from app.fields import NOT_BOOL, AtMost, Closed, OneOf
from app.playground.data.datasets import DATASETS
from app.playground.data.features import COORDINATES, FEATURES
from app.playground.data.samples import (
    LONGEST_NAME,
    MOST_CLASSES,
    MOST_INPUTS,
    MOST_POINTS,
    MOST_ROWS,
    Samples,
    Split,
    Task,
    own,
    split,
)
from app.playground.data.scaling import Standardise
from app.playground.form import FORM, real, slider
from app.playground.losses import LOSSES
from app.playground.network_plan import Dropout, NetworkPlan
from app.playground.optimizers import MOMENTUM, OPTIMIZERS
from app.playground.own_sample import Sample
from app.text import whole_pattern

LARGEST_SEED = 2**31 - 1

DataName: TypeAlias = Annotated[str, OneOf((*DATASETS, "own"))]
FeatureName: TypeAlias = Annotated[str, OneOf(FEATURES)]
LossName: TypeAlias = Annotated[str, OneOf(LOSSES)]
OptimizerName: TypeAlias = Annotated[str, OneOf(OPTIMIZERS)]


Seed = Annotated[int, Field(ge=0, le=LARGEST_SEED), NOT_BOOL]

# what a run takes over as it goes on
LOWEST_RATE, HIGHEST_RATE = 1e-6, 10
LearningRate = Annotated[
    float, real("Learning rate", "Learning rate", LOWEST_RATE, HIGHEST_RATE, slider(0.05, "log")), NOT_BOOL
]
BatchSize = Annotated[
    Annotated[int, Field(ge=1, le=MOST_POINTS), NOT_BOOL] | Literal["all"],
    Field(
        title="Batch size",
        description="Points in a step",
        json_schema_extra={
            FORM: {
                "suggestions": [1, 10, 30, 100, "all"],
                "pattern": f"{whole_pattern(MOST_POINTS)}|all",
                "wrong": f"A whole number from 1 to {MOST_POINTS}, or all.",
            }
        },
    ),
]
Momentum = Annotated[
    float,
    real("Momentum", "Share of the step before that SGD with momentum, and Nesterov, keep", 0, 0.999, slider(0.01)),
    NOT_BOOL,
]
L1 = Annotated[float, real("L1 penalty", "L1 penalty on weights", 0, 1), NOT_BOOL]
L2 = Annotated[float, real("L2 penalty", "L2 penalty on weights; weight decay for adamw", 0, 1), NOT_BOOL]
L1OnBiases = Annotated[float, real("L1 penalty on biases", "L1 penalty on biases", 0, 1), NOT_BOOL]
L2OnBiases = Annotated[
    float, real("L2 penalty on biases", "L2 penalty on biases; weight decay for adamw", 0, 1), NOT_BOOL
]
ActivityPenalty = Annotated[
    float,
    real("Activity penalty", "Penalty on the mean |h| over batch and units, summed over the hidden layers", 0, 1),
    NOT_BOOL,
]


class DataPlan(Closed):
    """Which points to learn from."""

    name: Annotated[
        DataName,
        # chosen by its picture, which pages lay out themselves
        Field(description="Points that are drawn, or a table; own: samples", json_schema_extra={FORM: {"apart": True}}),
    ] = "circle"
    noise: Annotated[
        float,
        real("Noise", "0 is clean, 1 hardly to be learned; tables have their own", 0, 1, slider(0.05)),
        NOT_BOOL,
    ] = 0.1
    points: Annotated[
        int,
        Field(
            ge=20,
            le=MOST_POINTS,
            title="Points",
            description="Points drawn, for training and test; a table has its own",
        ),
        NOT_BOOL,
    ] = 500
    features: Annotated[
        tuple[FeatureName, ...],
        AtMost(len(FEATURES), fewest=1),
        Field(
            title="Inputs",
            description="What a network takes of a point of two coordinates; of other points it takes all numbers",
            json_schema_extra={FORM: {"apart": True}},
        ),
    ] = COORDINATES
    train_fraction: Annotated[
        float,
        real("Share to train on", "Share of the points to train on; 1: all, and none to test on", 0.1, 1),
        NOT_BOOL,
    ] = 0.5
    seed: Annotated[
        Seed, Field(title="Seed of the data", description="Determines which points are drawn, and their split")
    ] = 0
    standardise: Annotated[
        Standardise,
        Field(
            title="Standardise",
            description="Learn from inputs with mean 0 and deviation 1, and from targets between −1 and 1, "
            "by the training points; auto: tables, own points and features, where they need it",
            json_schema_extra={FORM: {"texts": {"auto": "what needs it", "yes": "yes", "no": "no"}}},
        ),
    ] = "auto"
    task: Annotated[
        Task,
        Field(
            title="Own labels are",
            description="What the labels of own points are; auto: targets, if more than "
            f"{MOST_CLASSES} different numbers",
            json_schema_extra={
                FORM: {"texts": {"auto": "as they look", "classification": "classes", "regression": "numbers to learn"}}
            },
        ),
    ] = "auto"
    samples: Annotated[
        Annotated[tuple[Sample, ...], AtMost(MOST_ROWS, fewest=2)] | None,
        Field(description="Rows of 1 to 64 inputs and a label, for the data set own"),
    ] = None
    columns: Annotated[
        Annotated[tuple[Annotated[str, Field(min_length=1, max_length=LONGEST_NAME)], ...], AtMost(MOST_INPUTS)] | None,
        Field(description="What the inputs of samples are called; null: x, y, or x1, x2, …"),
    ] = None

    @cached_property
    def own_samples(self) -> Samples | None:
        """The reader's own points, read once; None where the points are drawn."""
        return None if self.samples is None else own(self.samples, self.task, self.columns)

    @cached_property
    def own_split(self) -> Split | None:
        """The reader's own points, each class on both sides by its share; None where the points are drawn."""
        own_samples = self.own_samples
        if own_samples is None:
            return None
        return split(own_samples, self.train_fraction, self.seed, stratified=True)

    @model_validator(mode="after")
    def _own_points(self) -> "DataPlan":
        if self.name == "own" and self.samples is None:
            raise ValueError("The data set own needs its points: samples, rows such as [x, y, label].")
        if self.name != "own" and self.samples is not None:
            raise ValueError(f"The data set {self.name} has points of its own; samples belong to the data set own.")
        if self.samples is None and self.task != "auto":
            raise ValueError("Other data sets know their task; task belongs to the data set own.")
        if self.samples is None and self.columns is not None:
            raise ValueError("The inputs of other data sets have their names; columns belongs to the data set own.")
        if len(set(self.features)) < len(self.features):
            raise ValueError("Each feature is taken once; features has one of them twice.")
        # what is wrong with them is said when the plan is read, and what takes long is done by whoever reads it
        _ = self.own_split
        return self


class TrainingPlan(Closed):
    """How the weights are learned."""

    optimizer: Annotated[
        OptimizerName,
        Field(
            title="Optimizer",
            description="A torch.optim optimizer",
            json_schema_extra={FORM: {"texts": {name: rule.title for name, rule in OPTIMIZERS.items()}}},
        ),
    ] = "sgd"
    loss: Annotated[
        LossName,
        Field(
            title="Loss", description="auto: by the number of classes", json_schema_extra={FORM: {"texts": {**LOSSES}}}
        ),
    ] = "auto"
    lr: LearningRate = 0.03
    momentum: Momentum = MOMENTUM
    batch_size: BatchSize = 10
    l1: L1 = 0.0
    l2: L2 = 0.0
    l1_bias: L1OnBiases = 0.0
    l2_bias: L2OnBiases = 0.0
    activity: ActivityPenalty = 0.0

    @property
    def presses_on_biases(self) -> bool:
        """Whether there is a penalty on biases."""
        return self.l1_bias > 0 or self.l2_bias > 0


class Tuning(Closed):
    """Other values for a run that goes on; what is None stays as it is."""

    dropout: Dropout | None = None
    lr: LearningRate | None = None
    momentum: Momentum | None = None
    batch_size: BatchSize | None = None
    l1: L1 | None = None
    l2: L2 | None = None
    l1_bias: L1OnBiases | None = None
    l2_bias: L2OnBiases | None = None
    activity: ActivityPenalty | None = None


class Plan(Closed):
    """Everything that determines a run: the same plan gives the same numbers."""

    data: DataPlan = DataPlan()
    network: NetworkPlan = NetworkPlan()
    training: TrainingPlan = TrainingPlan()
    replicas: Annotated[
        int,
        Field(ge=1, title="Replicas", description="Networks trained side by side, from seed, seed + 1, …"),
        NOT_BOOL,
    ] = 1
    seed: Annotated[
        Seed,
        Field(
            title="Seed of weights and batches",
            description="Determines the first weights, the batches and all that is random",
        ),
    ] = 0

    @model_validator(mode="after")
    def _seeds_in_range(self) -> "Plan":
        if self.seed + self.replicas - 1 > LARGEST_SEED:
            raise ValueError(f"The seeds of {self.replicas} replicas go beyond {LARGEST_SEED}; choose a smaller seed.")
        return self

    def with_activation(self, activation: str) -> "Plan":
        """The same plan with `activation` in every hidden layer."""
        hidden = tuple(layer.model_copy(update={"activation": activation}) for layer in self.network.hidden)
        return self.model_copy(update={"network": self.network.model_copy(update={"hidden": hidden})})

    def tuned(self, tuning: Tuning) -> "Plan":
        """The same plan with the values of `tuning`."""
        values = {name: getattr(tuning, name) for name in Tuning.model_fields if getattr(tuning, name) is not None}
        parts = {
            name: part.model_copy(update={key: values[key] for key in values.keys() & type(part).model_fields.keys()})
            for name, part in (("network", self.network), ("training", self.training))
        }
        return self.model_copy(update=parts)

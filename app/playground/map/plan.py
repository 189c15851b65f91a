"""The plan of a map: a plan, two axes along which it differs, and what is measured of the networks at each pixel."""

from collections.abc import Mapping
from functools import cached_property
from itertools import product
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, model_validator

from app.activations.reference import read
from app.fields import NOT_BOOL, AtMost, Closed, Reference
from app.playground.goal import Goal, TargetAccuracy, TargetLoss
from app.playground.map.axis import Axis
from app.playground.map.quantities import Quantity, find_quantity
from app.playground.plan import LARGEST_SEED, Plan
from app.playground.plan_data import classes_of

MOST_ACTIVATIONS = 6

Measure = Literal["final_loss", "test_loss", "accuracy", "epochs", "dead", "gradient_ratio"]

TITLES: Mapping[Measure, str] = {
    "final_loss": "Loss on the training data",
    "test_loss": "Loss on the test data",
    "accuracy": "Accuracy on the test data",
    "epochs": "Epochs to the target",
    "dead": "Dead: hidden outputs without a gradient",
    "gradient_ratio": "Gradient of the output over that of the first layer",
}
"""What a reader is told of each measure where some data are kept to test on."""

UNTESTED_TITLES: Mapping[Measure, str] = {
    **TITLES,
    "test_loss": "Loss on the training data",
    "accuracy": "Accuracy on the training data",
}
"""The same where all are trained on, and judge too."""

EXAMPLE: dict[str, Any] = {
    "plan": {"data": {"name": "moons"}, "network": {"hidden": [{"units": 4}]}},
    "activations": ["leaky_relu"],
    "x": {"vary": "lr", "low": 0.001, "high": 1, "scale": "log", "points": 4},
    "y": {"vary": "alpha", "low": 0, "high": 1, "points": 4},
    "epochs": 5,
    "measure": "final_loss",
}


class MapPlan(Closed):
    """Everything that determines a map: all its networks have the same data, batches and first draws."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    plan: Annotated[
        Plan, Field(description="What is learned; its replicas are the networks of a pixel, of which the median counts")
    ]
    activations: Annotated[
        tuple[Reference, ...],
        AtMost(MOST_ACTIVATIONS, fewest=1),
        Field(description="What every hidden layer has in its place, map by map", examples=[["leaky_relu", "elu"]]),
    ]
    x: Annotated[Axis, Field(description="What differs from left to right")]
    y: Annotated[Axis, Field(description="What differs from the first row to the last")]
    epochs: Annotated[
        int, Field(ge=1, le=LARGEST_SEED, title="Epochs", description="Times to go through the data"), NOT_BOOL
    ] = 50
    measure: Annotated[
        Measure,
        Field(
            title="Shown",
            description="What is told of each pixel, at the end of training",
        ),
    ] = "final_loss"
    target: TargetAccuracy = 0.9
    target_loss: TargetLoss = 0.01

    @property
    def quantities(self) -> tuple[Quantity, Quantity]:
        """What the two axes vary, x first."""
        first, second = (find_quantity(axis.vary, self.activations) for axis in (self.x, self.y))
        return first, second

    @cached_property
    def values(self) -> tuple[tuple[float, ...], tuple[float, ...]]:
        """The values along both axes, x first."""
        x, y = self.quantities
        return self.x.values(x), self.y.values(y)

    @property
    def goal(self) -> Goal:
        """What counts as learned."""
        if classes_of(self.plan.data) is None:
            return Goal(measure="loss", target=self.target_loss)
        return Goal(measure="accuracy", target=self.target)

    @property
    def titles(self) -> Mapping[Measure, str]:
        """What a reader is told of each measure, with these data."""
        return UNTESTED_TITLES if self.plan.data.train_fraction == 1 else TITLES

    @property
    def pixels(self) -> int:
        """How many pixels all maps have."""
        x, y = self.values
        return len(self.activations) * len(x) * len(y)

    def pixel(self, activation: int, row: int, column: int) -> Plan:
        """The plan of the networks at one pixel of the map of the activation with that number."""
        x, y = self.quantities
        plan = self.plan.with_activation(self.activations[activation])
        return y.apply(x.apply(plan, self.values[0][column]), self.values[1][row])

    @model_validator(mode="after")
    def _can_be_drawn(self) -> "MapPlan":
        if not self.plan.network.hidden:
            raise ValueError("The network has no hidden layer, so that no activation can differ; add one.")
        if self.x.vary == self.y.vary:
            raise ValueError(f"Both axes vary {self.x.vary}; choose two that differ.")
        if self.measure == "accuracy" and self.goal.measure != "accuracy":
            raise ValueError("A regression has no accuracy; choose another measure, such as test_loss.")
        references = [read(activation).reference for activation in self.activations]
        if len(set(references)) < len(references):
            raise ValueError("Each activation has one map; name each once.")
        for axis, quantity in zip((self.x, self.y), self.quantities, strict=True):
            if fault := quantity.fault(self.plan):
                raise ValueError(fault)
            axis.check(quantity)
        x, y = self.values
        for number, row, column in product(range(len(references)), (0, len(y) - 1), (0, len(x) - 1)):
            corner = self.pixel(number, row, column)
            corner.network.check_layers()
            if corner.seed + corner.replicas - 1 > LARGEST_SEED:
                raise ValueError(f"The seeds of the map go beyond {LARGEST_SEED}; choose smaller ones.")
        return self

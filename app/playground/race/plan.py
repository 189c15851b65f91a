"""The plan of a race: one playground plan, the activations that take it in turn, and when one has solved it."""

from typing import Annotated, Any

from pydantic import ConfigDict, Field, model_validator

from app.activations.reference import read
from app.fields import NOT_BOOL, AtMost, Closed, Reference
from app.playground.plan import LARGEST_SEED, Plan
from app.playground.plan_data import classes_of

MOST_LANES = 16
MOST_SEEDS = 64
EXAMPLE: dict[str, Any] = {
    "plan": {"data": {"name": "moons"}, "network": {"hidden": [{"units": 4}]}},
    "activations": ["tanh", "relu", "silu"],
    "seeds": 6,
    "epochs": 20,
}


class RacePlan(Closed):
    """Everything that determines a race: every lane has the same data, network, batches and seeds."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    plan: Annotated[
        Plan, Field(description="What is learned; its seed is the first, and its replicas count for nothing")
    ]
    activations: Annotated[
        tuple[Reference, ...],
        AtMost(MOST_LANES, fewest=1),
        Field(
            description="What every hidden layer has in its place, lane by lane",
            examples=[["tanh", "relu", "silu"]],
        ),
    ]
    seeds: Annotated[
        int,
        Field(ge=1, le=MOST_SEEDS, title="Seeds each", description="Networks of each lane, from seed, seed + 1, …"),
        NOT_BOOL,
    ] = 8
    epochs: Annotated[
        int, Field(ge=1, le=LARGEST_SEED, title="Epochs", description="Times to go through the data"), NOT_BOOL
    ] = 200
    target: Annotated[
        float,
        Field(
            ge=0,
            le=1,
            title="Solved at accuracy",
            description="Accuracy that counts as solved: on test data, or on training data where all is trained on",
            allow_inf_nan=False,
        ),
        NOT_BOOL,
    ] = 0.95

    @model_validator(mode="after")
    def _can_be_run(self) -> "RacePlan":
        seen: dict[str, str] = {}
        for activation in self.activations:
            reference = read(activation).reference
            if reference in seen:
                raise ValueError(f"{activation} is already in the race, as {seen[reference]}; name each once.")
            seen[reference] = activation
        if not self.plan.network.hidden:
            raise ValueError("The network has no hidden layer, so that no activation can differ; add one.")
        if classes_of(self.plan.data) is None:
            raise ValueError(
                f"A race counts right answers, and {self.plan.data.name} has none: it is a regression. "
                f"Choose data with classes, such as circle or spiral."
            )
        for activation in self.activations:
            self.lane(activation).network.check_layers()
        if self.plan.seed + self.seeds - 1 > LARGEST_SEED:
            raise ValueError(f"The {self.seeds} seeds of the race go beyond {LARGEST_SEED}; choose a smaller seed.")
        return self

    @property
    def network_epochs(self) -> int:
        """How many epochs of one network the whole race is."""
        return len(self.activations) * self.seeds * self.epochs

    def lane(self, activation: str) -> Plan:
        """The plan of the lane with `activation`: a replica for each seed."""
        network = self.plan.network
        hidden = tuple(layer.model_copy(update={"activation": activation}) for layer in network.hidden)
        return self.plan.model_copy(
            update={"network": network.model_copy(update={"hidden": hidden}), "replicas": self.seeds}
        )

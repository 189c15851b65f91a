"""The plan of a race: one playground plan, the activations that take it in turn, and when one has solved it."""

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, model_validator

from app.activations.reference import read
from app.fields import NOT_BOOL, AtMost, Closed, Reference
from app.playground.goal import Goal, TargetAccuracy, TargetLoss
from app.playground.plan import FORM, LARGEST_SEED, Plan
from app.playground.plan_data import classes_of

MOST_LANES = 16
MOST_SEEDS = 64
SEARCH_SEEDS = 4
"""Networks for each rate of a search, from seeds behind those of the race."""

_FEWEST_SEARCHED = 10
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
    target: TargetAccuracy = 0.95
    target_loss: TargetLoss = 0.01
    rates: Annotated[
        Literal["plan", "best"],
        Field(
            title="Lanes learn at",
            description="plan: all lanes at the plan's learning rate; best: each at its best of seven around that, "
            "which a short search on training rows alone finds before the race",
            json_schema_extra={FORM: {"texts": {"plan": "one rate", "best": "each its best"}}},
        ),
    ] = "plan"

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
        for activation in self.activations:
            self.lane(activation).network.check_layers()
        seeds = self.seeds + (SEARCH_SEEDS if self.rates == "best" else 0)
        if self.plan.seed + seeds - 1 > LARGEST_SEED:
            raise ValueError(f"The {seeds} seeds of the race go beyond {LARGEST_SEED}; choose a smaller seed.")
        return self

    @property
    def goal(self) -> Goal:
        """What counts as solved."""
        if classes_of(self.plan.data) is None:
            return Goal(measure="loss", target=self.target_loss)
        return Goal(measure="accuracy", target=self.target)

    @property
    def search_epochs(self) -> int:
        """How long the search for a learning rate trains: half of the race, but some epochs where it has them."""
        return min(self.epochs, max(self.epochs // 2, _FEWEST_SEARCHED))

    @property
    def network_epochs(self) -> int:
        """How many epochs of one network all lanes learn for."""
        return len(self.activations) * self.seeds * self.epochs

    def lane(self, activation: str) -> Plan:
        """The plan of the lane with `activation`: a replica for each seed."""
        return self.plan.with_activation(activation).model_copy(update={"replicas": self.seeds})

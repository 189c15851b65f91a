"""What maps of well-known activations have found: the learning rates and the scales of first weights that learn.

The numbers stand in `learned_ranges.json`, which `python -m benchmarks.findings` measures and writes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, TypeAlias

from pydantic import TypeAdapter

from app.playground.map.axis import Axis
from app.playground.map.plan import MapPlan
from app.playground.network_plan import HiddenLayer, NetworkPlan
from app.playground.plan import DataPlan, OptimizerName, Plan, TrainingPlan

FILE = Path(__file__).with_name("learned_ranges.json")

Varied: TypeAlias = Literal["lr", "weight_scale"]

EPOCHS: Mapping[str, int] = {"circle": 30, "moons": 30, "spiral": 300}
"""The data sets, and how often the networks go through each."""

SEEDS = 16
LAYERS, UNITS = 2, 8
OPTIMIZER: OptimizerName = "adam"
AXES: Mapping[Varied, Axis] = {
    "lr": Axis(vary="lr", low=1e-4, high=10, scale="log", points=17),
    "weight_scale": Axis(vary="weight_scale", low=0.01, high=100, scale="log", points=17),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A number, and between what bounds it lies, by a 95 % bootstrap interval over the seeds."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnedRange:
    """Where an activation learns a data set, along what is `varied`.

    At a value it learns if at least half of the seeds reach the target; `share` is the largest share of seeds that do,
    `best` the value at which the median loss on the test data is lowest, `lowest` and `highest` the ends of those that
    learn, and `decades` the width between these; None where none learns. The scale of first weights is varied at `lr`,
    the best learning rate.
    """

    activation: str
    data: str
    varied: Varied
    lr: float | None
    share: float
    best: Estimate
    lowest: Estimate | None
    highest: Estimate | None
    decades: Estimate | None


def question(activation: str, data: str, lr: float | None = None) -> MapPlan:
    """The map on which a range rests, a row for each seed: along the learning rate, or at `lr` along the scale."""
    plan = Plan(
        data=DataPlan(name=data),
        network=NetworkPlan(hidden=(HiddenLayer(units=UNITS),) * LAYERS),
        training=TrainingPlan(optimizer=OPTIMIZER) if lr is None else TrainingPlan(optimizer=OPTIMIZER, lr=lr),
    )
    return MapPlan(
        plan=plan,
        activations=(activation,),
        x=AXES["lr" if lr is None else "weight_scale"],
        y=Axis(vary="seed", low=0, high=SEEDS - 1, points=SEEDS),
        epochs=EPOCHS[data],
        measure="test_loss",
    )


@cache
def learned_ranges() -> Mapping[str, tuple[LearnedRange, ...]]:
    """What has been found of each activation, by its name, in the order in which it was measured."""
    by_name: dict[str, tuple[LearnedRange, ...]] = {}
    for each in TypeAdapter(tuple[LearnedRange, ...]).validate_json(FILE.read_bytes()):
        by_name[each.activation] = (*by_name.get(each.activation, ()), each)
    return by_name

"""Starters: plans to begin with, each of which runs to an epoch that tells something, and then asks about it.

What is said and asked of them stands in `templates/playground/starters.html`; `tests/web/test_starters.py` trains them.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from app.playground.network_plan import HiddenLayer, NetworkPlan
from app.playground.plan import DataPlan, Plan, TrainingPlan
from app.web.api.plan_query import PLAN_QUERY


@dataclass(frozen=True, slots=True)
class Starter:
    """A plan, the epoch `until` which it runs, and the layer, from 0, in which to look then."""

    plan: Plan
    until: int
    layer: int

    @property
    def query(self) -> str:
        """The plan as the page's address writes it."""
        return PLAN_QUERY.text(self.plan)


def _layers(units: int, activation: str, count: int = 1) -> tuple[HiddenLayer, ...]:
    return (HiddenLayer(units=units, activation=activation),) * count


STARTERS: Mapping[str, Starter] = {
    "vanishing": Starter(
        Plan(
            data=DataPlan(noise=0.0),
            network=NetworkPlan(hidden=_layers(8, "sigmoid", 6)),
            training=TrainingPlan(lr=0.3),
        ),
        until=40,
        layer=0,
    ),
    "dying": Starter(
        Plan(network=NetworkPlan(hidden=_layers(8, "relu", 2)), training=TrainingPlan(lr=2.0)), until=40, layer=1
    ),
    "collapse": Starter(
        Plan(data=DataPlan(name="moons"), network=NetworkPlan(hidden=_layers(8, "identity", 3))), until=60, layer=2
    ),
    "spiral": Starter(
        Plan(
            data=DataPlan(name="spiral", noise=0.0),
            network=NetworkPlan(hidden=_layers(8, "silu", 2)),
            training=TrainingPlan(optimizer="adam", lr=0.02),
        ),
        until=100,
        layer=1,
    ),
    "maxout": Starter(
        Plan(
            data=DataPlan(noise=0.0),
            network=NetworkPlan(hidden=_layers(2, "maxout")),
            training=TrainingPlan(optimizer="adam", lr=0.02),
        ),
        until=60,
        layer=0,
    ),
    "equal": Starter(Plan(network=NetworkPlan(hidden=_layers(4, "tanh", 2), init="constant(0.5)")), until=60, layer=0),
    "sine": Starter(
        Plan(
            data=DataPlan(name="sine", points=200, noise=0.0),
            network=NetworkPlan(hidden=_layers(12, "relu")),
            training=TrainingPlan(optimizer="adam", lr=0.03, batch_size=20),
        ),
        until=100,
        layer=0,
    ),
    "digits": Starter(
        Plan(
            data=DataPlan(name="digits"),
            network=NetworkPlan(hidden=_layers(16, "relu")),
            training=TrainingPlan(optimizer="adam", lr=0.01, batch_size=32),
        ),
        until=8,
        layer=0,
    ),
}
"""By the names that the template calls them."""

"""A map as a query string, and back: a plan's own names, and beside them what varies and what is drawn, and how."""

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import Field

from app.fields import Closed
from app.playground.map.plan import MOST_ACTIVATIONS, Axis, MapPlan
from app.playground.network_plan import HiddenLayer, NetworkPlan
from app.playground.plan import Plan, TrainingPlan
from app.web.api.flat_query import FlatQuery

_RATES = Axis(vary="lr", low=0.001, high=10, scale="log", points=32)
"""Rates at which the optimizers learn, each in its part."""


class MapView(Closed):
    """How the answer is shown."""

    shown: Annotated[
        Literal["measure", "outcome"], Field(description="What the colours say: the measure, or how each network ended")
    ] = "measure"
    edge: Annotated[bool, Field(description="Whether a line is drawn round the networks that learned")] = True


class MapPage(Closed):
    """What the page asks, and how it shows the answer."""

    map: MapPlan
    view: MapView = MapView()


MAP_QUERY = FlatQuery(
    "page",
    MapPage(
        map=MapPlan(
            plan=Plan(
                network=NetworkPlan(hidden=(HiddenLayer(units=8), HiddenLayer(units=8))),
                # without chance in the batches, what learns and what does not lie side by side
                training=TrainingPlan(batch_size="all"),
            ),
            activations=("tanh",),
            x=Axis(vary="lr", low=0.01, high=10, scale="log", points=32),
            y=Axis(vary="weight_scale", low=0.1, high=10, scale="log", points=32),
            epochs=100,
        )
    ),
)


def map_over(plan: Plan, activations: Sequence[str], **goal: float) -> str:
    """The query of a map over `plan`, of which the replicas count for nothing: rates by scales of first weights.

    Of `activations` those that come first are mapped, each once; a `goal` is what counts as learned.
    """
    usual = MAP_QUERY.usual
    chosen = tuple(dict.fromkeys(activations))[:MOST_ACTIVATIONS] or usual.map.activations
    own = {"plan": plan.model_copy(update={"replicas": 1}), "activations": chosen, "x": _RATES, **goal}
    return MAP_QUERY.text(usual.model_copy(update={"map": usual.map.model_copy(update=own)}))

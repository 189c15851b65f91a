"""A map as a query string, and back: a plan's own names, and beside them what varies and what is drawn, and how."""

from typing import Annotated, Literal

from pydantic import Field

from app.fields import Closed
from app.playground.map.plan import Axis, MapPlan
from app.playground.network_plan import HiddenLayer, NetworkPlan
from app.playground.plan import Plan, TrainingPlan
from app.web.api.flat_query import FlatQuery


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

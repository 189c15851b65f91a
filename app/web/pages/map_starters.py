"""Maps to begin with; what is asked of them stands in `templates/map/starters.html`."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.playground.map.plan import Axis, MapPlan
from app.playground.network_plan import HiddenLayer, NetworkPlan
from app.playground.plan import DataPlan, Plan, TrainingPlan
from app.web.api.map_query import MAP_QUERY, MapPage


@dataclass(frozen=True, slots=True)
class MapStarter:
    """A map to begin with."""

    map: MapPlan

    @property
    def query(self) -> str:
        """The map as the page's address writes it."""
        return MAP_QUERY.text(MapPage(map=self.map))

    @property
    def subject(self) -> tuple[object, ...]:
        """What it is about, wherever a reader has zoomed to."""
        return subject_of(self.map)


def subject_of(asked: MapPlan) -> tuple[object, ...]:
    """The activations of `asked`, and what varies."""
    return asked.activations, asked.x.vary, asked.y.vary


def _layers(units: int, count: int = 2) -> NetworkPlan:
    # whose activations the map's take the place of
    return NetworkPlan(hidden=(HiddenLayer(units=units),) * count)


_CLEAN = DataPlan(noise=0.0)
_ADAM = TrainingPlan(optimizer="adam", lr=0.02)

MAPS: Mapping[str, MapStarter] = {
    "edge": MapStarter(MAP_QUERY.usual.map),
    "leaky": MapStarter(
        MapPlan(
            plan=Plan(data=_CLEAN, network=_layers(8)),
            activations=("leaky_relu",),
            x=Axis(vary="lr", low=0.001, high=10, scale="log", points=32),
            y=Axis(vary="alpha", low=0, high=1, points=21),
        )
    ),
    "swish": MapStarter(
        MapPlan(
            plan=Plan(data=DataPlan(name="spiral", noise=0.0), network=_layers(8), training=_ADAM),
            activations=("swish",),
            x=Axis(vary="lr", low=0.001, high=1, scale="log", points=32),
            y=Axis(vary="beta", low=0, high=5, points=21),
            epochs=100,
        )
    ),
    "sigmoid": MapStarter(
        MapPlan(
            plan=Plan(network=_layers(8), training=TrainingPlan(lr=0.3)),
            activations=("sigmoid",),
            x=Axis(vary="weight_scale", low=0.1, high=30, scale="log", points=16),
            y=Axis(vary="depth", low=1, high=8, points=8),
        )
    ),
    "pieces": MapStarter(
        MapPlan(
            plan=Plan(data=_CLEAN, network=_layers(2, 1), training=_ADAM),
            activations=("maxout",),
            x=Axis(vary="width", low=1, high=6, points=6),
            y=Axis(vary="k", low=2, high=6, points=5),
        )
    ),
}
"""By the names that the template calls them."""

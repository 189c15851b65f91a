"""Plans that go on from an exhibit in the playground, within what a page can show there."""

from app.activations.gain import gain
from app.activations.reference import read
from app.playground.network_plan import MOST_LAYERS, HiddenLayer, NetworkPlan
from app.playground.plan import Plan

MOST_UNITS = 8
"""Units of a layer, so that each has a picture large enough to read."""


def layers_of(f: str, *, layers: int = 2, units: int = MOST_UNITS, init: str | None = None) -> Plan:
    """Layers of `f` on the usual data: as many as asked for, or as the playground takes."""
    hidden = (HiddenLayer(units=min(units, MOST_UNITS), activation=f),) * min(layers, MOST_LAYERS)
    return Plan(network=NetworkPlan(hidden=hidden) if init is None else NetworkPlan(hidden=hidden, init=init))


def matched_where_possible(f: str, units: int) -> str:
    """Weights matched to layers of `units` units of `f`; where it has no gain, Xavier's."""
    return "xavier_normal" if gain(read(f), units).value is None else "matched"

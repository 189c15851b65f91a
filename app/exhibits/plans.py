"""Plans that go on from an exhibit in the playground, within what a page can show there."""

from app.analysis.experiments.initial_weights import EQUAL, InitName
from app.playground.plan import MOST_LAYERS, HiddenLayer, NetworkPlan, Plan

MOST_UNITS = 8
"""Units of a layer, so that each has a picture large enough to read."""


def layers_of(f: str, *, layers: int = 2, units: int = MOST_UNITS, init: str | None = None) -> Plan:
    """Layers of `f` on the usual data: as many as asked for, or as the playground takes."""
    hidden = (HiddenLayer(units=min(units, MOST_UNITS), activation=f),) * min(layers, MOST_LAYERS)
    return Plan(network=NetworkPlan(hidden=hidden) if init is None else NetworkPlan(hidden=hidden, init=init))


def initialisation(init: InitName, sigma: float) -> str:
    """The playground's name for `init`; `sigma` is the spread of normal weights."""
    match init:
        case "zeros":
            return "zeros"
        case "equal":
            return f"constant({EQUAL:g})"
        case "normal":
            return f"normal({sigma:g})"
        case scheme:
            return f"{scheme}_normal"

"""How much a plan asks of the machine."""

from app.playground.network.network import Network
from app.playground.plan import Plan
from app.playground.plane import BOUNDARY_SIDE

_MOST_OUTPUTS = 6


def multiplications(plan: Plan) -> int:
    """Multiplications in one pass through every network of `plan`, of all the data or of a frame's map."""
    layers = Network.of(plan.network, _MOST_OUTPUTS).layers
    weights = sum(layer.fan_in * layer.pre_activations for layer in layers)
    points = len(plan.data.samples) if plan.data.samples is not None else plan.data.points
    return weights * max(plan.replicas * points, BOUNDARY_SIDE**2)

"""Plans to train in tests, written as a client writes them."""

from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]


def plan_of(*layers: tuple[int, str], data: Json | None = None, training: Json | None = None, **more: Any) -> Json:
    """A plan with hidden layers of so many units and that activation, on 60 points of the circle."""
    network = {"hidden": [{"units": units, "activation": activation} for units, activation in layers]}
    return {"data": data or {"points": 60}, "network": network, "training": training or {}, **more}


SMALL = plan_of((3, "tanh"))
OWN = {"name": "own", "samples": [[-1, 0, 0], [1, 0, 1], [0, 1, 0], [0, -1, 1]]}

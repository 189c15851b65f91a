"""Random settings of an exhibit's controls."""

import random
from collections.abc import Mapping
from typing import Any

from app.exhibits.exhibit import Exhibit
from app.exhibits.fields import LARGEST_CELL
from tests.unit.exhibits.corners import properties

REFERENCES = (
    *("tanh", "relu", "sigmoid", "silu", "selu", "abs", "identity", "leaky_relu(alpha=1)", "prelu(alpha=-1)", "sine"),
    *("softmax", "maxout(k=8)", "crelu", "swiglu", "exponential", "binary_step", "x**3", "1/x", "log(x)", "x*0"),
)


def drawn(exhibit: Exhibit[Any, Any], dice: random.Random) -> dict[str, Any]:
    """A setting of every control."""
    return {name: _value(schema, dice) for name, schema in properties(exhibit).items()}


def _value(schema: Mapping[str, Any], dice: random.Random) -> Any:
    match schema:
        case {"enum": _} | {"type": "boolean"}:
            return dice.choice(schema.get("enum", (False, True)))
        case {"type": "array", "items": {"type": "string"}, "maxItems": most}:
            return dice.sample(REFERENCES, dice.randint(1, most))
        case {"type": "array", "maxItems": most}:
            reach = dice.choice((1.0, 5.0, LARGEST_CELL))
            return [dice.uniform(-reach, reach) for _ in range(most)]
        case {"type": "string"}:
            return dice.choice(REFERENCES)
        case {"type": "integer", "minimum": low, "maximum": high}:
            return dice.randint(low, high)
        case _:
            return dice.uniform(schema["minimum"], schema["maximum"])

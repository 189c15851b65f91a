"""The controls that every exhibit is tried with: its defaults, those of its steps, the ends of every control."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from app.exhibits.exhibit import Controls, Exhibit

# saturates, jumps, grows beyond all bounds, has no value on the left, is constant, a slice of several units
REFERENCES = ("binary_step", "exponential", "log(x)", "1/x", "x*0", "maxout(k=8)", "x*sigmoid(b*x)|b=1.7")
LONG = 1000.0


def settings(exhibit: Exhibit[Any, Any]) -> Iterator[dict[str, Any]]:
    """The defaults, those of each step, each control at each of its ends alone, and all at their ends together."""
    yield {}
    yield from (dict(step.settings) for step in exhibit.steps)
    ends = {name: list(_ends(schema)) for name, schema in properties(exhibit).items()}
    for name, values in ends.items():
        yield from ({name: value} for value in values)
    yield {name: values[0] for name, values in ends.items()}
    yield {name: values[-1] for name, values in ends.items()}


def properties(exhibit: Exhibit[Any, Any]) -> dict[str, dict[str, Any]]:
    """The JSON Schema of each control."""
    return _properties(exhibit.controls)


@cache
def _properties(controls: type[Controls]) -> dict[str, dict[str, Any]]:
    # it is asked for with every setting, and takes as long as a short measurement
    return controls.model_json_schema()["properties"]


def _ends(schema: dict[str, Any]) -> Iterator[Any]:
    match schema:
        case {"enum": choices}:
            yield from choices
        case {"type": "boolean"}:
            yield from (False, True)
        case {"type": "array", "items": {"type": "string"}, "maxItems": most}:
            yield [REFERENCES[0]]
            yield list(REFERENCES[-most:])
        case {"type": "array", "maxItems": most}:
            yield from ([value] * most for value in (0.0, -LONG, LONG))
        case {"type": "string"}:
            yield from REFERENCES
        case _:
            yield from (schema["minimum"], schema["maximum"])

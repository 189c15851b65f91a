"""A sample of a reader's own data as a plan has it: numbers and a label, read quickly, as there may be many."""

import math
from collections.abc import Sequence
from typing import Annotated

from pydantic import PlainSerializer, PlainValidator, WithJsonSchema

from app.playground.data.samples import MOST_INPUTS, label_fault

_NUMBERS = frozenset((int, float))


def _sample(row: object) -> tuple[float | str, ...]:
    """Numbers, and a number or the name of a class behind them."""
    if not isinstance(row, Sequence) or isinstance(row, str) or not 2 <= len(row) <= MOST_INPUTS + 1:
        raise ValueError(f"A sample is a list of 1 to {MOST_INPUTS} numbers and a label.")
    *inputs, label = row
    if not set(map(type, inputs)) <= _NUMBERS:
        raise ValueError("What stands before the label of a sample are numbers.")
    if isinstance(label, bool) or not isinstance(label, int | float | str):
        raise ValueError("A label is a number, or a text that names a class.")
    label = label if isinstance(label, str) else _float(label)
    if fault := label_fault(label):
        raise ValueError(f"In samples {fault}")
    try:
        return (*map(float, inputs), label)
    except OverflowError:
        return (*map(_float, inputs), label)


def _float(number: float) -> float:
    try:
        return float(number)
    except OverflowError:
        # a whole number of hundreds of digits
        return math.inf if number > 0 else -math.inf


Sample = Annotated[
    tuple[float | str, ...],
    PlainValidator(_sample),
    # as it stands: to look at each number again would take as long as to read it
    PlainSerializer(tuple),
    WithJsonSchema(
        {"type": "array", "items": {"type": ["number", "string"]}, "minItems": 2, "maxItems": MOST_INPUTS + 1}
    ),
]
"""The inputs and the label: the name of a class, or a target."""

"""Constraints: what the weights of each sum are held to after every step, each by its name; nothing else lists them.

They are those of Keras: a sum is held to its constraint by itself, over the weights of all its inputs.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from torch import Tensor

from app.text import echoed

_EPSILON = 1e-7
LEAST_NORM, LARGEST_NORM = 0.001, 100.0

NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of constraint: `project(weights, number)` answers the weights (R, inputs, sums) that keep it.

    `told` is what a reader reads of it; `example` is its number, None where it takes none.
    """

    name: str
    project: Callable[[Tensor, float], Tensor]
    told: str
    example: float | None = None

    @property
    def suggestion(self) -> str:
        """How one would write it."""
        return self.name if self.example is None else f"{self.name}({self.example:g})"


class Constraint(NamedTuple):
    """A constraint by its name, with its number, which is 0 where it takes none."""

    name: str
    number: float

    def project(self, weights: Tensor) -> Tensor:
        """The weights (R, inputs, sums) that keep it, from those that a step has led to."""
        return KINDS[self.name].project(weights, self.number)


def _norms(weights: Tensor) -> Tensor:
    return weights.square().sum(dim=1, keepdim=True).sqrt()


def _at_most(weights: Tensor, most: float) -> Tensor:
    norms = _norms(weights)
    return weights * (norms.clamp(0, most) / (_EPSILON + norms))


KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(name="non_negative", project=lambda weights, _: weights * (weights >= 0), told="weights ≥ 0"),
        Kind(name="unit_norm", project=lambda weights, _: weights / (_EPSILON + _norms(weights)), told="norm 1"),
        Kind(name="max_norm", project=_at_most, told="", example=2.0),
    )
}
"""Every kind by name, in display order."""

SUGGESTIONS = [NONE, *(kind.suggestion for kind in KINDS.values())]
PATTERN = r"none|non_negative|unit_norm|max_norm\(([0-9.]+(?:e-?[0-9]+)?)\)"
"""What a text that names one looks like, as a regular expression of Python's and of HTML's."""

HINT = f"Choose none, non_negative, unit_norm, or max_norm(c) with c from {LEAST_NORM:g} to {LARGEST_NORM:g}."
"""What a reader may write, in a sentence."""


def find_constraint(text: str) -> Constraint | None:
    """The constraint that `text` names, as in "max_norm(2)", if it names one. Raises ValueError, with a sentence."""
    found = re.fullmatch(PATTERN, text)
    if found and found[1] is None:
        return None if text == NONE else Constraint(text, 0.0)
    number = _number(found[1]) if found else None
    if number is None or not LEAST_NORM <= number <= LARGEST_NORM:
        raise ValueError(f"'{echoed(text)}' is no constraint of weights. {HINT}")
    return Constraint("max_norm", number)


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None

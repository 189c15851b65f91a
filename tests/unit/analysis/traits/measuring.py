"""Traits by reference, each measured once, and when two numbers are the same."""

import math
from collections.abc import Sequence
from functools import cache

import pytest

from app.activations.reference import read
from app.analysis.traits.traits import Traits, traits


def normal_cdf(x: float) -> float:
    return (1 + math.erf(x / math.sqrt(2))) / 2


@cache
def measure(text: str) -> Traits:
    return traits(read(text))


def same(found: float | None, expected: float | None, tolerance: float = 1e-9) -> bool:
    """Whether both are None, or the same number up to `tolerance`, relative beyond 1e-3."""
    if found is None or expected is None:
        return found is expected
    return found == pytest.approx(expected, rel=tolerance, abs=1e-3 * tolerance)


def all_same(found: Sequence[float | None], expected: Sequence[float | None], tolerance: float = 1e-9) -> bool:
    return len(found) == len(expected) and all(same(a, b, tolerance) for a, b in zip(found, expected, strict=True))

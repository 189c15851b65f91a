"""Lines by hand against what can be said of them without a computer."""

import random

import numpy as np
import pytest

from app.activations.reference import read
from app.analysis.experiments.hand_lines import lay


def test_the_error_is_that_of_a_line_moved_up() -> None:
    # a line against itself, d too high: the error is d over the spread of the line, 2r/√12 times its slope
    dice = random.Random("lines")  # noqa: S311  the same numbers each time
    for _ in range(20):
        slope, up = dice.uniform(0.1, 5), dice.uniform(0, 5)
        ends = np.array([slope * 3 + up])
        found = lay(read(f"{slope:g}*x"), up - (ends - up), ends, 3.0)
        assert found.error == pytest.approx(up / (slope * 6 / 12**0.5), rel=1e-3, abs=1e-4)
        assert found.counts == 1


def test_the_spread_of_a_constant_counts_as_one() -> None:
    dice = random.Random("constants")  # noqa: S311  the same numbers each time
    for _ in range(20):
        value = float(f"{dice.uniform(-1000, 1000):g}")
        found = lay(read(f"x*0+({value:g})"), np.array([value + 1]), np.array([value + 1]), 3.0)
        assert found.error == pytest.approx(1, rel=1e-6)


def test_what_is_nowhere_a_number_has_no_error() -> None:
    found = lay(read("log(-1-x^2)"), np.array([0.0]), np.array([1.0]), 3.0)
    assert found.error is None
    assert found.above == 0

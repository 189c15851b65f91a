"""Units that begin equal stay equal, and others do not."""

from typing import Any

import numpy as np
import pytest

from app.activations.reference import read
from app.analysis.experiments.equal_units import follow


@pytest.mark.parametrize("f", ["sigmoid", "tanh", "relu", "gelu"])
@pytest.mark.parametrize("init", ["zeros", "equal"])
def test_units_that_begin_equal_stay_equal(f: str, init: Any) -> None:
    found = follow(read(f), init, 0.1, 200, 0)
    assert (found.distinct_first, found.distinct) == (1, 1)
    # bit for bit, after every step
    assert np.all(found.paths == found.paths[:, :1])


def test_units_that_begin_different_stay_so_and_learn() -> None:
    found = follow(read("tanh"), "xavier", 0.1, 200, 0)
    assert (found.distinct_first, found.distinct) == (6, 6)
    assert found.loss[-1] < 0.5 * found.loss[0]

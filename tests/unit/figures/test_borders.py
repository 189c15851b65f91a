"""Borders: both ends lie on the line and on the edge of the rectangle, or the line misses it."""

import numpy as np
import pytest

from app.figures.borders import border, sided

LOW, HIGH = np.array([-2.0, -1.0]), np.array([3.0, 4.0])


@pytest.mark.parametrize("seed", range(40))
def test_its_ends_lie_on_the_line_and_on_the_edge(seed: int) -> None:
    dice = np.random.default_rng(seed)
    weights, bias = dice.normal(size=2), 3 * float(dice.normal())
    ends = border(weights, bias, LOW, HIGH)
    corners = np.array([[x, y] for x in (LOW[0], HIGH[0]) for y in (LOW[1], HIGH[1])])
    sums = corners @ weights + bias
    if (sums > 0).all() or (sums < 0).all():
        assert np.isnan(ends).all()
        return
    np.testing.assert_allclose(ends @ weights + bias, 0, atol=1e-12)
    assert np.minimum(np.abs(ends - LOW), np.abs(ends - HIGH)).min(axis=1) == pytest.approx(0, abs=1e-12)
    assert ((ends >= LOW - 1e-12) & (ends <= HIGH + 1e-12)).all()
    *_, foot, tip, _ = sided(ends, weights, 1.0)
    assert tip @ weights + bias > foot @ weights + bias


def test_lines_along_an_axis_and_what_is_no_line() -> None:
    np.testing.assert_array_equal(border(np.array([0.0, 2.0]), -2.0, LOW, HIGH)[:, 1], [1, 1])
    assert sorted(border(np.array([-1.0, 0.0]), 3.0, LOW, HIGH)[:, 1]) == [-1, 4]
    for weights, bias in (([0.0, 1.0], 9.0), ([0.0, 0.0], 0.0), ([np.nan, 1.0], 0.0), ([1.0, 1.0], np.inf)):
        assert np.isnan(border(np.array(weights), bias, LOW, HIGH)).all()

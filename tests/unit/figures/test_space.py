"""Space: a turn moves no point nearer or farther, and a plane's outline lies on it and on the cube."""

import numpy as np
import pytest

from app.figures.space import cube, flat, section


def test_turning_the_whole_way_changes_nothing_and_upright_stays_upright() -> None:
    points = np.random.default_rng(0).normal(size=(20, 3))
    np.testing.assert_allclose(flat(points, 360), flat(points, 0), atol=1e-12)
    upright = flat(np.array([[0.0, 0, -1], [0, 0, 1]]), 77)
    assert upright[0, 0] == upright[1, 0] == 0
    assert upright[0, 1] < upright[1, 1]


def test_a_cube_has_twelve_edges_of_one_length() -> None:
    edges = cube(1.5).reshape(12, 3, 3)
    np.testing.assert_allclose(np.linalg.norm(edges[:, 0] - edges[:, 1], axis=1), 3)
    assert len({tuple(sorted(map(tuple, edge[:2].tolist()))) for edge in edges}) == 12
    assert np.isnan(edges[:, 2]).all()


@pytest.mark.parametrize("seed", range(30))
def test_the_outline_of_a_plane_is_convex_and_lies_on_the_plane_and_the_cube(seed: int) -> None:
    dice = np.random.default_rng(seed)
    weights, bias = dice.normal(size=3), 2 * float(dice.normal())
    outline = section(weights, bias, 1.0)
    meets = abs(bias) < np.abs(weights).sum()
    assert (len(outline) > 3) == meets
    if not meets:
        return
    np.testing.assert_allclose(outline @ weights + bias, 0, atol=1e-12)
    np.testing.assert_allclose(np.abs(outline).max(axis=1), 1)
    np.testing.assert_array_equal(outline[0], outline[-1])
    sides = np.diff(outline, axis=0)
    turns = np.cross(sides, np.roll(sides, -1, axis=0)) @ weights
    assert (turns > 0).all() or (turns < 0).all()


def test_what_is_no_plane_has_no_outline() -> None:
    for weights, bias in (([0.0, 0, 0], 0.0), ([np.nan, 1, 0], 0.0), ([1.0, 0, 0], np.inf)):
        assert section(np.array(weights), bias, 1.0).shape == (0, 3)

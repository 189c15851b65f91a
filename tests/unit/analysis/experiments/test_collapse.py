"""Linear layers are one matrix, and an activation keeps them apart."""

import numpy as np
import pytest

from app.activations.reference import read
from app.analysis.experiments.collapse import collapse


@pytest.mark.parametrize("layers", [1, 2, 10])
def test_linear_layers_are_one_matrix_to_rounding(layers: int) -> None:
    found = collapse(read("tanh"), layers, 16, 0, "cpu")
    assert found.rounding < 1e-13
    x1, x2 = np.meshgrid(found.places, found.places)
    by_hand = found.weights[0] * x1 + found.weights[1] * x2 + found.bias
    np.testing.assert_allclose(found.linear, by_hand, atol=1e-12 * np.abs(by_hand).max())


def test_an_activation_keeps_layers_apart_and_the_identity_does_not() -> None:
    assert collapse(read("tanh"), 4, 8, 0, "cpu").parted > 0.1
    assert collapse(read("identity"), 4, 8, 0, "cpu").is_straight
    # a single layer has nothing between layers
    assert collapse(read("tanh"), 1, 8, 0, "cpu").is_straight


# by linear programming over the 41 × 41 points: the least largest difference of any plane
@pytest.mark.parametrize(("f", "layers", "width", "least"), [("tanh", 4, 8, 0.918), ("relu", 3, 16, 1.184)])
def test_the_nearest_plane_is_the_one_whose_largest_miss_is_least(
    f: str, layers: int, width: int, least: float
) -> None:
    assert collapse(read(f), layers, width, 0, "cpu").parted == pytest.approx(least, rel=2e-3)

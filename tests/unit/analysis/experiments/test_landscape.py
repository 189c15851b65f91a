"""Landscapes against the same network in numpy, corners where algebra puts them, sharpness in closed form."""

import math

import numpy as np
import pytest
import torch

from app.activations.gain import curve_gain
from app.activations.reference import read
from app.analysis.experiments.depth import Shape
from app.analysis.experiments.landscape import BIAS, REACH, STEPS, corners_of, explore, sharpness


def drawn(shape: Shape, gain: float) -> list[tuple[np.ndarray, np.ndarray]]:
    """Weights and biases as the docstring has them, from the generator's numbers."""
    generator = torch.Generator().manual_seed(shape.seed)
    layers: list[tuple[np.ndarray, np.ndarray]] = []
    for layer in range(shape.layers + 1):
        inputs, outputs = 2 if layer == 0 else shape.width, 1 if layer == shape.layers else shape.width
        weights, biases = (
            torch.randn(*size, generator=generator, dtype=torch.float64).numpy()
            for size in ((inputs, outputs), (outputs,))
        )
        spread = (1.0 if layer == 0 else gain) / math.sqrt(inputs)
        layers.append((spread * weights, biases * (0.0 if layer == shape.layers else BIAS)))
    return layers


def test_the_outputs_are_those_of_the_same_network_in_numpy() -> None:
    shape = Shape(layers=3, width=7, seed=5)
    found = explore(read("tanh"), shape, "cpu")
    *hidden, (weights, biases) = drawn(shape, curve_gain(read("tanh")).value or 1.0)
    x1, x2 = np.meshgrid(found.places, found.places)
    h = np.stack((x1, x2), axis=-1)
    for own, shift in hidden:
        h = np.tanh(h @ own + shift)
    expected = (h @ weights + biases)[..., 0]
    np.testing.assert_allclose(found.output, expected, atol=1e-12)
    assert found.mean == pytest.approx(expected.mean())
    assert found.spread == pytest.approx(expected.std())
    # the line goes through the middle row
    row = found.output[len(found.places) // 2]
    np.testing.assert_allclose(np.interp(found.places, found.line, found.along), row, atol=1e-5)


def test_one_layer_of_relus_has_a_corner_at_the_root_of_each_unit() -> None:
    shape = Shape(layers=1, width=32, seed=2)
    ((weights, biases), _) = drawn(shape, 1.0)
    roots = -biases / weights[0]
    found = explore(read("relu"), shape, "cpu").corners
    np.testing.assert_allclose(found, np.sort(roots[np.abs(roots) < REACH]), atol=REACH / STEPS)


def test_between_its_corners_a_deep_network_of_relus_is_straight() -> None:
    found = explore(read("relu"), Shape(layers=4, width=12, seed=1), "cpu")
    step = 2 * REACH / STEPS
    away = np.abs(found.line[1:-1, None] - found.corners).min(axis=1) > 2 * step
    bends = np.abs(np.diff(found.along, 2))
    assert away.sum() > 3000
    assert bends[away].max() < 1e-12
    assert bends[~away].max() > 1e-4


def test_sharpness_is_1_of_a_corner_and_a_hundredth_of_a_parabola() -> None:
    x = torch.linspace(-1, 1, STEPS + 1, dtype=torch.float64)
    assert sharpness(x.abs()) == pytest.approx(1)
    assert sharpness(x**2) == pytest.approx(0.01, rel=2e-2)
    assert sharpness(3 * x - 1) is None
    assert sharpness(x / 0) is None


@pytest.mark.parametrize(
    ("f", "corners"),
    [
        ("relu", [0]),
        ("hard_tanh", [-1, 1]),
        # these jump in f″ alone
        ("softsign", []),
        ("elu", []),
        ("elu(alpha=2)", [0]),
        ("binary_step", [0]),
        ("max(x,1)+abs(x+2)", [-2, 1]),
        ("tanh(x)", []),
    ],
)
def test_corners_are_where_f_or_its_slope_jumps(f: str, corners: list[float]) -> None:
    assert corners_of(read(f)) == pytest.approx(corners, abs=1e-9)

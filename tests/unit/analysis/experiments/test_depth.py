"""Signals through deep stacks: what the papers prove, and the same network written with torch."""

import math

import numpy as np
import pytest
import torch

from app.activations.reference import read
from app.analysis.experiments.depth import Shape, through
from app.analysis.experiments.initial_weights import draw_weights


def test_a_sigmoid_stack_of_seven_layers_learns_a_thousand_times_faster_at_its_end() -> None:
    for seed in range(5):
        ratio = through(read("sigmoid"), "xavier", Shape(layers=7, width=64, seed=seed), "cpu").ratio
        assert ratio is not None
        assert ratio > 1000


def test_hes_weights_keep_the_size_of_relu_signals() -> None:
    # He et al. 2015: E[x²] stays from layer to layer; one network strays, their mean factor does not
    factors: list[float] = []
    for seed in range(4):
        found = through(read("relu"), "he", Shape(layers=30, width=256, seed=seed), "cpu")
        sizes = found.spread**2 + found.mean**2
        factors += (sizes[1:] / sizes[:-1]).tolist()
    assert np.mean(factors) == pytest.approx(1, abs=0.1 / 3)


def test_selu_holds_mean_0_and_variance_1_over_a_hundred_layers() -> None:
    # Klambauer et al. 2017, theorem 1
    found = through(read("selu"), "lecun", Shape(layers=100, width=128, seed=0), "cpu")
    assert np.all(np.abs(found.spread - 1) < 0.15)
    assert np.all(np.abs(found.mean) < 0.15)


def test_the_gradients_are_those_of_the_same_network_written_with_torch() -> None:
    found = through(read("tanh"), "xavier", Shape(layers=4, width=8, seed=3), "cpu")
    generator = torch.Generator().manual_seed(3)
    x = torch.randn(32, 8, generator=generator, dtype=torch.float64)
    error = torch.randn(8, generator=generator, dtype=torch.float64) / math.sqrt(8)
    layers = [torch.nn.Linear(8, 8, bias=False, dtype=torch.float64) for _ in range(4)]
    for layer in layers:
        layer.weight.data = draw_weights("xavier", 8, 8, generator).T
        x = torch.tanh(layer(x))
    (x @ error).mean().backward()
    norms = [layer.weight.grad.norm().item() for layer in layers if layer.weight.grad is not None]
    np.testing.assert_allclose(found.gradient, norms, rtol=1e-12)

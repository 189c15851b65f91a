"""Backpropagation by hand is autograd's, and torch's own network learns the same."""

import math

import numpy as np
import pytest
import torch

from app.activations.reference import read
from app.analysis.experiments.backprop import W1, W2, Lesson, propagate


@pytest.mark.parametrize("f", ["tanh", "relu", "gelu", "x**2", "binary_step"])
def test_backpropagation_by_hand_is_autograds_and_torchs_own_network_learns_the_same(f: str) -> None:
    found = propagate(read(f), Lesson(x=(1.0, -0.5), target=-1.0, rate=0.1, steps=5), "cpu")
    assert found.difference < 1e-14
    first, second = torch.nn.Linear(2, 3, dtype=torch.float64), torch.nn.Linear(3, 1, dtype=torch.float64)
    first.weight.data, second.weight.data = torch.tensor(W1).T.double(), torch.tensor([W2]).double()
    first.bias.data.zero_()
    second.bias.data.zero_()
    optimiser = torch.optim.SGD([*first.parameters(), *second.parameters()], lr=0.1)
    x, losses = torch.tensor([1.0, -0.5], dtype=torch.float64), list[float]()
    for _ in range(6):
        optimiser.zero_grad()
        loss = (second(read(f)(first(x))) + 1.0).square().sum() / 2
        loss.backward()
        losses.append(loss.item())
        optimiser.step()
    np.testing.assert_allclose(found.losses, losses, rtol=1e-6)


def test_the_product_that_is_spelled_out_is_the_gradient() -> None:
    found = propagate(read("tanh"), Lesson(x=(1.0, -0.5), target=-1.0, rate=0.1, steps=0), "cpu")
    z = 1.0 * W1[0][0] - 0.5 * W1[1][0]
    slope = 1 - math.tanh(z) ** 2
    assert found.by_w1[0, 0] == pytest.approx((found.output + 1.0) * W2[0] * slope * 1.0, rel=1e-12)

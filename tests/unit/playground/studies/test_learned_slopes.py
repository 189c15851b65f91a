"""Learned slopes: PReLU's as torch.nn learns it, APReLU's as its paper's formula says."""

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from app.playground.studies.learned_slopes import adapted_slopes, learned_alphas
from app.playground.training import Run
from tests.unit.playground.runs import linear, plan_of


def test_after_one_step_each_slope_has_moved_against_its_gradient() -> None:
    run = Run(plan_of("5:prelu", "3:prelu", data="moons", lr=0.1, batch_size="all"))
    tensors = [{name: tensor[0].clone() for name, tensor in own.items()} for own in run.tensors()]
    bends = [nn.PReLU(init=0.25, dtype=torch.float64) for _ in range(2)]
    first, second, last = (linear(own["W"], own["b"]) for own in tensors)
    answer = nn.Sequential(first, bends[0], second, bends[1], last)(run.data.train.x)
    F.binary_cross_entropy_with_logits(answer[:, 0], run.data.train.y.double()).backward()
    run.train_epochs(1)
    slopes = [bend.weight.grad.item() for bend in bends if bend.weight.grad is not None]
    np.testing.assert_allclose(
        learned_alphas(run, run.parameters.vector), 0.25 - 0.1 * np.array(slopes), rtol=0, atol=1e-14
    )
    assert all(abs(slope) > 1e-4 for slope in slopes)


def test_the_slopes_of_aprelu_are_the_closed_form_of_its_small_network_and_lie_between_0_and_1() -> None:
    # Zhao et al. 2020: α = σ(W₂ relu(W₁ (z⁺, z⁻) + b₁) + b₂) and y = z⁺ + α z⁻
    run = Run(plan_of("5:aprelu", "3:aprelu", data="moons", lr=0.1, optimizer="adam"))
    run.train_epochs(5)
    x = run.data.test.x.numpy()
    for found, own in zip(adapted_slopes(run), run.tensors(), strict=False):
        weights = {name: tensor[0].numpy() for name, tensor in own.items()}
        z = x @ weights["W"] + weights["b"]
        above, below = np.maximum(z, 0), np.minimum(z, 0)
        squeezed = np.maximum(np.hstack((above, below)) @ weights["w1"] + weights["b1"], 0)
        slope = 1 / (1 + np.exp(-(squeezed @ weights["w2"] + weights["b2"])))
        x = above + slope * below
        np.testing.assert_allclose(found.z, z, atol=1e-12)
        np.testing.assert_allclose(found.slope, slope, atol=1e-12)
        np.testing.assert_allclose(found.h, x, atol=1e-12)
        assert np.all((slope > 0) & (slope < 1))

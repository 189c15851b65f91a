"""Learned slopes: PReLU's as torch.nn learns it, APReLU's as its paper's formula says."""

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn import functional as F

from app.activations.reference import read
from app.exhibits.learned_slopes import NEAR, RAYS, START, LearnedSlopesControls, findings, measure, plan, stages
from app.playground.studies.learned_slopes import adapted_slopes, learned_alphas
from app.playground.training import Run
from tests.unit.playground.runs import linear, plan_of

SHORT = LearnedSlopesControls(epochs=30, units=4)


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


def test_every_slope_of_prelu_begins_at_a_quarter() -> None:
    # He et al. 2015, as torch.nn.PReLU has it
    assert nn.PReLU().weight.item() == START == read("prelu").params["alpha"] == 0.25
    first = next(stages(SHORT, "cpu")).find()
    assert [layer.alpha.tolist() for layer in first.layers] == [[0.25]] * SHORT.layers


def test_the_network_that_is_drawn_is_that_of_the_plan() -> None:
    measured = measure(SHORT, "cpu")
    run = Run(plan(SHORT))
    for number, epoch in enumerate(map(int, measured.courses[0].epoch)):
        run.train_epochs(epoch - run.epoch)
        alphas = [layer.alpha[number] for layer in measured.layers]
        np.testing.assert_allclose(learned_alphas(run, run.parameters.vector), alphas, rtol=1e-6)


def test_what_is_said_of_the_slopes_is_counted_from_the_slopes() -> None:
    measured = measure(SHORT, "cpu")
    network = {"hidden": [{"units": 4, "activation": "aprelu"}] * 2}
    run = Run(
        plan(SHORT).model_validate(plan(SHORT).model_dump() | {"network": plan(SHORT).network.model_dump() | network})
    )
    run.train_epochs(30)
    for layer, adapted in zip(measured.layers, adapted_slopes(run), strict=True):
        slope = adapted.slope.numpy()
        assert layer.near == pytest.approx(np.mean(np.abs(slope - layer.alpha[-1]) <= NEAR), abs=0.002)
        assert layer.spread == pytest.approx(np.mean([np.std(column, ddof=1) for column in slope.T]), rel=1e-5)
        assert layer.adapted.shares.sum() == pytest.approx(1)
        assert np.average(layer.adapted.middles, weights=layer.adapted.shares) == pytest.approx(
            slope.mean(), abs=layer.adapted.width / 2
        )


def test_each_ray_has_a_slope_between_0_and_1_and_they_differ() -> None:
    measured = measure(SHORT, "cpu")
    assert 0 < len(measured.z) <= RAYS
    assert np.all(measured.z < 0)
    rays = measured.y / measured.z
    assert np.all((rays > 0) & (rays < 1))
    assert rays.std() > 0.01


@pytest.mark.parametrize("rate", [0.001, 0.2])
@pytest.mark.parametrize("layers", [1, 4])
def test_every_network_has_its_findings_to_the_end(rate: float, layers: int) -> None:
    for stage in stages(LearnedSlopesControls(rate=rate, layers=layers, epochs=10, units=2), "cpu"):
        found = list(findings(stage.find()))
        assert len(found) == (4 if layers == 1 else 5)
        for finding in found:
            assert finding.says.endswith(".")
            assert finding.value is None or np.isfinite(finding.value)

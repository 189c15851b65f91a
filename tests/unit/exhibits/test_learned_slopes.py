"""The exhibit of learned slopes: they begin at a quarter, belong to the network of the plan, and are counted."""

from dataclasses import replace

import numpy as np
import pytest
from torch import nn

from app.activations.reference import read
from app.exhibits.learned_slopes import START, LearnedSlopesControls, findings, measure, plan, stages
from app.exhibits.slopes import NEAR, RAYS
from app.playground.studies.learned_slopes import adapted_slopes, learned_alphas
from app.playground.training import Run
from tests.unit.exhibits import rules_of_training

SHORT = LearnedSlopesControls(epochs=30, units=4)


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


@pytest.mark.parametrize("alpha", [-0.5, 0.25, 0.5, 1.5, float("nan")])
def test_what_is_said_of_slopes_that_few_networks_learn_is_true(alpha: float) -> None:
    controls = LearnedSlopesControls(epochs=10, units=2, layers=1)
    first = next(stages(controls, "cpu")).find()
    (layer,) = first.layers
    near = float("nan") if np.isnan(alpha) else float(abs(alpha - 0.5) <= NEAR)
    adapted = replace(layer.adapted, shares=np.array([1.0]), middles=np.array([0.5]), width=0.0)
    found = replace(
        first, layers=(replace(layer, alpha=np.array([0.25, alpha]), adapted=adapted, near=near, spread=0.0),)
    )
    for finding in findings(found):
        assert rules_of_training.learned_slopes(found, finding, controls), finding

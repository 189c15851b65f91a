"""Penalties against the playground's own, and against plain torch; shares counted anew in numpy."""

import numpy as np
import pytest
import torch
from torch.nn import functional as F

from app.playground.plan import Plan, Tuning
from app.playground.studies.penalties import ALMOST, Penalised, Strengths
from app.playground.training import Run
from tests.unit.playground.runs import plan_of

EPOCHS = 12
STRENGTHS = {"none": 0.0, "l1": 0.01, "l2": 0.05, "activity_l1": 0.5, "activity_l2": 0.4}


def plan() -> Plan:
    return plan_of("6:relu", "4:tanh", data="moons", lr=0.05, optimizer="adam", batch_size="all", noise=0.4)


def penalised() -> Penalised:
    """A network without a penalty, and one with each."""
    return Penalised(plan(), Strengths.alone(**{key: value for key, value in STRENGTHS.items() if value}))


def learned(epochs: int = EPOCHS) -> Penalised:
    found = penalised()
    for epoch in found.learn(epochs):
        if epoch == epochs:
            break
    return found


def weights_of(found: Penalised, row: int) -> list[np.ndarray]:
    tensors = found.parameters.by_layer(found.parameters.split())
    return [part[row].detach().numpy() for own in tensors for part in (own["W"], own["b"])]


def test_three_of_the_penalties_are_those_of_the_playground() -> None:
    tunings = {"none": Tuning(), "l1": Tuning(l1=0.01), "l2": Tuning(l2=0.05), "activity_l1": Tuning(activity=0.5)}
    found = learned()
    for row, tuning in enumerate(tunings.values()):
        run = Run(plan().tuned(tuning), records=False)
        run.train_epochs(EPOCHS)
        own = [part[0].numpy() for tensors in run.tensors() for part in (tensors["W"], tensors["b"])]
        for ours, theirs in zip(weights_of(found, row), own, strict=True):
            np.testing.assert_allclose(ours, theirs, atol=1e-9)
        assert found.test_loss()[row] == pytest.approx(run.score_on(run.judged_by)[0].item())


def test_each_cost_is_the_loss_with_the_penalty_of_its_definition() -> None:
    found = penalised()
    first, shift, second, further, last, end = (torch.from_numpy(part) for part in weights_of(found, 0))
    h1 = torch.relu(found.train.x @ first + shift)
    h2 = torch.tanh(h1 @ second + further)
    loss = F.binary_cross_entropy_with_logits((h2 @ last + end)[:, 0], found.train.y.double())
    weights = torch.cat([part.flatten() for part in (first, second, last)])
    presses = {
        "none": 0.0,
        "l1": weights.abs().sum(),
        "l2": weights.square().sum() / 2,
        "activity_l1": h1.abs().mean() + h2.abs().mean(),
        "activity_l2": (h1.square().mean() + h2.square().mean()) / 2,
    }
    expected = torch.stack([loss + STRENGTHS[key] * press for key, press in presses.items()])
    torch.testing.assert_close(found.costs().detach(), expected, rtol=1e-12, atol=0)


def test_what_is_almost_0_is_counted_over_new_points() -> None:
    found = learned(40)
    now = found.found()
    for row in (1, 3):
        first, shift, second, further, last, end = weights_of(found, row)
        h1 = np.maximum(found.test.x.numpy() @ first + shift, 0)
        h2 = np.tanh(h1 @ second + further)
        outputs = np.abs(np.hstack((h1, h2)))
        sizes = np.abs(np.concatenate([part.ravel() for part in (first, second, last)]))
        assert now.outputs[row] == pytest.approx((outputs <= ALMOST).mean())
        assert now.weights[row] == pytest.approx((sizes <= ALMOST).mean())
        assert now.silent[row] == pytest.approx((outputs.max(axis=0) <= ALMOST).mean())
        np.testing.assert_allclose(now.sizes[row], np.sort(sizes)[::-1], atol=1e-15)
        np.testing.assert_allclose(now.activity[row], np.sort(outputs.mean(axis=0))[::-1], atol=1e-12)
        right = ((h2 @ last + end)[:, 0] > 0) == (found.test.y.numpy() == 1)
        assert now.accuracy[row] == pytest.approx(right.mean())


def test_a_network_that_has_left_the_range_of_numbers_has_no_shares() -> None:
    found = penalised()
    found.parameters.split()[0][1] = torch.nan
    now = found.found()
    for shares in (now.weights, now.outputs, now.silent, now.accuracy):
        assert shares.isfinite().tolist() == [True, False, True, True, True]

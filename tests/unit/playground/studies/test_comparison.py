"""Versions side by side: each is the run alone, with gaps where it has diverged; a map is the network's own answer."""

import numpy as np

from app.playground.plan import Tuning
from app.playground.plane import places
from app.playground.studies.comparison import MAP_SIDE, Version, answer_map, train_side_by_side
from app.playground.training import Run
from tests.unit.playground.runs import plan_of


def test_each_version_is_the_run_of_its_plan_alone_to_the_last_bit() -> None:
    plan = plan_of("6:tanh", "6:tanh", data="moons", optimizer="adam", batch_size="all", noise=0.8)
    plans = [plan, *(plan.tuned(tuning) for tuning in (Tuning(dropout=0.5), Tuning(l2=0.02), Tuning(l1=0.01)))]
    versions = [Version(each) for each in plans]
    assert list(train_side_by_side(versions, 40))[-1] == 1
    for version, each in zip(versions, plans, strict=True):
        run = Run(each)
        for epoch, train_loss, test_loss in zip(
            version.epochs, version.train_losses.tolist(), version.test_losses.tolist(), strict=True
        ):
            run.train_epochs(epoch - run.epoch)
            assert [float(run.score_on(part)[0]) for part in (run.train, run.judged_by)] == [train_loss, test_loss]


def test_the_map_of_a_network_without_hidden_layers_is_the_logistic_function_of_a_plane() -> None:
    run = Run(plan_of(data="gaussians", lr=0.5))
    run.train_epochs(3)
    (output,) = run.tensors()
    (wx, wy), bias = output["W"][0, :, 0].tolist(), output["b"].item()
    along = places(MAP_SIDE).numpy()
    expected = 1 / (1 + np.exp(-(wx * along[None, :] + wy * along[:, None] + bias)))
    np.testing.assert_allclose(answer_map(run).numpy(), expected, atol=1e-12)


def test_a_version_that_diverges_has_gaps_from_then_on_and_keeps_its_best() -> None:
    version = Version(plan_of("4:x**3", lr=10, batch_size="all"))
    shares = list(train_side_by_side([version], 60))
    assert shares[-1] == 1
    assert version.run.divergence is not None
    is_lost = np.array(version.epochs) >= version.run.divergence.epoch
    assert is_lost.any()
    assert np.all(np.isnan(version.test_losses.numpy()[is_lost]))
    assert version.best is not None
    assert not is_lost[version.best]

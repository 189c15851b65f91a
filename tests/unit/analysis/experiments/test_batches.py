"""Descent in batches: the closed form of the full batch, and what smaller ones cost."""

import numpy as np
import pytest

from app.analysis.experiments.batches import Task, descend_in_batches


def test_the_full_batchs_path_is_the_closed_form_of_gradient_descent() -> None:
    task = Task(noise=0.5, rate=0.1, epochs=12, seed=4)
    full = descend_in_batches((64,), task).runs[0]
    # w − w* shrinks by I − ηH in each step, so three differences of the path obey the same linear law
    moves = np.diff(full.path, axis=0)
    law, *_ = np.linalg.lstsq(moves[:-1], moves[1:], rcond=None)
    np.testing.assert_allclose(moves[:-1] @ law, moves[1:], atol=1e-12)
    rates = np.linalg.eigvals(law)
    assert np.all((rates.real > 0) & (rates.real < 1))


def test_smaller_batches_take_more_steps_for_the_same_work_and_rest_less() -> None:
    single, mini, full = descend_in_batches((1, 8, 64), Task(noise=1.0, rate=0.1, epochs=20, seed=0)).runs
    assert [len(run.path) - 1 for run in (single, mini, full)] == [20 * 64, 20 * 8, 20]
    assert [len(run.by_epoch) for run in (single, mini, full)] == [21] * 3
    assert single.restless is not None
    assert mini.restless is not None
    assert single.restless > mini.restless > 1
    # one step is straight
    assert full.restless == pytest.approx(1)


def test_without_noise_all_samples_agree_on_the_goal() -> None:
    found = descend_in_batches((1,), Task(noise=0.0, rate=0.1, epochs=20, seed=0))
    assert found.least < 1e-28
    np.testing.assert_allclose(found.runs[0].path[-1], (1.0, -0.5), atol=1e-9)

"""A batch as a matrix: its numbers written out in numpy, and what a change can reach."""

import numpy as np
import pytest
import torch

from app.activations.reference import read
from app.analysis.experiments.batch_matrix import BATCHES, Change, pass_batch, time_batches

SLOPES = {
    "tanh": lambda z: 1 - np.tanh(z) ** 2,
    "sigmoid": lambda z: np.exp(-z) / (1 + np.exp(-z)) ** 2,
    "identity": np.ones_like,
}


@pytest.mark.parametrize("seed", range(5))
def test_all_cells_are_those_of_sums_written_out(seed: int) -> None:
    change = Change(sample=1, to_inputs=0.7, input=2, unit=0, to_weight=-1.1)
    found = pass_batch(read("identity"), (5, 3, 2), change, seed, "cpu")
    after, before = found.after, found.before
    for i, k in np.ndindex(5, 2):
        assert after.z[i, k] == pytest.approx(sum(after.x[i] * after.weights[:, k]) + after.bias[k])
    added = after.x - before.x
    np.testing.assert_allclose(added[1], 0.7)
    assert (np.delete(added, 1, axis=0) == 0).all()
    weights = after.weights - before.weights
    assert weights[2, 0] == pytest.approx(-1.1)
    assert np.count_nonzero(weights) == 1


@pytest.mark.parametrize("f", SLOPES)
def test_the_gradient_is_that_of_the_loss_and_of_the_chain_rule(f: str) -> None:
    nothing = Change(sample=0, to_inputs=0.0, input=0, unit=0, to_weight=0.0)
    found = pass_batch(read(f), (4, 3, 2), nothing, 3, "cpu").after
    # δ = f′(z)·(f(z) − t)/n, whatever the goals t in tenths are
    goals = read(f)(torch.from_numpy(found.z)).numpy() - 4 * found.delta / SLOPES[f](found.z)
    np.testing.assert_allclose(10 * goals, np.rint(10 * goals), atol=1e-9)
    for j, k in np.ndindex(3, 2):
        assert found.gradient[j, k] == pytest.approx(sum(found.x[:, j] * found.delta[:, k]))


def test_other_ways_differ_by_rounding_alone() -> None:
    change = Change(sample=4, to_inputs=2.0, input=4, unit=4, to_weight=2.0)
    found = pass_batch(read("silu"), (5, 5, 5), change, 8, "cpu")
    assert max(found.by_loop, found.by_product, found.by_sum) < 1e-14


def test_a_step_has_no_gradient() -> None:
    nothing = Change(sample=0, to_inputs=0.0, input=0, unit=0, to_weight=0.0)
    found = pass_batch(read("binary_step"), (2, 2, 2), nothing, 0, "cpu").after
    assert (found.gradient == 0).all()


def test_every_batch_has_its_times() -> None:
    times = time_batches(8, "cpu")
    assert times.batches.tolist() == list(BATCHES)
    assert (times.seconds_product > 0).all()
    assert (times.seconds_loop > 0).all()

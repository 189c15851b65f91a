"""Distortion against maps whose Jacobian is known, and singular values by numpy."""

import numpy as np
import pytest
import torch
from torch import Tensor

from app.activations.reference import read
from app.analysis.experiments.distortion import distort


def places(seed: int) -> Tensor:
    return torch.randn(50, 2, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)


@pytest.mark.parametrize("outputs", [2, 3, 6])
def test_singular_values_and_area_are_those_of_the_chain_rule_written_out(outputs: int) -> None:
    x, generator = places(outputs), torch.Generator().manual_seed(9)
    weights = torch.randn(2, outputs, generator=generator, dtype=torch.float64)
    bias = torch.randn(outputs, generator=generator, dtype=torch.float64)
    found = distort(lambda each: torch.sin(each @ weights + bias), x)
    jacobians = (torch.cos(x @ weights + bias)[:, :, None] * weights.T).numpy()
    values = np.linalg.svd(jacobians, compute_uv=False)
    np.testing.assert_allclose(found.most, values[:, 0], rtol=1e-12)
    np.testing.assert_allclose(found.least, values[:, 1], rtol=1e-9, atol=1e-12)
    areas = np.linalg.det(jacobians) if outputs == 2 else values.prod(axis=1)
    np.testing.assert_allclose(found.area, areas, rtol=1e-9, atol=1e-12)
    assert found.has_sides == (outputs == 2)


def test_a_turn_keeps_all_a_mirror_turns_over_and_a_step_leaves_nothing() -> None:
    x = places(1)
    turn = torch.tensor([[0.6, -0.8], [0.8, 0.6]], dtype=torch.float64)
    for matrix, sign in ((turn, 1), (turn.flip(0), -1)):
        found = distort(lambda each, matrix=matrix: each @ matrix, x)
        np.testing.assert_allclose((found.most, found.least, sign * found.area), 1, rtol=1e-12)
    for f in ("binary_step", "x*0"):
        none = distort(read(f), x)
        assert (none.most == 0).all()
        assert (none.least == 0).all()
        assert (none.area == 0).all()


def test_what_is_no_number_stays_none() -> None:
    found = distort(lambda each: each / each.new_tensor([0.0, 1.0]), places(2))
    assert not np.isfinite(found.most).any()
    assert not np.isfinite(found.area).any()

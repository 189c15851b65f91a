"""What autograd keeps for the way back is weighed by its storages."""

import torch

from app.playground.studies.saved_tensors import run_and_weigh


def test_each_storage_is_weighed_once_and_parameters_are_not() -> None:
    x, w = (torch.ones(10, dtype=torch.float64, requires_grad=True) for _ in range(2))
    # x·w keeps both, the square keeps the product twice, as its base and as a factor
    _, kept = run_and_weigh(lambda: (y := x * w) * y, [w])
    assert kept == 2 * 10 * 8
    _, kept = run_and_weigh(lambda: (y := x * w) * y, [])
    assert kept == 3 * 10 * 8

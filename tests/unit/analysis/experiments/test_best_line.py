"""The best line: what every search finds, and what is known without one."""

import numpy as np
import pytest
import torch

from app.analysis.experiments.best_line import best_line
from tests.unit.exhibits.rules_of_planes import best_share


@pytest.mark.parametrize("seed", range(20))
def test_is_what_a_search_over_all_directions_finds(seed: int) -> None:
    generator = torch.Generator().manual_seed(seed)
    x = torch.randn(4 + seed, 2, generator=generator, dtype=torch.float64)
    y = (torch.rand(len(x), generator=generator) < 0.5).double()
    assert best_line(x, y) == best_share(np.column_stack((x.numpy(), y.numpy())))


def test_of_points_that_a_line_parts_it_gets_all_right() -> None:
    x = torch.randn(40, 2, generator=torch.Generator().manual_seed(1), dtype=torch.float64)
    assert best_line(x, (x @ torch.tensor([0.3, -1.0], dtype=torch.float64) > 0.2).double()) == 1
    assert best_line(x, torch.zeros(40)) == 1
    assert best_line(x[:1], torch.ones(1)) == 1


def test_of_opposite_corners_it_gets_three_right() -> None:
    x = torch.tensor([[0, 0], [1, 0], [1, 1], [0, 1.0]], dtype=torch.float64)
    assert best_line(x, torch.tensor([0, 1, 0, 1.0])) == 0.75

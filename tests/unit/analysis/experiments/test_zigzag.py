"""Descent on inputs of one sign turns back and forth, step by step as its formula says."""

import numpy as np
import torch

from app.activations.reference import read
from app.analysis.experiments.zigzag import GOAL, START, descend, layer_outputs


def test_positive_inputs_never_move_two_weights_in_opposite_ways() -> None:
    outputs = layer_outputs(read("sigmoid"), 3.0, 0)
    raw, centred = descend(outputs, 0.7), descend(outputs - outputs.mean(dim=0), 0.7)
    assert raw.opposed == 0
    assert centred.opposed is not None
    assert centred.opposed > 0.2
    assert raw.steps is not None
    assert centred.steps is not None
    assert raw.steps > 2 * centred.steps
    assert raw.detour > centred.detour >= 1


def test_the_path_is_the_product_of_its_samples_steps() -> None:
    inputs = layer_outputs(read("tanh"), 1.0, 2)
    found = descend(inputs, 0.5)
    largest = (inputs**2).sum(dim=1).max()
    way = torch.tensor(START, dtype=torch.float64) - torch.tensor(GOAL, dtype=torch.float64)
    for x in inputs[: len(found.path) - 1]:
        way = (torch.eye(2, dtype=torch.float64) - 0.5 / largest * torch.outer(x, x)) @ way
    np.testing.assert_allclose(found.path[-1], (way + torch.tensor(GOAL)).numpy(), rtol=1e-10)


def test_inputs_that_are_all_0_lead_nowhere() -> None:
    found = descend(torch.zeros(10, 2, dtype=torch.float64), 1.0)
    assert (found.steps, found.opposed, found.angle, found.detour) == (None, None, None, 0)

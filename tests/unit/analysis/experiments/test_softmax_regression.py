"""Softmax regression against torch's own layers and optimizer, and what is known of it without learning."""

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn import functional as F

from app.analysis.experiments.softmax_regression import Task, clouds, learn, rank_of, with_one

HERE = (1.0, 0.5)


def task_of(classes: int, **chosen: float) -> Task:
    return Task(classes=classes, spread=chosen.get("spread", 1.0), steps=int(chosen.get("steps", 50)), rate=0.5, seed=4)


@pytest.mark.parametrize("classes", [2, 3, 4])
def test_learns_what_sgd_makes_of_a_linear_layer(classes: int) -> None:
    task = task_of(classes)
    x, y = clouds(task)
    layer = nn.Linear(2, classes, dtype=torch.float64)
    nn.init.zeros_(layer.weight)
    nn.init.zeros_(layer.bias)
    optimizer, losses = torch.optim.SGD(layer.parameters(), lr=task.rate), list[float]()
    for _ in range(task.steps + 1):
        optimizer.zero_grad()
        loss = F.cross_entropy(layer(x), y)
        losses.append(loss.item())
        loss.backward()
        if len(losses) <= task.steps:
            optimizer.step()
    found = learn(task, 0.0, HERE, 0, "cpu")
    np.testing.assert_allclose(found.losses, losses, rtol=1e-10)
    np.testing.assert_allclose(found.parameters[:2], layer.weight.detach().numpy().T, rtol=1e-8, atol=1e-12)
    np.testing.assert_allclose(found.parameters[2], layer.bias.detach().numpy(), rtol=1e-8, atol=1e-12)


@pytest.mark.parametrize("classes", [2, 3, 4])
@pytest.mark.parametrize("steps", [0, 300])
def test_three_parameters_of_each_class_but_one_count(classes: int, steps: int) -> None:
    assert learn(task_of(classes, steps=steps, spread=0.2), 0.0, HERE, 0, "cpu").rank == 3 * (classes - 1)


def test_the_rank_is_that_of_autograds_jacobian() -> None:
    generator = torch.Generator().manual_seed(2)
    x = with_one(torch.randn(12, 2, generator=generator, dtype=torch.float64))
    parameters = torch.randn(3, 3, generator=generator, dtype=torch.float64)
    jacobian = torch.autograd.functional.jacobian(lambda each: (x @ each).softmax(dim=1), parameters)
    assert isinstance(jacobian, torch.Tensor)
    assert rank_of(x, (x @ parameters).softmax(dim=1)) == int(torch.linalg.matrix_rank(jacobian.reshape(-1, 9)))
    # points on one line tell less
    assert rank_of(x[:1].expand(5, 3), (x[:1].expand(5, 3) @ parameters).softmax(dim=1)) == 2


def test_before_any_step_all_classes_are_equal_and_the_gradient_is_known() -> None:
    marked = learn(task_of(4, steps=0), 7.0, HERE, 2, "cpu").marked
    for gradient in (marked.by_rule, marked.by_autograd):
        np.testing.assert_allclose(gradient, [0.25, 0.25, -0.75, 0.25])
    np.testing.assert_allclose(marked.shifted, 0.25)


def test_two_classes_are_logistic_regression_on_the_difference() -> None:
    found = learn(task_of(2), -40.0, HERE, 1, "cpu")
    between = found.parameters[:, 0] - found.parameters[:, 1]
    z = np.column_stack((found.points[:, :2], np.ones(len(found.points)))) @ between
    np.testing.assert_allclose(found.probabilities[:, 0], 1 / (1 + np.exp(-z)), rtol=1e-10)
    np.testing.assert_allclose(found.pairs, found.sigmoid, rtol=1e-12)
    np.testing.assert_allclose(found.shifted, found.probabilities, atol=1e-12)

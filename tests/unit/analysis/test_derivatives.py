"""f, f′ and f″ of any function of one variable at any points, whatever autograd makes of it."""

from collections.abc import Callable

import pytest
import torch
from torch import Tensor
from torch.nn import functional as F

from app.analysis.derivatives import differentiate

X = torch.tensor([-2.0, -0.5, 0.0, 0.5, 3.0], dtype=torch.float64)


def cube(x: Tensor) -> Tensor:
    return x**3


@pytest.mark.parametrize(("order", "given"), [(0, 1), (1, 2), (2, 3)])
def test_answers_no_more_than_the_order_asked_for(order: int, given: int) -> None:
    answered = differentiate(cube, X, order=order)
    assert [one is not None for one in answered] == [i < given for i in range(3)]


def test_the_derivatives_of_a_cube_are_known() -> None:
    value, derivative, second = differentiate(cube, X)
    assert derivative is not None
    assert second is not None
    torch.testing.assert_close(value, X**3)
    torch.testing.assert_close(derivative, 3 * X**2)
    torch.testing.assert_close(second, 6 * X)


@pytest.mark.parametrize("order", [0, 1, 2])
def test_every_order_gives_the_same_value(order: int) -> None:
    assert torch.equal(differentiate(torch.sin, X, order=order).value, torch.sin(X))


# docs/numerics.md, "Derivatives in torch that need care": the first gradient has no graph, or the function none
@pytest.mark.parametrize(
    ("function", "derivative"),
    [
        (lambda x: x, [1, 1, 1, 1, 1]),
        (lambda x: 2 * x + 1, [2, 2, 2, 2, 2]),
        (lambda x: x.clamp(-1, 1), [0, 1, 1, 1, 0]),
        (lambda x: torch.where(x > 0, x, 0.5 * x), [0.5, 0.5, 0.5, 1, 1]),
        (F.relu, [0, 0, 0, 1, 1]),
        (torch.abs, [-1, -1, 0, 1, 1]),
        (lambda x: (x >= 0).to(x.dtype), [0, 0, 0, 0, 0]),
        (torch.ones_like, [0, 0, 0, 0, 0]),
        (torch.sign, [0, 0, 0, 0, 0]),
        (lambda x: torch.stack((x, -x), dim=-1).max(dim=-1).values, [-1, -1, 1, 1, 1]),
    ],
)
def test_the_second_derivative_of_straight_pieces_is_0_and_can_be_read(
    function: Callable[[Tensor], Tensor], derivative: list[float]
) -> None:
    _, first, second = differentiate(function, X)
    assert first is not None
    assert second is not None
    assert first.tolist() == derivative
    assert second.numpy().tolist() == [0, 0, 0, 0, 0]


@pytest.mark.parametrize("shape", [(), (0,), (1,), (7,), (2, 3), (2, 0, 3)])
def test_keeps_the_shape_of_the_points(shape: tuple[int, ...]) -> None:
    assert [one.shape for one in differentiate(torch.tanh, torch.zeros(shape)) if one is not None] == [shape] * 3


@pytest.mark.parametrize("dtype", [torch.float64, torch.float32, torch.float16, torch.bfloat16])
def test_keeps_the_dtype_of_the_points(dtype: torch.dtype) -> None:
    assert {one.dtype for one in differentiate(torch.tanh, X.to(dtype)) if one is not None} == {dtype}


def test_each_point_is_differentiated_alone() -> None:
    together = differentiate(torch.sin, X)
    for i, x in enumerate(X):
        alone = differentiate(torch.sin, x)
        for many, one in zip(together, alone, strict=True):
            assert many is not None
            assert one is not None
            assert many[i] == one


def test_leaves_the_points_as_they_were_and_answers_without_a_graph() -> None:
    x = X.clone()
    answered = differentiate(torch.exp, x)
    assert not x.requires_grad
    assert x.grad is None
    assert torch.equal(x, X)
    assert not any(one.requires_grad for one in answered if one is not None)


def test_works_where_gradients_are_switched_on_and_for_points_that_carry_one() -> None:
    x = X.clone().requires_grad_()
    derivative = differentiate(cube, x, order=1).derivative
    assert derivative is not None
    torch.testing.assert_close(derivative, 3 * X**2)
    assert x.grad is None

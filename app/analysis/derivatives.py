"""f, f′ and f″ at given points by double backward, for any function of one variable."""

from collections.abc import Callable
from typing import NamedTuple

import torch
from torch import Tensor


class Derivatives(NamedTuple):
    """f, f′ and f″ at the same points, each of the points' shape; None above the order asked for."""

    value: Tensor
    derivative: Tensor | None
    second_derivative: Tensor | None


def differentiate(function: Callable[[Tensor], Tensor], x: Tensor, order: int = 2) -> Derivatives:
    """`function` and its derivatives up to `order` (0, 1 or 2) at each element of `x`.

    Each output depends on its own input alone, so that one backward pass from all outputs gives f′ at all points, and
    a second one f″.
    """
    if order == 0:
        with torch.no_grad():
            return Derivatives(function(x), None, None)
    x = x.detach().requires_grad_()
    value = function(x)
    derivative = _gradient(value, x, keep=order == 2)
    second = _gradient(derivative, x, keep=False) if order == 2 else None
    return Derivatives(value.detach(), derivative.detach(), second)


def _gradient(y: Tensor, x: Tensor, *, keep: bool) -> Tensor:
    # a step has no graph, nor has the gradient of a piecewise linear function: their derivative is 0
    if not y.requires_grad:
        return torch.zeros_like(x)
    (gradient,) = torch.autograd.grad(y, x, torch.ones_like(y), create_graph=keep, materialize_grads=True)
    # the derivative of |x|' is a ZeroTensor, which cannot be read; adding 0 makes it an ordinary tensor
    return gradient + 0

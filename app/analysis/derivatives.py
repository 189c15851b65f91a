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
    ones = torch.ones_like(x)
    value = function(x)
    derivative = _gradient(value, x, ones, keep=order == 2)
    if order == 1:
        return Derivatives(value.detach(), derivative, None)
    # the derivative of |x|' is a ZeroTensor, which cannot be read; adding 0 makes it an ordinary tensor
    second = _gradient(derivative, x, ones, keep=False) + 0
    return Derivatives(value.detach(), derivative.detach(), second)


def _gradient(y: Tensor, x: Tensor, ones: Tensor, *, keep: bool) -> Tensor:
    """The derivative of each element of `y` by its own element of `x`, with a graph of its own to `keep` or not."""
    # a step has no graph, nor has the gradient of a piecewise linear function: their derivative is 0
    if not y.requires_grad:
        return torch.zeros_like(x)
    (gradient,) = torch.autograd.grad(y, x, ones, create_graph=keep, allow_unused=True)
    return torch.zeros_like(x) if gradient is None else gradient

"""Functions of the catalogue for parameters that are tensors, such as one number for each of R stacked networks.

Here stand those whose own function takes numbers alone, because torch's kernels do or because it looks at them. A
tensor broadcasts against x.
"""

import math

import torch
from torch import Tensor
from torch.nn import functional as F


def hard_tanh(x: Tensor, min_val: Tensor, max_val: Tensor) -> Tensor:
    """The identity, cut off at `min_val` and `max_val`."""
    return torch.where(x <= min_val, min_val, torch.where(x >= max_val, max_val, x))


def clipped_relu(x: Tensor, max_value: Tensor) -> Tensor:
    """ReLU with a ceiling."""
    return hard_tanh(x, torch.zeros_like(max_value), max_value)


def leaky_relu(x: Tensor, alpha: Tensor) -> Tensor:
    """ReLU with a slope on the left."""
    return torch.where(x > 0, x, alpha * x)


def rrelu(x: Tensor, lower: Tensor, upper: Tensor) -> Tensor:
    """Randomized leaky ReLU as it is in evaluation."""
    return leaky_relu(x, (lower + upper) / 2)


def thresholded_relu(x: Tensor, theta: Tensor) -> Tensor:
    """The identity above the threshold, 0 up to it."""
    return torch.where(x <= theta, 0.0, x)


def isru(x: Tensor, alpha: Tensor) -> Tensor:
    """Inverse square root unit."""
    return x / torch.hypot(alpha.sqrt() * x, torch.ones_like(x))


def isrlu(x: Tensor, alpha: Tensor) -> Tensor:
    """Inverse square root linear unit."""
    return torch.where(x > 0, x, isru(x.clamp(max=0), alpha))


def elu(x: Tensor, alpha: Tensor) -> Tensor:
    """Exponential linear unit."""
    return torch.where(x > 0, x, alpha * torch.expm1(x.clamp(max=0)))


def celu(x: Tensor, alpha: Tensor) -> Tensor:
    """ELU with x/α in the exponential."""
    return torch.where(x > 0, x, alpha * torch.expm1(x.clamp(max=0) / alpha))


def softplus(x: Tensor, beta: Tensor) -> Tensor:
    """The integral of the sigmoid."""
    return F.softplus(beta * x, threshold=40.0) / beta


def squareplus(x: Tensor, b: Tensor) -> Tensor:
    """Softplus with a square root."""
    is_relu = b < torch.finfo(x.dtype).tiny
    # 1 where it is not used: the other function has no derivative at 0 for b = 0, and NaN times 0 is NaN
    own = torch.where(is_relu, 1.0, b)
    size = torch.where(x < 0, -x, x)
    extra = own / (2 * (size + torch.hypot(x, own.sqrt().expand_as(x))))
    return torch.where(is_relu, F.relu(x), torch.where(x < 0, extra, x + extra))


def soft_exponential(x: Tensor, alpha: Tensor) -> Tensor:
    """From the logarithm (α = −1) through the identity (0) to the exponential (1)."""
    least = torch.finfo(x.dtype).tiny
    right, left = alpha >= least, alpha <= -least
    # what is not used is kept where its derivative is finite, as above
    a, z = torch.where(right, alpha, 1.0), torch.where(right, x, 0.0)
    exponential = torch.expm1(a * z) / a + a
    a, z = torch.where(left, alpha, -1.0), torch.where(left, x, 0.0)
    inside = (1 - a) * (1 + a) - a * z
    steep = a < -0.5
    log = torch.where(
        steep, torch.log(torch.where(steep, inside, 1.0)), torch.log1p(torch.where(steep, 0.0, -a * (z + a)))
    )
    logarithm = -log / a * torch.where(inside <= 0, math.nan, 1.0)
    return torch.where(right, exponential, torch.where(left, logarithm, x))


def softshrink(x: Tensor, theta: Tensor) -> Tensor:
    """Soft thresholding."""
    moved = torch.where(x > theta, x - theta, torch.where(x < -theta, x + theta, x * 0))
    return torch.where(theta == 0, x, moved)


def hardshrink(x: Tensor, theta: Tensor) -> Tensor:
    """Hard thresholding."""
    return torch.where((x.abs() > theta) | (theta == 0), x, x * 0)

"""Softmax of a few logits: beside hardmax and sparsemax, its Jacobian, two losses' gradients, and its overflow."""

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional as F

from app.activations.softmaxes import hardmax, softmax, sparsemax
from app.analysis.points import Points, float64


@dataclass(frozen=True, slots=True, kw_only=True)
class Softmax:
    """What becomes of n logits; every array is (n,), the Jacobian (n, n); `target` is the place of the true class.

    `jacobian` is ∂p/∂z by autograd, `row_sum` the largest |sum| of one of its rows, and `closed_form` its largest
    difference from (diag(p) − ppᵀ)/T. `cross_entropy` and `squared` are ∂L/∂z of −log p[target] and ½|p − y|².
    `naive` is exp(z)/Σexp(z) and `stable` the same after subtracting the largest logit, both of the shifted logits
    in float32, and `exponent` the largest that their exp is taken of; `shift_error` is the largest difference that
    the shift makes to softmax in float64.
    """

    target: int
    logits: Points
    softmax: Points
    sparsemax: Points
    hardmax: Points
    jacobian: Points
    cross_entropy: Points
    squared: Points
    naive: Points
    stable: Points
    exponent: float
    row_sum: float
    closed_form: float
    shift_error: float


def examine(logits: tuple[float, ...], temperature: float, target: int, shift: float, device: str) -> Softmax:
    """Look at the softmax of `logits` over `temperature`, where `target` is the place of the true class."""
    z = torch.tensor(logits, dtype=torch.float64, device=device)
    p = softmax(z, temperature)
    jacobian = torch.stack(_rows(z, temperature))
    y = F.one_hot(torch.tensor(target, device=device), len(logits)).to(z)
    shifted = (z + shift).to(torch.float32) / temperature
    powers = shifted.exp()
    return Softmax(
        target=target,
        logits=float64(z),
        softmax=float64(p),
        sparsemax=float64(sparsemax(z / temperature)),
        hardmax=float64(hardmax(z)),
        jacobian=float64(jacobian),
        cross_entropy=float64(_gradient(z, lambda z: -torch.log_softmax(z / temperature, dim=-1)[target])),
        squared=float64(_gradient(z, lambda z: ((softmax(z, temperature) - y) ** 2).sum() / 2)),
        naive=float64(powers / powers.sum()),
        stable=float64(torch.softmax(shifted, dim=-1)),
        exponent=shifted.max().item(),
        row_sum=jacobian.sum(dim=1).abs().max().item(),
        closed_form=(jacobian - (p.diag() - p.outer(p)) / temperature).abs().max().item(),
        shift_error=(softmax(z + shift, temperature) - p).abs().max().item(),
    )


def _rows(z: Tensor, temperature: float) -> list[Tensor]:
    """∂p_i/∂z for each i."""
    return [_gradient(z, lambda z, i=i: softmax(z, temperature)[i]) for i in range(len(z))]


def _gradient(z: Tensor, function: Callable[[Tensor], Tensor]) -> Tensor:
    """The gradient of a number by z."""
    z = z.detach().requires_grad_()
    (gradient,) = torch.autograd.grad(function(z), z)
    return gradient

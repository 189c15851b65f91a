"""One layer y = f(xW + b), and its Jacobians by autograd and by the chain rule written out."""

from dataclasses import dataclass

import torch
from torch import Tensor

from app.activations.bound import BoundActivation
from app.activations.spec import Activation
from app.analysis.derivatives import differentiate
from app.analysis.points import Points, float64


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """A layer of m units with n inputs.

    W is (n, m); b, z, y and f′(z) are (m,). `by_weight` is ∂yⱼ/∂Wᵢⱼ by autograd and `by_weight_closed` is f′(zⱼ)·xᵢ,
    both (n, m); `by_bias` is ∂yⱼ/∂bⱼ by autograd, which is to be f′(zⱼ). `difference` is the largest between the two
    ways, over all of ∂y/∂W and ∂y/∂b; `cross` the largest |∂yⱼ/∂Wᵢₖ| with k ≠ j, for a unit has its own weights
    alone. An activation across units is applied by its slice, unit by unit; `slice_rule` says what that is.
    """

    weights: Points
    biases: Points
    x: Points
    z: Points
    y: Points
    slope: Points
    by_weight: Points
    by_weight_closed: Points
    by_bias: Points
    difference: float
    cross: float
    slice_rule: str | None


def apply_layer(f: BoundActivation, weights: Tensor, biases: Tensor, x: Tensor) -> Layer:
    """Send x (n,) through f(xW + b), with W (n, m) and b (m,), and take every derivative of every output."""
    weights, biases = weights.detach().requires_grad_(), biases.detach().requires_grad_()
    z = x @ weights + biases
    y = f(z)
    derivative = differentiate(f, z.detach(), order=1).derivative
    slope = torch.zeros_like(z) if derivative is None else derivative
    by_weight, by_bias = _jacobians(y, weights, biases)  # (m, n, m), (m, m)
    own = torch.arange(len(z), device=z.device)
    closed = torch.zeros_like(by_weight)
    closed[own, :, own] = slope[:, None] * x
    difference = torch.cat(((by_weight - closed).flatten(), (by_bias - slope.diag()).flatten()))
    others = by_weight.clone()
    others[own, :, own] = 0
    return Layer(
        weights=float64(weights),
        biases=float64(biases),
        x=float64(x),
        z=float64(z),
        y=float64(y),
        slope=float64(slope),
        by_weight=float64(by_weight[own, :, own].T),
        by_weight_closed=float64(closed[own, :, own].T),
        by_bias=float64(by_bias.diag()),
        difference=difference.abs().max().item(),
        cross=others.abs().max().item(),
        slice_rule=_slice_rule(f),
    )


def _slice_rule(f: BoundActivation) -> str | None:
    drawn = f.activation.slice if isinstance(f.activation, Activation) else None
    return None if drawn is None else drawn.rule


def _jacobians(y: Tensor, weights: Tensor, biases: Tensor) -> tuple[Tensor, Tensor]:
    """∂y/∂W and ∂y/∂b: one backward pass for each output."""
    if not y.requires_grad:
        return weights.new_zeros(len(y), *weights.shape), weights.new_zeros(len(y), len(y))
    passes = [
        torch.autograd.grad(each, (weights, biases), retain_graph=True, allow_unused=True, materialize_grads=True)
        for each in y
    ]
    return torch.stack([of_weights for of_weights, _ in passes]), torch.stack([of_biases for _, of_biases in passes])

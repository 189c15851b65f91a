"""Backpropagation through a network 2-3-1, every number of it: by the chain rule, and by autograd for comparison."""

from dataclasses import dataclass

import torch
from torch import Tensor

from app.activations.bound import BoundActivation
from app.analysis.derivatives import differentiate
from app.analysis.points import Points, float64

INPUTS, UNITS = 2, 3
W1 = ((0.8, -0.6, 0.3), (0.4, 0.9, -0.7))
W2 = (1.0, -0.8, 0.6)


@dataclass(frozen=True, slots=True, kw_only=True)
class Backprop:
    """The network ŷ = w₂·f(xW₁ + b₁) + b₂ with the loss L = ½(ŷ − y)², after some steps of gradient descent.

    W₁ is (2, 3), w₂ (3,); z, a = f(z) and `slope` = f′(z) of the hidden units are (3,). A name with `by_` is the
    derivative of L by what follows. `difference` is the largest between these and autograd's. `losses` has the loss
    before each step and after the last.
    """

    x: Points
    w1: Points
    b1: Points
    w2: Points
    b2: float
    z: Points
    a: Points
    slope: Points
    output: float
    loss: float
    by_output: float
    by_a: Points
    by_z: Points
    by_w1: Points
    by_w2: Points
    difference: float
    losses: Points


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """What is learned: the input, the wanted output, the learning rate, and how many steps are taken."""

    x: tuple[float, float]
    target: float
    rate: float
    steps: int


def propagate(f: BoundActivation, lesson: Lesson, device: str) -> Backprop:
    """Take the steps of `lesson`, and look at every number of the pass that follows."""
    x = torch.tensor(lesson.x, dtype=torch.float64, device=device)
    weights = [
        torch.tensor(W1, dtype=torch.float64, device=device),
        torch.zeros(UNITS, dtype=torch.float64, device=device),
        torch.tensor(W2, dtype=torch.float64, device=device),
        torch.zeros((), dtype=torch.float64, device=device),
    ]
    losses: list[Tensor] = []
    for _ in range(lesson.steps):
        loss, gradients = _by_autograd(f, weights, x, lesson.target)
        losses.append(loss)
        weights = [weight - lesson.rate * slope for weight, slope in zip(weights, gradients, strict=True)]
    loss, gradients = _by_autograd(f, weights, x, lesson.target)
    return _spelled_out(f, weights, x, lesson.target, gradients, torch.stack([*losses, loss]))


def _by_autograd(
    f: BoundActivation, weights: list[Tensor], x: Tensor, target: float
) -> tuple[Tensor, tuple[Tensor, ...]]:
    """The loss, and its gradient by each of W₁, b₁, w₂ and b₂."""
    w1, b1, w2, b2 = leaves = [weight.detach().requires_grad_() for weight in weights]
    loss = (f(x @ w1 + b1) @ w2 + b2 - target) ** 2 / 2
    return loss.detach(), torch.autograd.grad(loss, leaves, allow_unused=True, materialize_grads=True)


def _spelled_out(  # noqa: PLR0913, PLR0917  the parts of one pass
    f: BoundActivation,
    weights: list[Tensor],
    x: Tensor,
    target: float,
    gradients: tuple[Tensor, ...],
    losses: Tensor,
) -> Backprop:
    """The pass by the chain rule, one product after the other."""
    w1, b1, w2, b2 = weights
    z = x @ w1 + b1
    a, derivative, _ = differentiate(f, z, order=1)
    slope = torch.zeros_like(z) if derivative is None else derivative
    output = a @ w2 + b2
    by_output = output - target
    by_a = by_output * w2
    by_z = by_a * slope
    by_w1, by_w2 = torch.outer(x, by_z), by_output * a
    both = zip((by_w1, by_z, by_w2, by_output), gradients, strict=True)
    return Backprop(
        x=float64(x),
        w1=float64(w1),
        b1=float64(b1),
        w2=float64(w2),
        b2=b2.item(),
        z=float64(z),
        a=float64(a),
        slope=float64(slope),
        output=output.item(),
        loss=losses[-1].item(),
        by_output=by_output.item(),
        by_a=float64(by_a),
        by_z=float64(by_z),
        by_w1=float64(by_w1),
        by_w2=float64(by_w2),
        difference=max((ours - theirs).abs().max().item() for ours, theirs in both),
        losses=float64(losses),
    )

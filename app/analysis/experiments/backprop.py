"""Backpropagation through a network 2-3-1, every number of it: by the chain rule, and by autograd for comparison."""

import math
from dataclasses import dataclass
from typing import NamedTuple

import torch
from torch import Tensor

from app.activations.bound import BoundActivation
from app.analysis.derivatives import differentiate
from app.analysis.kinks import judge, read_kink
from app.analysis.points import Points, float64

INPUTS, UNITS = 2, 3
WEIGHTS = INPUTS * UNITS + UNITS + UNITS + 1
"""How many there are, in this order: W row by row, the units' biases b, v of the output, its bias c."""

# how far to each side of where it began a weight is tried at least and at most, and at how many places; of a weight
# beyond the last, which has left for good, the place is where it began
REACH, FARTHEST, SWEPT = 2.0, 50.0, 81
LOST = 1e9
ROOM = 1.2


class Weights(NamedTuple):
    """W (…, 2, 3), b (…, 3), v (…, 3) and c (…)."""

    w: Tensor
    b: Tensor
    v: Tensor
    c: Tensor


class Pass(NamedTuple):
    """Every number on the way forward and back; what has `by_` in its name is the derivative of L by what follows.

    z, a = f(z), `slope` = f′(z), `by_a` and `by_z` are (…, 3), `output`, `loss` and `by_output` (…), `by_weights`
    (…, 13).
    """

    z: Tensor
    a: Tensor
    slope: Tensor
    output: Tensor
    loss: Tensor
    by_output: Tensor
    by_a: Tensor
    by_z: Tensor
    by_weights: Tensor


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """What is learned: the input, the wanted output, the 13 first weights, the learning rate, how many steps are taken.

    `watched` is the number of the weight that is looked at.
    """

    x: tuple[float, ...]
    target: float
    weights: tuple[float, ...]
    rate: float
    steps: int
    watched: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Backprop:
    """The network ŷ = v·f(xW + b) + c with the loss L = ½(ŷ − y)², after some steps of gradient descent.

    `weights` are its 13 numbers: W row by row (2, 3), b (3,), v (3,), c. In the same order `gradient` has ∂L by each,
    by the chain rule, `autograd` the same by torch, and `after` the weights when one more step has been taken, with
    the loss `loss_after`. z, a = f(z) and `slope` = f′(z) of the hidden units are (3,). A name with `by_` is the
    derivative of L by what follows. `difference` is the largest between the two gradients; `at_kinks` are the numbers
    of the units whose z is where f has a kink, `jumps` the z at which f itself jumps. `losses` has the loss before
    each step and after the last. `swept` are the losses with the weight number `watched` at each of `reach`, and the
    others as they are.
    """

    x: Points
    target: float
    rate: float
    weights: Points
    z: Points
    a: Points
    slope: Points
    output: float
    loss: float
    by_output: float
    by_a: Points
    by_z: Points
    gradient: Points
    autograd: Points
    after: Points
    loss_after: float
    difference: float
    at_kinks: tuple[int, ...]
    jumps: tuple[float, ...]
    losses: Points
    watched: int
    reach: Points
    swept: Points


def propagate(f: BoundActivation, lesson: Lesson, device: str) -> Backprop:
    """Take the steps of `lesson`, and look at every number of the pass that follows."""
    x, target, first = (
        torch.tensor(each, dtype=torch.float64, device=device) for each in (lesson.x, lesson.target, lesson.weights)
    )
    weights, losses = first, list[Tensor]()
    for _ in range(lesson.steps):
        loss, gradient = by_autograd(f, weights, x, target)
        losses.append(loss)
        weights = weights - lesson.rate * gradient
    loss, autograd = by_autograd(f, weights, x, target)
    found = by_chain_rule(f, weights, x, target)
    after = weights - lesson.rate * found.by_weights
    reach = _reach(*(each[lesson.watched] for each in (first, weights, after)))
    swept = weights.repeat(SWEPT, 1)
    swept[:, lesson.watched] = reach
    kinks = f.kinks
    return Backprop(
        x=float64(x),
        target=lesson.target,
        rate=lesson.rate,
        weights=float64(weights),
        z=float64(found.z),
        a=float64(found.a),
        slope=float64(found.slope),
        output=found.output.item(),
        loss=loss.item(),
        by_output=found.by_output.item(),
        by_a=float64(found.by_a),
        by_z=float64(found.by_z),
        gradient=float64(found.by_weights),
        autograd=float64(autograd),
        after=float64(after),
        loss_after=_loss(f, after, x, target).item(),
        difference=(found.by_weights - autograd).abs().max().item(),
        jumps=_jumps(f),
        at_kinks=tuple(unit for unit, z in enumerate(found.z.tolist()) if z in kinks),
        losses=float64(torch.stack([*losses, loss])),
        watched=lesson.watched,
        reach=float64(reach),
        swept=float64(_loss(f, swept, x, target)),
    )


def by_chain_rule(f: BoundActivation, weights: Tensor, x: Tensor, target: Tensor) -> Pass:
    """The pass of networks with `weights` (…, 13) for x (…, 2) and `target` (…), one product after the other."""
    w, b, v, c = _parts(weights)
    z = _sum_of(x, w) + b
    a, derivative, _ = differentiate(f, z, order=1)
    slope = torch.zeros_like(z) if derivative is None else derivative
    output = (a * v).sum(-1) + c
    by_output = output - target
    by_a = by_output[..., None] * v
    by_z = by_a * slope
    by_w = x[..., :, None] * by_z[..., None, :]
    by_v = by_output[..., None] * a
    by_weights = torch.cat((by_w.flatten(-2), by_z, by_v, by_output[..., None]), dim=-1)
    return Pass(z, a, slope, output, by_output**2 / 2, by_output, by_a, by_z, by_weights)


def by_autograd(f: BoundActivation, weights: Tensor, x: Tensor, target: Tensor) -> tuple[Tensor, Tensor]:
    """The losses (…) of networks with `weights` (…, 13), and torch's gradient of each by its own weights (…, 13)."""
    leaf = weights.detach().requires_grad_()
    loss = _loss(f, leaf, x, target)
    (gradient,) = torch.autograd.grad(loss.sum(), leaf)
    return loss.detach(), gradient


def _jumps(f: BoundActivation) -> tuple[float, ...]:
    """Where f itself jumps."""
    judged = zip(f.kinks, judge(f, f.kinks), strict=True)
    return tuple(x for x, seen in judged if read_kink(x, x, seen, seen).jumps[0])


def _loss(f: BoundActivation, weights: Tensor, x: Tensor, target: Tensor) -> Tensor:
    w, b, v, c = _parts(weights)
    return ((f(_sum_of(x, w) + b) * v).sum(-1) + c - target) ** 2 / 2


def _sum_of(x: Tensor, w: Tensor) -> Tensor:
    return (x[..., :, None] * w).sum(-2)


def _parts(weights: Tensor) -> Weights:
    w, b, v, c = weights.split((INPUTS * UNITS, UNITS, UNITS, 1), dim=-1)
    return Weights(w.unflatten(-1, (INPUTS, UNITS)), b, v, c[..., 0])


def _reach(first: Tensor, now: Tensor, after: Tensor) -> Tensor:
    """Where the watched weight is tried: about where it began, so that the place stays while it moves.

    It is as wide as what it has moved and is about to; of a weight that has gone far the place goes with it.
    """
    moved = (now - first).abs().item()
    middle = now if FARTHEST < moved < LOST else first
    farthest = max((each - middle).abs().item() for each in (now, after))
    half = min(max(REACH, ROOM * farthest), FARTHEST) if math.isfinite(farthest) else REACH
    return torch.linspace(-half, half, SWEPT, dtype=first.dtype, device=first.device) + middle

"""Surrogates: units that answer f, and hand an error back by the slope of another function."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Self, TypeAlias

import torch
from torch import Generator, Tensor
from torch.nn import functional as F

from app.playground.optimizers import OPTIMIZERS

REACH = 3.0
POINTS = 96
EPOCHS = 300
STAGES = 60

Curve: TypeAlias = Callable[[Tensor], Tensor]
"""A function of each element of a tensor."""


def slope(curve: Curve, x: Tensor) -> Tensor:
    """What autograd says of the derivative of `curve` at each of x, in the shape of x; 0 where there is no way back."""
    x = x.detach().requires_grad_()
    with torch.enable_grad():
        y = curve(x)
    if not y.requires_grad:
        return torch.zeros_like(x)
    (found,) = torch.autograd.grad(y, x, torch.ones_like(y), allow_unused=True, materialize_grads=True)
    return found


def surrogate(f: Curve, g: Curve) -> Curve:
    """f, with the slope of g for its gradient: where that slope is finite.

    With g(x) = x it is the straight-through estimator (Bengio et al. 2013, arXiv:1308.3432); with a g that saturates an
    error ends where g is flat.
    """

    def unit(x: Tensor) -> Tensor:
        at = x.detach()
        return f(at).detach() + slope(g, at) * (x - at)

    return unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """How many hidden units learn, by which rate, how far to one side their pre-activations begin, and the seed."""

    units: int
    rate: float
    shift: float
    seed: int


def points() -> tuple[Tensor, Tensor]:
    """What is learned: sin 2x at 96 even x from −3 to 3, (96, 1) each."""
    x = torch.linspace(-REACH, REACH, POINTS, dtype=torch.float64)[:, None]
    return x, torch.sin(2 * x)


@dataclass(slots=True, kw_only=True, eq=False)
class Learner:
    """A network x → unit(xW + b)V + c of one input and one output, which learns `y` at `x`.

    `hidden` are W and b, (2, units), and were `first` before training; `outer` are V and c, (units + 1,). `losses` are
    half the mean squared error before training and after each epoch.
    """

    unit: Curve
    x: Tensor
    y: Tensor
    hidden: Tensor
    outer: Tensor
    first: Tensor
    losses: list[float] = field(default_factory=list)

    @classmethod
    def begin(cls, unit: Curve, task: Task) -> Self:
        """First weights that depend on the task alone: N(0, 1), and each unit's 0 at an even random place of x."""
        generator = Generator().manual_seed(task.seed)
        weights = torch.randn(task.units, generator=generator, dtype=torch.float64)
        middles = REACH * (2 * torch.rand(task.units, generator=generator, dtype=torch.float64) - 1)
        outer = torch.randn(task.units + 1, generator=generator, dtype=torch.float64) / task.units**0.5
        hidden = torch.stack((weights, task.shift - weights * middles))
        x, y = points()
        return cls(unit=unit, x=x, y=y, hidden=hidden, outer=outer, first=hidden.clone())

    def pre_activations(self) -> Tensor:
        """z of each hidden unit at each point, as it is now: (points, units)."""
        return self.x * self.hidden[0] + self.hidden[1]

    def answer(self) -> Tensor:
        """What the network says at each point: (points, 1)."""
        return self.unit(self.pre_activations()) @ self.outer[:-1, None] + self.outer[-1]

    @property
    def moved(self) -> float:
        """How far a hidden weight or bias has come, root mean square."""
        return (self.hidden - self.first).square().mean().sqrt().item()

    def learn(self, rate: float) -> Iterator[int]:
        """Follow the gradient by Adam, all points at a time; the epochs that are done, before and after each."""
        learned = [self.hidden.requires_grad_(), self.outer.requires_grad_()]
        optimizers = [OPTIMIZERS["adam"].make(tensor, rate) for tensor in learned]
        for epoch in range(EPOCHS + 1):
            loss = F.mse_loss(self.answer(), self.y) / 2
            self.losses.append(loss.item())
            yield epoch
            slopes = torch.autograd.grad(loss, learned, allow_unused=True, materialize_grads=True)
            for tensor, found, optimizer in zip(learned, slopes, optimizers, strict=True):
                tensor.grad = found
                optimizer.step()


def learn_side_by_side(learners: Sequence[Learner], rate: float) -> Iterator[float]:
    """Let the learners learn in turn; the share of the epochs done, at the beginning and 60 times on the way."""
    for done, *_ in zip(*[learner.learn(rate) for learner in learners], strict=True):
        if done % (EPOCHS // STAGES) == 0:
            yield done / EPOCHS

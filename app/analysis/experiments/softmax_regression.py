"""Softmax regression: a linear layer and softmax, its redundant parameters, and its gradient p − y."""

import math
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional as F

from app.analysis.points import Points, float64

EACH = 20
"""Points of each class."""

RADIUS = 2.5
INPUTS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Clouds of so many `classes`, each of standard deviation `spread`, and how they are learned."""

    classes: int
    spread: float
    steps: int
    rate: float
    seed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """A point x (2,), its logits and probabilities (k,), and the gradient of its loss by each logit in two ways."""

    x: Points
    logits: Points
    probabilities: Points
    shifted: Points
    by_rule: Points
    by_autograd: Points


@dataclass(frozen=True, slots=True, kw_only=True)
class SoftmaxRegression:
    """What has been learned of n points in k classes by gradient descent on the mean cross-entropy, from zeros.

    `points` (n, 3) are x, y and the class. `parameters` (3, k) have a column for each class: two weights and the bias.
    `losses` (steps + 1,) are those on the way. `rank` is that of the Jacobian of all log-probabilities by all
    parameters: how many of these count. `logits` and `probabilities` are those of the points, `shifted` the
    probabilities after a number has been added to every parameter, each (n, k). `pairs` (n,) is p₁/(p₁ + p₂), which is
    to be σ(z₁ − z₂), and `sigmoid` (n,) that.
    """

    points: Points
    parameters: Points
    losses: Points
    rank: int
    logits: Points
    probabilities: Points
    shifted: Points
    pairs: Points
    sigmoid: Points
    marked: Marked


def clouds(task: Task) -> tuple[Tensor, Tensor]:
    """Points (n, 2) about the corners of a regular polygon, or at two opposite places, and their classes (n,)."""
    generator = torch.Generator().manual_seed(task.seed)
    angle = torch.arange(task.classes, dtype=torch.float64) * (math.tau / task.classes) + math.pi / 6
    centres = RADIUS * torch.stack((angle.cos(), angle.sin()), dim=1)
    y = torch.arange(task.classes * EACH) % task.classes
    return centres[y] + task.spread * torch.randn(len(y), 2, generator=generator, dtype=torch.float64), y


def learn(task: Task, shift: float, x: tuple[float, float], target: int, device: str) -> SoftmaxRegression:
    """Learn the clouds; then add `shift` to every parameter, and look at the point `x`, whose class is `target`."""
    points, y = (each.to(device) for each in clouds(task))
    inputs = with_one(points)
    goal = F.one_hot(y, task.classes).double()
    parameters = torch.zeros(INPUTS + 1, task.classes, dtype=torch.float64, device=device)
    losses: list[Tensor] = []
    for _ in range(task.steps):
        logits = inputs @ parameters
        losses.append(F.cross_entropy(logits, y))
        # p − y of each point, times its inputs
        parameters = parameters - task.rate * inputs.T @ (logits.softmax(dim=1) - goal) / len(y)
    logits = inputs @ parameters
    losses.append(F.cross_entropy(logits, y))
    probabilities = logits.softmax(dim=1)
    first, second = probabilities[:, 0], probabilities[:, 1]
    return SoftmaxRegression(
        points=float64(torch.column_stack((points, y))),
        parameters=float64(parameters),
        losses=float64(torch.stack(losses)),
        rank=rank_of(inputs, probabilities),
        logits=float64(logits),
        probabilities=float64(probabilities),
        shifted=float64((inputs @ (parameters + shift)).softmax(dim=1)),
        pairs=float64(first / (first + second)),
        sigmoid=float64(torch.sigmoid(logits[:, 0] - logits[:, 1])),
        marked=_mark(parameters, shift, torch.tensor(x, dtype=torch.float64, device=device), target),
    )


def with_one(points: Tensor) -> Tensor:
    """Points (n, 2) with a 1 for the bias: (n, 3)."""
    return torch.cat((points, torch.ones_like(points[:, :1])), dim=1)


def rank_of(inputs: Tensor, probabilities: Tensor) -> int:
    """The rank of the Jacobian of all log pᵢ (n, k) by the parameters (3, k), which the `inputs` (n, 3) meet.

    ∂log pᵢ/∂zⱼ is δᵢⱼ − pⱼ; 1 − pᵢ is the sum of the others, so that nothing is lost where pᵢ is nearly 1. zⱼ has the
    inputs as its slopes.
    """
    classes = probabilities.shape[1]
    is_other = 1 - torch.eye(classes, dtype=probabilities.dtype, device=probabilities.device)
    by_logit = torch.diag_embed(probabilities @ is_other) - probabilities[:, None, :] * is_other
    jacobian = by_logit[:, :, None, :] * inputs[:, None, :, None]
    return int(torch.linalg.matrix_rank(jacobian.flatten(start_dim=2).flatten(end_dim=1)))


def _mark(parameters: Tensor, shift: float, x: Tensor, target: int) -> Marked:
    inputs = with_one(x[None])
    leaf = (inputs @ parameters)[0].detach().requires_grad_()
    (slope,) = torch.autograd.grad(F.cross_entropy(leaf, torch.tensor(target, device=leaf.device)), leaf)
    logits = leaf.detach()
    probabilities = logits.softmax(dim=0)
    goal = F.one_hot(torch.tensor(target), len(logits)).to(logits)
    return Marked(
        x=float64(x),
        logits=float64(logits),
        probabilities=float64(probabilities),
        shifted=float64((inputs @ (parameters + shift))[0].softmax(dim=0)),
        by_rule=float64(probabilities - goal),
        by_autograd=float64(slope),
    )

"""Units that begin equal stay equal: a small network learns, and each unit's weights are followed."""

from dataclasses import dataclass

import torch
from torch import Tensor

from app.activations.bound import BoundActivation
from app.analysis.experiments.initial_weights import draw_weights, numbers_of
from app.analysis.points import Points, float64

UNITS = 6
SAMPLES = 64
RATE = 0.5
# units count as one where no weight of theirs differs by more
SAME = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class EqualUnits:
    """Training of a network 2-6-1 by full-batch gradient descent, with `steps` steps.

    `paths` is (steps + 1, 6, 2): the two weights of each unit. `loss` is (steps + 1,). `distinct` is how many of the
    units differ at the end, in their weights or their bias, None where these have left the range of numbers;
    `distinct_first` is how many did at the start.
    """

    paths: Points
    loss: Points
    distinct: int | None
    distinct_first: int | None


def follow(f: BoundActivation, init: str, sigma: float, steps: int, seed: int) -> EqualUnits:
    """Learn y = x₁·x₂ on 64 points of [−1.5, 1.5]², from weights drawn by `init` and biases of 0."""
    generator = torch.Generator().manual_seed(seed)
    x = 3 * torch.rand(SAMPLES, 2, generator=generator, dtype=torch.float64) - 1.5
    y = x.prod(dim=1, keepdim=True)
    raw, hidden = numbers_of(init, f, sigma)
    weights = [
        draw_weights(init, 2, UNITS, generator, raw),
        torch.zeros(UNITS, dtype=torch.float64),
        draw_weights(init, UNITS, 1, generator, hidden),
        torch.zeros(1, dtype=torch.float64),
    ]
    paths, losses = [weights[0].T], list[Tensor]()
    first = weights
    for step in range(steps + 1):
        weights = [weight.detach().requires_grad_() for weight in weights]
        loss = ((f(x @ weights[0] + weights[1]) @ weights[2] + weights[3] - y) ** 2).mean()
        losses.append(loss.detach())
        if step < steps:
            gradients = torch.autograd.grad(loss, weights, allow_unused=True, materialize_grads=True)
            weights = [weight.detach() - RATE * slope for weight, slope in zip(weights, gradients, strict=True)]
            paths.append(weights[0].T)
    return EqualUnits(
        paths=float64(torch.stack(paths)),
        loss=float64(torch.stack(losses)),
        distinct=_distinct(weights),
        distinct_first=_distinct(first),
    )


def _distinct(weights: list[Tensor]) -> int | None:
    """The number of units that differ, by what goes into them and what comes out; None where that is not finite."""
    into, bias, out, _ = (weight.detach() for weight in weights)
    units = torch.cat((into, bias[None], out.T)).T  # (units, 4)
    if not units.isfinite().all():
        return None
    apart = (units[:, None] - units[None]).abs().amax(dim=2) > SAME
    # a unit is counted unless one before it is the same
    return int(apart.tril(-1).logical_or(torch.ones_like(apart).triu()).all(dim=1).sum())

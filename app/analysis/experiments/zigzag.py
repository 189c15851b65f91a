"""Gradient descent on two weights whose inputs have one sign, beside the same with the inputs' mean taken off."""

import math
from dataclasses import dataclass

import torch
from torch import Tensor

from app.activations.bound import BoundActivation
from app.analysis.experiments.square import square
from app.analysis.points import Points, float64

SAMPLES = 200
STEPS = 400
REACH = 2
"""How far from 0 the plane goes over which the loss is drawn."""
START = (-1.0, 1.0)
GOAL = (1.0, -1.0)
"""One weight has to grow and the other to shrink: with inputs of one sign, no single step can do both."""
ARRIVED = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Descent:
    """The path of two weights from (−1, 1) toward (1, −1), one sample a step.

    `path` is (steps + 1, 2) until they arrive, within 5 % of the whole way, or 400 steps are done (then `steps` is
    None). `opposed` is the share of steps that move one weight up and the other down, `angle` the mean angle in degrees
    between a step and the straight way from where it starts; None where no step is taken. `detour` is the length of
    the path over that of the straight way. `loss` (41, 41) is half the mean squared error over the plane [−2, 2]²,
    the second weight along the rows.
    """

    path: Points
    loss: Points
    steps: int | None
    opposed: float | None
    angle: float | None
    detour: float


def descend(inputs: Tensor, rate: float) -> Descent:
    """Learn the goal from `inputs` (s, 2) in turn; `rate` 1 would remove the whole error of the largest input.

    The error is (w·x − goal·x)² / 2 for one sample x at a time.
    """
    goal = torch.tensor(GOAL, dtype=torch.float64)
    sizes = (inputs**2).sum(dim=1)
    largest = sizes.max().item() or 1.0
    way = torch.tensor(START, dtype=torch.float64) - goal
    whole = way.norm().item()
    path = [way]
    # not the differences of the path, in whose digits a small move is lost
    steps: list[Tensor] = []
    for x in inputs.repeat(math.ceil(STEPS / len(inputs)), 1)[:STEPS]:
        if path[-1].norm() <= ARRIVED * whole:
            break
        steps.append(-rate / largest * (path[-1] @ x) * x)
        path.append(path[-1] + steps[-1])
    ways, moves = torch.stack(path), torch.stack(steps)
    taken = moves.norm(dim=1) > 0
    angles = _angles(moves[taken], -ways[:-1][taken])
    arrived = ways[-1].norm().item() <= ARRIVED * whole
    return Descent(
        path=float64(ways + goal),
        loss=float64(_loss(inputs)),
        steps=len(moves) if arrived else None,
        opposed=(moves[taken].prod(dim=1) < 0).double().mean().item() if taken.any() else None,
        angle=angles.rad2deg().mean().item() if taken.any() else None,
        detour=moves.norm(dim=1).sum().item() / whole,
    )


def _angles(first: Tensor, second: Tensor) -> Tensor:
    """The angles between the rows of two tensors (n, 2), also of tiny ones, which torch's cosine similarity blurs."""
    along = (first * second).sum(dim=1)
    across = first[:, 0] * second[:, 1] - first[:, 1] * second[:, 0]
    return torch.atan2(across.abs(), along)


def layer_outputs(f: BoundActivation, spread: float, seed: int) -> Tensor:
    """What two units with f answer to 200 samples of N(0, spread²): (200, 2); what is not finite becomes 0."""
    generator = torch.Generator().manual_seed(seed)
    z = spread * torch.randn(SAMPLES, 2, generator=generator, dtype=torch.float64)
    return f(z).detach().nan_to_num(0.0, 0.0, 0.0).clamp(-1e3, 1e3)


def _loss(inputs: Tensor) -> Tensor:
    off = square(REACH) - torch.tensor(GOAL, dtype=torch.float64)
    hessian = inputs.T @ inputs / len(inputs)
    return torch.einsum("abi,ij,abj->ab", off, hessian, off) / 2

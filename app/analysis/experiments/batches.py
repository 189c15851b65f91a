"""Gradient descent on two weights by single samples, mini-batches and the whole set: three paths from one start."""

import math
import time
from dataclasses import dataclass

import torch
from torch import Tensor

from app.analysis.experiments.square import SIDE, square
from app.analysis.points import Points, float64

SAMPLES = 64
START = (-1.5, 1.5)
GOAL = (1.0, -0.5)
CORRELATION = 0.6
REACH = 2
"""How far from 0 the plane goes over which the loss is drawn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What is learned, and how: the noise of the answers, the learning rate, the epochs, and the seed."""

    noise: float
    rate: float
    epochs: int
    seed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchDescent:
    """One descent: `path` (steps + 1, 2), the full loss after each epoch (epochs + 1,) and at each step (steps + 1,).

    `restless` is the length of the path in the last epoch over the straight way between its ends: how much it jumps
    about. None where it has come back to where it was.
    `seconds` is what all the steps took on this machine.
    """

    batch: int
    path: Points
    by_epoch: Points
    by_step: Points
    restless: float | None
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Batches:
    """The runs, the loss (41, 41) over the plane [−2, 2]² with the second weight along the rows, and the least loss."""

    runs: tuple[BatchDescent, ...]
    surface: Points
    least: float


def descend_in_batches(sizes: tuple[int, ...], task: Task) -> Batches:
    """Fit w in y ≈ w·x to 64 samples by gradient descent, once with each batch size, on L = mean (w·x − y)² / 2.

    The samples are drawn anew in every epoch, in the same order for all sizes.
    """
    generator = torch.Generator().manual_seed(task.seed)
    x = torch.randn(SAMPLES, 2, generator=generator, dtype=torch.float64)
    x[:, 1] = CORRELATION * x[:, 0] + math.sqrt(1 - CORRELATION**2) * x[:, 1]
    y = x @ torch.tensor(GOAL, dtype=torch.float64)
    y = y + task.noise * torch.randn(SAMPLES, generator=generator, dtype=torch.float64)
    orders = [torch.randperm(SAMPLES, generator=generator) for _ in range(task.epochs)]
    best = torch.linalg.lstsq(x, y[:, None]).solution[:, 0]
    return Batches(
        runs=tuple(_descend(x, y, size, orders, task.rate) for size in sizes),
        surface=float64(_losses(x, y, square(REACH).view(-1, 2)).reshape(SIDE, SIDE)),
        least=_losses(x, y, best[None]).item(),
    )


def _descend(x: Tensor, y: Tensor, size: int, orders: list[Tensor], rate: float) -> BatchDescent:
    weights = torch.tensor(START, dtype=torch.float64)
    path = [weights]
    began = time.perf_counter()
    for order in orders:
        for chosen in order.split(size):
            inputs = x[chosen]
            weights = weights - rate * (inputs @ weights - y[chosen]) @ inputs / len(chosen)
            path.append(weights)
    seconds = time.perf_counter() - began
    points = torch.stack(path)
    losses = _losses(x, y, points)
    steps = math.ceil(len(x) / size)
    return BatchDescent(
        batch=size,
        path=float64(points),
        by_epoch=float64(losses[::steps]),
        by_step=float64(losses),
        restless=_restless(points[-steps - 1 :]),
        seconds=seconds,
    )


def _restless(path: Tensor) -> float | None:
    """The length of `path` (n, 2) over the straight way between its ends; None where these are the same."""
    straight = (path[-1] - path[0]).norm().item()
    return path.diff(dim=0).norm(dim=1).sum().item() / straight if straight else None


def _losses(x: Tensor, y: Tensor, weights: Tensor) -> Tensor:
    """The loss over all samples for each row of `weights` (p, 2)."""
    return ((weights @ x.T - y) ** 2).mean(dim=1) / 2

"""A batch through a layer as one product of matrices, its gradient as another, and both against a loop over samples."""

import time
from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor

from app.activations.bound import BoundActivation
from app.analysis.points import Points, float64

BATCHES = (1, 4, 16, 64, 256)
"""Samples in the batches that are timed."""

ROUNDS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Pass:
    """A batch of n samples of d inputs through m units, and the way back.

    x (n, d), weights (d, m), bias (m,), z = x W + b (n, m). `delta` (n, m) is ∂L/∂z by autograd, of L = Σ (f(z) − t)² /
    2n with the goals t, and `gradient` (d, m) is ∂L/∂W.
    """

    x: Points
    weights: Points
    bias: Points
    z: Points
    delta: Points
    gradient: Points


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What is added to all inputs of one sample, and to one weight; samples, inputs and units count from 0."""

    sample: int
    to_inputs: float
    input: int
    unit: int
    to_weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchMatrix:
    """The pass `before` and `after` a change, and how far other ways to the numbers after it are from these.

    `by_loop` is the largest difference of z from that of a loop over samples, `by_product` that of autograd's ∂L/∂W
    from xᵀδ, and `by_sum` from the sum over samples of the products of one input and one δ.
    """

    before: Pass
    after: Pass
    by_loop: float
    by_product: float
    by_sum: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """Seconds that each of BATCHES takes through a layer of `width` inputs and units: the quickest of a few rounds."""

    width: int
    batches: Points
    seconds_product: Points
    seconds_loop: Points


def pass_batch(f: BoundActivation, sizes: tuple[int, int, int], change: Change, seed: int, device: str) -> BatchMatrix:
    """Draw a batch and a layer of `sizes` (n, d, m), in tenths, and send it through before and after `change`."""
    samples, inputs, units = sizes
    generator = torch.Generator().manual_seed(seed)
    shapes = ((samples, inputs), (inputs, units), (units,), (samples, units))
    x, weights, bias, goals = (_tenths(shape, generator).to(device) for shape in shapes)
    before = _pass(f, x, weights, bias, goals)
    x, weights = x.clone(), weights.clone()
    x[change.sample] += change.to_inputs
    weights[change.input, change.unit] += change.to_weight
    after = _pass(f, x, weights, bias, goals)
    delta = torch.from_numpy(after.delta).to(device)
    gradient = torch.from_numpy(after.gradient).to(device)
    by_sample = torch.stack([torch.outer(own, pull) for own, pull in zip(x, delta, strict=True)])
    return BatchMatrix(
        before=before,
        after=after,
        by_loop=(one_by_one(x, weights, bias) - (x @ weights + bias)).abs().max().item(),
        by_product=(gradient - x.T @ delta).abs().max().item(),
        by_sum=(gradient - by_sample.sum(dim=0)).abs().max().item(),
    )


def one_by_one(x: Tensor, weights: Tensor, bias: Tensor) -> Tensor:
    """The rows of x (n, d) through the layer (d, m) in a loop, each by itself: (n, m)."""
    return torch.stack([sample @ weights + bias for sample in x])


def _tenths(shape: tuple[int, ...], generator: torch.Generator) -> Tensor:
    """Normal numbers, rounded so that a reader can reckon with them, and none of them 0."""
    drawn = torch.randn(shape, generator=generator, dtype=torch.float64)
    return torch.where(drawn < 0, (10 * drawn).floor(), (10 * drawn).ceil()) / 10


def _pass(f: BoundActivation, x: Tensor, weights: Tensor, bias: Tensor, goals: Tensor) -> Pass:
    leaf = weights.clone().requires_grad_()
    z = x @ leaf + bias
    loss = (f(z) - goals).square().sum() / (2 * len(x))
    delta, gradient = torch.zeros_like(z), torch.zeros_like(leaf)
    if loss.requires_grad:
        delta, gradient = torch.autograd.grad(loss, (z, leaf), allow_unused=True, materialize_grads=True)
    return Pass(
        x=float64(x),
        weights=float64(weights),
        bias=float64(bias),
        z=float64(z),
        delta=float64(delta),
        gradient=float64(gradient),
    )


def time_batches(width: int, device: str) -> Times:
    """Time one product and the loop for each batch, in float32 as most networks are."""
    generator = torch.Generator().manual_seed(0)
    x, weights = (
        torch.randn(rows, width, generator=generator, device="cpu").to(device) for rows in (BATCHES[-1], width)
    )
    bias = torch.zeros(width, device=device)
    times = [
        (
            _seconds(lambda batch=x[:count]: batch @ weights + bias, device),
            _seconds(lambda batch=x[:count]: one_by_one(batch, weights, bias), device),
        )
        for count in BATCHES
    ]
    product, loop = torch.tensor(times, dtype=torch.float64).T
    return Times(
        width=width,
        batches=float64(torch.tensor(BATCHES)),
        seconds_product=float64(product),
        seconds_loop=float64(loop),
    )


def _seconds(work: Callable[[], Tensor], device: str) -> float:
    """The quickest of a few rounds, as what disturbs one only adds to it, after one that is not counted."""
    work()
    rounds: list[float] = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        work()
        if device != "cpu":
            torch.cuda.synchronize(device)
        rounds.append(time.perf_counter() - began)
    return min(rounds)

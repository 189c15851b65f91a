"""Activations and gradients through many layers of one width, forward and backward once."""

import math
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

import torch
from torch import Tensor

from app.activations.bound import BoundActivation
from app.analysis.experiments.initial_weights import draw_weights, numbers_of
from app.analysis.points import Points, float64

BATCH = 32
ALIKE = 30.0
"""Layers whose gradients are within so many times of each other learn at a like pace."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Depth:
    """What a batch of N(0, 1) inputs becomes on its way through equal layers, and an error on its way back.

    From the first layer to the last: the standard deviation of the outputs (all samples and units together), their
    mean, and the norm of ∂L/∂W. `ratio` is the last norm over the first: how much faster the last layer learns. None
    where it is not finite.
    """

    spread: Points
    mean: Points
    gradient: Points
    ratio: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """How many layers, how many units in each, and the seed of the weights and the inputs."""

    layers: int
    width: int
    seed: int


def through(f: BoundActivation, init: str, shape: Shape, device: str, sigma: float = 0.01) -> Depth:
    """Send 32 samples of N(0, 1) through layers f(xW) without biases, and a random error back, as below."""
    (found,) = deque(through_in_steps(f, init, shape, device, sigma), maxlen=1)
    return cast("Depth", found)


def through_in_steps(
    f: BoundActivation, init: str, shape: Shape, device: str, sigma: float = 0.01
) -> Iterator[Depth | None]:
    """Send 32 samples of N(0, 1) through layers f(xW) without biases, and a random error back; None after each layer.

    Each unit applies the curve of f to its own pre-activation, also where f works across units.

    L is the mean over the batch of the outputs' product with a random vector; `sigma` is the spread of "normal"
    weights.
    """
    width = shape.width
    generator = torch.Generator().manual_seed(shape.seed)
    x = torch.randn(BATCH, width, generator=generator, dtype=torch.float64).to(device)
    error = torch.randn(width, generator=generator, dtype=torch.float64).to(device) / math.sqrt(width)
    first, further = numbers_of(init, f, sigma)
    weights = [
        draw_weights(init, width, width, generator, further if layer else first).to(device).requires_grad_()
        for layer in range(shape.layers)
    ]
    inputs: list[Tensor] = []
    outputs: list[Tensor] = []
    for weight in weights:
        # each layer has a graph of its own, so that it can be differentiated by itself
        inputs.append(x.detach().requires_grad_())
        outputs.append(f(inputs[-1] @ weight))
        x = outputs[-1].detach()
        yield None
    slope = (error / BATCH).expand_as(x)
    norms = torch.zeros(shape.layers, dtype=torch.float64, device=device)
    for layer in reversed(range(shape.layers)):
        if not outputs[layer].requires_grad:
            # a step has no slope: what is before it has none either
            break
        slope, own = torch.autograd.grad(outputs[layer], (inputs[layer], weights[layer]), slope)
        norms[layer] = own.norm()
        yield None
    stacked = torch.stack(outputs).detach()  # (layers, batch, width)
    ratio = (norms[-1] / norms[0]).item()
    yield Depth(
        spread=float64(stacked.std(dim=(1, 2), correction=0)),
        mean=float64(stacked.mean(dim=(1, 2))),
        gradient=float64(norms),
        ratio=ratio if math.isfinite(ratio) else None,
    )

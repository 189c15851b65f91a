"""The usual ways to draw a layer's first weights, and the one that suits an activation."""

import math
from typing import Literal

import torch
from torch import Tensor

from app.activations.bound import BoundActivation

Scheme = Literal["xavier", "he", "lecun"]
InitName = Literal["zeros", "equal", "normal", "xavier", "he", "lecun"]

EQUAL = 0.5
"""The one value of all weights of "equal", before it is divided by the number of inputs."""


def spread(scheme: Scheme, inputs: int, outputs: int) -> float:
    """The standard deviation of the weights (Glorot & Bengio 2010; He et al. 2015; LeCun et al. 1998)."""
    match scheme:
        case "xavier":
            return math.sqrt(2 / (inputs + outputs))
        case "he":
            return math.sqrt(2 / inputs)
        case "lecun":
            return math.sqrt(1 / inputs)


def draw_weights(init: InitName, inputs: int, outputs: int, generator: torch.Generator, sigma: float = 0.01) -> Tensor:
    """A matrix (inputs, outputs) in float64 on the CPU; `sigma` is the spread of "normal"."""
    noise = torch.randn(inputs, outputs, generator=generator, dtype=torch.float64)
    match init:
        case "zeros":
            return torch.zeros_like(noise)
        case "equal":
            return torch.full_like(noise, EQUAL / inputs)
        case "normal":
            return sigma * noise
        case scheme:
            return spread(scheme, inputs, outputs) * noise


def suited(f: BoundActivation) -> Scheme:
    """The scheme made for `f`: LeCun's for SELU, He's for what cuts off the negative half, Xavier's for the others."""
    if f.activation.name == "selu":
        return "lecun"
    return "he" if f.activation.family in ("rectified", "exponential", "gated") else "xavier"

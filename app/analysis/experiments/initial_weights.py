"""The first weights that exhibits compare: all equal, all alike in spread, by a scheme, or matched to an activation."""

import math

import torch
from torch import Tensor

from app.activations.bound import BoundActivation
from app.activations.gain import curve_gain
from app.initialisations import SCHEMES

EQUAL = 0.5
"""The one value of all weights of "equal", before it is divided by the number of inputs."""

MATCHED = "matched"
INITIAL_WEIGHTS = ("zeros", "equal", "normal", *SCHEMES, MATCHED)
"""The names of what `draw_weights` draws, in display order."""


def draw_weights(init: str, inputs: int, outputs: int, generator: torch.Generator, number: float = 0.01) -> Tensor:
    """A matrix (inputs, outputs) in float64 on the CPU.

    `number` is the spread of "normal" weights; of "matched" ones, the gain of the activation that the inputs are of.
    """
    # drawn whatever becomes of it, so that what is drawn next is the same for all
    noise = torch.randn(inputs, outputs, generator=generator, dtype=torch.float64)
    match init:
        case "zeros":
            return torch.zeros_like(noise)
        case "equal":
            return torch.full_like(noise, EQUAL / inputs)
        case "normal":
            return number * noise
        case "matched":
            return number / math.sqrt(inputs) * noise
        case scheme:
            return SCHEMES[scheme].deviation(inputs, outputs) * noise


def spelled(init: str, sigma: float) -> str:
    """How a plan names the initialisation `init`; `sigma` is the spread of "normal"."""
    match init:
        case "zeros" | "matched":
            return init
        case "equal":
            return f"constant({EQUAL:g})"
        case "normal":
            return f"normal({sigma:g})"
        case scheme:
            return f"{scheme}_normal"


def numbers_of(init: str, f: BoundActivation, sigma: float) -> tuple[float, float]:
    """What `draw_weights` takes beside `init`: for a layer of raw inputs, and for one behind units that answer f(z).

    The gain is that of the curve of f, as an experiment applies it to each unit alone; 1 where it has none.
    """
    return (1.0, curve_gain(f).value or 1.0) if init == MATCHED else (sigma, sigma)

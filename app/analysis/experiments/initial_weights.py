"""The first weights that exhibits compare: all equal, all alike in spread, or by a scheme; and which one suits whom."""

import torch
from torch import Tensor

from app.activations.bound import BoundActivation
from app.initialisations import SCHEMES

EQUAL = 0.5
"""The one value of all weights of "equal", before it is divided by the number of inputs."""

INITIAL_WEIGHTS = ("zeros", "equal", "normal", *SCHEMES)
"""The names of what `draw_weights` draws, in display order."""


def draw_weights(init: str, inputs: int, outputs: int, generator: torch.Generator, sigma: float = 0.01) -> Tensor:
    """A matrix (inputs, outputs) in float64 on the CPU; `sigma` is the spread of "normal"."""
    # drawn whatever becomes of it, so that what is drawn next is the same for all
    noise = torch.randn(inputs, outputs, generator=generator, dtype=torch.float64)
    match init:
        case "zeros":
            return torch.zeros_like(noise)
        case "equal":
            return torch.full_like(noise, EQUAL / inputs)
        case "normal":
            return sigma * noise
        case scheme:
            return SCHEMES[scheme].deviation(inputs, outputs) * noise


def spelled(init: str, sigma: float) -> str:
    """How a plan names the initialisation `init`; `sigma` is the spread of "normal"."""
    match init:
        case "zeros":
            return init
        case "equal":
            return f"constant({EQUAL:g})"
        case "normal":
            return f"normal({sigma:g})"
        case scheme:
            return f"{scheme}_normal"


def suited(f: BoundActivation) -> str:
    """The scheme made for `f`: its entry's own, else He's where the negative half is cut off, and Xavier's."""
    if f.activation.in_layer.scheme is not None:
        return f.activation.in_layer.scheme
    return "he" if f.activation.family in ("rectified", "exponential", "gated") else "xavier"

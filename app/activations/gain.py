"""The gain of an activation: the factor that gives its outputs the mean square of their inputs back."""

import math
from dataclasses import dataclass
from functools import lru_cache

import torch
from torch import Generator, Tensor

from app.activations.bound import BoundActivation
from app.activations.reference import read
from app.activations.spec import Activation
from app.quadrature import AGREED, LEFT, QUARTERS, panels, refined

LAYER = 64
"""Units of a layer, where an activation across units is asked for its gain and no layer is named."""
SAMPLED = 2**18
"""Pre-activations of the sample on which an activation across units is measured: its gain is right to a percent."""

# narrower panels around a pole would have one number each, and seem to be done
DEEPEST = 48
MOST_PANELS = 4096


@dataclass(frozen=True, slots=True)
class Gain:
    """1/√E f(Z)² for Z ~ N(0, 1); None where there is none, and then the `reason`, a sentence."""

    value: float | None
    reason: str | None = None


def gain(f: BoundActivation, units: int = LAYER) -> Gain:
    """The gain of `f` as a layer of `units` units has it after training.

    Of an elementwise activation, by quadrature. Of one across units, by what the layer makes of a fixed sample of
    independent N(0, 1) pre-activations, the mean over samples and outputs: it depends on the number of units.
    """
    return _found(f.reference, units if f.activation.kind == "across_units" else None)


def curve_gain(f: BoundActivation) -> Gain:
    """The gain of the curve that is drawn of `f`, by quadrature: of an activation across units, that of its slice."""
    return _found(f.reference, None)


@lru_cache(maxsize=512)
def _found(reference: str, units: int | None) -> Gain:
    f = read(reference)
    if units is not None and isinstance(f.activation, Activation):
        square = _sampled(f.activation, f, units)
    else:
        square = _integrated(f)
    return _of(square)


def _of(square: float) -> Gain:
    """The gain where E f(Z)² is `square`."""
    if math.isnan(square):
        return Gain(None, "It has no value for some of the inputs from N(0, 1).")
    if math.isinf(square):
        return Gain(None, "The mean square of its outputs for inputs from N(0, 1) is not finite, or not to be found.")
    value = 1 / math.sqrt(square) if square else math.inf
    return Gain(value) if math.isfinite(value) else Gain(None, "Its outputs are 0 for all inputs from N(0, 1).")


def _sampled(entry: Activation, f: BoundActivation, units: int) -> float:
    """E f(Z)² over the outputs of a layer of `units` units."""
    width = units * entry.in_layer.takes(f.params)
    z = torch.randn(max(SAMPLED // width, 1), width, generator=Generator().manual_seed(0), dtype=torch.float64)
    own = {knob.name: f.params[knob.name] for knob in entry.parameters}
    return (entry.in_layer.evaluation or entry.function)(z, **own).detach().square().mean().item()


def _integrated(f: BoundActivation) -> float:
    """E f(Z)², by quadrature; NaN where f has no value, inf where there is no end to it."""

    def square(x: Tensor) -> Tensor:
        with torch.no_grad():
            return f(x).square()[None]

    whole = panels(square, torch.cat((QUARTERS, torch.tensor(f.kinks, dtype=torch.float64))))
    parts = whole.integrals[0]
    size = parts.sum()
    if not size.isfinite():
        return size.item()
    if parts[0] + parts[-1] > LEFT * size:
        return math.inf
    total = refined(square, whole, AGREED * size[None, None], DEEPEST, MOST_PANELS).item()
    return total if math.isfinite(total) else math.inf

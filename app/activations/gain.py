"""The gain of an activation: the factor that gives its outputs the mean square of their inputs back."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

import numpy as np
import torch
from torch import Generator, Tensor

from app.activations.bound import BoundActivation
from app.activations.reference import read
from app.activations.spec import Activation

LAYER = 64
"""Units of a layer, where an activation across units is asked for its gain and no layer is named."""
SAMPLED = 2**18
"""Pre-activations of the sample on which an activation across units is measured: its gain is right to a percent."""

# beyond 12 the normal density is below 1e-32
REACH = 12
NODES, WEIGHTS = (torch.from_numpy(array) for array in np.polynomial.legendre.leggauss(16))
# a panel is done when halving it changes its integral by no more than this share of all
AGREED = 1e-13
# narrower panels around a pole would have one number each, and seem to be done
DEEPEST = 48
MOST_PANELS = 4096
# what has not settled, or lies in the outermost panels, may be this share of all
UNSETTLED = 1e-7

_Function: TypeAlias = Callable[[Tensor], Tensor]


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
        square = _integrated(f, f.kinks)
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


def _integrated(f: _Function, kinks: tuple[float, ...]) -> float:
    """E f(Z)², by Gauss–Legendre quadrature on panels that are halved until they agree; NaN where f has no value."""
    inside = torch.tensor([kink for kink in kinks if abs(kink) < REACH], dtype=torch.float64)
    edges = torch.cat((torch.arange(-4 * REACH, 4 * REACH + 1, dtype=torch.float64) / 4, inside)).unique()
    low, high = edges[:-1], edges[1:]
    parts = _panels(f, low, high)
    whole = parts.sum().item()
    if not math.isfinite(whole):
        return whole
    if (parts[0] + parts[-1]).item() > UNSETTLED * whole:
        return math.inf
    done, rest = 0.0, whole
    for _ in range(DEEPEST):
        middle = (low + high) / 2
        left, right = _panels(f, low, middle), _panels(f, middle, high)
        apart = ~((left + right - parts).abs() <= AGREED * (done + rest))
        done += (left + right)[~apart].sum().item()
        parts = torch.cat((left[apart], right[apart]))
        low, high = torch.cat((low[apart], middle[apart])), torch.cat((middle[apart], high[apart]))
        rest = parts.sum().item()
        if not len(parts) or len(parts) > MOST_PANELS:
            break
    return done + rest if rest <= UNSETTLED * done else math.inf


def _panels(f: _Function, low: Tensor, high: Tensor) -> Tensor:
    """The integral of f² times the normal density from each `low` to its `high`: (p,)."""
    half = (high - low)[:, None] / 2
    x = low[:, None] + half * (1 + NODES)
    density = torch.exp(-x * x / 2) / math.sqrt(2 * math.pi)
    with torch.no_grad():
        return (f(x).square() * density * half * WEIGHTS).sum(dim=1)

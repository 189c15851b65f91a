"""A landscape: what a random deep network answers over the plane of its two inputs, and along a line through it."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import torch
from torch import Tensor

from app.activations.bound import BoundActivation
from app.activations.gain import curve_gain
from app.analysis.breaks import find_breaks
from app.analysis.derivatives import differentiate
from app.analysis.experiments.depth import Shape
from app.analysis.points import Points, float64

REACH = 3.0
"""How far the plane goes from 0 along both inputs."""
SIDE = 49
STEPS = 4000
SHARPEST = 0.01
"""The share of the steps along the line that are compared with all of them."""

BIAS = 0.5
"""Spread of the biases: without any, all that ReLUs answer would be cones around 0."""

_INPUTS = 2
_BESIDE = 1e-7
_JUMP = 1e-4
_MOST_CORNERS = 20
_CORNERS_WITHIN = 20.0
# a bend below so much of the largest output is the rounding of its numbers
_ROUNDING = 1e-14


@dataclass(frozen=True, slots=True, kw_only=True)
class Landscape:
    """The outputs of a network.

    `output` (49, 49) over `places` along both inputs, a row for each x₂, upward; `mean` and `spread` are their mean and
    standard deviation, over those that are finite. `along` (4001,) is the output on the line x₂ = 0 over `line`.
    `corners` are the x₁, ascending, at which some unit passes a corner of f on that line: for ReLU the output is
    straight between two of them (Montúfar et al. 2014; in a random network they are about as many as the units, Hanin &
    Rolnick 2019). `sharpness` is the share of Σ|Δ²| of the output along the line, its change of slope from step to
    step, that is in the largest 1 % of these changes: 0.01 where it bends evenly, 1 where it bends in corners alone.
    None where no output is finite, or the line is straight to rounding.
    """

    places: Points
    output: Points
    mean: float | None
    spread: float | None
    line: Points
    along: Points
    corners: Points
    sharpness: float | None


def explore(f: BoundActivation, shape: Shape, device: str) -> Landscape:
    """The landscape of a network of two inputs, equal layers of f and one output.

    Weights are N(0, gain²/inputs) with the gain of f's curve, 1 of raw inputs and where it has none; biases of the
    hidden layers are N(0, ½²). Each unit applies the curve of f to its own pre-activation.
    """
    network = _draw(f, shape, device)
    places = torch.linspace(-REACH, REACH, SIDE, dtype=torch.float64, device=device)
    up, across = torch.meshgrid(places, places, indexing="ij")
    *_, output = _signals(f, network, torch.stack((across, up), dim=-1).view(-1, _INPUTS))
    line = torch.linspace(-REACH, REACH, STEPS + 1, dtype=torch.float64, device=device)
    *hidden, along = _signals(f, network, torch.stack((line, torch.zeros_like(line)), dim=-1))
    mean, spread = _moments(output)
    return Landscape(
        places=float64(places),
        output=float64(output.view(SIDE, SIDE)),
        mean=mean,
        spread=spread,
        line=float64(line),
        along=float64(along[:, 0]),
        corners=_passed(hidden, corners_of(f), float64(line)),
        sharpness=sharpness(along[:, 0]),
    )


def corners_of(f: BoundActivation) -> list[float]:
    """The x, ascending, at which f or f′ jumps: of an expression within [−20, 20], and no more than 20 of them."""
    where = torch.linspace(-_CORNERS_WITHIN, _CORNERS_WITHIN, 401, dtype=torch.float64)
    breaks = find_breaks(f, where, _MOST_CORNERS)
    if breaks is not None:
        return breaks.x[breaks.jumps[:, :2].any(dim=1)].tolist()
    kinks = torch.tensor(f.kinks, dtype=torch.float64)
    away = _BESIDE * kinks.abs().clamp(min=1)
    left, right = differentiate(f, kinks - away, order=1), differentiate(f, kinks + away, order=1)
    pairs = zip(left[:2], right[:2], strict=True)
    jumps = torch.stack([(a - b).abs() > _JUMP for a, b in pairs if a is not None and b is not None])
    return kinks[jumps.any(dim=0)].tolist()


def sharpness(along: Tensor) -> float | None:
    """The share of all changes of slope that is in the largest 1 %, of outputs (n,) at even steps."""
    bends = along.diff().diff().abs()
    bends = bends[bends.isfinite()]
    size = along[along.isfinite()].abs().amax() if along.isfinite().any() else along.new_zeros(())
    total = bends.sum()
    if not total.isfinite() or not total > _ROUNDING * len(along) * size:
        return None
    few = max(round(SHARPEST * len(bends)), 1)
    return (bends.topk(few).values.sum() / total).item()


def _draw(f: BoundActivation, shape: Shape, device: str) -> list[tuple[Tensor, Tensor]]:
    """Weights (inputs, outputs) and biases (outputs,) from layer to layer, the output last."""
    generator = torch.Generator().manual_seed(shape.seed)
    gain = curve_gain(f).value or 1.0
    widths = [_INPUTS, *[shape.width] * shape.layers, 1]
    layers: list[tuple[Tensor, Tensor]] = []
    for number, (inputs, outputs) in enumerate(pairwise(widths)):
        weights = torch.randn(inputs, outputs, generator=generator, dtype=torch.float64)
        biases = torch.randn(outputs, generator=generator, dtype=torch.float64)
        scale = (gain if number else 1.0) / math.sqrt(inputs)
        layers.append(((scale * weights).to(device), (BIAS * biases * (number < shape.layers)).to(device)))
    return layers


def _signals(f: BoundActivation, network: list[tuple[Tensor, Tensor]], x: Tensor) -> Iterator[Tensor]:
    """The pre-activations of each layer for inputs x (n, 2), and last the output (n, 1)."""
    with torch.no_grad():
        for number, (weights, biases) in enumerate(network):
            x = (f(x) if number else x) @ weights + biases
            yield x


def _passed(hidden: list[Tensor], corners: list[float], line: Points) -> Points:
    """Where on the line some unit passes one of the corners."""
    middles = (line[1:] + line[:-1]) / 2
    found = [
        np.broadcast_to(middles[:, None], passed.shape)[passed]
        for z in hidden
        for corner in corners
        for passed in [float64((z < corner).diff(dim=0) & (z.isfinite()[1:] & z.isfinite()[:-1])).astype(bool)]
    ]
    return np.sort(np.concatenate([np.zeros(0), *found]))


def _moments(output: Tensor) -> tuple[float | None, float | None]:
    known = output[output.isfinite()]
    moments = (known.mean().item(), known.std(correction=0).item()) if len(known) else (math.nan, math.nan)
    mean, spread = (each if math.isfinite(each) else None for each in moments)
    return mean, spread

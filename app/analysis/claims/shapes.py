"""Claims about the curve itself: where it rises, how it bends, how low it goes, and what its outputs lie around."""

import math

import torch
from torch import Tensor

from app.activations.across_units import maxout
from app.activations.exponential import elu
from app.activations.gated import gelu, mish
from app.activations.rectified import relu
from app.activations.saturating import tanh
from app.analysis.claims.claim import Claim, Decision, View
from app.analysis.claims.numbers import axis, exact, trough, whole
from app.analysis.claims.verdicts import ROUNDING, conditional, truth
from app.analysis.traits.grid import Function, nth_derivative
from app.analysis.traits.normal import expectation
from app.text import number

UNITS = 32
PIECES = 5
SAMPLES = 200_000
# means of the inputs that are tried: from −3 to 3
MEANS = whole(-12, 12) / 4


def _gelu_is_monotone(device: str) -> Decision:
    slope = nth_derivative(gelu, 1)
    steepest, lowest = trough(slope, device), trough(gelu, device)
    x = axis(device, -4, 4)
    return Decision(
        value=steepest.value,
        judgement=truth(holds=steepest.value >= -ROUNDING),
        says=f"is the least slope, at x = {number(steepest.at)}; the least value is {number(lowest.value)}, "
        f"at x = {number(lowest.at)}.",
        views=(View.of("GELU and its gradient", x, {"GELU": gelu(x), "its derivative": slope(x)}),),
    )


def _mish_is_bounded(device: str) -> Decision:
    at, least = trough(mish, device)
    stated = -0.3088
    x = axis(device, -6, 2)
    return Decision(
        value=least,
        judgement=truth(holds=round(least, 4) == stated),
        says=f"is the least value on [−8, 8], at x = {number(at)}; the statement gives four decimals.",
        views=(
            View.of(
                "Mish and the stated bound",
                x,
                {"Mish": mish(x), f"stated: {number(stated)}": torch.full_like(x, stated)},
            ),
        ),
    )


def _maxout_is_convex(device: str) -> Decision:
    x = axis(device)
    generator = torch.Generator().manual_seed(0)
    slopes, offsets = torch.randn(2, 1, UNITS * PIECES, generator=generator, dtype=torch.float64).to(device)
    y = maxout(x[:, None] * slopes + 3 * offsets, PIECES)  # (points, units)
    bend = y.diff(n=2, dim=0).min().item()
    pieces = x[:, None] * slopes[:, :PIECES] + 3 * offsets[:, :PIECES]
    lines = {"maxout": y[:, 0]} | {f"line {i}": piece for i, piece in enumerate(pieces.T, start=1)}
    return Decision(
        value=bend,
        judgement=truth(holds=bend >= -ROUNDING),
        says=f"is the least second difference of {UNITS} random units of {PIECES} lines; down to −10⁻¹² is rounding.",
        views=(View.of("One of the units", x, lines, broad="maxout"),),
    )


def _is_centred(name: str, f: Function, device: str) -> Decision:
    """Decide whether the mean of f is 0 under inputs from N(μ, 1), of which that with μ = 0 is told."""
    found = [expectation(lambda x, m=m: f(x + m), exact((-m,))).mean for m in MEANS.tolist()]
    means = exact([math.nan if mean is None else mean for mean in found])
    x = axis(device, -4, 4)
    density = torch.exp(-x * x / 2) / math.sqrt(2 * math.pi)
    return Decision(
        value=means[MEANS == 0].item(),
        judgement=conditional(means.abs() <= ROUNDING, MEANS == 0, "the mean of its inputs, if normal, is 0"),
        says="is the mean of its outputs for inputs from N(0, 1), the area under the output times its density; for "
        f"inputs from N(1, 1) it is {number(means[MEANS == 1].item())}.",
        views=(
            View.of("Output", x, {name: f(x)}),
            View.of("Output × density", x, {f"{name} × density of x": f(x) * density, "density of x": density}),
        ),
    )


def _relu_silences_half(device: str) -> Decision:
    places = (whole(0, SAMPLES - 1, device) + 0.5) / SAMPLES
    means = MEANS.to(device)
    silent = (relu(means[:, None] + torch.special.ndtri(places)) == 0).double().mean(dim=1)
    return Decision(
        value=100 * silent[means == 0].item(),
        unit="%",
        judgement=conditional((silent - 0.5).abs() < 1 / SAMPLES, means == 0, "their mean is 0"),
        says=f"of the outputs are 0 for inputs from N(0, 1); for inputs from N(1, 1), "
        f"{number(100 * silent[means == 1].item())} % are.",
        views=(
            View.of("Share of outputs that are 0", means, {"share of zeros": silent}, x_title="mean of the inputs"),
        ),
    )


def _elu(x: Tensor) -> Tensor:
    return elu(x, 1.0)


SHAPES = (
    Claim(
        slug="gelu_is_monotone",
        statement="GELU is monotone",
        shown="/?f=gelu&show=value&show=derivative",
        decide=_gelu_is_monotone,
    ),
    Claim(
        slug="mish_is_bounded",
        statement="The least value of Mish is −0.3088",
        shown="/?f=mish",
        decide=_mish_is_bounded,
    ),
    Claim(
        slug="maxout_is_convex",
        statement="A maxout unit is convex in its input",
        shown="/exhibits/maxout",
        decide=_maxout_is_convex,
    ),
    Claim(
        slug="relu_is_centred",
        statement="ReLU is zero-centred",
        shown="/exhibits/zigzag?f=relu",
        decide=lambda device: _is_centred("ReLU", relu, device),
    ),
    Claim(
        slug="tanh_is_centred",
        statement="tanh is zero-centred",
        shown="/exhibits/zigzag?f=tanh",
        decide=lambda device: _is_centred("tanh", tanh, device),
    ),
    Claim(
        slug="elu_is_centred",
        statement="ELU’s outputs have mean 0",
        shown="/exhibits/zigzag?f=elu",
        decide=lambda device: _is_centred("ELU", _elu, device),
    ),
    Claim(
        slug="relu_silences_half",
        statement="For normally distributed inputs, half of ReLU’s outputs are 0",
        shown="/exhibits/saturation?f=relu&spread=1",
        decide=_relu_silences_half,
    ),
)

"""Claims about the derivative: its bounds, its sign, and where it has none."""

import torch
from torch import Tensor

from app.activations.exponential import elu
from app.activations.gated import silu
from app.activations.rectified import relu
from app.activations.reference import read
from app.activations.saturating import sigmoid, softsign, tanh
from app.analysis.claims.claim import Claim, Decision, View
from app.analysis.claims.numbers import REACH, axis, crossing, exact, peak, trough, whole
from app.analysis.claims.verdicts import conditional, truth, within
from app.analysis.kinks import judge
from app.analysis.traits.grid import Function, jet, nth_derivative
from app.analysis.traits.jumps import jumps_at
from app.analysis.traits.slopes import SATURATED
from app.text import number

FAR = 40.0
"""So far out the slope of a sigmoid is below 10⁻¹⁷, and that of tanh 0."""


def _in_range(f: Function, low: float, high: float, device: str) -> Decision:
    """Decide whether f′ lies in [low, high], and comes near both."""
    slope = nth_derivative(f, 1)
    top, bottom = peak(slope, device, -FAR, FAR), trough(slope, device, -FAR, FAR)
    x = axis(device)
    bounds = {
        f"{side} stated: {number(bound)}": torch.full_like(x, bound)
        for side, bound in (("least", low), ("largest", high))
    }
    return Decision(
        value=top.value,
        judgement=within(low, high, bottom.value, top.value),
        says=f"is the largest slope, at x = {number(top.at)}; the least is {number(round(bottom.value, 12))}, to "
        "twelve decimals.",
        views=(View.of("The gradient", x, {"f′": slope(x)} | bounds),),
    )


def _tanh_is_steeper(device: str) -> Decision:
    steep, gentle = nth_derivative(tanh, 1), nth_derivative(sigmoid, 1)
    edge = crossing(lambda x: steep(x) - gentle(x), 0.0, REACH)
    x, zero = axis(device, -4, 4), exact((0.0,))
    return Decision(
        value=edge,
        judgement=conditional(steep(x) > gentle(x), x.abs() < edge, f"|x| < {number(edge)}"),
        says=f"is where the two slopes cross; at 0 they are {number(steep(zero).item())} and "
        f"{number(gentle(zero).item())}.",
        views=(
            View.of("The gradients", x, {"tanh′": steep(x), "σ′": gentle(x)}),
            View.of("tanh′ over σ′", x, {"tanh′ / σ′": steep(x) / gentle(x)}).logarithmic(),
        ),
    )


def _swish_only_rises(device: str) -> Decision:
    at, least = trough(nth_derivative(silu, 1), device)
    return Decision(
        value=least,
        judgement=truth(holds=least > 0),
        says=f"is the least slope on [−8, 8], at x = {number(at)}.",
        views=(_swish(axis(device, -6, 2)),),
    )


def _swish_rises_gently(device: str) -> Decision:
    at, most = peak(nth_derivative(silu, 1), device)
    return Decision(
        value=most,
        judgement=truth(holds=most <= 1),
        says=f"is the largest slope on [−8, 8], at x = {number(at)}.",
        views=(_swish(axis(device, -2, 6)),),
    )


def _swish(x: Tensor) -> View:
    curves = {"Swish, β = 1": silu(x), "its derivative": nth_derivative(silu, 1)(x)}
    return View.of("Swish and its gradient", x, curves)


def _relu_has_no_slope_at_zero(device: str) -> Decision:
    (_, around, _), *_ = judge(read("relu"), [0.0])
    left, at, right = (0.0, 0.0, 0.0) if around is None else around
    x = axis(device, -2, 2)
    value, slope = jet(relu, x, order=1)
    return Decision(
        value=right - left,
        judgement=truth(holds=left != right),
        says=f"is how far f′ jumps, from {number(left)} to {number(right)}; at 0 itself torch says {number(at)}.",
        views=(View.of("ReLU and its gradient", x, {"ReLU": value, "f′": torch.where(x == 0, torch.nan, slope)}),),
    )


def _elu_is_smooth(device: str) -> Decision:
    alphas = whole(1, 8) / 4
    zero = exact((0.0,))
    # whether f, f′ and f″ jump at 0: (alphas, 3)
    jumps = torch.stack([jumps_at(lambda x, a=alpha: elu(x, a), zero)[:, 0] for alpha in alphas.tolist()])
    holds = ~jumps[:, 1]
    bends = alphas[jumps[:, 1] | jumps[:, 2]]
    x = axis(device, -4, 4)
    breaks = dict(zip(alphas.tolist(), jumps[:, 1].tolist(), strict=True))
    slopes = {a: nth_derivative(lambda x, a=a: elu(x, a), 1)(x) for a in (0.5, 1.0, 2.0)}
    drawn = {a: torch.where((x == 0) & breaks[a], torch.nan, slope) for a, slope in slopes.items()}
    return Decision(
        value=holds.double().sum().item(),
        unit=f"of {len(alphas)}",
        judgement=conditional(holds, alphas == 1, "α = 1"),
        says=f"values of α from ¼ to 2 leave f′ without a jump; f′ or f″ jumps at {len(bends)} of them.",
        views=(View.of("The gradient of ELU", x, {f"f′, α = {a:g}": slope for a, slope in drawn.items()}),),
    )


def _softsign_is_slow(device: str) -> Decision:
    edges = [_saturates_at(f) for f in (softsign, tanh)]
    x = axis(device, 0, 12)
    return Decision(
        value=edges[0],
        judgement=truth(holds=edges[0] > edges[1]),
        says=f"is where softsign’s slope falls below 0.01; tanh’s does at {number(edges[1])}.",
        views=(
            View.of(
                "The gradients",
                x,
                {f"{name}′": nth_derivative(f, 1)(x) for name, f in (("softsign", softsign), ("tanh", tanh))},
            ).logarithmic(),
        ),
    )


def _saturates_at(f: Function) -> float:
    """The x > 0 at which the slope of `f`, which only falls there, is 0.01."""
    return crossing(lambda x: nth_derivative(f, 1)(x) - SATURATED, 0.0, FAR)


SLOPES = (
    Claim(
        slug="sigmoid_gradient_range",
        statement="Sigmoid’s gradient lies in [0, 1]",
        shown="/exhibits/saturation?f=sigmoid",
        decide=lambda device: _in_range(sigmoid, 0.0, 1.0, device),
    ),
    Claim(
        slug="tanh_gradient_range",
        statement="tanh’s gradient lies in [−1, 1]",
        shown="/exhibits/saturation?f=tanh",
        decide=lambda device: _in_range(tanh, -1.0, 1.0, device),
    ),
    Claim(
        slug="tanh_is_steeper",
        statement="tanh has a larger gradient than the sigmoid",
        shown="/?f=tanh&f=sigmoid&show=derivative",
        decide=_tanh_is_steeper,
    ),
    Claim(
        slug="swish_only_rises",
        statement="Swish’s derivative is always positive",
        shown="/?f=swish&show=value&show=derivative",
        decide=_swish_only_rises,
    ),
    Claim(
        slug="relu_has_no_slope_at_zero",
        statement="ReLU has no derivative at 0",
        shown="/?f=relu&low=-2&high=2",
        decide=_relu_has_no_slope_at_zero,
    ),
    Claim(
        slug="elu_is_smooth",
        statement="ELU’s derivative is continuous",
        shown="/?f=elu&f=elu(alpha=2)",
        decide=_elu_is_smooth,
    ),
    Claim(
        slug="softsign_is_slow",
        statement="Softsign saturates later than tanh",
        shown="/exhibits/saturation?f=softsign",
        decide=_softsign_is_slow,
    ),
    Claim(
        slug="swish_rises_gently",
        statement="Swish’s slope never exceeds 1",
        shown="/?f=swish&show=value&show=derivative",
        decide=_swish_rises_gently,
    ),
)

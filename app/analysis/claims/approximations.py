"""Claims that one activation is another to within so much."""

import math

from app.activations.exponential import softplus
from app.activations.gated import gelu, gelu_tanh, hard_swish, quick_gelu, silu, swish
from app.activations.rectified import relu
from app.activations.saturating import hard_sigmoid, sigmoid
from app.analysis.claims.claim import Claim, Decision, View
from app.analysis.claims.identities import compare
from app.analysis.claims.numbers import axis, peak
from app.analysis.claims.verdicts import ROUNDING, truth
from app.text import number


def _softplus_gap(device: str) -> Decision:
    at, gap = peak(lambda x: softplus(x, 1.0) - relu(x), device)
    x = axis(device)
    return Decision(
        value=gap,
        judgement=truth(holds=abs(gap - math.log(2)) <= ROUNDING and at == 0),
        says=f"is the largest gap, at x = {number(at)}; log 2 is {number(math.log(2))}.",
        views=(
            View.of("Softplus above ReLU", x, {"softplus": softplus(x, 1.0), "ReLU": relu(x)}),
            View.of("The gap", x, {"gap": softplus(x, 1.0) - relu(x)}),
        ),
    )


def _swish_becomes_relu(device: str) -> Decision:
    betas = (1.0, 2.0, 5.0, 10.0, 100.0)
    gaps = [peak(lambda x, beta=beta: relu(x) - swish(x, beta), device).value for beta in betas]
    # the gap is that at β = 1 in a picture β times smaller, and so is as small as one likes
    scaled = [gap * beta for gap, beta in zip(gaps, betas, strict=True)]
    x = axis(device, -4, 4)
    shown = (1.0, 5.0, 100.0)
    return Decision(
        value=gaps[-1],
        judgement=truth(holds=max(scaled) - min(scaled) <= ROUNDING),
        says=f"is the largest gap to ReLU at β = 100; times β it is {number(scaled[-1])}, and at β = 1 "
        f"{number(scaled[0])}.",
        views=(
            View.of("Swish", x, {f"β = {beta:g}": swish(x, beta) for beta in shown}),
            View.of("Gap to ReLU", x, {f"β = {beta:g}": relu(x) - swish(x, beta) for beta in shown}),
        ),
    )


APPROXIMATIONS = (
    Claim(
        slug="gelu_tanh_form",
        statement="GELU’s tanh form is GELU to within 0.0001",
        shown="/?f=gelu&f=gelu_tanh&f=gelu_tanh(x)-gelu(x)",
        decide=lambda device: compare({"GELU": gelu, "tanh form": gelu_tanh}, device, within=1e-4),
    ),
    Claim(
        slug="gelu_sigmoid_form",
        statement="x·σ(1.702x) is GELU to within 0.01",
        shown="/?f=gelu&f=quick_gelu&f=quick_gelu(x)-gelu(x)",
        decide=lambda device: compare({"GELU": gelu, "x·σ(1.702x)": quick_gelu}, device, within=0.01),
    ),
    Claim(
        slug="hard_sigmoid",
        statement="Hard sigmoid is the sigmoid to within 0.01",
        shown="/?f=sigmoid&f=hard_sigmoid",
        decide=lambda device: compare(
            {"sigmoid": sigmoid, "hard sigmoid": lambda x: hard_sigmoid(x, 1 / 6)}, device, within=0.01
        ),
    ),
    Claim(
        slug="softplus_gap",
        statement="Softplus is a smooth ReLU: the largest gap is log 2, at 0",
        shown="/?f=softplus&f=relu",
        decide=_softplus_gap,
    ),
    Claim(
        slug="swish_becomes_relu",
        statement="As β grows, Swish becomes ReLU",
        shown="/?f=swish(beta=1)&f=swish(beta=10)&f=relu",
        decide=_swish_becomes_relu,
    ),
    Claim(
        slug="hard_swish_is_swish",
        statement="Hard swish is Swish to within 0.01",
        shown="/?f=hard_swish&f=silu",
        decide=lambda device: compare({"Swish, β = 1": silu, "hard swish": hard_swish}, device, within=0.01),
    ),
    Claim(
        slug="gelu_is_silu",
        statement="GELU and SiLU are nearly the same, to within 0.1",
        shown="/?f=gelu&f=silu&f=gelu(x)-silu(x)",
        decide=lambda device: compare({"GELU": gelu, "SiLU": silu}, device, within=0.1),
    ),
)

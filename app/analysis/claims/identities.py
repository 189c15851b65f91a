"""Claims that two formulas are the same."""

from collections.abc import Mapping

import torch
from torch import Tensor

from app.activations.across_units import maxout
from app.activations.exponential import softplus
from app.activations.gated import silu
from app.activations.rectified import absolute, leaky_relu, prelu, relu
from app.activations.saturating import sigmoid, tanh
from app.activations.softmaxes import softmax
from app.analysis.claims.claim import Claim, Decision, View
from app.analysis.claims.numbers import axis, peak, whole
from app.analysis.claims.verdicts import ROUNDING, conditional, truth
from app.analysis.traits.grid import Function, nth_derivative
from app.text import number


def compare(sides: Mapping[str, Function], device: str, within: float = ROUNDING) -> Decision:
    """Decide whether two functions, by name, differ by no more than `within` on [−8, 8]."""
    (one, f), (other, g) = sides.items()
    at, apart = peak(lambda x: (f(x) - g(x)).abs(), device)
    place = f", at x = {number(at)}" if apart > ROUNDING else ""
    allowed = "up to 10⁻¹² is rounding" if within == ROUNDING else f"the statement allows {number(within)}"
    x = axis(device)
    return Decision(
        value=apart,
        judgement=truth(holds=apart <= within),
        says=f"is the largest difference of the two on [−8, 8]{place}; {allowed}.",
        views=(
            View.of("The two sides", x, {one: f(x), other: g(x)}, broad=one),
            View.of("Their difference", x, {"difference": f(x) - g(x)}),
        ),
    )


def _two_logits(x: Tensor) -> Tensor:
    """The first probability of the softmax of x and 0."""
    return softmax(torch.stack((x, torch.zeros_like(x)), dim=-1), 1.0)[..., 0]


def _leaky_relu_is_a_maximum(device: str) -> Decision:
    x, slopes = axis(device), whole(0, 40, device) / 20
    leaky = torch.stack([leaky_relu(x, slope) for slope in slopes.tolist()])  # (slopes, points)
    apart = (leaky - torch.maximum(slopes[:, None] * x, x)).abs().amax(dim=1)
    holds = apart <= ROUNDING
    return Decision(
        value=slopes[holds].max().item(),
        judgement=conditional(holds, slopes <= 1, "α ≤ 1"),
        says="is the largest of the slopes 0, 0.05, … 2 at which the two agree on all of [−8, 8].",
        views=(
            View.of("At α = 2", x, {"leaky ReLU": leaky[-1], "max(αx, x)": torch.maximum(2 * x, x)}),
            _by_setting(slopes, apart, "α"),
        ),
    )


def _relu_is_homogeneous(device: str) -> Decision:
    x, factors = axis(device), whole(-20, 20, device) / 10
    apart = (relu(factors[:, None] * x) - factors[:, None] * relu(x)).abs().amax(dim=1)
    holds = apart <= ROUNDING
    return Decision(
        value=factors[holds].min().item(),
        judgement=conditional(holds, factors >= 0, "c ≥ 0"),
        says="is the least of the factors −2, −1.9, … 2 at which the two agree on all of [−8, 8].",
        views=(
            View.of("At c = −1", x, {"ReLU(cx)": relu(-x), "c·ReLU(x)": -relu(x)}),
            _by_setting(factors, apart, "c"),
        ),
    )


def _by_setting(settings: Tensor, apart: Tensor, symbol: str) -> View:
    return View.of(f"Largest difference, by {symbol}", settings, {"largest difference": apart}, x_title=symbol)


def _maxout_reproduces(device: str) -> Decision:
    x = axis(device)
    # each is the larger of two lines through 0, with these slopes
    made = {
        "ReLU": (relu(x), (0.0, 1.0)),
        "|x|": (absolute(x), (-1.0, 1.0)),
        "leaky ReLU, α = 0.1": (leaky_relu(x, 0.1), (0.1, 1.0)),
        "PReLU, α = 0.25": (prelu(x, 0.25), (0.25, 1.0)),
    }
    units = {name: maxout(torch.stack([a * x for a in slopes], dim=-1), 2)[:, 0] for name, (_, slopes) in made.items()}
    largest = max((unit - made[name][0]).abs().max().item() for name, unit in units.items())
    originals = {name: original for name, (original, _) in made.items()}
    return Decision(
        value=largest,
        judgement=truth(holds=largest == 0),
        says="is the largest difference of the four from the larger of two lines, on [−8, 8].",
        views=tuple(
            View.of(title, x, curves)
            for title, curves in (("The activations", originals), ("The larger of two lines", units))
        ),
    )


IDENTITIES = (
    Claim(
        slug="tanh_is_2_sigmoid_minus_1",
        statement="tanh(x) = 2σ(x) − 1",
        shown="/?f=tanh&f=2*sigmoid(x)-1&f=2*sigmoid(2*x)-1",
        decide=lambda device: compare({"tanh(x)": tanh, "2σ(x) − 1": lambda x: 2 * sigmoid(x) - 1}, device),
    ),
    Claim(
        slug="tanh_is_a_rescaled_sigmoid",
        statement="tanh(x) = 2σ(2x) − 1",
        shown="/?f=tanh&f=2*sigmoid(2*x)-1",
        decide=lambda device: compare({"tanh(x)": tanh, "2σ(2x) − 1": lambda x: 2 * sigmoid(2 * x) - 1}, device),
    ),
    Claim(
        slug="sigmoid_derivative",
        statement="σ′(x) = σ(x)·(1 − σ(x))",
        shown="/?f=sigmoid&f=sigmoid(x)*(1-sigmoid(x))",
        decide=lambda device: compare(
            {"σ′ by autograd": nth_derivative(sigmoid, 1), "σ·(1 − σ)": lambda x: sigmoid(x) * (1 - sigmoid(x))}, device
        ),
    ),
    Claim(
        slug="tanh_derivative",
        statement="tanh′(x) = (1 − tanh x)²",
        shown="/?f=tanh&f=1-tanh(x)*tanh(x)",
        decide=lambda device: compare(
            {"tanh′ by autograd": nth_derivative(tanh, 1), "(1 − tanh)²": lambda x: (1 - tanh(x)) ** 2}, device
        ),
    ),
    Claim(
        slug="softplus_derivative",
        statement="The derivative of softplus is the sigmoid",
        shown="/?f=softplus&f=sigmoid",
        decide=lambda device: compare(
            {"softplus′ by autograd": nth_derivative(lambda x: softplus(x, 1.0), 1), "σ": sigmoid}, device
        ),
    ),
    Claim(
        slug="silu_derivative",
        statement="With f = x·σ(x), f′ = f + σ·(1 − f)",
        shown="/?f=silu&f=silu(x)%2Bsigmoid(x)*(1-silu(x))&show=value&show=derivative",
        decide=lambda device: compare(
            {
                "f′ by autograd": nth_derivative(silu, 1),
                "f + σ·(1 − f)": lambda x: silu(x) + sigmoid(x) * (1 - silu(x)),
            },
            device,
        ),
    ),
    Claim(
        slug="softmax_of_two",
        statement="Softmax of two logits is the sigmoid of their difference",
        shown="/?f=softmax(z2=0,z3=-10)&f=sigmoid",
        decide=lambda device: compare({"softmax of x and 0": _two_logits, "σ(x)": sigmoid}, device),
    ),
    Claim(
        slug="leaky_relu_is_a_maximum",
        statement="Leaky ReLU is max(αx, x)",
        shown="/?f=prelu(alpha=2)&f=max(2*x,x)",
        decide=_leaky_relu_is_a_maximum,
    ),
    Claim(
        slug="relu_is_homogeneous",
        statement="ReLU(c·x) = c·ReLU(x)",
        shown="/?f=relu(2*x)&f=2*relu(x)&f=relu(-x)&f=-relu(x)",
        decide=_relu_is_homogeneous,
    ),
    Claim(
        slug="maxout_reproduces",
        statement="Maxout with k = 2 reproduces ReLU, |x|, leaky ReLU and PReLU",
        shown="/exhibits/maxout?f=leaky_relu(alpha=0.25)&k=2",
        decide=_maxout_reproduces,
    ),
    Claim(
        slug="relu_of_both_signs",
        statement="x = ReLU(x) − ReLU(−x)",
        shown="/?f=relu(x)-relu(-x)&f=relu&f=identity",
        decide=lambda device: compare({"x": lambda x: x, "ReLU(x) − ReLU(−x)": lambda x: relu(x) - relu(-x)}, device),
    ),
)

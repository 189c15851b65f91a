"""Claims that hold on paper, about what a computer makes of them."""

import torch
from torch import Tensor

from app.activations.saturating import log_sigmoid, sigmoid
from app.activations.softmaxes import softmax
from app.analysis.claims.claim import Claim, Decision, View
from app.analysis.claims.numbers import axis, exact, whole
from app.analysis.claims.verdicts import conditional, truth
from app.analysis.precision import DTYPES, DtypeName
from app.analysis.traits.grid import nth_derivative
from app.text import number

SHORT: tuple[DtypeName, ...] = ("float16", "float32", "float64")
TOLERANCE = 1e-6
"""A few roundings of float32 in a number of size 1."""
VISIBLE = 1e-3


def _sigmoid_never_reaches_one(device: str) -> Decision:
    x = whole(0, 4000, device) / 100
    missing = {name: 1 - sigmoid(x.to(DTYPES[name])).double() for name in SHORT}
    first = {name: x[left == 0][0].item() if (left == 0).any() else None for name, left in missing.items()}
    reached = {name: at for name, at in first.items() if at is not None}
    return Decision(
        value=reached.get("float32", float("nan")),
        judgement=truth(holds=not reached),
        says="is the first hundredth at which float32’s sigmoid is exactly 1"
        + "".join(f"; {name}’s, {number(at)}" for name, at in reached.items() if name != "float32")
        + ".",
        views=(
            View.of("1 − σ(x)", x[::10], {name: _drawn(left)[::10] for name, left in missing.items()}).logarithmic(),
        ),
    )


def _drawn(values: Tensor) -> Tensor:
    """`values` with a gap where they are 0, for which a logarithmic axis has no place."""
    return torch.where(values > 0, values, torch.nan)


def _softmax_as_written(device: str) -> Decision:
    largest = _far(device)
    z = largest[:, None] + exact((0.0, -1.0, -2.0), device)
    powers = z.float().exp()
    written = (powers / powers.sum(dim=1, keepdim=True)).double()
    apart = (written - softmax(z, 1.0)).abs().amax(dim=1).nan_to_num(1.0)
    holds = apart <= TOLERANCE
    low, high = (end.item() for end in largest[holds].aminmax())
    equal = torch.full((3,), high, dtype=torch.float32, device=device).exp()
    return Decision(
        value=high,
        judgement=conditional(
            holds,
            (largest >= low) & (largest <= high),
            f"the logits are z, z − 1 and z − 2, z from {number(low)} to {number(high)}",
        ),
        says=f"is the largest z of −120, −116, … 120 at which it is right to a millionth, and {number(low)} the least; "
        f"but three logits of {number(high)} give {number((equal / equal.sum())[0].item())} each, as their sum "
        "overflows before an exp does.",
        views=(
            View.of(
                "Error of a probability",
                largest,
                {"largest error; 1 where there is no number": apart},
                x_title="largest of three logits",
            ),
        ),
    )


def _log_of_sigmoid(device: str) -> Decision:
    x = _far(device)
    written, meant = sigmoid(x.float()).log().double(), log_sigmoid(x)
    holds = (written - meant).abs() <= VISIBLE
    low = x[holds].min().item()
    zero = x[written == 0].min().item()
    shown = axis(device, -120, 40)
    return Decision(
        value=low,
        judgement=conditional(holds, x >= low, f"x ≥ {number(low)} and {number(VISIBLE)} may be missing"),
        says="is the least of −120, −116, … 120 at which it is off by no more than a thousandth; from "
        f"{number(zero)} on it is 0, so that no digit is right.",
        views=(
            View.of(
                "log σ(x) in float32",
                shown,
                {"logsigmoid(x)": log_sigmoid(shown), "log(sigmoid(x)) as written": sigmoid(shown.float()).log()},
                broad="logsigmoid(x)",
            ),
        ),
    )


def _far(device: str) -> Tensor:
    """−120, −116, … 120: so far apart that each step multiplies the error of an underflow by e⁴."""
    return whole(-30, 30, device) * 4


def _slope_is_even(device: str) -> Decision:
    x = whole(0, 120, device) / 5
    slope = nth_derivative(sigmoid, 1)
    right, left = slope(x.float()).double(), slope(-x.float()).double()
    apart = (left - right).abs() / left
    first = x[apart > VISIBLE]
    return Decision(
        value=100 * apart.max().item(),
        unit="%",
        judgement=truth(holds=apart.max().item() <= TOLERANCE),
        says="of float32’s σ′(−x) is the most that σ′(x) is off by, for x up to 24; it is more than a "
        f"thousandth from x = {number(first[0].item())} on.",
        views=(
            View.of("σ′ in float32", x, {"σ′(x)": _drawn(right), "σ′(−x)": left}).logarithmic(),
            View.of("Off by, of σ′(−x)", x, {"off by": _drawn(apart)}).logarithmic(),
        ),
    )


PRECISION = (
    Claim(
        slug="sigmoid_never_reaches_one",
        statement="A computed sigmoid never reaches 1",
        shown="/exhibits/saturation?f=sigmoid&spread=8&dtype=float16",
        decide=_sigmoid_never_reaches_one,
    ),
    Claim(
        slug="softmax_as_written",
        statement="exp(z) / Σ exp(z) computes softmax in float32",
        shown="/exhibits/softmax?shift=100",
        decide=_softmax_as_written,
    ),
    Claim(
        slug="log_of_sigmoid",
        statement="log(sigmoid(x)) computes log σ(x) in float32",
        shown="/?f=log_sigmoid&low=-120&high=20",
        decide=_log_of_sigmoid,
    ),
    Claim(
        slug="slope_is_even",
        statement="In float32, σ′ is the same at x and −x",
        shown="/?f=sigmoid&show=derivative&dtype=float32",
        decide=_slope_is_even,
    ),
)

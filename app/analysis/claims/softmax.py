"""Claims about softmax, its Jacobian and its loss."""

import math

import torch
from torch import Tensor

from app.activations.rectified import relu
from app.activations.saturating import sigmoid
from app.activations.softmaxes import hardmax, softmax
from app.analysis.claims.claim import Claim, Decision, View
from app.analysis.claims.numbers import axis, crossing, exact, whole
from app.analysis.claims.verdicts import ROUNDING, conditional, truth
from app.analysis.experiments.softmax import examine
from app.analysis.traits.grid import nth_derivative
from app.text import number

LOGITS = (2.0, 1.0, 0.5, -1.0)
NEGATIVE = (-1.0, -2.0, -3.0, -4.0)
CLASSES = ("z₁", "z₂", "z₃", "z₄")
COLD = 0.1
ALLOWED = 0.01
NEAR = 1e-9


def _a_shift_changes_softmax(device: str) -> Decision:
    shifts = axis(device, -100, 100)
    z = exact(LOGITS, device)
    p = softmax(z + shifts[:, None], 1.0)  # (shifts, 4)
    changes = (p - softmax(z, 1.0)).abs().amax(dim=1)
    largest = changes.max().item()
    return Decision(
        value=largest,
        judgement=truth(holds=largest > ROUNDING),
        says="is the largest change that a constant from −100 to 100 makes to a probability; up to 10⁻¹² is rounding.",
        views=(
            View.of("Probabilities by the constant", shifts, _by_class(p), x_title="added to every logit"),
            View.of("Largest change", shifts, {"largest change": changes}, x_title="added to every logit"),
        ),
    )


def _by_class(p: Tensor) -> dict[str, Tensor]:
    """The probabilities (n, 4) as lines."""
    return {f"p of {name}": p[:, i] for i, name in enumerate(CLASSES)}


def _softmax_dies(device: str) -> Decision:
    jacobian = torch.from_numpy(examine(NEGATIVE, 1.0, 0, 0.0, device).jacobian)
    logits = exact(NEGATIVE, device)
    own = jacobian.diag()
    least = own.min().item()
    return Decision(
        value=least,
        judgement=truth(holds=least == 0),
        says="is the least slope ∂pᵢ/∂zᵢ of softmax at the logits −1, −2, −3 and −4.",
        views=(
            View.of(
                "At four negative inputs",
                tuple(map(number, NEGATIVE)),
                {"softmax: ∂pᵢ/∂zᵢ": own, "ReLU′": nth_derivative(relu, 1)(logits)},
                x_title="logit",
            ),
        ),
    )


def _outputs_are_independent(device: str) -> Decision:
    jacobian = torch.from_numpy(examine(LOGITS, 1.0, 0, 0.0, device).jacobian)
    z = exact(LOGITS, device)
    others = (jacobian - jacobian.diag().diag()).abs().max().item()
    alone = nth_derivative(sigmoid, 1)(z) * torch.eye(len(z), dtype=torch.float64, device=device)[0]
    return Decision(
        value=others,
        judgement=truth(holds=others <= ROUNDING),
        says="is the largest |∂pᵢ/∂zⱼ| with j ≠ i at the logits 2, 1, 0.5 and −1: 0 would be independence.",
        views=(
            View.of(
                "What raising z₁ does to each output",
                ("first", "second", "third", "fourth"),
                {"softmax: ∂pᵢ/∂z₁": jacobian[:, 0], "four sigmoids": alone},
                x_title="output",
            ),
        ),
    )


def _sigmoids_sum_to_one(device: str) -> Decision:
    z = exact(LOGITS, device)
    total = sigmoid(z).sum().item()
    return Decision(
        value=total,
        judgement=truth(holds=abs(total - 1) <= ROUNDING),
        says=f"is the sum of four sigmoids at the logits 2, 1, 0.5 and −1; softmax’s is "
        f"{number(softmax(z, 1.0).sum().item())}.",
        views=(
            View.of(
                "Outputs for the same logits",
                CLASSES,
                {"sigmoid": sigmoid(z), "softmax": softmax(z, 1.0)},
                x_title="logit",
            ),
        ),
    )


def _cold_softmax_is_hardmax(device: str) -> Decision:
    gaps = axis(device, 0, 2)
    edge = crossing(lambda gap: _missing(gap, COLD) - ALLOWED, 0.0, 2.0)
    return Decision(
        value=edge,
        judgement=conditional(_missing(gaps, COLD) <= ALLOWED, gaps >= edge, f"they are {number(edge)} or more apart"),
        says=f"is the gap between the logits from which on softmax is that near; it is T·log 99 = "
        f"{number(COLD * math.log(99))} in theory.",
        views=(
            View.of(
                "How far softmax is from hardmax",
                gaps,
                {
                    "T = 0.1": _missing(gaps, COLD),
                    "T = 1": _missing(gaps, 1.0),
                    "allowed: 0.01": torch.full_like(gaps, ALLOWED),
                },
                x_title="gap between two logits",
            ),
        ),
    )


def _missing(gaps: Tensor, temperature: float) -> Tensor:
    """The largest difference of softmax from hardmax for two logits `gaps` apart."""
    z = torch.stack((gaps, torch.zeros_like(gaps)), dim=-1)
    return (softmax(z, temperature) - hardmax(z)).abs().amax(dim=-1)


def _gradient_is_p_minus_y(device: str) -> Decision:
    found = [examine(LOGITS, 1.0, target, 0.0, device) for target in range(len(LOGITS))]
    closed = [each.softmax - hardmax(torch.eye(4, dtype=torch.float64))[i].numpy() for i, each in enumerate(found)]
    apart = max(float(abs(each.cross_entropy - p).max()) for each, p in zip(found, closed, strict=True))
    return Decision(
        value=apart,
        judgement=truth(holds=apart <= ROUNDING),
        says="is the largest difference between autograd’s gradient and p − y, for each of four true classes.",
        views=(
            View.of(
                "Gradient, if the second class is true",
                CLASSES,
                {"by autograd": found[1].cross_entropy, "p − y": closed[1]},
                x_title="logit",
            ),
        ),
    )


def _scaling_leaves_softmax(device: str) -> Decision:
    factors = whole(1, 100, device) / 10
    z = exact(LOGITS, device)
    p = softmax(factors[:, None] * z, 1.0)  # (factors, 4)
    largest = (p - softmax(z, 1.0)).abs().max().item()
    return Decision(
        value=largest,
        judgement=truth(holds=largest <= ROUNDING),
        says="is the largest change that a factor from 0.1 to 10 makes to a probability, of the logits 2, 1, 0.5, −1.",
        views=(View.of("Probabilities by the factor", factors, _by_class(p), x_title="every logit times"),),
    )


def _softmax_breaks_at_zero(device: str) -> Decision:
    # of z₁, the others 0; a slope that jumps at 0 differs on either side, however near
    def share(x: Tensor) -> Tensor:
        return softmax(torch.stack((x, *[torch.zeros_like(x)] * 3), dim=-1), 1.0)[..., 0]

    slope = nth_derivative(share, 1)
    left, right = slope(exact((-NEAR, NEAR), device)).tolist()
    x = axis(device)
    return Decision(
        value=abs(right - left),
        judgement=truth(holds=abs(right - left) > ALLOWED),
        says="is the difference of the slopes of p₁ just left and right of z₁ = 0, beside three logits of 0; "
        f"the left one is {number(left)}.",
        views=(View.of("p₁ and its slope by z₁", x, {"p₁": share(x), "∂p₁/∂z₁": slope(x)}, x_title="z₁"),),
    )


SOFTMAX = (
    Claim(
        slug="shift_changes_softmax",
        statement="Adding a constant to all logits changes softmax",
        shown="/exhibits/softmax?shift=100",
        decide=_a_shift_changes_softmax,
    ),
    Claim(
        slug="softmax_dies",
        statement="Softmax has no gradient for negative logits, and dies like ReLU",
        shown="/exhibits/softmax?z1=-1&z2=-2&z3=-3&z4=-4",
        decide=_softmax_dies,
    ),
    Claim(
        slug="softmax_outputs_are_independent",
        statement="Softmax’s outputs are independent of each other",
        shown="/exhibits/softmax",
        decide=_outputs_are_independent,
    ),
    Claim(
        slug="sigmoids_sum_to_one",
        statement="Sigmoid outputs are probabilities, so those of several classes sum to 1",
        shown="/exhibits/softmax",
        decide=_sigmoids_sum_to_one,
    ),
    Claim(
        slug="cold_softmax_is_hardmax",
        statement="At T = 0.1 the softmax of two logits is hardmax to within 0.01",
        shown="/exhibits/softmax?temperature=0.1",
        decide=_cold_softmax_is_hardmax,
    ),
    Claim(
        slug="cross_entropy_gradient",
        statement="The gradient of cross-entropy after softmax is p − y",
        shown="/exhibits/softmax",
        decide=_gradient_is_p_minus_y,
    ),
    Claim(
        slug="scaling_leaves_softmax",
        statement="Scaling the logits leaves softmax unchanged",
        shown="/exhibits/softmax",
        decide=_scaling_leaves_softmax,
    ),
    Claim(
        slug="softmax_breaks_at_zero",
        statement="Softmax is not differentiable at 0",
        shown="/?f=softmax",
        decide=_softmax_breaks_at_zero,
    ),
)

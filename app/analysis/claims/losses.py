"""Claims about losses, and about what a batch says of the whole."""

import itertools
from collections.abc import Iterable

import torch
from torch import Tensor

from app.activations.exponential import softplus
from app.activations.saturating import sigmoid
from app.analysis.claims.claim import Claim, Decision, View
from app.analysis.claims.numbers import axis, exact, trough, whole
from app.analysis.claims.verdicts import ROUNDING, conditional, truth
from app.analysis.traits.grid import nth_derivative
from app.text import number

WRONG = -6.0
# samples of which every batch is looked at
FEW = 6


def _squared(z: Tensor) -> Tensor:
    """Half the squared distance of σ(z) from class 1."""
    return (1 - sigmoid(z)) ** 2 / 2


def _cross_entropy(z: Tensor) -> Tensor:
    """−log σ(z)."""
    return softplus(-z, 1.0)


def _squared_loss_learns_as_fast(device: str) -> Decision:
    squared, entropy = (nth_derivative(loss, 1) for loss in (_squared, _cross_entropy))
    wrong = exact((WRONG,), device)
    share = (squared(wrong) / entropy(wrong)).item()
    z = axis(device)
    return Decision(
        value=share,
        judgement=truth(holds=share >= 1),
        says=f"of cross-entropy’s gradient is left to squared loss at a logit of {number(WRONG)}, if class 1 is right.",
        views=(
            View.of("Loss by the logit", z, {"squared": _squared(z), "cross-entropy": _cross_entropy(z)}, x_title="z"),
            View.of("Size of its gradient", z, {"squared": -squared(z), "cross-entropy": -entropy(z)}, x_title="z"),
        ),
    )


def _monotone_is_convex(device: str) -> Decision:
    bends = {"squared": nth_derivative(_squared, 2), "cross-entropy": nth_derivative(_cross_entropy, 2)}
    least = {name: trough(bend, device).value for name, bend in bends.items()}
    holds = torch.tensor([value >= -ROUNDING for value in least.values()])
    z = axis(device)
    return Decision(
        value=least["squared"],
        judgement=conditional(holds, torch.tensor([False, True]), "the loss is cross-entropy, with a sigmoid"),
        says="is the least second derivative of squared loss after a sigmoid, which rises everywhere; of a convex "
        "loss none is below 0.",
        views=(
            View.of("Loss by the logit", z, {"squared": _squared(z), "cross-entropy": _cross_entropy(z)}, x_title="z"),
            View.of("Second derivative", z, {name: bend(z) for name, bend in bends.items()}, x_title="z"),
        ),
    )


def _batch_means_vary_by_size(device: str) -> Decision:
    sizes = whole(1, FEW, device)
    values = torch.randn(FEW, generator=torch.Generator().manual_seed(0), dtype=torch.float64)
    alone = values.var(correction=0).item()
    again = [_variance_of_means(itertools.product(values.tolist(), repeat=size)) for size in range(1, FEW + 1)]
    once = [_variance_of_means(itertools.combinations(values.tolist(), size)) for size in range(1, FEW + 1)]
    by_size = alone / sizes
    with_again, with_once = exact(again, device), exact(once, device)
    holds = torch.stack([(found - by_size).abs().max() <= ROUNDING for found in (with_again, with_once)])
    return Decision(
        value=once[FEW // 2 - 1] / by_size[FEW // 2 - 1].item(),
        judgement=conditional(
            holds.cpu(), torch.tensor([True, False]), "samples are drawn anew each time, the same ones again among them"
        ),
        says=f"of σ²/B is the variance over all batches of half of {FEW} samples, none of them twice.",
        views=(
            View.of(
                "Variance of a batch’s mean",
                sizes,
                {"σ²/B": by_size, "drawn anew": with_again, "none twice": with_once},
                broad="σ²/B",
                x_title="samples in a batch",
            ),
        ),
    )


def _variance_of_means(batches: Iterable[tuple[float, ...]]) -> float:
    return exact([sum(batch) / len(batch) for batch in batches]).var(correction=0).item()


LOSSES = (
    Claim(
        slug="squared_loss_learns_as_fast",
        statement="After a sigmoid, squared loss learns as fast as cross-entropy",
        shown="/?f=(1-sigmoid(x))^2/2&f=softplus(-x)&show=value&show=derivative",
        decide=_squared_loss_learns_as_fast,
    ),
    Claim(
        slug="monotone_is_convex",
        statement="A monotone activation makes the loss of one layer convex",
        shown="/?f=(1-sigmoid(x))^2/2&f=softplus(-x)&show=value&show=second_derivative",
        decide=_monotone_is_convex,
    ),
    Claim(
        slug="batch_means_vary_by_size",
        statement="The mean of a batch of B has the variance σ²/B",
        shown="/exhibits/batch_size",
        decide=_batch_means_vary_by_size,
    ),
)

"""Claims about gradient descent: which way it goes, what it cannot tell apart, and what it cannot bring back."""

import math

import torch
from torch import Tensor

from app.activations.exponential import selu
from app.activations.rectified import leaky_relu, relu
from app.activations.reference import read
from app.analysis.claims.claim import Claim, Decision, View
from app.analysis.claims.numbers import exact
from app.analysis.claims.verdicts import ROUNDING, conditional, truth
from app.analysis.experiments.equal_units import UNITS, follow
from app.analysis.experiments.histogram import histogram
from app.analysis.experiments.zigzag import layer_outputs
from app.analysis.points import Points
from app.analysis.traits.grid import Function
from app.text import number

STEPS = 8
SAMPLES = 64
BATCH = 8
# a size that leaves a smaller batch at the end
UNEVEN = 10
DEAD_BIAS = -6.0
RATE = 1.0
DROPPED = 0.5
MANY = 20_000

_MOVED_BY_CHANCE = (
    "times the variance is left by dropping half of SELU’s outputs and doubling the rest; the mean moves by {shift}, "
    "which is chance."
)
_MOVED = (
    "times the variance is left by dropping half of SELU’s outputs and doubling the rest; the mean moves by {shift}, "
    "more than by chance."
)


def _descent_tells_apart(_: str) -> Decision:
    equal, drawn = (follow(read("tanh"), init, 0.01, STEPS, 0) for init in ("equal", "xavier"))
    return Decision(
        value=math.nan if equal.distinct is None else float(equal.distinct),
        unit=f"of {UNITS}",
        judgement=truth(holds=equal.distinct is not None and equal.distinct > 1),
        says=f"units are distinct after {STEPS} steps from equal weights; from random ones, {drawn.distinct} are.",
        views=(
            _first_weights("First weights, equal at first", equal.paths),
            _first_weights("First weights, random at first", drawn.paths),
        ),
    )


def _first_weights(title: str, paths: Points) -> View:
    return View.of(
        title,
        torch.arange(len(paths)),
        {f"unit {i + 1}": paths[:, i, 0] for i in range(paths.shape[1])},
        x_title="step",
    )


def _a_dead_unit_recovers(device: str) -> Decision:
    dead, leaky = (_bias_of_a_unit(f, device) for f in (relu, lambda x: leaky_relu(x, 0.1)))
    moved = (dead[-1] - dead[0]).abs().item()
    return Decision(
        value=moved,
        judgement=truth(holds=moved > 0),
        says=f"is how far {STEPS} steps move the unit’s bias; a leaky ReLU’s, with slope 0.1, moves by "
        f"{number((leaky[-1] - leaky[0]).abs().item())}.",
        views=(
            View.of(
                "The bias of the unit", torch.arange(len(dead)), {"ReLU": dead, "leaky ReLU": leaky}, x_title="step"
            ),
        ),
    )


def _bias_of_a_unit(f: Function, device: str) -> Tensor:
    """The bias of a unit f(w·x + b) that learns |x₁|, from a start at which no sample makes w·x + b positive."""
    x = _inputs(device)
    weights = exact((0.5, 0.5, DEAD_BIAS), device)
    biases = [weights[-1]]
    for _ in range(STEPS):
        weights = weights.detach().requires_grad_()
        loss = ((f(x @ weights[:-1] + weights[-1]) - x[:, 0].abs()) ** 2).mean() / 2
        (gradient,) = torch.autograd.grad(loss, weights)
        weights = weights.detach() - RATE * gradient
        biases.append(weights[-1])
    return torch.stack(biases)


def _inputs(device: str) -> Tensor:
    """64 samples of N(0, 1) with two features: (64, 2)."""
    return torch.randn(SAMPLES, 2, generator=torch.Generator().manual_seed(0), dtype=torch.float64).to(device)


def _weights_move_together(device: str) -> Decision:
    """The gradients of single samples for a unit whose two inputs are outputs of a sigmoid, and of tanh."""
    opposed: dict[str, float] = {}
    views: list[View] = []
    for name in ("sigmoid", "tanh"):
        x = layer_outputs(read(name), 3.0, 0).to(device)
        gradients = _sample_gradients(x, x @ exact((1.0, -1.0), device))
        opposed[name] = (gradients.prod(dim=1) < 0).double().mean().item()
        views.append(
            View.of(
                f"Inputs from {name}",
                gradients[:, 0],
                {"gradients of single samples": gradients[:, 1]},
                x_title="by the first weight",
            ).scattered("by the second weight")
        )
    return Decision(
        value=100 * opposed["sigmoid"],
        unit="%",
        judgement=truth(holds=opposed["sigmoid"] == 0),
        says=f"of single samples move two weights after sigmoids in opposite directions; after tanh, "
        f"{number(100 * opposed['tanh'])} % do.",
        views=tuple(views),
    )


def _sample_gradients(x: Tensor, y: Tensor) -> Tensor:
    """The gradient of (w·x − y)²/2 by w for each sample, at w = (−1, 1): (s, 2), (s,) → (s, 2)."""
    weights = exact((-1.0, 1.0)).to(x.device).repeat(len(x), 1).requires_grad_()
    (gradients,) = torch.autograd.grad((((weights * x).sum(dim=1) - y) ** 2 / 2).sum(), weights)
    return gradients


def _batches_agree_on_average(device: str) -> Decision:
    x = _inputs(device)
    each = _sample_gradients(x, x.prod(dim=1))
    whole = each.mean(dim=0)
    sizes = torch.arange(1, SAMPLES + 1)
    means = [torch.stack([part.mean(dim=0) for part in each.split(int(size))]) for size in sizes]  # (batches, 2) each
    apart = torch.stack([(mean.mean(dim=0) - whole).abs().max() for mean in means]).cpu()
    batches = means[BATCH - 1]
    return Decision(
        value=apart[BATCH - 1].item(),
        judgement=conditional(apart <= ROUNDING, SAMPLES % sizes == 0, "all mini-batches are of one size"),
        says=f"is how far the mean over {len(batches)} mini-batches of {BATCH} is from the whole set’s gradient, of "
        f"which one alone is off by up to {number((batches - whole).abs().max().item())}; with {UNEVEN} a batch and a "
        f"rest of {SAMPLES % UNEVEN}, the mean is off by {number(apart[UNEVEN - 1].item())}.",
        views=(
            View.of(
                "Gradient by the first weight",
                torch.arange(1, len(batches) + 1),
                {"of each mini-batch": batches[:, 0], "of the whole set": whole[:1].expand(len(batches))},
                x_title="mini-batch",
            ),
        ),
    )


def _dropout_changes_nothing(device: str) -> Decision:
    """Compare mean and variance of SELU's outputs, which are 0 and 1, before and after inverted dropout."""
    generator = torch.Generator().manual_seed(0)
    z, chance = torch.randn(MANY, generator=generator), torch.rand(MANY, generator=generator)
    before = selu(z.double().to(device))
    after = before * (chance.to(device) >= DROPPED) / (1 - DROPPED)
    shift, ratio = (after.mean() - before.mean()).item(), (after.var() / before.var()).item()
    # five standard errors, of a mean and of a variance, are no chance
    errors = 5 * after.std().item() / MANY**0.5, 5 * (before**2).std().item() / MANY**0.5
    is_chance = abs(shift) <= errors[0]
    bins = {name: histogram(y, 80, -4.0, 6.0) for name, y in (("before", before), ("after dropout", after))}
    return Decision(
        value=ratio,
        judgement=truth(holds=is_chance and abs(ratio - 1) <= errors[1]),
        says=(_MOVED_BY_CHANCE if is_chance else _MOVED).format(shift=number(shift)),
        views=(
            View.of(
                "SELU’s outputs",
                bins["before"].middles,
                {name: each.shares for name, each in bins.items()},
                x_title="output",
            ).logarithmic("share"),
        ),
    )


LEARNING = (
    Claim(
        slug="descent_tells_equal_units_apart",
        statement="Gradient descent tells units apart that begin with equal weights",
        shown="/exhibits/initialisation?init=equal",
        decide=_descent_tells_apart,
    ),
    Claim(
        slug="a_dead_unit_recovers",
        statement="A first-layer ReLU that is 0 for all data can recover by gradient descent",
        shown="/exhibits/saturation?f=relu&mean=-6&spread=1",
        decide=_a_dead_unit_recovers,
    ),
    Claim(
        slug="weights_move_together",
        statement="If all its inputs are positive, a sample moves all of a unit’s weights up, or all down",
        shown="/exhibits/zigzag?f=sigmoid",
        decide=_weights_move_together,
    ),
    Claim(
        slug="batches_agree_on_average",
        statement="On average, a mini-batch’s gradient is that of the whole set",
        shown="/exhibits/batch_size",
        decide=_batches_agree_on_average,
    ),
    Claim(
        slug="dropout_changes_nothing",
        statement="Dropout, with the rest scaled by 1/(1 − p), changes neither mean nor variance",
        shown="/exhibits/overfitting",
        decide=_dropout_changes_nothing,
    ),
)

"""Backpropagation by hand is autograd's, for every activation, and torch's own network learns the same."""

import math

import numpy as np
import pytest
import torch

from app.activations.bound import BoundActivation, bind
from app.activations.catalogue import CATALOGUE
from app.activations.reference import read
from app.analysis.experiments.backprop import WEIGHTS, Lesson, by_autograd, by_chain_rule, propagate

NETWORKS = 20
FIRST = (0.8, -0.6, 0.3, 0.4, 0.9, -0.7, 0.0, 0.0, 0.0, 1.0, -0.8, 0.6, 0.0)
# of the size of the largest gradient
ROUNDING = 1e-12
DIFFERENCE, AWAY_FROM_KINKS = 1e-5, 1e-3
# the straight part of a network's loss is this long
NUDGE = 1e-5
EVERY = pytest.mark.parametrize("f", [bind(entry, {}) for entry in CATALOGUE], ids=lambda f: f.reference)


def lesson(steps: int = 0, x: tuple[float, float] = (1.0, -0.5)) -> Lesson:
    return Lesson(x=x, target=-1.0, weights=FIRST, rate=0.1, steps=steps, watched=0)


def networks(f: BoundActivation) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Weights, inputs and targets of random networks, the same each time for each activation."""
    dice = torch.Generator().manual_seed(sum(map(ord, f.reference)))
    draw = [torch.randn(NETWORKS, *shape, generator=dice, dtype=torch.float64) for shape in ((WEIGHTS,), (2,), ())]
    return draw[0], draw[1], draw[2]


@EVERY
def test_the_chain_rule_says_what_autograd_says_of_random_networks(f: BoundActivation) -> None:
    weights, x, target = networks(f)
    loss, autograd = by_autograd(f, weights, x, target)
    found = by_chain_rule(f, weights, x, target)
    size = autograd.abs().amax(dim=-1, keepdim=True).clamp(min=1e-300)
    assert ((found.by_weights - autograd).abs() / size).max() <= ROUNDING
    torch.testing.assert_close(found.loss, loss, rtol=1e-14, atol=0)


@EVERY
def test_the_chain_rule_says_how_far_the_loss_moves_with_each_weight(f: BoundActivation) -> None:
    weights, x, target = networks(f)
    found = by_chain_rule(f, weights, x, target)
    nudged = NUDGE * torch.eye(WEIGHTS, dtype=torch.float64)
    there, back = (
        by_chain_rule(f, weights[:, None] + sign * nudged, x[:, None], target[:, None]).loss for sign in (1, -1)
    )
    measured = (there - back) / (2 * NUDGE)
    kinks = torch.tensor(f.kinks or (math.inf,), dtype=torch.float64)
    # across a kink there are two slopes, and across a jump none
    is_smooth = ((found.z[..., None] - kinks).abs() > AWAY_FROM_KINKS).all(dim=-1).all(dim=-1)
    assert is_smooth.sum() > NETWORKS / 2
    size = found.by_weights.abs().amax(dim=-1, keepdim=True).clamp(min=1.0)
    assert (((found.by_weights - measured).abs() / size)[is_smooth]).max() < DIFFERENCE


@pytest.mark.parametrize("f", ["tanh", "relu", "gelu", "x**2", "binary_step"])
def test_torchs_own_network_learns_the_same(f: str) -> None:
    found = propagate(read(f), lesson(steps=5), "cpu")
    assert found.difference < 1e-14
    first, second = torch.nn.Linear(2, 3, dtype=torch.float64), torch.nn.Linear(3, 1, dtype=torch.float64)
    whole = torch.tensor(FIRST, dtype=torch.float64)
    first.weight.data, first.bias.data = whole[:6].reshape(2, 3).T.clone(), whole[6:9].clone()
    second.weight.data, second.bias.data = whole[9:12].reshape(1, 3).clone(), whole[12:].clone()
    optimiser = torch.optim.SGD([*first.parameters(), *second.parameters()], lr=0.1)
    x, losses = torch.tensor([1.0, -0.5], dtype=torch.float64), list[float]()
    for _ in range(7):
        optimiser.zero_grad()
        loss = (second(read(f)(first(x))) + 1.0).square().sum() / 2
        loss.backward()
        losses.append(loss.item())
        optimiser.step()
    np.testing.assert_allclose([*found.losses, found.loss_after], losses, rtol=1e-6)


def test_the_product_that_is_spelled_out_is_the_gradient() -> None:
    found = propagate(read("tanh"), lesson(), "cpu")
    slope = 1 - math.tanh(1.0 * 0.8 - 0.5 * 0.4) ** 2
    assert found.gradient[0] == pytest.approx((found.output + 1.0) * 1.0 * slope * 1.0, rel=1e-12)


def test_the_loss_over_the_watched_weight_is_that_of_networks_that_have_it() -> None:
    found = propagate(read("gelu"), lesson(), "cpu")
    middle = len(found.reach) // 2
    assert found.reach[middle] == pytest.approx(FIRST[0])
    assert found.swept[middle] == pytest.approx(found.loss, rel=1e-12)
    for place in (0, 30, -1):
        other = Lesson(x=(1.0, -0.5), target=-1.0, weights=(found.reach[place], *FIRST[1:]), rate=0, steps=0, watched=0)
        assert propagate(read("gelu"), other, "cpu").loss == pytest.approx(found.swept[place], rel=1e-12)


@pytest.mark.parametrize(("f", "units"), [("relu", (0, 1, 2)), ("tanh", ()), ("hard_sigmoid", ())])
def test_units_at_a_kink_are_named(f: str, units: tuple[int, ...]) -> None:
    assert propagate(read(f), lesson(x=(0.0, 0.0)), "cpu").at_kinks == units


@pytest.mark.parametrize(
    ("f", "jumps"), [("binary_step", (0.0,)), ("hardshrink(lambd=0.7)", (-0.7, 0.7)), ("relu", ())]
)
def test_jumps_which_no_gradient_knows_are_named(f: str, jumps: tuple[float, ...]) -> None:
    assert propagate(read(f), lesson(), "cpu").jumps == jumps

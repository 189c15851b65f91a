"""A recorded gradient is autograd's own to the last bit, whatever the activation and whatever the numbers."""

import pytest
import torch
from torch import Tensor
from torch.nn import functional as F

from app.initialisations import find_initialisation
from app.playground.losses import choose_loss
from app.playground.network.gradient import differentiator, record
from app.playground.network.network import Network, Parameters
from app.playground.plan import DataName
from app.playground.training import Run
from tests.unit.activations.trials import BY_NAME, NAMES
from tests.unit.playground.runs import plan_of

EXPRESSIONS = (
    "x",
    "x*sigmoid(b*x)|b=1.7",
    "where(x > 0, x, exp(x) - 1)",
    "where(a >= 1, x, 2*x)|a=-3",
    "log(x) + log1p(x)",
    "max(0, min(x, 1, 2)) + clip(x, -1, 1)",
    "max(exp(x), 1, x**2) + clip(sqrt(x), 0.5, 2**x)",
    "abs(x)**1.5 + sqrt(x)",
    "sin(x)/x",
    "elu(x, alpha=a) - leaky_relu(-x)|a=0.3",
    "sign(x) + binary_step(x)",
)


def arguments(network: Network, first: Parameters, seed: int, *, is_random: bool) -> tuple[Tensor, ...]:
    """A batch of 5 points for each replica, random numbers, a share to drop, a penalty, and parameters."""
    generator = torch.Generator().manual_seed(seed)
    shape = first.replicas, 5
    x = 2 * torch.randn(*shape, 2, generator=generator, dtype=torch.float64)
    y = torch.randint(0, 2, shape, generator=generator).double()
    uniform = torch.rand(*shape, network.chances if is_random else 0, generator=generator, dtype=torch.float64)
    drop, penalty = (torch.tensor(size * seed, dtype=torch.float64) for size in (0.1, 0.3))
    vector = first.vector + 0.3 * torch.randn(first.vector.shape, generator=generator, dtype=torch.float64)
    return x, y, uniform, drop, penalty, *first.split(vector)


def same(a: Tensor, b: Tensor) -> bool:
    """Whether both are equal to the last bit, NaN for NaN."""
    return torch.equal(a.isnan(), b.isnan()) and torch.equal(a.nan_to_num(), b.nan_to_num())


# without dropout an activation differs where it is random itself
PLAIN = ("tanh", *(name for name in NAMES if BY_NAME[name].in_layer.training is not None))


@pytest.mark.parametrize(
    ("activation", "is_random", "is_penalised"),
    [*((name, True, True) for name in (*NAMES, *EXPRESSIONS)), *((name, False, False) for name in PLAIN)],
)
def test_a_recording_answers_what_autograd_answers(activation: str, is_random: bool, is_penalised: bool) -> None:
    network = Network.of(plan_of(f"3:{activation}").network, 2, 1)
    first = network.draw(find_initialisation("he_normal"), [0, 1])
    loss = choose_loss("logistic", 2)
    plain = differentiator(network, loss, first, is_random=is_random, is_penalised=is_penalised)
    recorded = record(plain, arguments(network, first, 1, is_random=is_random))
    assert recorded is not plain
    # other numbers than those that were recorded, another share to drop and another penalty among them
    for seed in (1, 2, 3):
        batch = arguments(network, first, seed, is_random=is_random)
        assert same(recorded(*batch), plain(*batch))


def test_what_asks_its_numbers_what_to_do_is_differentiated_anew() -> None:
    def gradient(x: Tensor) -> Tensor:
        return x if x.sum() > 0 else -x

    assert record(gradient, (torch.ones(2),)) is gradient


@pytest.mark.parametrize("data", ["circle", "blobs", "ripple"])
def test_every_loss_is_recorded(data: DataName) -> None:
    run = Run(plan_of("4:selu", "3:maxout(k=2)", data=data))
    for is_random in (False, True):
        plain = differentiator(run.network, run.loss, run.parameters, is_random=is_random, is_penalised=is_random)
        recorded = record(plain, arguments(run.network, run.parameters, 1, is_random=is_random))
        assert recorded is not plain
        batch = arguments(run.network, run.parameters, 2, is_random=is_random)
        assert same(recorded(*batch), plain(*batch))


@pytest.mark.parametrize("is_penalised", [False, True])
def test_the_gradient_is_that_of_the_mean_loss_of_each_replica(is_penalised: bool) -> None:
    network = Network.of(plan_of("4:tanh", "3:prelu").network, 2, 1)
    first = network.draw(find_initialisation("he_normal"), [0, 1, 2])
    batch = arguments(network, first, 1, is_random=False)
    x, y, _, _, penalty, *tensors = batch
    gradient = differentiator(network, choose_loss("logistic", 2), first, is_random=False, is_penalised=is_penalised)
    found = gradient(*batch)
    leaves = [tensor.clone().requires_grad_() for tensor in tensors]
    activity = network.forward(x, first.by_layer(leaves))
    for replica in range(3):
        loss = F.binary_cross_entropy_with_logits(activity.answer[replica, :, 0], y[replica])
        if is_penalised:
            loss = loss + penalty * (activity.h[0][replica].abs().mean() + activity.h[1][replica].abs().mean())
        loss.backward(retain_graph=True)
    for leaf, slope in zip(leaves, first.split(found), strict=True):
        assert leaf.grad is not None
        torch.testing.assert_close(slope, leaf.grad, rtol=1e-12, atol=1e-15)


def test_a_gradient_changes_none_of_its_arguments() -> None:
    run = Run(plan_of("4:rrelu", dropout=0.3))
    batch = arguments(run.network, run.parameters, 1, is_random=True)
    before = [argument.clone() for argument in batch]
    plain = differentiator(run.network, run.loss, run.parameters, is_random=True, is_penalised=True)
    for gradient in (plain, record(plain, batch)):
        gradient(*batch)
        assert all(torch.equal(a, b) for a, b in zip(before, batch, strict=True))
        assert not any(argument.requires_grad for argument in batch)

"""What autograd does for a batch means the same in JAX, for every activation, loss and way to be random."""

import math
from collections.abc import Callable

import jax
import jax.numpy as jnp
import numpy as np
import pytest
import torch
from torch import Tensor

from app.activations.operations import FUNCTIONS
from app.playground.compiled.translation import NoProgramError, translate
from app.playground.network.gradient import differentiator
from app.playground.training import Run
from tests.unit.activations.trials import NAMES
from tests.unit.playground.runs import run_of
from tests.unit.unoptimised import AS_IT_STANDS

# what takes more than a number
OF_SEVERAL = {"min": "min(x,1)", "max": "max(x,-x)", "clip": "clip(x,-1,0.5)", "where": "where(x>=0,x,x^3)"}
EXPRESSIONS = (
    "x*sigmoid(b*x)|b=1.7",
    "where(x<0.1,1/(2+x^2),where(x==1,0,x^-2))",
    # where every function is defined and smooth
    *(OF_SEVERAL.get(name, f"{name}(1.2+tanh(x)/4)") for name in FUNCTIONS),
)

# three layers at a time take less than half as long; none is hidden behind one that lets no gradient through
FLAT = ("binary_step", "hardmax")
ALL = [*(name for name in (*NAMES, *EXPRESSIONS) if name not in FLAT), "identity", "tanh"]
NETWORKS = [*((name, "tanh") for name in FLAT), *zip(ALL[::3], ALL[1::3], ALL[2::3], strict=False)]


def of_torch_and_jax(run: Run) -> tuple[Tensor, Tensor]:
    """The gradient of the first batch of an epoch, by autograd and by its translation."""
    order, uniform = run.draw_orders(1)
    size = run.batch_size
    places = order[0, :, :size]
    number = torch.tensor(0.2, dtype=torch.float64)
    given = (run.train.x[places], run.train.y[places], uniform[0, :, :size], number, number, *run.parameters.split())
    plain = differentiator(
        run.network, run.loss, run.parameters, is_random=run.is_random, is_penalised=run.is_penalised
    )
    translated = jax.jit(translate(plain, given).function, compiler_options=AS_IT_STANDS)
    arrays = [jnp.array(tensor.detach().numpy()) for tensor in given]
    return plain(*given), torch.from_numpy(np.array(translated(*arrays)))


def assert_alike(run: Run) -> None:
    here, there = of_torch_and_jax(run)
    assert here.any()
    torch.testing.assert_close(there, here, rtol=1e-13, atol=1e-13 * float(here.abs().max()))


@pytest.mark.parametrize("activations", NETWORKS, ids=" ".join)
def test_every_activation_has_the_gradient_of_autograd(activations: tuple[str, ...]) -> None:
    hidden = [f"3:{activation}" for activation in activations]
    assert_alike(run_of(*hidden, points=20, replicas=2, dropout=0.2, activity=0.01, batch_size=5))


@pytest.mark.parametrize(
    ("data", "loss"),
    [
        ("circle", "logistic"),
        ("circle", "squared"),
        ("circle", "cross_entropy"),
        ("three_spirals", "auto"),
        ("plane", "auto"),
    ],
)
def test_every_loss_has_the_gradient_of_autograd(data: str, loss: str) -> None:
    assert_alike(run_of("3:tanh", data=data, loss=loss, points=20, replicas=2, batch_size=5))


def test_nothing_is_left_out() -> None:
    assert {name for network in NETWORKS for name in network} >= {*NAMES, *EXPRESSIONS}


def test_what_looks_at_values_to_decide_has_no_translation() -> None:
    with pytest.raises(NoProgramError):
        translate(lambda x: x * 2 if x.sum() > 0 else x, [torch.ones(2)])


def test_what_is_not_known_is_named() -> None:
    with pytest.raises(NoProgramError, match=r"^There is no translation of .*digamma"):
        translate(torch.special.digamma, [torch.ones(2)])


def test_what_was_written_over_is_seen_by_whoever_asks_for_it() -> None:
    def written(x: Tensor) -> Tensor:
        y = torch.zeros_like(x)
        y.copy_(x * 2)
        return y + 1

    np.testing.assert_array_equal(translate(written, [torch.ones(3)]).function(jnp.ones(3)), [3, 3, 3])


@pytest.mark.parametrize("truth", [lambda u: u >= 0.5, lambda u: (u >= 0.5).double()], ids=["truths", "zeros and ones"])
def test_infinity_times_nothing_is_no_number(truth: Callable[[Tensor], Tensor]) -> None:
    def dropped(x: Tensor, u: Tensor) -> Tensor:
        return x * truth(u) / 0.5 + truth(u) * x

    x = torch.tensor([math.inf, -math.inf, math.nan, 2, 2], dtype=torch.float64)
    u = torch.tensor([0.1, 0.1, 0.1, 0.1, 0.9], dtype=torch.float64)
    answer = jax.jit(translate(dropped, [x, u]).function)(jnp.array(x.numpy()), jnp.array(u.numpy()))
    np.testing.assert_array_equal(answer, dropped(x, u).numpy())

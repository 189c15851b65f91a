"""What docs/numerics.md says of torch itself is so in the torch that is installed."""

import math
from collections.abc import Callable

import numpy as np
import pytest
import torch
from torch import Tensor
from torch.nn import functional as F

Function = Callable[[Tensor], Tensor]


def orders(function: Function, *at: float, dtype: torch.dtype = torch.float64) -> list[list[float]]:
    """f, f′ and f″ of `function` at some points, as autograd says."""
    x = torch.tensor(at, dtype=dtype, requires_grad=True)
    value = function(x)
    (first,) = torch.autograd.grad(value.sum(), x, create_graph=True)
    (second,) = torch.autograd.grad(first.sum(), x)
    return [found.detach().double().tolist() for found in (value, first, second + 0)]


def slope(function: Function, at: float, dtype: torch.dtype = torch.float64) -> float:
    """f′ alone, which some functions have without f″."""
    x = torch.tensor(at, dtype=dtype, requires_grad=True)
    (first,) = torch.autograd.grad(function(x).sum(), x)
    return float(first)


def test_hardsigmoid_has_no_second_derivative_and_a_slope_of_float32() -> None:
    with pytest.raises(RuntimeError, match="hardsigmoid_backward"):
        orders(F.hardsigmoid, 0.0)
    assert slope(F.hardsigmoid, 0.0) == float(np.float32(1 / 6)) != 1 / 6


@pytest.mark.parametrize(("dtype", "last"), [(torch.float32, 88.7), (torch.float64, 709.7)])
def test_mish_has_no_second_derivative_far_right(dtype: torch.dtype, last: float) -> None:
    near, far = orders(F.mish, last - 1, last + 0.2, dtype=dtype)[2]
    assert math.isfinite(near)
    assert math.isnan(far)


@pytest.mark.parametrize(("dtype", "at"), [(torch.float32, -16.75), (torch.float64, -38.0)])
def test_the_softplus_made_of_a_log_sigmoid_loses_its_curvature_far_left(dtype: torch.dtype, at: float) -> None:
    # mish is near x e^x there, whose curvature is (x + 2) e^x
    right = (at + 2) * math.exp(at)
    for softplus, is_right in ((lambda x: -F.logsigmoid(-x), False), (lambda x: F.softplus(x, threshold=40.0), True)):
        (found,) = orders(lambda x, s=softplus: x * torch.tanh(s(x)), at, dtype=dtype)[2]
        assert (abs(found / right - 1) < 1e-5) == is_right


def test_gelu_has_no_second_derivative_in_float16_where_the_square_overflows() -> None:
    before, after = orders(F.gelu, 255.0, 256.0, dtype=torch.float16)[2]
    assert math.isfinite(before)
    assert math.isnan(after)


def test_celu_rounds_its_parameter_to_float32() -> None:
    alpha = 0.05
    error = abs(slope(lambda x: F.celu(x, alpha), -1.0) - math.exp(-1 / alpha)) / math.exp(-1 / alpha)
    assert error == pytest.approx(1.5e-8 / alpha, rel=0.5)


def test_softplus_jumps_at_its_threshold() -> None:
    left, right = (float(F.softplus(torch.tensor(x, dtype=torch.float64), 2, 5)) for x in (2.5, 2.5 + 1e-12))
    assert left - right == pytest.approx(0.0034, abs=5e-5)


def test_sinc_has_no_second_derivative_at_0() -> None:
    assert math.isnan(orders(torch.sinc, 0.0)[2][0])


def test_the_second_derivative_of_abs_cannot_be_read() -> None:
    x = torch.tensor([1.0], requires_grad=True)
    (first,) = torch.autograd.grad(x.abs().sum(), x, create_graph=True)
    (second,) = torch.autograd.grad(first.sum(), x)
    with pytest.raises(RuntimeError):
        second.tolist()
    assert (second + 0).tolist() == [0.0]


@pytest.mark.parametrize(
    "function",
    [
        lambda x: x.clone(),
        lambda x: x.clamp(-1, 1),
        lambda x: torch.where(x > 0, x, 0.1 * x),
        lambda x: torch.maximum(x, torch.zeros_like(x)),
        lambda x: torch.stack([x, -x]).max(dim=0).values,
        lambda x: torch.stack([x, -x]).amax(dim=0),
    ],
    ids=["identity", "clamp", "where", "maximum", "max", "amax"],
)
def test_the_gradient_of_what_is_piecewise_linear_has_no_graph(function: Function) -> None:
    with pytest.raises(RuntimeError, match="does not require grad"):
        orders(function, 0.5)


def test_heaviside_is_not_differentiable() -> None:
    with pytest.raises(RuntimeError, match="not implemented"):
        slope(lambda x: torch.heaviside(x, torch.zeros_like(x)), 1.0)


def test_rrelu_is_random_in_training_and_refused_by_vmap() -> None:
    x = torch.full((100,), -1.0)
    assert F.rrelu(x, training=True).unique().numel() > 1
    assert F.rrelu(x).unique().tolist() == pytest.approx([-(1 / 8 + 1 / 3) / 2])
    with pytest.raises(RuntimeError):
        torch.vmap(lambda one: F.rrelu(one, training=True))(x)


@pytest.mark.parametrize(
    ("function", "at", "said"),
    [
        (lambda x: x.clamp(-1, 1), 1.0, 1.0),
        (lambda x: ((x + 1) / 2).clamp(0, 1), 1.0, 0.5),
        (lambda x: torch.maximum(x, torch.zeros_like(x)), 0.0, 0.5),
        (lambda x: torch.stack([x, -x]).max(dim=0).values, 0.0, 1.0),
        (lambda x: torch.stack([x, -x]).amax(dim=0), 0.0, 0.0),
        (lambda x: x.sign() * x.abs().log1p(), 0.0, 0.0),
        (lambda x: (x + (x * x).sqrt()) / 2, 0.0, math.nan),
        (lambda x: torch.stack([x, 2 * x]).softmax(dim=0), 1.0, 0.0),
    ],
    ids=["clip", "sparse_sigmoid", "maximum", "max", "amax", "sign·log1p", "squareplus", "softmax"],
)
def test_says_this_where_there_is_no_one_derivative(function: Function, at: float, said: float) -> None:
    assert slope(function, at) == pytest.approx(said, abs=1e-15, nan_ok=True)


@pytest.mark.parametrize(
    ("form", "at32", "at64", "order"),
    [
        (lambda x: 1 / (1 + torch.exp(-x)), -100.0, -800.0, 1),
        (lambda x: x / (1 + torch.exp(-x)), -100.0, -800.0, 1),
        (lambda x: torch.where(x > 0, x, torch.exp(x) - 1), 100.0, 800.0, 1),
        (lambda x: torch.log(1 + torch.exp(x)), 100.0, 800.0, 0),
        (lambda x: torch.log(torch.sigmoid(x)), -150.0, -800.0, 1),
        (lambda x: torch.logaddexp(x, torch.zeros_like(x)), -88.8, -710.0, 2),
    ],
    ids=["sigmoid", "silu", "elu", "softplus", "log_sigmoid", "logaddexp"],
)
def test_forms_by_hand_go_wrong(form: Function, at32: float, at64: float, order: int) -> None:
    for at, dtype in ((at32, torch.float32), (at64, torch.float64)):
        assert not math.isfinite(orders(form, at, dtype=dtype)[order][0])


@pytest.mark.parametrize(("dtype", "middle"), [(torch.float32, 1.1e-7), (torch.float64, -1.0e-16)])
def test_linspace_misses_0(dtype: torch.dtype, middle: float) -> None:
    assert float(torch.linspace(-5, 5, 1001, dtype=dtype)[500]) == pytest.approx(middle, rel=0.15)
    assert np.linspace(-5, 5, 1001)[500] == 0


@pytest.mark.parametrize(
    "call",
    [
        lambda x: F.hardshrink(x, -1.0),
        lambda x: F.celu(x, -1.0),
        lambda x: F.elu(x, -1.0),
        lambda x: F.softplus(x, 0.0),
    ],
    ids=["hardshrink", "celu", "elu", "softplus"],
)
def test_accepts_in_silence_what_the_catalogue_refuses(call: Function) -> None:
    call(torch.tensor([-1.0, 0.0, 1.0]))


@pytest.mark.parametrize(
    ("one", "other", "low", "high", "by", "at"),
    [
        (lambda x: F.gelu(x, approximate="tanh"), F.gelu, 0, 6, 4.732e-4, 2.699),
        (F.hardswish, F.silu, 0, 6, 0.14228, 3.0),
        (lambda x: x * torch.sigmoid(1.702 * x), F.gelu, 0, 6, 0.020335, 2.27),
        (F.hardsigmoid, torch.sigmoid, 0, 6, 0.06918, None),
        (lambda x: (0.2 * x + 0.5).clamp(0, 1), torch.sigmoid, 0, 6, 0.07586, None),
        (F.hardsigmoid, lambda x: (0.2 * x + 0.5).clamp(0, 1), 0, 6, 0.08333, 2.5),
    ],
)
def test_functions_that_look_alike_are_so_far_apart(  # noqa: PLR0913, PLR0917  a row of a table
    one: Function, other: Function, low: float, high: float, by: float, at: float | None
) -> None:
    x = torch.linspace(low, high, 60_001, dtype=torch.float64)
    apart = (one(x) - other(x)).abs()
    assert float(apart.max()) == pytest.approx(by, rel=2e-4)
    assert at is None or float(x[apart.argmax()]) == pytest.approx(at, abs=5e-3)

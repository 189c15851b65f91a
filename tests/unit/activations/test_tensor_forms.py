"""Parameters may be tensors: each of R networks then has what the function answers for its own numbers."""

import math
from typing import Any

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor

from app.activations.bound import BoundActivation, bind
from app.activations.reference import read
from tests.unit.activations.trials import BY_NAME, values_of

CLOSE: dict[str, Any] = {"rtol": 1e-12, "atol": 1e-12, "equal_nan": True}
VARIED = {
    name: knobs
    for name, entry in BY_NAME.items()
    if (knobs := [knob.name for knob in entry.parameters if not knob.whole])
}
FAR = (-1e3, -30.0, -2.0, -0.5, -0.0, 0.0, 0.5, 2.0, 30.0, 1e3)


def value_and_slope(bound: BoundActivation, x: Tensor, varied: dict[str, Tensor] | None = None) -> tuple[Tensor, ...]:
    """f and the gradient of its sum, with the parameters of `bound` but for those that are `varied`."""
    entry = bound.activation
    own = {knob.name: bound.params[knob.name] for knob in entry.parameters} | (varied or {})
    leaf = x.clone().requires_grad_()
    y = entry.apply(leaf, **own)
    if not y.requires_grad:
        return y, torch.zeros_like(x)
    # another weight at each place: the shares of a softmax add up to 1 whatever it is of
    (slope,) = torch.autograd.grad(y, leaf, torch.linspace(1, 2, y.numel(), dtype=y.dtype).view(y.shape))
    return y.detach(), slope


def assert_each_has_its_own(bounds: list[BoundActivation], names: list[str], x: Tensor) -> None:
    """`bounds` differ in the parameters of these `names` alone."""
    varied = {
        name: torch.tensor([bound.params[name] for bound in bounds], dtype=torch.float64).view(-1, 1, 1)
        for name in names
    }
    y, slope = value_and_slope(bounds[0], x.expand(len(bounds), *x.shape).contiguous(), varied)
    for number, bound in enumerate(bounds):
        # as one of as many, so that the places have the same weights
        alone = value_and_slope(bound, x.expand(len(bounds), *x.shape).contiguous())
        torch.testing.assert_close((y[number], slope[number]), (alone[0][number], alone[1][number]), **CLOSE)


@pytest.mark.parametrize("name", VARIED)
@settings(max_examples=15)
@given(st.data())
def test_each_network_has_the_function_of_its_own_numbers(name: str, data: st.DataObject) -> None:
    entry = BY_NAME[name]
    values = values_of(entry)
    first = data.draw(values)
    whole = {knob.name: first[knob.name] for knob in entry.knobs if knob.whole}
    bounds = [bind(entry, data.draw(values) | whole) for _ in range(3)]
    # at the kinks too, where a function has the derivative of one side
    ends = [value for bound in bounds for value in bound.params.values() if math.isfinite(value)]
    places = [*FAR, *ends, *(-end for end in ends), *data.draw(st.lists(st.floats(-5, 5), min_size=2, max_size=2))]
    assert_each_has_its_own(bounds, VARIED[name], torch.tensor([places], dtype=torch.float64))


@pytest.mark.parametrize(
    "text", ["x*sigmoid(b*x)|b={}", "elu(x,alpha=b)|b={}", "where(x>b,x-b,hardshrink(x,theta=b))|b={}"]
)
def test_so_has_an_expression(text: str) -> None:
    bounds = [read(text.format(value)) for value in (0.25, 1.0, 1.75)]
    assert_each_has_its_own(bounds, ["b"], torch.tensor([FAR], dtype=torch.float64))

"""The steepest slope, and where there is little or none."""

import math

import pytest
import torch

from app.analysis.traits.grid import Interval
from tests.unit.analysis.traits.measuring import all_same, measure


# NUMERICS.md, "Constants to test against", but for mish, whose last digit 60-digit arithmetic corrects
@pytest.mark.parametrize(
    ("text", "value", "at"),
    [
        ("sigmoid", 0.25, 0.0),
        ("tanh", 1.0, 0.0),
        ("silu", 1.0998393201, 2.399357281),
        ("gelu", 1.1289041452, math.sqrt(2)),
        ("gelu_tanh", 1.1289930687, 1.418504009),
        ("mish", 1.0884981613, 1.490571179),
        ("hard_swish", 1.5, 3.0),
        ("selu", 1.7580993408473766, 0.0),
        ("gaussian", math.sqrt(2 / math.e), 1 / math.sqrt(2)),
        ("snake(alpha=2.5)", 2.0, math.pi / 10),
        ("sine(omega=30)", 30.0, 0.0),
        ("softshrink", 1.0, 0.5),
        ("binary_step", None, 0.0),
        ("hardshrink", None, 0.5),
        ("sqrt(x)", None, 0.0),
        ("softplus", 1.0, None),
        ("bent_identity", 1.5, None),
        ("squared_relu", None, None),
    ],
)
def test_the_lipschitz_constant_is_the_steepest_slope(text: str, value: float | None, at: float | None) -> None:
    found = measure(text)
    assert all_same((found.lipschitz, found.lipschitz_at), (value, at))


# where the closed form of |f′| is 0.01
@pytest.mark.parametrize(
    ("text", "left", "right"),
    [
        ("tanh", -math.acosh(10), math.acosh(10)),
        ("sigmoid", -2 * math.acosh(5), 2 * math.acosh(5)),
        ("softsign", -9.0, 9.0),
        ("arctan", -math.sqrt(99), math.sqrt(99)),
        ("elu", math.log(0.01), None),
        ("relu", 0.0, None),
        ("squared_relu", 0.005, None),
        ("hard_sigmoid", -3.0, 3.0),
        ("leaky_relu(alpha=0.005)", 0.0, None),
        ("binary_step", 0.0, 0.0),
        ("sine", None, None),
        ("identity", None, None),
        ("log1p(abs(x))", -99.0, 99.0),
        ("1/(1+exp(-x))", -2 * math.acosh(5), 2 * math.acosh(5)),  # whose f′ is NaN from −710 on
        ("hard_tanh(min_val=0,max_val=0)", math.inf, -math.inf),
    ],
)
def test_saturates_where_the_slope_falls_below_a_hundredth(text: str, left: float | None, right: float | None) -> None:
    assert all_same(measure(text).saturation, (left, right), 1e-12)


def test_sinc_saturates_beyond_its_last_steep_ripple() -> None:
    left, right = measure("sinc").saturation
    assert left is not None
    assert right is not None
    assert right == pytest.approx(-left)
    x = torch.arange(right, 400, 1e-3, dtype=torch.float64)
    slopes = (x.cos() / x - x.sin() / x**2).abs()
    assert float(slopes[0]) == pytest.approx(0.01)
    assert float(slopes[1:].max()) < 0.01


@pytest.mark.parametrize(
    ("text", "dead"),
    [
        ("relu", ((None, 0.0),)),
        ("hard_sigmoid", ((None, -3.0), (3.0, None))),
        ("hardshrink", ((-0.5, 0.5),)),
        ("binary_step", ((None, 0.0), (0.0, None))),
        ("hard_tanh(min_val=0,max_val=0)", ((None, None),)),
        ("max(x,0)**3", ((None, 0.0),)),
        ("clip(x,-0.3,0.7)", ((None, -0.3), (0.7, None))),
        ("sigmoid", ()),  # whose slope is 0 in floating point from 36.74 on
        ("gaussian", ()),
        ("exponential", ()),
        ("celu(alpha=0.05)", ()),
    ],
)
def test_is_dead_only_where_it_is_constant(text: str, dead: tuple[Interval, ...]) -> None:
    assert measure(text).dead == dead

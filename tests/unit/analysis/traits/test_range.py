"""The range, the limits and the domain are what calculus says."""

import math

import pytest

from app.analysis.traits.extremes import Side
from app.analysis.traits.grid import Interval
from tests.unit.analysis.traits.measuring import all_same, measure


# docs/numerics.md, "Constants to test against"; sinc's is cos at the first positive root of tan x = x
@pytest.mark.parametrize(
    ("text", "value", "at"),
    [
        ("silu", -0.2784645428, -1.278464543),
        ("gelu", -0.1699712075, -0.7517915247),
        ("gelu_tanh", -0.1700407506, -0.7524614221),
        ("mish", -0.3088434130, -1.192431215),
        ("hard_swish", -0.375, -1.5),
        ("sine", -1.0, -math.pi / 2),
        ("sinc", math.cos(4.493409457909064), 4.493409457909064),
        ("swish(beta=0.01)", -27.84645427610738, -127.84645427610738),
    ],
)
def test_a_minimum_is_where_calculus_has_it(text: str, value: float, at: float) -> None:
    lower = measure(text).lower
    assert all_same((lower.value, lower.at), (value, at))


@pytest.mark.parametrize(
    ("text", "lower", "upper"),
    [
        ("sigmoid", (0.0, None, "-inf"), (1.0, None, "inf")),  # though it rounds to 1 from 36.74 on
        ("softmin", (0.0, None, "inf"), (1.0, None, "-inf")),
        ("relu", (0.0, 0.0, None), (None, None, "inf")),
        ("thresholded_relu", (0.0, 0.0, None), (None, None, "inf")),
        ("hard_sigmoid", (0.0, -3.0, None), (1.0, 3.0, None)),
        ("hard_tanh(min_val=0,max_val=0)", (0.0, 0.0, None), (0.0, 0.0, None)),
        ("binary_step", (0.0, 0.0, "left"), (1.0, 0.0, None)),
        ("hardmax(z2=-1,z3=-2)", (0.0, -1.0, "left"), (1.0, 0.0, None)),
        ("where(x>2,3,1)", (1.0, 0.0, None), (3.0, 2.0, "right")),
        ("exp(-1/x)", (0.0, 0.0, None), (None, 0.0, None)),
        ("sqrt(x+0.3)+1", (1.0, -0.3, None), (None, None, "inf")),
        (
            "sin(x)/x",
            (math.cos(4.493409457909064), 4.493409457909064, None),
            (1.0, 0.0, "left"),
        ),  # it has no value at 0
        ("max(x-25,0)", (0.0, 0.0, None), (None, None, "inf")),
        ("swish(beta=1e-9)", (-499750.0000208333, -1e6, None), (None, None, "inf")),  # of the window that is searched
        ("exponential", (0.0, None, "-inf"), (None, None, "inf")),  # though it overflows from 710 on
        ("abs", (0.0, 0.0, None), (None, None, "inf")),
        ("gaussian", (0.0, None, "inf"), (1.0, 0.0, None)),
        ("geglu", (0.0, 0.0, None), (None, None, "inf")),  # reached at 0 and approached on the left
        ("isru(alpha=0.25)", (-2.0, None, "-inf"), (2.0, None, "inf")),
        ("soft_exponential(alpha=-0.5)", (None, -1.5, None), (None, None, "inf")),  # a logarithm from −1.5 on
        ("1/x", (None, 0.0, None), (None, 0.0, None)),
        ("where(x<1,x,0)", (None, None, "-inf"), (1.0, 1.0, "left")),
        ("log1p(abs(x))", (0.0, 0.0, None), (None, None, "inf")),
        ("x*sin(x)", (None, None, "inf"), (None, None, "inf")),
        ("x**2/(1+x**2)", (0.0, 0.0, None), (1.0, None, "inf")),
    ],
)
def test_a_bound_is_reached_or_approached_or_there_is_none(
    text: str,
    lower: tuple[float | None, float | None, Side | None],
    upper: tuple[float | None, float | None, Side | None],
) -> None:
    for bound, (value, at, approached) in zip((measure(text).lower, measure(text).upper), (lower, upper), strict=True):
        assert all_same((bound.value, bound.at), (value, at))
        assert bound.approached == approached


@pytest.mark.parametrize(
    ("text", "limits"),
    [
        ("sine", (None, None)),
        ("snake", (-math.inf, math.inf)),
        ("sqrt(x**2+4)-x", (math.inf, 0.0)),  # a difference of two numbers that agree ever more closely
        ("log1p(log1p(abs(x)))", (math.inf, math.inf)),
        ("x**16", (math.inf, math.inf)),
        ("log(x)", (None, math.inf)),
    ],
)
def test_a_limit_is_a_number_or_infinite_or_none(text: str, limits: tuple[float | None, float | None]) -> None:
    assert all_same(measure(text).limits, limits)


@pytest.mark.parametrize(
    ("text", "domain"),
    [
        ("exponential", (None, None)),
        ("soft_exponential(alpha=-0.5)", (-1.5, None)),  # (1 − α²)/α
        ("log(x)", (0.0, None)),
        ("sqrt(1-x**2)", (-1.0, 1.0)),
        ("log(-1-x**2)", None),
    ],
)
def test_the_domain_is_where_the_function_has_a_value(text: str, domain: Interval | None) -> None:
    assert measure(text).domain == domain


def test_names_the_window_that_is_searched() -> None:
    assert measure("gelu").searched == (-1e6, 1e6)
    low, high = measure("tan(x)").searched
    assert -low == high == pytest.approx(31.5 * math.pi)

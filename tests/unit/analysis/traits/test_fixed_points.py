"""Fixed points are where calculus has them."""

import math

import pytest

from app.analysis.traits.grid import Interval
from tests.unit.analysis.traits.measuring import all_same, measure


@pytest.mark.parametrize(
    ("text", "points", "intervals"),
    [
        ("identity", (), ((None, None),)),
        ("relu", (), ((0.0, None),)),
        ("elu", (), ((0.0, None),)),
        ("hard_tanh", (), ((-1.0, 1.0),)),
        ("hard_swish", (0.0,), ((3.0, None),)),
        ("hardshrink", (0.0,), ((None, -0.5), (0.5, None))),
        ("tanh", (0.0,), ()),  # it touches the diagonal
        ("softsign", (0.0,), ()),
        ("sine", (0.0,), ()),
        ("softplus", (), ()),  # it approaches the diagonal, and meets it in floating point
        ("gelu", (0.0,), ()),
        ("squared_relu", (0.0, 1.0), ()),
        ("hard_sigmoid", (0.6,), ()),
        ("binary_step", (1.0,), ()),
        ("hardmax", (0.0, 1.0), ()),  # of equal numbers the first is taken
        ("where(x<1,0,where(x<2,1,2))", (0.0, 1.0, 2.0), ()),
        ("where(x==0,5,x)", (), ((None, 0.0), (0.0, None))),
        ("where(x<1,2,0)", (), ()),  # it jumps across the diagonal
        ("x+(x-0.3)**2", (0.3,), ()),
        ("x**2-600", (-24.0, 25.0), ()),
        ("0.99*x+9", (900.0,), ()),
        # mpmath, 30 digits
        ("sigmoid", (0.659046068407406660984,), ()),
        ("gaussian", (0.652918640419204715535,), ()),
        ("selu", (-1.25881716406382335270, 0.0), ()),
    ],
)
def test_finds_the_fixed_points(text: str, points: tuple[float, ...], intervals: tuple[Interval, ...]) -> None:
    found = measure(text)
    assert all_same(found.fixed_points, points, 1e-12)
    assert found.fixed_intervals == intervals


def test_the_fixed_points_of_tan_have_no_gaps() -> None:
    # of tan x = x, mpmath, 12 digits
    first = (0.0, 4.49340945791, 7.72525183694, 10.9041216594, 14.0661939128)
    found = measure("tan(x)").fixed_points
    assert len(found) == 25
    assert all_same(found[12:17], first, 1e-11)
    assert all_same(found, [-x for x in reversed(found)], 1e-12)
    assert found[-1] == pytest.approx(39.2444, abs=1e-4)


def test_names_the_nearest_of_many_fixed_points() -> None:
    assert all_same(measure("snake").fixed_points, [k * math.pi for k in range(-12, 13)], 1e-12)

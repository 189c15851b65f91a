"""Curves over a window hold every kink with both sides, exact x stay as given, and each dtype shows what it does."""

import itertools
import math
from collections.abc import Sequence

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from app.activations.reference import read
from app.analysis.curves import Curve, Curves, Window, sample
from app.analysis.points import Points
from app.analysis.precision import DTYPES, DtypeName
from tests.unit.activations.trials import BY_NAME, NAMES, bound_trials

KINKED = [name for name in NAMES if any(activation.kinks for activation in bound_trials(BY_NAME[name]))]
LOW_PRECISION: tuple[DtypeName, ...] = ("float32", "float16", "bfloat16")


def one(reference: str, where: Window | Sequence[float], *, order: int = 2, dtype: DtypeName = "float64") -> Curves:
    return sample([read(reference)], where, order=order, dtype=dtype)


def value(curves: Curves, order: int = 0, curve: int = 0) -> Points:
    points = curves.curves[curve].orders[order]
    assert points is not None
    return points


def jumps(curve: Curve) -> list[tuple[float, list[bool]]]:
    return [(kink.x, list(kink.jumps)) for kink in curve.kinks]


def test_a_window_without_kinks_is_evenly_spaced_from_end_to_end() -> None:
    curves = one("tanh", Window(low=-5, high=5, points=1001))
    np.testing.assert_array_equal(curves.x, np.linspace(-5, 5, 1001))
    # docs/numerics.md: torch.linspace misses 0 in the middle, numpy's does not
    assert curves.x[500] == 0


@pytest.mark.parametrize("points", [2, 3, 401, 5001])
def test_a_window_has_the_points_that_are_asked_for(points: int) -> None:
    curves = one("sigmoid", Window(low=-1e6, high=1e6, points=points))
    assert len(curves.x) == points
    assert (curves.x[0], curves.x[-1]) == (-1e6, 1e6)


@pytest.mark.parametrize("name", KINKED)
def test_a_window_holds_each_kink_with_a_neighbour_on_both_sides(name: str) -> None:
    for activation in bound_trials(BY_NAME[name]):
        window = Window(low=-70, high=70, points=101)
        x = sample([activation], window).x.tolist()
        inside = [kink for kink in activation.kinks if -70 < kink < 70]
        for kink in inside:
            i = x.index(kink)
            assert 0 < kink - x[i - 1] < 1e-12
            assert 0 < x[i + 1] - kink < 1e-12
        regular = np.linspace(window.low, window.high, window.points)
        assert set(regular) | set(inside) <= set(x)
        assert len(x) <= window.points + 3 * len(inside)


@pytest.mark.parametrize("name", NAMES)
def test_x_ascends_and_never_repeats(name: str) -> None:
    for activation in bound_trials(BY_NAME[name]):
        for low, high, points in ((-6, 6, 401), (-1, 1, 3), (0, 5, 11), (-3, 3, 601), (-1e6, 1e6, 2)):
            assert (np.diff(sample([activation], Window(low=low, high=high, points=points)).x) > 0).all()


@pytest.mark.parametrize("dtype", LOW_PRECISION)
@pytest.mark.parametrize("reference", ["relu", "softshrink(theta=0.3)", "hard_tanh", "sigmoid"])
def test_x_never_descends_in_low_precision(reference: str, dtype: DtypeName) -> None:
    assert (np.diff(one(reference, Window(low=-6, high=6, points=401), dtype=dtype).x) >= 0).all()


def test_the_kinks_of_every_curve_are_in_the_x_that_all_share() -> None:
    curves = sample([read("relu"), read("hard_tanh"), read("sigmoid")], Window(low=-2, high=2, points=5))
    assert {-1.0, 0.0, 1.0} <= set(curves.x)
    assert [[kink.x for kink in curve.kinks] for curve in curves.curves] == [[0.0], [-1.0, 1.0], []]
    assert {points.shape for curve in curves.curves for points in curve.orders if points is not None} == {
        curves.x.shape
    }


@pytest.mark.parametrize("reference", ["relu", "hard_tanh", "1/x", "log(x)", "gelu"])
def test_a_window_without_kinks_holds_its_points_alone(reference: str) -> None:
    with_kinks, bare = (one(reference, Window(low=-2, high=2, points=5, with_kinks=flag)) for flag in (True, False))
    np.testing.assert_array_equal(bare.x, np.linspace(-2, 2, 5))
    assert [kink.x for kink in bare.curves[0].kinks] == [kink.x for kink in with_kinks.curves[0].kinks]
    at = np.searchsorted(with_kinks.x, bare.x)
    for all_of_it, some in zip(with_kinks.curves[0].orders, bare.curves[0].orders, strict=True):
        assert all_of_it is not None
        assert some is not None
        np.testing.assert_array_equal(some, all_of_it[at])


def test_a_kink_outside_the_window_is_left_out() -> None:
    curves = one("relu", Window(low=1, high=6, points=6))
    assert curves.curves[0].kinks == ()
    np.testing.assert_array_equal(curves.x, np.linspace(1, 6, 6))


@pytest.mark.parametrize(("low", "high"), [(0, 6), (-6, 0)])
def test_a_kink_at_the_edge_is_held_without_leaving_the_window(low: float, high: float) -> None:
    curves = one("relu", Window(low=low, high=high, points=7))
    assert (curves.x[0], curves.x[-1]) == (low, high)
    assert [kink.sides[1] for kink in curves.curves[0].kinks] == [(0, 1)]


EXACT = [3.0, -1.5, 0.0, -1.5, 1.0, 1e6, -1e6, 0.1, -0.0]


@pytest.mark.parametrize("reference", ["sigmoid", "relu", "hard_tanh", "hardshrink(theta=0.1)", "x*abs(x)"])
def test_exact_x_stay_as_they_are_in_order_and_number(reference: str) -> None:
    curves = one(reference, EXACT)
    assert curves.x.tolist() == EXACT
    assert value(curves).tolist() == [value(one(reference, [x]))[0] for x in EXACT]


def test_an_exact_x_that_is_a_kink_has_the_value_that_torch_gives_it() -> None:
    curves = one("relu", [-1.0, 0.0, 1.0])
    assert curves.x.tolist() == [-1, 0, 1]
    assert value(curves, 1).tolist() == [0, 0, 1]
    (kink,) = curves.curves[0].kinks
    assert (kink.x, kink.sides[1], kink.torch) == (0, (0, 1), (0, 0, 0))


def test_exact_x_report_the_kinks_between_the_least_and_the_largest() -> None:
    assert [kink.x for kink in one("hard_tanh", [2.0, 0.0]).curves[0].kinks] == [1]
    assert one("hard_tanh", [0.5]).curves[0].kinks == ()
    assert [kink.x for kink in one("hard_tanh", [1.0]).curves[0].kinks] == [1]


@pytest.mark.parametrize("order", [0, 1, 2])
def test_answers_no_more_than_the_order_asked_for(order: int) -> None:
    (curve,) = one("relu", Window(low=-1, high=1, points=3), order=order).curves
    given_orders = [points is not None for points in curve.orders]
    assert given_orders == [i <= order for i in range(3)]
    assert [sides is not None for sides in curve.kinks[0].sides] == given_orders
    assert [said is not None for said in curve.kinks[0].torch] == given_orders


@pytest.mark.parametrize("order", [0, 1, 2])
def test_the_order_changes_nothing_of_what_is_answered(order: int) -> None:
    full, part = (one("gelu", Window(low=-3, high=3, points=13), order=o).curves[0].orders for o in (2, order))
    for a, b in zip(full[: order + 1], part, strict=False):
        np.testing.assert_array_equal(a, b)


def test_says_which_dtype_and_device_computed() -> None:
    curves = one("relu", [0.0], dtype="bfloat16")
    assert (curves.dtype, curves.device) == ("bfloat16", "cpu")


@pytest.mark.parametrize("dtype", DTYPES)
def test_x_and_values_are_those_of_the_dtype(dtype: DtypeName) -> None:
    curves = one("tanh", [0.1, -0.3, 1 / 3], dtype=dtype)
    for points in (curves.x, *(value(curves, order) for order in (0, 1, 2))):
        assert points.dtype == np.float64
        np.testing.assert_array_equal(torch.from_numpy(points).to(DTYPES[dtype]).double().numpy(), points)


# docs/numerics.md, "Extremes": sigmoid is exactly 1 from 16.64 (float32) or 36.74 (float64), tanh from 9.01 or 19.06
@pytest.mark.parametrize(
    ("reference", "dtype", "one_from"),
    [
        ("sigmoid", "float32", 16.64),
        ("sigmoid", "float64", 36.74),
        ("tanh", "float32", 9.02),
        ("tanh", "float64", 19.07),
    ],
)
def test_saturation_rounds_to_exactly_1_and_its_gradient_to_0(
    reference: str, dtype: DtypeName, one_from: float
) -> None:
    curves = one(reference, [one_from - 0.2, one_from], dtype=dtype)
    assert (value(curves) == 1).tolist() == [False, True]
    assert (value(curves, 1) == 0).tolist() == [False, True]


def test_float32_sigmoid_has_a_gradient_on_the_left_where_it_has_none_on_the_right() -> None:
    # docs/numerics.md: in float32 sigmoid′(17) is 0 but sigmoid′(−17) is 4.1e-8
    right, left = value(one("sigmoid", [17, -17], dtype="float32"), 1)
    assert right == 0
    assert left == pytest.approx(4.1e-8, rel=0.02)


def test_bfloat16_saturates_sooner_than_float16_and_that_sooner_than_float32() -> None:
    x = np.linspace(0, 20, 401).tolist()
    saturated = {dtype: (value(one("sigmoid", x, dtype=dtype)) == 1).argmax() for dtype in LOW_PRECISION}
    assert 0 < saturated["bfloat16"] < saturated["float16"] < saturated["float32"]
    gradient = value(one("sigmoid", x, dtype="bfloat16"), 1)
    assert (gradient[saturated["bfloat16"] :] == 0).all()


@pytest.mark.parametrize(("reference", "zero_from"), [("float32", -5.6), ("float64", -8.4)])
def test_exact_gelu_is_exactly_0_far_left(reference: DtypeName, zero_from: float) -> None:
    # docs/numerics.md: from −5.51 (float32) or −8.38
    assert (value(one("gelu", [zero_from, zero_from + 0.2], dtype=reference)) == 0).tolist() == [True, False]


@pytest.mark.parametrize("x", [65_505.0, 70_000.0, -1e6])
def test_float16_refuses_x_beyond_its_end(x: float) -> None:
    for where in ([0.0, x], Window(low=min(x, 0), high=max(x, 0), points=3)):
        with pytest.raises(ValueError, match=r"^float16 ends at 65504; x must stay within it\.$"):
            one("relu", where, dtype="float16")
    assert one("relu", [65_504.0, -65_504.0], dtype="float16").x.tolist() == [65_504, -65_504]


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("name", NAMES)
def test_every_activation_can_be_drawn_in_every_dtype_as_far_as_it_goes(name: str, dtype: DtypeName) -> None:
    farthest = min(1e6, torch.finfo(DTYPES[dtype]).max)
    for activation, far in itertools.product(bound_trials(BY_NAME[name]), (farthest, 6.0)):
        curves = sample([activation], Window(low=-far, high=far, points=65), dtype=dtype)
        assert np.isfinite(curves.x).all()
        assert all(value(curves, order).shape == curves.x.shape for order in (0, 1, 2))
        # nothing overflows on the way to a kink
        assert all(math.isfinite(side) for kink in curves.curves[0].kinks for pair in kink.sides for side in pair or ())


# Overflow: where float64 has a value that the dtype can hold, the dtype has it too, to its own precision
@pytest.mark.parametrize("dtype", LOW_PRECISION)
@pytest.mark.parametrize("name", NAMES)
def test_low_precision_costs_digits_and_not_the_value(name: str, dtype: DtypeName) -> None:
    limits = torch.finfo(DTYPES[dtype])
    curves = one(name, Window(low=-1000, high=1000, points=501), order=0, dtype=dtype)
    exact = value(one(name, curves.x.tolist(), order=0))
    held = np.abs(exact) < limits.max
    # a sum of terms of the size of x, such as x − tanh x, is rounded at that size
    size = np.where(np.abs(exact) > 2, np.maximum(np.abs(exact), np.abs(curves.x)), 1)
    error = np.abs(np.where(held, value(curves), 0) - np.where(held, exact, 0))
    wrong = ~(error <= 8 * limits.eps * size)
    assert not wrong.any(), (curves.x[wrong][:3], value(curves)[wrong][:3], exact[wrong][:3])


# which of f, f′ and f″ jump at each kink, by the formulas of docs/catalogue.md
JUMPING = [
    ("binary_step", [(0, [True, False, False])]),
    ("relu", [(0, [False, True, False])]),
    ("clipped_relu", [(0, [False, True, False]), (6, [False, True, False])]),
    ("thresholded_relu(theta=2)", [(2, [True, True, False])]),
    ("squared_relu", [(0, [False, False, True])]),
    ("elu", [(0, [False, False, True])]),
    ("elu(alpha=5)", [(0, [False, True, True])]),
    ("celu(alpha=0.05)", [(0, [False, False, True])]),
    ("celu(alpha=0.15)", [(0, [False, False, True])]),
    ("selu", [(0, [False, True, True])]),
    ("isrlu", [(0, [False, False, False])]),
    ("isrlu(alpha=10)", [(0, [False, False, False])]),
    ("softsign", [(0, [False, False, True])]),
    ("hard_swish", [(-3, [False, True, True]), (3, [False, True, True])]),
    ("sparse_plus", [(-1, [False, False, True]), (1, [False, False, True])]),
    ("hardshrink(theta=0.5)", [(-0.5, [True, True, False]), (0.5, [True, True, False])]),
    ("reglu", [(0, [False, False, True])]),
    ("maxout(k=2, slope_1=-5, offset_1=0, slope_2=5, offset_2=0)", [(0, [False, True, False])]),
    ("hardmax", [(1, [True, False, False])]),
    ("sparsemax", [(0, [False, True, False]), (2, [False, True, False])]),
]


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize(("reference", "expected"), JUMPING, ids=[reference for reference, _ in JUMPING])
def test_a_quantity_jumps_at_a_kink_exactly_when_its_formula_does(
    reference: str, expected: list[tuple[float, list[bool]]], dtype: DtypeName
) -> None:
    (curve,) = one(reference, Window(low=-8, high=8, points=33), dtype=dtype).curves
    assert jumps(curve) == expected


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize(
    ("reference", "slopes"),
    [
        ("hard_tanh(min_val=0, max_val=0.02)", [(0, 1), (1, 0)]),
        ("softshrink(theta=0.01)", [(1, 0), (0, 1)]),
        ("srelu(t_left=-0.01, a_left=0, t_right=0, a_right=2)", [(0, 1), (1, 2)]),
    ],
)
def test_kinks_close_together_are_told_apart_in_every_dtype(
    reference: str, slopes: list[tuple[float, float]], dtype: DtypeName
) -> None:
    (curve,) = one(reference, Window(low=-1, high=1, points=21), dtype=dtype).curves
    assert [kink.sides[1] for kink in curve.kinks] == slopes


def test_a_kink_where_nothing_jumps_is_none() -> None:
    # min = max = 0 makes hard tanh the constant 0
    assert read("hard_tanh(min_val=0, max_val=0)").kinks == ()


@pytest.mark.parametrize(
    ("expression", "left", "right"),
    [
        ("tan(x-1+pi/2)", math.inf, -math.inf),
        ("1/(x-1)", -math.inf, math.inf),
        ("exp(-1/(x-1))", math.inf, 0),
        ("log(x-1)", math.nan, -math.inf),
        ("sign(x-1)*abs(x-1)**(1/3)", 0, 0),
        ("where(x<1,x,9)", 1, 9),
        ("sqrt(x-1)+2", math.nan, 2),
        ("sin(x-1)/(x-1)", 1, 1),
    ],
)
def test_a_break_has_a_limit_on_either_side(expression: str, left: float, right: float) -> None:
    (kink,) = one(expression, Window(low=-0.5, high=2, points=7)).curves[0].kinks
    assert kink.x == pytest.approx(1, rel=1e-15)
    assert kink.sides[0] is not None
    np.testing.assert_allclose(kink.sides[0], (left, right), atol=1e-4)


@pytest.mark.parametrize("dtype", DTYPES)
def test_a_pole_is_no_value_of_a_window_and_what_torch_says_at_an_exact_x(dtype: DtypeName) -> None:
    assert np.isnan(value(one("1/x", Window(low=-1, high=1, points=3), dtype=dtype))[1])
    assert value(one("1/x", [0.0], dtype=dtype)).tolist() == [math.inf]
    assert np.abs(value(one("1/(x-0.3)", Window(low=-1, high=1, points=9), dtype=dtype))[5:8:2]).max() < 30


WINDOWS = st.tuples(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6)).map(sorted).filter(lambda ends: ends[0] < ends[1])


@given(st.sampled_from(KINKED), WINDOWS, st.integers(2, 40))
def test_any_window_is_drawn_from_end_to_end(name: str, ends: list[float], points: int) -> None:
    low, high = ends
    curves = one(name, Window(low=low, high=high, points=points))
    assert (curves.x[0], curves.x[-1]) == (low, high)
    assert (np.diff(curves.x) >= 0).all()
    assert {kink.x for kink in curves.curves[0].kinks} == {kink for kink in read(name).kinks if low <= kink <= high}


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=20))
def test_any_exact_x_come_back_as_they_are(x: list[float]) -> None:
    assert one("hardshrink", x).x.tolist() == x

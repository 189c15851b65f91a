"""Every curve is right, at the reference points and at any other: to 1e-12 in float64, and to 2e-6 in float32."""

import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.activations.bound import BoundActivation, bind
from app.analysis.curves import Window, sample
from app.analysis.points import Points
from app.analysis.precision import DtypeName
from tests.unit.activations.closed_forms import CLOSED_FORMS, derivatives
from tests.unit.activations.trials import BY_NAME, NAMES, values_of

# 4,143 points of 41 functions in 60-digit arithmetic; docs/numerics.md states the tolerances
ROWS: list[dict[str, Any]] = json.loads((Path(__file__).parents[2] / "data/activations.json").read_text("utf-8"))[
    "rows"
]
TOLERANCE = 1e-12
EPSILON = 2.0**-53
LARGEST = float(np.finfo(np.float64).max)

# a point this close to a kink, relative to it, is the business of test_curves.py
CLEARANCE = 1e-6


def row_name(row: Mapping[str, Any]) -> str:
    return row["activation"] + "".join(f"-{name}={value:.3g}" for name, value in row["params"].items())


def bound(row: Mapping[str, Any]) -> BoundActivation:
    return bind(BY_NAME[row["activation"]], row["params"])


def orders(activation: BoundActivation, x: list[float]) -> list[Points]:
    """f, f′ and f″ of `activation` exactly at `x`."""
    return [order for order in sample([activation], x).curves[0].orders if order is not None]


@pytest.mark.parametrize("row", ROWS, ids=row_name)
def test_equals_the_reference_in_float64(row: dict[str, Any]) -> None:
    for computed, name in zip(orders(bound(row), row["x"]), ("f", "df", "d2f"), strict=True):
        expected = np.array(row[name])
        error = np.abs(computed - expected) / np.maximum(1, np.abs(expected))
        worst = int(error.argmax())
        assert error[worst] <= TOLERANCE, (name, row["x"][worst], computed[worst], expected[worst])


@pytest.mark.parametrize("row", ROWS, ids=row_name)
def test_has_the_kinks_of_the_reference(row: dict[str, Any]) -> None:
    np.testing.assert_allclose(bound(row).kinks, row["kinks"], rtol=1e-15, atol=0)


@pytest.mark.parametrize("row", [row for row in ROWS if row["one_sided"]], ids=row_name)
def test_has_the_one_sided_values_of_the_reference_at_each_kink(row: dict[str, Any]) -> None:
    (curve,) = sample([bound(row)], Window(low=-8, high=8, points=33)).curves
    for kink, expected in zip(curve.kinks, row["one_sided"], strict=True):
        for sides, name in zip(kink.sides[:2], ("f", "df"), strict=True):
            assert sides is not None
            # both take the limit at a small distance of their own: 1e-12 and a few spacings
            np.testing.assert_allclose(sides, expected[name], rtol=1e-11, atol=1e-11)


# docs/numerics.md, limits at a kink that the reference's one_sided does not hold: those of f″, and slopes to choose
@pytest.mark.parametrize(
    ("name", "params", "at", "order", "left", "right"),
    [
        ("relu", {}, 0, 1, 0, 1),
        ("clipped_relu", {}, 6, 1, 1, 0),
        ("leaky_relu", {"alpha": 0.2}, 0, 1, 0.2, 1),
        ("elu", {"alpha": 2.5}, 0, 1, 2.5, 1),
        ("elu", {"alpha": 2.5}, 0, 2, 2.5, 0),
        ("celu", {"alpha": 0.5}, 0, 2, 2, 0),
        ("selu", {}, 0, 1, 1.758099, 1.050701),
        ("hard_swish", {}, -3, 1, 0, -0.5),
        ("hard_swish", {}, 3, 1, 1.5, 1),
        ("hardshrink", {"theta": 0.7}, 0.7, 0, 0, 0.7),
        ("thresholded_relu", {"theta": 2}, 2, 0, 0, 2),
        ("softsign", {}, 0, 2, 2, -2),
    ],
)
def test_has_the_one_sided_limits_of_numerics(  # noqa: PLR0913, PLR0917  a row of a table
    name: str, params: dict[str, float], at: float, order: int, left: float, right: float
) -> None:
    (curve,) = sample([bind(BY_NAME[name], params)], Window(low=-8, high=8, points=33)).curves
    sides = {kink.x: kink.sides[order] for kink in curve.kinks}[at]
    assert sides == pytest.approx((left, right), rel=1e-6)


# docs/numerics.md, "Extremes": far left the definition adds 1 to almost −1: float32 keeps an absolute error only
CANCELLING = {
    "gelu": "1 + erf(x/√2); exact gelu is exactly 0 from −5.51 in float32",
    "gelu_tanh": "1 + tanh u, in the same way",
}
FLOAT32_TOLERANCE = 2e-6
SMALLEST_FLOAT32 = float(np.finfo(np.float32).tiny)


def in_both(activation: BoundActivation, x: Points) -> tuple[Points, Points, Points]:
    """The x that float32 has, f there in float64, and f in float32."""
    there = x.astype(np.float32).astype(np.float64)
    exact = sample([activation], there.tolist(), order=0).curves[0].orders[0]
    rounded = sample([activation], there.tolist(), order=0, dtype="float32").curves[0].orders[0]
    assert exact is not None
    assert rounded is not None
    return there, exact, rounded


@pytest.mark.parametrize("row", ROWS, ids=row_name)
def test_loses_no_more_than_2e_6_of_a_value_in_float32(row: dict[str, Any]) -> None:
    x, exact, rounded = in_both(bound(row), np.array(row["x"]))
    size = np.maximum(1, np.abs(exact)) if row["activation"] in CANCELLING else np.abs(exact)
    wrong = np.abs(rounded - exact) > np.maximum(FLOAT32_TOLERANCE * size, SMALLEST_FLOAT32)
    assert not wrong.any(), (x[wrong], rounded[wrong], exact[wrong])


@pytest.mark.parametrize("name", NAMES)
def test_loses_no_more_than_2e_6_of_its_input_in_float32_anywhere(name: str) -> None:
    close = np.logspace(-6, 0, 31)
    x, exact, rounded = in_both(bind(BY_NAME[name], {}), np.concatenate([np.linspace(-60, 60, 1601), close, -close]))
    wrong = np.abs(rounded - exact) > FLOAT32_TOLERANCE * np.maximum(1, np.maximum(np.abs(x), np.abs(exact)))
    assert not wrong.any(), (x[wrong], rounded[wrong], exact[wrong])


def allowed(derivative: float, following: float, x: float) -> float:
    """1e-12, relative or absolute, and what a rounding or two of ω·x inside the function moves its result by."""
    return TOLERANCE * max(1.0, abs(derivative)) + 8 * EPSILON * abs(x * following)


def wrong_orders(activation: BoundActivation, x: float) -> list[str]:
    """Which of f, f′ and f″ at `x` are not those of the closed form."""
    name = activation.activation.name
    *expected, beyond = derivatives(CLOSED_FORMS[name], x, activation.params)
    following = [*expected[1:], beyond]
    faults = []
    for order, (computed, right, after) in enumerate(zip(orders(activation, [x]), expected, following, strict=True)):
        if abs(right) > LARGEST or abs(after) > LARGEST:
            continue
        nan = math.isnan(right)
        if nan != math.isnan(computed[0]) or abs(computed[0] - right) > allowed(float(right), float(after), x):
            faults.append(f"{activation.reference} at {x!r}: order {order} is {computed[0]!r}, not {float(right)!r}")
    return faults


def away_from_kinks(activation: BoundActivation, x: float) -> bool:
    return all(abs(x - kink) > CLEARANCE * max(1.0, abs(kink)) for kink in activation.kinks)


X = (st.floats(-8, 8) | st.floats(-100, 100) | st.floats(-1e6, 1e6)).map(lambda x: round(x, 9)) | st.sampled_from(
    [1e6, -1e6]
)


@pytest.mark.parametrize("name", CLOSED_FORMS)
def test_equals_the_closed_form_and_its_differences_anywhere(name: str) -> None:
    @given(values_of(BY_NAME[name]), st.lists(X, min_size=1, max_size=4))
    def holds(params: dict[str, float], xs: list[float]) -> None:
        activation = bind(BY_NAME[name], params)
        faults = [fault for x in xs if away_from_kinks(activation, x) for fault in wrong_orders(activation, x)]
        assert not faults

    holds()


def test_every_curve_but_the_random_one_has_a_closed_form_here() -> None:
    assert set(NAMES) - set(CLOSED_FORMS) == {"gumbel_softmax"}


# docs/numerics.md, "Constants to test against": the least f and its x, the extremes of f′
@pytest.mark.parametrize(
    ("name", "least", "at", "steepest_down", "steepest_up"),
    [
        ("silu", -0.2784645428, -1.278464543, -0.0998393201, 1.0998393201),
        ("gelu", -0.1699712075, -0.7517915247, -0.1289041452, 1.1289041452),
        ("gelu_tanh", -0.1700407506, -0.7524614221, -0.1289930687, 1.1289930687),
        ("mish", -0.3088434130, -1.192431215, -0.1125261224, 1.0884981613),
        ("hard_swish", -0.375, -1.5, -0.5, 1.5),
    ],
)
def test_has_the_extremes_of_numerics(
    name: str, least: float, at: float, steepest_down: float, steepest_up: float
) -> None:
    curves = sample([bind(BY_NAME[name], {})], Window(low=-5, high=5, points=5001), order=1)
    value, derivative, _ = curves.curves[0].orders
    assert value is not None
    assert derivative is not None
    # a grid of 0.002 meets an extremum of curvature about 1 to 1e-6
    assert value.min() == pytest.approx(least, abs=1e-6)
    assert curves.x[value.argmin()] == pytest.approx(at, abs=2e-3)
    assert derivative.min() == pytest.approx(steepest_down, abs=1e-6)
    assert derivative.max() == pytest.approx(steepest_up, abs=1e-6)


# docs/numerics.md: where sigmoid′ ≤ 1/4, and the extremes of sigmoid″ and tanh″
def test_sigmoid_and_tanh_bend_as_numerics_says() -> None:
    at = 1.316957897
    sigmoid = orders(bind(BY_NAME["sigmoid"], {}), [0, at, -at])
    assert sigmoid[1][0] == 0.25
    assert sigmoid[2][1:] == pytest.approx([-0.0962250449, 0.0962250449], abs=1e-10)
    at = 0.6584789485
    assert orders(bind(BY_NAME["tanh"], {}), [at, -at])[2] == pytest.approx([-0.7698003589, 0.7698003589], abs=1e-10)


# docs/numerics.md: swish: f′(0) = 1/2 for every β, f″(0) = β/2
@pytest.mark.parametrize("beta", [0.0, 0.1, 1.0, 4.0, 10.0])
def test_swish_rises_by_half_at_0_whatever_its_gate(beta: float) -> None:
    _, slope, bend = orders(bind(BY_NAME["swish"], {"beta": beta}), [0.0])
    assert (slope[0], bend[0]) == (0.5, beta / 2)


# docs/numerics.md, "Derivatives in torch that need care" and "Hand-written forms that go wrong": none goes wrong here
@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("name", NAMES)
def test_no_derivative_is_nan_within_a_thousand(name: str, dtype: DtypeName) -> None:
    curves = sample([bind(BY_NAME[name], {})], Window(low=-1000, high=1000, points=2001), dtype=dtype)
    for order in curves.curves[0].orders:
        assert order is not None
        assert not np.isnan(order).any()

"""Measured traits are what calculus says of a function, hold at any parameters, and are those that entries state."""

import json
import math
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from app.activations.bound import BoundActivation, bind
from app.activations.catalogue import CATALOGUE
from app.activations.reference import read
from app.activations.spec import Activation
from app.analysis.traits.extremes import Extreme, Side
from app.analysis.traits.grid import Interval
from app.analysis.traits.traits import Traits, traits
from tests.unit.activations.trials import BY_NAME, bound_trials, values_of

ROWS: list[dict[str, Any]] = json.loads((Path(__file__).parents[2] / "data/activations.json").read_text("utf-8"))[
    "rows"
]
each_entry = pytest.mark.parametrize("entry", CATALOGUE, ids=lambda entry: entry.name)


def normal_cdf(x: float) -> float:
    return (1 + math.erf(x / math.sqrt(2))) / 2


@cache
def measure(text: str) -> Traits:
    return traits(read(text))


def same(found: float | None, expected: float | None, tolerance: float = 1e-9) -> bool:
    """Whether both are None, or the same number up to `tolerance`, relative beyond 1e-3."""
    if found is None or expected is None:
        return found is expected
    return found == pytest.approx(expected, rel=tolerance, abs=1e-3 * tolerance)


def all_same(found: Sequence[float | None], expected: Sequence[float | None], tolerance: float = 1e-9) -> bool:
    return len(found) == len(expected) and all(same(a, b, tolerance) for a, b in zip(found, expected, strict=True))


# ---- what the catalogue states


@each_entry
def test_the_range_is_the_stated_one(entry: Activation) -> None:
    found = measure(entry.name)
    assert all_same((found.lower.value, found.upper.value), (entry.stated.lower, entry.stated.upper))


@each_entry
def test_the_limits_are_the_stated_ones(entry: Activation) -> None:
    assert all_same(measure(entry.name).limits, entry.stated.limits)


@each_entry
def test_is_monotone_exactly_when_it_is_stated_to_be(entry: Activation) -> None:
    assert (measure(entry.name).monotone is not None) == entry.stated.monotone


@each_entry
def test_has_the_stated_parity(entry: Activation) -> None:
    assert measure(entry.name).parity == entry.stated.parity


@each_entry
def test_is_as_smooth_as_is_stated_and_no_smoother(entry: Activation) -> None:
    assert measure(entry.name).smoothness == entry.stated.smoothness


# ---- the range


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
        ("binary_step", (0.0, 0.0, None), (1.0, 0.0, None)),
        ("exponential", (0.0, None, "-inf"), (None, None, "inf")),  # though it overflows from 710 on
        ("abs", (0.0, 0.0, None), (None, None, "inf")),
        ("gaussian", (0.0, None, "inf"), (1.0, 0.0, None)),
        ("geglu", (0.0, 0.0, None), (None, None, "inf")),  # reached at 0 and approached on the left
        ("isru(alpha=0.25)", (-2.0, None, "-inf"), (2.0, None, "inf")),
        ("soft_exponential(alpha=-0.5)", (None, -1.5, None), (None, None, "inf")),  # a logarithm from −1.5 on
        ("1/x", (None, 0.0, None), (None, 0.0, None)),
        ("where(x<1,x,0)", (None, None, "-inf"), (1.0, 1.0, None)),  # a limit at a jump counts as reached there
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


# ---- the shape


@pytest.mark.parametrize(
    ("text", "monotone", "strictly"),
    [
        ("sigmoid", "increasing", True),  # though it is constant in floating point from 36.74 on
        ("relu", "increasing", False),
        ("softmin", "decreasing", True),
        ("snake", "increasing", True),  # its slope touches 0 again and again
        ("tanhshrink", "increasing", True),
        ("hard_tanh(min_val=0,max_val=0)", "constant", False),
        ("prelu(alpha=-0.1)", None, False),
        ("swish(beta=0.01)", None, False),
        ("1/x", None, False),
        ("x-sign(x)", None, False),
    ],
)
def test_tells_which_way_a_function_goes(text: str, monotone: str | None, strictly: bool) -> None:
    found = measure(text)
    assert (found.monotone, found.strictly) == (monotone, strictly)


@pytest.mark.parametrize(
    ("text", "convexity"),
    [
        ("relu", "convex"),
        ("elu", "convex"),
        ("softplus", "convex"),
        ("maxout", "convex"),
        ("log_sigmoid", "concave"),
        ("identity", "linear"),
        ("prelu(alpha=1)", "linear"),
        ("selu", None),  # its slope falls at 0
        ("tanh", None),
        ("binary_step", None),
    ],
)
def test_tells_how_a_function_bends(text: str, convexity: str | None) -> None:
    assert measure(text).convexity == convexity


@pytest.mark.parametrize(
    ("text", "parity"), [("x**3", "odd"), ("x**2", "even"), ("x**3+1", None), ("sign(x)", "odd"), ("log(x)", None)]
)
def test_tells_the_symmetry(text: str, parity: str | None) -> None:
    assert measure(text).parity == parity


@pytest.mark.parametrize(
    ("text", "smoothness"),
    [
        ("where(x<1/3,0,1)", "jump"),
        ("log(abs(x))", "jump"),
        ("max(x-0.3,0)", "C0"),
        ("sqrt(abs(x))", "C0"),
        ("max(x,0)**2", "C1"),
        ("abs(x)**1.5", "C1"),
        ("max(x,0)**3", "C2"),
        ("x*tanh(softplus(x))", "C2"),
        ("sigmoid(1000*x)", "C2"),  # steep, but no jump
        ("sin(x)/x", "C2"),  # its derivatives near 0 are all rounding
        ("2*x+1", "smooth"),
        ("prelu(alpha=1)", "smooth"),
        ("celu(alpha=0.5)", "C1"),
        ("elu(alpha=0.5)", "C0"),
    ],
)
def test_finds_the_first_derivative_that_jumps(text: str, smoothness: str) -> None:
    assert measure(text).smoothness == smoothness


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("tanh", True),
        ("softsign", True),
        ("elu", True),
        ("relu", False),
        ("selu", False),
        ("sigmoid", False),
        ("x+1", False),
    ],
)
def test_tells_what_is_the_identity_near_zero(text: str, near: bool) -> None:
    assert measure(text).identity_near_zero is near


@pytest.mark.parametrize(
    ("text", "value", "derivative"),
    # docs/numerics.md, "What each framework calls the derivative at a kink": torch
    [("relu", 0.0, 0.0), ("elu(alpha=1.5)", 0.0, 1.5), ("abs", 0.0, 0.0), ("sigmoid", 0.5, 0.25), ("1/x", None, None)],
)
def test_the_derivative_at_zero_is_what_autograd_says(text: str, value: float | None, derivative: float | None) -> None:
    found = measure(text)
    assert (found.value_at_zero, found.derivative_at_zero) == (value, derivative)


# ---- the slope


# docs/numerics.md, "Constants to test against", but for mish, whose last digit 60-digit arithmetic corrects
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


# ---- a standard normal input


@pytest.mark.parametrize(
    ("text", "mean"),
    [
        ("relu", 1 / math.sqrt(2 * math.pi)),
        ("leaky_relu(alpha=0.3)", 0.7 / math.sqrt(2 * math.pi)),
        ("abs", math.sqrt(2 / math.pi)),
        ("tanh", 0.0),
        ("sigmoid", 0.5),
        ("squared_relu", 0.5),
        ("exponential", math.sqrt(math.e)),
        ("gaussian", 1 / math.sqrt(3)),
        ("gelu", 0.5 / math.sqrt(math.pi)),
        ("snake", (1 - math.exp(-2)) / 2),
        ("elu(alpha=1.5)", 1 / math.sqrt(2 * math.pi) + 1.5 * (math.sqrt(math.e) * normal_cdf(-1) - 0.5)),
        ("selu", 0.0),  # Klambauer et al.: a standard normal input leaves with mean 0
        ("binary_step", 0.5),
        ("hardmax(z2=10)", normal_cdf(-10)),
        ("gumbel_softmax(tau=0.1,seed=840,z2=-10,z3=-8.3)", 1.0),  # up to 1e-11; most of its slope is rounding
        ("x**16", 2027025.0),  # 15!!
        ("abs(sin(30*x))", 2 / math.pi),  # up to e^−1800; it has a kink every π/30
        # mpmath, 30 digits
        ("softplus", 0.806059183347439784528),
        ("silu", 0.206620964141907037262),
        ("mish", 0.240403888374791443713),
        ("sinc", 0.855624391892148803173),
        ("squareplus", 1.10930551379002793642),
    ],
)
def test_the_mean_is_the_integral_against_the_normal_density(text: str, mean: float) -> None:
    assert same(measure(text).mean, mean)


@pytest.mark.parametrize(
    ("text", "mean"),
    [
        ("relu", 0.5),
        ("elu", 0.5 + math.sqrt(math.e) * normal_cdf(-1)),
        ("hard_tanh", math.erf(1 / math.sqrt(2))),
        ("identity", 1.0),
        ("binary_step", 0.0),
        ("squared_relu", math.sqrt(2 / math.pi)),
        ("softplus", 0.5),
        ("tanh(1e6*x)", math.sqrt(2 / math.pi)),  # a spike 1e-6 wide, to its own order
        # mpmath, 30 digits
        ("sigmoid", 0.206620964141907037262),
        ("tanh", 0.605705509602158825584),
        ("softsign", 0.412755100339183212672),
        ("mish", 0.579674760982139405175),
        ("sinc", 0.219595574643208475161),
    ],
)
def test_the_mean_slope_is_the_integral_of_its_size(text: str, mean: float) -> None:
    assert same(measure(text).mean_derivative, mean)


@pytest.mark.parametrize("text", ["exp(x**2)", "x*exp(x**2)", "log(x)", "1/x", "soft_exponential(alpha=-0.5)"])
def test_there_is_no_mean_where_the_integral_has_no_value(text: str) -> None:
    assert measure(text).mean is None


# ---- fixed points


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


def test_names_the_nearest_of_many_fixed_points() -> None:
    assert all_same(measure("snake").fixed_points, [k * math.pi for k in range(-12, 13)], 1e-12)


# ---- at any parameters


def row_name(row: dict[str, Any]) -> str:
    return row["activation"] + "".join(f"-{name}={value:.3g}" for name, value in row["params"].items())


def holds(bound: Extreme, sign: int, values: torch.Tensor) -> bool:
    """Whether no value lies beyond `bound`, an upper one if `sign` is 1, a lower one if −1."""
    if bound.value is None:
        return True
    return bool((sign * (values - bound.value) <= 1e-9 * max(1.0, abs(bound.value))).all())


@pytest.mark.parametrize("row", ROWS, ids=row_name)
def test_no_reference_value_is_out_of_bounds(row: dict[str, Any]) -> None:
    found = traits(bind(BY_NAME[row["activation"]], row["params"]))
    values, slopes = torch.tensor(row["f"], dtype=torch.float64), torch.tensor(row["df"], dtype=torch.float64)
    assert holds(found.lower, -1, values)
    assert holds(found.upper, 1, values)
    assert found.lipschitz is None or float(slopes.abs().max()) <= found.lipschitz * (1 + 1e-12)


X = torch.linspace(-30.03, 30.01, 4001, dtype=torch.float64)


def agrees_with_samples(f: BoundActivation, found: Traits) -> bool:
    values = f(X)
    known = values[values.isfinite()]
    rises = known.diff() >= -1e-9 * known[1:].abs() - 1e-12
    falls = known.diff() <= 1e-9 * known[1:].abs() + 1e-12
    ways = {"increasing": rises, "decreasing": falls, "constant": rises & falls}
    monotone = found.monotone is None or bool(ways[found.monotone].all())
    return monotone and holds(found.lower, -1, known) and holds(found.upper, 1, known)


@each_entry
def test_agrees_with_samples_at_the_ends_of_the_parameters(entry: Activation) -> None:
    for f in bound_trials(entry):
        assert agrees_with_samples(f, traits(f)), f.reference


@given(st.data())
def test_agrees_with_samples_at_any_parameters(data: st.DataObject) -> None:
    entry = data.draw(st.sampled_from([entry for entry in CATALOGUE if entry.knobs]))
    f = bind(entry, data.draw(values_of(entry)))
    assert agrees_with_samples(f, traits(f)), f.reference


@pytest.mark.parametrize(
    "text",
    [
        "0*x", "-x", "x**16", "tan(x)", "exp(x**2)", "exp(exp(x))", "exp(1/x)", "sin(1/x)", "x**2*sin(1/x)", "x/0",
        "log(0*x)", "log(log(x))", "sqrt(-abs(x))", "sqrt(x**2-1)", "sign(sin(30*x))", "sin(exp(x))", "1/(x*0)",
        "exp(x)/(1+exp(x))", "where(x==1,5,0)", "1e6*tanh(1e6*x)", "x*log(abs(x))", "max(sin(x),cos(x))",
    ],
)  # fmt: skip
def test_any_expression_has_traits(text: str) -> None:
    found = measure(text)
    numbers = [found.lower.value, found.upper.value, found.lipschitz, found.mean, found.mean_derivative]
    assert all(number is None or math.isfinite(number) for number in [*numbers, *found.fixed_points])

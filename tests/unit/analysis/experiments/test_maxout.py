"""The largest of k lines against theory: the k⁻² law and its constant, exact two pieces, the gradient at a tie."""

import math
from functools import cache

import numpy as np
import pytest
import torch

from app.activations.reference import read
from app.analysis.experiments.maxout import PIECES, Fit, Target, exponent, fit, largest
from app.analysis.experiments.two_pieces import TwoPieces, two_pieces

REACH = 3.0
K = np.array(PIECES, dtype=np.float64)


@cache
def learned(f: str) -> Fit:
    *_, last = fit(Target.of(read(f), REACH))
    return last


@cache
def ends(f: str, reach: float = REACH) -> TwoPieces:
    target = Target.of(read(f), reach)
    found = two_pieces(read(f), target.x[target.known])
    assert found is not None
    return found


def test_the_error_on_a_parabola_falls_as_k_to_the_minus_2() -> None:
    # the best piecewise linear approximation of any f with f″ > 0
    found = exponent(learned("x**2").errors, 0.0)
    assert found is not None
    assert found == pytest.approx(-2, abs=0.15)


def test_the_errors_on_a_parabola_are_those_of_the_best_lines() -> None:
    # over a part of length h, the best line leaves h²/√180 of x²; the spread of x² over [−r, r] is 2r²/√45
    best = (2 * REACH / K) ** 2 / math.sqrt(180) / (2 * REACH**2 / math.sqrt(45))
    np.testing.assert_allclose(learned("x**2").errors, best, rtol=0.1)
    np.testing.assert_allclose(learned("x**2").errors[:4], best[:4], rtol=0.002)


def test_the_lines_on_a_parabola_are_the_best_ones() -> None:
    # parts of equal length, each with the slope in its middle, h²/12 above the tangent there
    row = learned("x**2").slopes[PIECES.index(4)]
    middles = REACH * np.array([-0.75, -0.25, 0.25, 0.75])
    np.testing.assert_allclose(row[:4], 2 * middles, atol=0.01)
    assert np.isnan(row[4:]).all()
    offsets = learned("x**2").offsets[PIECES.index(4), :4]
    np.testing.assert_allclose(offsets, (2 * REACH / 4) ** 2 / 12 - middles**2, atol=0.01)


@pytest.mark.parametrize("f", ["x**2", "exponential", "softplus"])
def test_the_constant_of_the_law_is_what_the_lines_come_to(f: str) -> None:
    best = Target.of(read(f), REACH).best
    assert best is not None
    np.testing.assert_allclose(learned(f).errors * K**2, best, rtol=0.25)


def test_the_constant_for_the_exponential_is_its_closed_form() -> None:
    # (∫ e^(2x/5) dx)⁵ / 720 over the length, and Var(e^x) for x uniform on [−r, r]
    curved = 2.5 * (math.exp(0.4 * REACH) - math.exp(-0.4 * REACH))
    variance = math.sinh(2 * REACH) / (2 * REACH) - (math.sinh(REACH) / REACH) ** 2
    closed = math.sqrt(curved**5 / 720 / (2 * REACH) / variance)
    assert Target.of(read("exponential"), REACH).best == pytest.approx(closed, rel=1e-3)


@pytest.mark.parametrize("f", ["x**2", "exponential", "abs", "sine", "binary_step", "log(x)"])
def test_the_errors_are_those_of_the_lines_that_are_shown(f: str) -> None:
    target, found = Target.of(read(f), REACH), learned(f)
    x, y = target.x[target.known].numpy(), target.value[target.known].numpy()
    for row, k in enumerate(PIECES):
        envelope, slope = largest(found.slopes[row, :k], found.offsets[row, :k], x)
        error = np.sqrt(np.mean((envelope - y) ** 2)) / y.std()
        assert found.errors[row] == pytest.approx(error, rel=1e-6, abs=1e-12)
        # a maximum of lines is convex
        assert np.all(np.diff(slope) >= 0)


@pytest.mark.parametrize("f", ["abs", "relu", "leaky_relu(alpha=0.1)"])
def test_two_pieces_learn_a_function_of_two_pieces(f: str) -> None:
    assert learned(f).errors[0] < 1e-9
    assert learned(f).errors.max() < 1e-3


def test_lines_cannot_follow_what_is_not_convex() -> None:
    # the best maximum of lines on −x² is one line, whose error is all of the spread
    np.testing.assert_allclose(learned("-(x**2)").errors, 1, rtol=1e-3)
    assert not Target.of(read("sine"), REACH).is_convex
    assert learned("sine").errors.min() > 0.4


@pytest.mark.parametrize("f", ["log(x-100)", "1/x", "x*0", "exp(exp(x))", "binary_step"])
def test_answers_for_functions_without_finite_values_or_without_spread(f: str) -> None:
    *_, last = fit(Target.of(read(f), 10.0))
    assert np.isnan(last.errors).all() == (f == "log(x-100)")
    assert np.isfinite(last.slopes[:, :2]).all()


def test_an_exponent_needs_three_errors_that_are_not_rounding() -> None:
    assert exponent(np.array([1e-2, 1e-3, *[1e-16] * 5]), 1e-6) is None
    assert exponent(3 * K**-1.5, 1e-6) == pytest.approx(-1.5)


@pytest.mark.parametrize(
    ("f", "left", "right"),
    [
        ("relu", 0.0, 1.0),
        ("abs", -1.0, 1.0),
        ("leaky_relu(alpha=0.1)", 0.1, 1.0),
        ("prelu(alpha=0.25)", 0.25, 1.0),
        ("identity", 1.0, 1.0),
    ],
)
@pytest.mark.parametrize("reach", [0.5, 3.0, 10.0])
def test_two_pieces_are_these_functions_exactly(f: str, left: float, right: float, reach: float) -> None:
    found = ends(f, reach)
    assert found.slopes == (left, right)
    assert found.is_exact


# a slope above 1 makes the kink of a PReLU concave
@pytest.mark.parametrize("f", ["x**2", "softplus", "elu", "prelu(alpha=2)", "binary_step", "sine"])
def test_two_pieces_are_not_these_functions(f: str) -> None:
    assert not ends(f).is_exact


def test_the_tangents_of_a_parabola_miss_it_most_in_the_middle() -> None:
    # at ±a they are 2a|x| − a², and x² is nearest to 0 half a step from the middle
    step = 2 * REACH / 240
    a, b = REACH - step / 2, step / 2
    assert ends("x**2").difference == pytest.approx(b**2 - 2 * a * b + a**2)


@pytest.mark.parametrize(("f", "left", "right"), [("abs", -1.0, 1.0), ("relu", 0.0, 1.0)])
def test_at_a_tie_max_takes_the_first_and_amax_the_mean(f: str, left: float, right: float) -> None:
    tie = ends(f).tie
    assert tie is not None
    assert tie.x == 0
    # torch's documentation of amax: gradients are spread evenly between equal values; max(dim) gives them to its index
    assert tie.by_max == left
    assert tie.by_amax == (left + right) / 2


def test_parallel_pieces_have_no_tie() -> None:
    assert ends("identity").tie is None


def test_nothing_finite_has_no_pieces() -> None:
    assert two_pieces(read("log(x-100)"), torch.zeros(0, dtype=torch.float64)) is None

"""Nearest sums against numpy's least squares, polynomials against their best fit, laws against theory."""

import math

import numpy as np
import pytest
import torch

from app.activations.reference import read
from app.analysis.experiments.approximation import MOST, POINTS, Fit, Target, approximate, exponent, placed

STEEPNESS = 8.0
WAVE = Target.of(read("sin(4*x)"))
SQUARE = Target.of(read("x**2"))


def fitted(f: str, target: Target = WAVE, units: int = 16) -> Fit:
    return approximate(read(f), STEEPNESS, target, units)


def test_units_stand_in_the_middle_of_the_largest_gaps() -> None:
    x = torch.linspace(-1, 1, 9, dtype=torch.float64)
    # the root of s(x − xₖ) is xₖ, and its slope the steepness
    values = placed(x, lambda z: z, 2.0, 5)
    slopes = (values[-1] - values[0]) / 2
    roots = -values[0] / slopes - 1
    assert roots.tolist() == pytest.approx([-1, 0, -0.5, 0.5, -0.75])
    assert slopes.tolist() == pytest.approx([2 * (0.5 + share) for share in (0, 1 / 3, 2 / 3, 1 / 9, 4 / 9)])


@pytest.mark.parametrize("f", ["relu", "tanh", "binary_step", "softsign"])
def test_the_errors_are_those_of_least_squares(f: str) -> None:
    found = fitted(f)
    features = placed(torch.from_numpy(WAVE.x), read(f), STEEPNESS, 32).numpy()
    for units in (0, 1, 5, 16, 32):
        columns = np.column_stack((np.ones(POINTS), features[:, :units]))
        best = columns @ np.linalg.lstsq(columns, WAVE.y, rcond=1e-12)[0]
        error = np.sqrt(((best - WAVE.y) ** 2).mean()) / WAVE.y.std()
        assert found.errors[units] == pytest.approx(error, rel=1e-5)
        if units == 16:
            np.testing.assert_allclose(found.answer, best, atol=1e-6)


@pytest.mark.parametrize(("f", "degree"), [("identity", 1), ("x**2", 2), ("x**3-x", 3), ("x**5", 5)])
def test_polynomials_come_no_nearer_than_the_best_of_their_degree(f: str, degree: int) -> None:
    # Leshno et al. 1993: sums of shifted polynomials of one degree are the polynomials of that degree
    found = fitted(f)
    best = np.polynomial.Polynomial.fit(WAVE.x, WAVE.y, degree)(WAVE.x)
    error = np.sqrt(((best - WAVE.y) ** 2).mean()) / WAVE.y.std()
    assert found.directions == degree
    np.testing.assert_allclose(found.errors[degree:], error, rtol=1e-6)


def test_the_error_of_relus_lies_between_those_of_the_best_pieces_and_of_chords() -> None:
    # over a piece of length h, x² misses its best line by h²/√180 and its chord by h²/√30
    found = fitted("relu", SQUARE)
    for power in (2, 3, 4):
        length = 2 / 2**power
        least, most = (length**2 / math.sqrt(number) / SQUARE.spread for number in (180, 30))
        assert 0.95 * least < found.errors[2**power] < 1.05 * most


def test_the_laws_are_those_of_theory() -> None:
    assert exponent(fitted("binary_step").errors) == pytest.approx(-1, abs=0.05)
    assert exponent(fitted("relu").errors) == pytest.approx(-2, abs=0.15)
    assert exponent(np.append(1.0, np.arange(1.0, MOST + 1) ** -1.5)) == pytest.approx(-1.5)
    # an analytic unit and goal fall faster than any power: each fourfold leaves a smaller share
    errors = fitted("tanh").errors[[4, 16, 64]]
    assert (np.diff(np.log(errors), 2) < 0).all()


def test_two_relus_are_the_corner_where_one_of_them_has_its_own() -> None:
    assert fitted("relu", Target.of(read("abs(x)"))).errors[2] < 1e-12


def test_errors_never_rise_with_more_units() -> None:
    for f in ("silu", "gaussian", "sine", "log(x)"):
        assert (np.diff(fitted(f).errors) <= 1e-12).all()


def test_goals_without_numbers_or_without_spread_have_an_answer() -> None:
    nowhere = fitted("relu", Target.of(read("log(-2-x)")))
    assert np.isnan(nowhere.errors).all()
    assert exponent(nowhere.errors) is None
    level = Target.of(read("x*0+3"))
    assert (level.spread, level.has_spread) == (1, False)
    assert fitted("relu", level).errors.max() < 1e-12
    half = Target.of(read("log(x)"))
    assert half.known.sum() == POINTS // 2
    assert np.isfinite(fitted("tanh", half).errors).all()
    # a unit that is no number at some point adds nothing
    assert fitted("log(x)").directions == 0

"""Intervals are those of the literature, hold what they promise, and bear infinite values."""

import math
from statistics import NormalDist, quantiles

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from app.playground.race.intervals import Interval, median, median_interval, quantile, share_interval

VALUES = st.lists(st.one_of(st.floats(0, 1e6), st.just(math.inf)), min_size=1, max_size=40)


@pytest.mark.parametrize(
    ("successes", "trials", "low", "high"),
    # Newcombe (1998), Statistics in Medicine 17, table I, method 3
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_the_interval_of_a_share_is_wilson_s(successes: int, trials: int, low: float, high: float) -> None:
    found = share_interval(successes, trials)
    assert (found.low, found.high) == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))


@pytest.mark.parametrize(("successes", "trials"), [(3, 8), (16, 16), (1, 2)])
def test_the_ends_of_wilson_s_interval_are_the_shares_that_a_test_just_bears(successes: int, trials: int) -> None:
    z = NormalDist().inv_cdf(0.975)
    found = share_interval(successes, trials)
    for end in (found.low, found.high):
        if 0 < end < 1:
            deviation = math.sqrt(end * (1 - end) / trials)
            assert abs(successes / trials - end) / deviation == pytest.approx(z, rel=1e-9)


@given(st.integers(1, 64), st.data())
def test_the_interval_of_a_share_is_mirrored_and_holds_the_share(trials: int, data: st.DataObject) -> None:
    successes = data.draw(st.integers(0, trials))
    found, mirrored = share_interval(successes, trials), share_interval(trials - successes, trials)
    assert 0 <= found.low <= successes / trials <= found.high <= 1
    assert found.low == pytest.approx(1 - mirrored.high, abs=1e-12)


@given(VALUES)
def test_the_median_is_in_its_interval_and_that_among_the_values(values: list[float]) -> None:
    found = median_interval(values)
    assert min(values) <= found.low <= found.high <= max(values)
    assert found.low <= median(values) <= found.high


@given(VALUES)
def test_the_order_of_the_values_does_not_matter(values: list[float]) -> None:
    assert median_interval(values) == median_interval(values[::-1])


def test_the_interval_covers_the_true_median_about_as_often_as_it_says() -> None:
    draws = torch.rand(300, 16, generator=torch.Generator().manual_seed(1), dtype=torch.float64)
    covered = 0
    for row in draws:
        found = median_interval(row.tolist())
        covered += found.low <= 0.5 <= found.high
    # the median of U(0, 1) is 1/2; 300 trials of 95 % give 285 ± 4, the bootstrap of 16 values a little less
    assert 270 <= covered <= 297


@pytest.mark.parametrize("count", [7, 9, 15, 31])
def test_the_bootstrap_agrees_with_its_exact_distribution(count: int) -> None:
    def at_most(k: int) -> float:
        """How likely the median of a resample of 1, 2, …, count is at most k: half of it and more is."""
        share = k / count
        return sum(
            math.comb(count, j) * share**j * (1 - share) ** (count - j) for j in range((count + 1) // 2, count + 1)
        )

    found = median_interval([float(value) for value in range(1, count + 1)])
    # 4000 draws: a probability near 0.025 is seen to ± 0.0025
    assert at_most(int(found.low) - 1) < 0.0325
    assert at_most(int(found.low)) > 0.0175
    assert at_most(int(found.high) - 1) < 0.9825
    assert at_most(int(found.high)) > 0.9675


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([5.0], Interval(5, 5)),
        ([math.inf], Interval(math.inf, math.inf)),
        ([7.0] * 9, Interval(7, 7)),
        ([math.inf] * 64, Interval(math.inf, math.inf)),
    ],
)
def test_equal_values_leave_no_doubt(values: list[float], expected: Interval) -> None:
    assert median_interval(values) == expected


def test_a_median_is_infinite_where_half_of_the_values_are() -> None:
    assert median([1, 2, math.inf]) == 2
    assert median([1, math.inf]) == math.inf
    assert median([1, 2, math.inf, math.inf]) == math.inf
    assert median_interval([1.0, 2.0, 3.0, math.inf, math.inf, math.inf]).high == math.inf


@given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=30))
def test_quartiles_are_those_of_python(values: list[float]) -> None:
    first, second, third = quantiles(values, n=4, method="inclusive")
    assert quantile(values, 0.25) == pytest.approx(first, rel=1e-9, abs=1e-9)
    assert median(values) == pytest.approx(second, rel=1e-9, abs=1e-9)
    assert quantile(values, 0.75) == pytest.approx(third, rel=1e-9, abs=1e-9)

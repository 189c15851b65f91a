"""Saturation against the normal distribution, and histograms."""

import math

import pytest
import torch

from app.activations.reference import read
from app.analysis.experiments.histogram import histogram
from app.analysis.experiments.saturation import saturate


def normal_cdf(x: float) -> float:
    return math.erfc(-x / math.sqrt(2)) / 2


@pytest.mark.parametrize(("mean", "deviation"), [(0.0, 1.0), (-4.0, 1.5), (2.0, 3.0)])
def test_the_dead_share_of_relu_is_the_normal_probability_below_0(mean: float, deviation: float) -> None:
    found = saturate(read("relu"), mean, deviation, "float64", "cpu")
    assert found.dead == found.saturated == pytest.approx(normal_cdf(-mean / deviation), abs=1e-4)


def test_the_saturated_share_of_sigmoid_follows_from_where_its_slope_is_a_hundredth() -> None:
    # σ(x)(1 − σ(x)) = 0.01 at x = ± log((1 + r) / (1 − r)) with r = √(1 − 0.04)
    edge = math.log((1 + math.sqrt(0.96)) / (1 - math.sqrt(0.96)))
    found = saturate(read("sigmoid"), 0.0, 4.0, "float64", "cpu")
    assert found.saturated == pytest.approx(2 * normal_cdf(-edge / 4), abs=1e-4)
    assert found.mean == pytest.approx(0.5, abs=1e-12)


def test_relus_mean_output_is_that_of_half_a_normal_distribution() -> None:
    found = saturate(read("relu"), 0.0, 1.0, "float64", "cpu")
    assert found.mean == pytest.approx(1 / math.sqrt(2 * math.pi), abs=1e-4)
    assert found.mean_slope == pytest.approx(0.5)


def test_half_precision_leaves_gradients_that_are_exactly_0() -> None:
    assert saturate(read("sigmoid"), 0.0, 8.0, "float64", "cpu").dead == 0
    assert saturate(read("sigmoid"), 0.0, 8.0, "float16", "cpu").dead > 0.1


@pytest.mark.parametrize("values", [[3.0], [0.0, 0.0], [1e12, 1e12 + 1e-4], [math.nan, math.inf, 1.0], [-5.0, 7.0]])
def test_a_histogram_holds_every_finite_number_once(values: list[float]) -> None:
    found = histogram(torch.tensor(values, dtype=torch.float64), 10)
    assert found.shares.sum() * len(values) == pytest.approx(sum(map(math.isfinite, values)))


def test_a_histogram_of_nothing_is_empty() -> None:
    assert len(histogram(torch.tensor([math.nan]), 10).shares) == 0

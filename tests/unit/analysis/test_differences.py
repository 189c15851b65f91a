"""The largest difference of two curves is found wherever it is: on a hill, at an end, beside a kink, at a pole."""

import math

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from app.activations.reference import read
from app.analysis.derivatives import differentiate
from app.analysis.differences import largest_differences
from tests.unit.activations.trials import NAMES


@pytest.mark.parametrize(
    ("pair", "order", "size", "x"),
    [
        (("sigmoid", "identity"), 0, 1 / (1 + math.exp(6)) + 6, -6),
        # ¼ at 0 against 1
        (("sigmoid", "tanh"), 1, 0.75, 0),
        (("relu", "identity"), 0, 6, -6),
        # 0 on the left and 1 on the right of 0, whatever torch puts there
        (("relu", "identity"), 1, 1, None),
        # where σ′ has all but vanished
        (("relu", "sigmoid"), 1, 1 - math.exp(-6) / (1 + math.exp(-6)) ** 2, 6),
        # ln 2, where softplus leaves the corner
        (("softplus", "relu"), 0, math.log(2), 0),
        (("binary_step", "0.5+0*x"), 0, 0.5, None),
        (("x^2", "x^2+3"), 0, 3, 0),
        (("gelu", "gelu"), 0, 0, 0),
    ],
)
def test_finds_what_is_known(pair: tuple[str, str], order: int, size: float, x: float | None) -> None:
    first, second = pair
    for f, g in ((first, second), (second, first)):
        found = largest_differences((read(f), read(g)), -6, 6)[order]
        assert found.size == pytest.approx(size, rel=1e-12, abs=1e-15)
        assert x is None or found.x == pytest.approx(x, abs=1e-6)


@pytest.mark.parametrize("pair", [("1/x", "relu"), ("log(abs(x))", "tanh"), ("tan(x)", "x")])
def test_a_pole_leaves_no_bound(pair: tuple[str, str]) -> None:
    f, g = map(read, pair)
    assert largest_differences((f, g), -6, 6)[0].size == math.inf


def test_poles_that_cancel_are_none() -> None:
    found, _ = largest_differences((read("1/x"), read("1/x+sin(x)")), -1, 3)
    assert found == pytest.approx((1, math.pi / 2), rel=1e-6)


def test_nothing_in_common_is_no_number() -> None:
    assert math.isnan(largest_differences((read("log(x)"), read("relu")), -6, -1)[0].size)


@settings(max_examples=40)
@given(f=st.sampled_from(NAMES), g=st.sampled_from(NAMES), low=st.floats(-9, 8), width=st.floats(0.01, 9))
def test_no_point_anywhere_differs_more(f: str, g: str, low: float, width: float) -> None:
    pair = read(f), read(g)
    found = largest_differences(pair, low, low + width)[0]
    x = torch.from_numpy(np.random.default_rng(0).uniform(low, low + width, 4000))
    values = [differentiate(each, x, 0).value for each in pair]
    most = (values[0] - values[1]).abs().max().item()
    assert most <= found.size * (1 + 1e-9) + 1e-12
    assert low <= found.x <= low + width

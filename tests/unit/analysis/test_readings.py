"""What is read at one x is what torch computes there, and the limits from both sides."""

import math

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from app.activations.reference import read
from app.analysis.readings import read_at
from tests.unit.activations.trials import NAMES


@given(name=st.sampled_from(NAMES), x=st.floats(-8, 8))
def test_a_reading_is_torchs_own(name: str, x: float) -> None:
    f = read(name)
    value, slope = read_at(f, x)
    at = torch.tensor([x], dtype=torch.float64, requires_grad=True)
    y = f(at)
    assert value.at == y.item()
    gradient = torch.autograd.grad(y.sum(), at)[0].item() if y.requires_grad else 0.0
    assert slope.at == pytest.approx(gradient, abs=0)


@pytest.mark.parametrize(
    ("reference", "x", "value", "slope"),
    [
        ("relu", 0, (0, 0, 0), (0, 0, 1)),
        ("abs", 0, (0, 0, 0), (0, -1, 1)),
        ("binary_step", 0, (1, 0, 1), (0, 0, 0)),
        ("leaky_relu(alpha=0.5)", 0, (0, 0, 0), (0.5, 0.5, 1)),
        ("max(x-1,0)", 1, (0, 0, 0), (0.5, 0, 1)),
        ("x^2", 3, (9, 9, 9), (6, 6, 6)),
    ],
)
def test_a_kink_has_two_sides(reference: str, x: float, value: tuple[float, ...], slope: tuple[float, ...]) -> None:
    assert [pytest.approx(each, abs=1e-12) for each in read_at(read(reference), x)] == [value, slope]


def test_a_pole_has_no_value_and_infinite_sides() -> None:
    value, _ = read_at(read("1/x"), 0.0)
    assert (math.isfinite(value.at), value.left, value.right) == (False, -math.inf, math.inf)


def test_bfloat16_reads_what_bfloat16_computes() -> None:
    value, slope = read_at(read("sigmoid"), 6.25, "bfloat16")
    assert (value.at, slope.at) == (1.0, 0.0)

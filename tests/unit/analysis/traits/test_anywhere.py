"""Measured traits hold at any parameters, and any expression has some."""

import json
import math
from pathlib import Path
from typing import Any

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from app.activations.bound import BoundActivation, bind
from app.activations.catalogue import CATALOGUE
from app.activations.spec import Activation
from app.analysis.traits.extremes import Extreme
from app.analysis.traits.traits import Traits, traits
from tests.unit.activations.trials import BY_NAME, bound_trials, values_of
from tests.unit.analysis.traits.measuring import measure

ROWS: list[dict[str, Any]] = json.loads((Path(__file__).parents[3] / "data/activations.json").read_text("utf-8"))[
    "rows"
]
each_entry = pytest.mark.parametrize("entry", CATALOGUE, ids=lambda entry: entry.name)


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

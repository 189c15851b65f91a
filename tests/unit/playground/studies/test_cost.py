"""The cost of activations: what autograd keeps is what torch documents and the chain rule needs."""

import math

import pytest
import torch

from app.activations.bound import BoundActivation, bind
from app.activations.catalogue import CATALOGUE
from app.activations.reference import read
from app.playground.studies.cost import Cost, measure_costs

SIZES = {torch.float64: 8, torch.float32: 4, torch.bfloat16: 2}

# how many numbers of the dtype are kept of each input, from the formulas of torch's derivatives.yaml
KEPT = {
    "identity": 0,
    "binary_step": 0,
    "relu": 1,  # its result
    "sigmoid": 1,  # its result
    "tanh": 1,  # its result
    "exponential": 1,  # its result
    "silu": 1,  # its input
    "gelu": 1,  # its input
    "leaky_relu": 1,  # its input
    "softmax": 1,  # its result
    "sinc": 1,  # the input of torch.sinc: what is timed is torch's spelling
    "x*sigmoid(x)": 2,  # both factors, the second of them sigmoid's result as well
    "x*tanh(x)": 2,
    "x**2": 1,  # the base
    "x+1": 0,
}


def bytes_kept(f: BoundActivation, dtype: torch.dtype) -> float | None:
    _, (cost,) = next(measure_costs([f], 1024, dtype, "cpu"))
    return cost.bytes_kept


@pytest.mark.parametrize("dtype", SIZES, ids=str)
@pytest.mark.parametrize("f", KEPT)
def test_what_is_kept_is_what_the_derivative_needs(f: str, dtype: torch.dtype) -> None:
    assert bytes_kept(read(f), dtype) == KEPT[f] * SIZES[dtype]


def test_what_is_timed_is_torchs_spelling_or_the_layer_of_what_has_none() -> None:
    activations = [read(f) for f in ("leaky_relu(alpha=0.25)", "aprelu", "x+1")]
    _, costs = next(measure_costs(activations, 1024, torch.float32, "cpu"))
    assert [cost.code for cost in costs] == ["F.leaky_relu(x, 0.25)", None, None]


def test_maxout_keeps_an_index_for_each_output() -> None:
    # an int64 for each k inputs; a layer of k · 64 of them has a whole number of rows
    assert bytes_kept(read("maxout(k=4)"), torch.float32) == 8 / 4


def test_a_gate_written_out_keeps_more_than_the_one_that_torch_has() -> None:
    silu, written = (bytes_kept(read(f), torch.float32) for f in ("silu", "swish"))
    assert silu is not None
    assert written is not None
    assert written == 2 * silu


def test_a_dtype_that_torch_lacks_leaves_a_gap() -> None:
    # a format in which numbers are stored, and not computed
    *_, (done, costs) = measure_costs([read("softplus"), read("relu")], 1024, torch.float8_e4m3fn, "cpu")
    assert done == 1
    assert [(cost.name, cost.seconds, cost.bytes_kept) for cost in costs] == [
        ("softplus", None, None),
        ("relu", None, None),
    ]


@pytest.mark.parametrize("dtype", [torch.float64, torch.float32, torch.float16, torch.bfloat16], ids=str)
def test_every_activation_has_a_cost_in_every_dtype(dtype: torch.dtype) -> None:
    costs = first_round(dtype)
    assert [cost.name for cost in costs] == [entry.name for entry in CATALOGUE]
    for cost in costs:
        assert cost.seconds_forward is not None
        assert cost.seconds_backward is not None
        assert cost.bytes_kept is not None
        assert 0 < cost.seconds_forward < math.inf
        assert 0 <= cost.seconds_backward < math.inf
        assert 0 <= cost.bytes_kept < math.inf


def test_only_what_has_no_gradient_takes_no_time_back() -> None:
    idle = {cost.name for cost in first_round(torch.float32) if cost.seconds_backward == 0}
    # a step is constant on either side, and so is the place of the largest
    assert idle == {"binary_step", "hardmax"}


def first_round(dtype: torch.dtype) -> tuple[Cost, ...]:
    """The costs of the catalogue after all have been measured once."""
    rounds = measure_costs([bind(entry, {}) for entry in CATALOGUE], 1024, dtype, "cpu")
    return next(costs for _, costs in rounds if all(cost.seconds is not None for cost in costs))

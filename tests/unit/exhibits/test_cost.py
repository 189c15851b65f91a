"""The cost of activations: what autograd keeps is what torch documents and the chain rule needs; times have a form."""

import math
from itertools import islice
from typing import Any

import pytest
import torch

from app.activations.bound import BoundActivation
from app.activations.catalogue import CATALOGUE
from app.activations.reference import read
from app.exhibits.catalogue import find
from app.exhibits.exhibit import Stage
from app.figures.thumbnail import numbers
from app.playground.studies.cost import measure_costs
from app.playground.studies.saved_tensors import run_and_weigh

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


def test_maxout_keeps_an_index_for_each_output() -> None:
    # an int64 for each k inputs; a layer of k · 64 of them has a whole number of rows
    assert bytes_kept(read("maxout(k=4)"), torch.float32) == 8 / 4


def test_a_gate_written_out_keeps_more_than_the_one_that_torch_has() -> None:
    silu, written = (bytes_kept(read(f), torch.float32) for f in ("silu", "swish"))
    assert silu is not None
    assert written is not None
    assert written == 2 * silu


def test_each_storage_is_weighed_once_and_parameters_are_not() -> None:
    x, w = (torch.ones(10, dtype=torch.float64, requires_grad=True) for _ in range(2))
    # x·w keeps both, the square keeps the product twice, as its base and as a factor
    _, kept = run_and_weigh(lambda: (y := x * w) * y, [w])
    assert kept == 2 * 10 * 8
    _, kept = run_and_weigh(lambda: (y := x * w) * y, [])
    assert kept == 3 * 10 * 8


def test_a_dtype_that_torch_lacks_leaves_a_gap() -> None:
    # a format in which numbers are stored, and not computed
    *_, (done, costs) = measure_costs([read("softplus"), read("relu")], 1024, torch.float8_e4m3fn, "cpu")
    assert done == 1
    assert [(cost.name, cost.seconds, cost.bytes_kept) for cost in costs] == [
        ("softplus", None, None),
        ("relu", None, None),
    ]


@pytest.mark.parametrize("dtype", ["float64", "float32", "float16", "bfloat16"])
def test_every_activation_has_a_cost_in_every_dtype(dtype: str) -> None:
    costs = _first_round({"power": 10, "dtype": dtype})
    assert sorted(cost.name for cost in costs) == sorted(entry.name for entry in CATALOGUE)
    for cost in costs:
        assert 0 < cost.seconds_forward < math.inf
        assert 0 <= cost.seconds_backward < math.inf
        assert 0 <= cost.bytes_kept < math.inf


def test_only_what_has_no_gradient_takes_no_time_back() -> None:
    idle = {cost.name for cost in _first_round({"power": 10}) if cost.seconds_backward == 0}
    # a step is constant on either side, and so is the place of the largest
    assert idle == {"binary_step", "hardmax"}


def _first_round(given: dict[str, Any]) -> Any:
    """The costs after all activations have been measured once."""
    exhibit = find("cost")
    assert exhibit.stages is not None
    for stage in islice(exhibit.stages(exhibit.controls.model_validate(given), "cpu"), 10):
        if all(cost.seconds is not None for cost in stage.find().costs):
            return stage.find().costs
    raise AssertionError("ten stages do not reach all activations")


def test_the_first_stage_knows_relu_and_what_everything_keeps() -> None:
    first = _stage({"power": 10})
    assert first.find().yardstick.name == "relu"
    assert first.find().yardstick.seconds > 0
    assert first.find().relative(first.find().yardstick.seconds) == 1
    assert all(cost.bytes_kept is not None for cost in first.find().costs)
    assert len(first.find().timed) < len(CATALOGUE)


def _stage(given: dict[str, Any]) -> Stage[Any]:
    exhibit = find("cost")
    assert exhibit.stages is not None
    return next(exhibit.stages(exhibit.controls.model_validate(given), "cpu"))


def test_bars_are_in_units_of_relus_and_in_the_order_that_is_asked_for() -> None:
    exhibit = find("cost")
    for order in ("time", "memory", "family"):
        found = exhibit.measure(exhibit.controls.model_validate({"power": 10, "order": order}), "cpu")
        figure = exhibit.draw(found)
        back = [trace for trace in figure["data"] if trace["type"] == "bar" and trace["name"] == "backward"]
        names = [name for trace in back for name in trace["y"]]
        lengths = [length for trace in back for length in numbers(trace["x"]).tolist()]
        by_name = {cost.name: cost for cost in found.costs}
        assert sorted(names) == sorted(by_name)
        for name, length in zip(names, lengths, strict=True):
            assert length == pytest.approx(by_name[name].seconds / by_name["relu"].seconds)
        match order:
            case "time":
                assert lengths == sorted(lengths)
            case "memory":
                kept = [by_name[name].bytes_kept for name in names]
                assert kept == sorted(kept)
            case _:
                assert names == [entry.name for entry in CATALOGUE]

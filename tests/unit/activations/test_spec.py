"""An entry that contradicts itself cannot be made, and a parameter takes only values within its range."""

import dataclasses
import math

import pytest
from torch import Tensor

from app.activations.catalogue import find
from app.activations.spec import Parameter

KNOB = Parameter(name="alpha", symbol="α", meaning="a knob", default=1.0, low=0.5, high=5.0)
COUNT = Parameter(name="k", symbol="k", meaning="a count", default=3, low=2, high=8, step=1, whole=True)


def named_otherwise(x: Tensor, gamma: float) -> Tensor:
    return x * gamma


def test_an_entry_whose_function_takes_another_name_is_refused_with_both_lists() -> None:
    with pytest.raises(TypeError, match=r"^elu: declares \['alpha'\], but its function takes \['gamma'\]$"):
        dataclasses.replace(find("elu"), function=named_otherwise)


def test_an_entry_that_forgets_its_parameters_is_refused_with_both_lists() -> None:
    with pytest.raises(TypeError, match=r"^elu: declares \[\], but its function takes \['alpha'\]$"):
        dataclasses.replace(find("elu"), parameters=())


def test_an_entry_that_declares_its_parameters_in_another_order_is_refused() -> None:
    entry = find("hard_tanh")
    with pytest.raises(TypeError, match=r"declares \['max_val', 'min_val'\], but its function takes \['min_val'"):
        dataclasses.replace(entry, parameters=entry.parameters[::-1])


def test_a_slice_that_contradicts_its_function_is_refused_with_both_lists() -> None:
    entry = find("softmax")
    assert entry.slice is not None
    short = dataclasses.replace(entry.slice, parameters=entry.slice.parameters[:1])
    with pytest.raises(TypeError, match=r"declares \['temperature', 'z2'\], .* takes \['temperature', 'z2', 'z3'\]$"):
        dataclasses.replace(entry, slice=short)


def test_only_the_family_across_units_has_a_slice_and_all_of_it_has() -> None:
    with pytest.raises(TypeError, match="slice"):
        dataclasses.replace(find("sigmoid"), slice=find("glu").slice)
    with pytest.raises(TypeError, match="slice"):
        dataclasses.replace(find("glu"), slice=None)


def test_an_entry_does_not_change() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        find("elu").title = "another"  # pyrefly: ignore[read-only]


@pytest.mark.parametrize("default", [0.4, 5.1, math.nan, math.inf])
def test_a_parameter_whose_default_is_out_of_range_is_refused(default: float) -> None:
    with pytest.raises(ValueError, match=r"^alpha: the default .* is outside \[0\.5, 5\.0\]$"):
        dataclasses.replace(KNOB, default=default)


@pytest.mark.parametrize("value", [0.5, 1, 5.0, 4.999999])
def test_a_value_in_range_is_taken_as_a_float(value: float) -> None:
    taken = KNOB.accept(value)
    assert (taken, type(taken)) == (value, float)


@pytest.mark.parametrize("value", [2, 3.0, 8])
def test_a_whole_value_is_taken_as_an_int(value: float) -> None:
    taken = COUNT.accept(value)
    assert (taken, type(taken)) == (value, int)


@pytest.mark.parametrize("value", [0.49, 5.01, -1.0, 1e300, math.nan, math.inf, -math.inf])
def test_a_value_out_of_range_is_refused_with_the_range(value: float) -> None:
    with pytest.raises(ValueError, match=r"^alpha = .* is outside its range \[0\.5, 5\]\.$"):
        KNOB.accept(value)


def test_a_value_just_out_of_range_is_not_shown_as_if_it_were_inside() -> None:
    with pytest.raises(ValueError, match=r"^alpha = 5\.00000001 is outside its range \[0\.5, 5\]\.$"):
        KNOB.accept(5.00000001)


@pytest.mark.parametrize("value", [2.5, 7.999])
def test_a_fraction_is_refused_where_a_whole_number_is_asked_for(value: float) -> None:
    with pytest.raises(ValueError, match=r"^k = .* must be a whole number in \[2, 8\]\.$"):
        COUNT.accept(value)

"""Measured traits are those that each entry states."""

import pytest

from app.activations.catalogue import CATALOGUE
from app.activations.spec import Activation
from tests.unit.analysis.traits.measuring import all_same, measure

each_entry = pytest.mark.parametrize("entry", CATALOGUE, ids=lambda entry: entry.name)


@each_entry
def test_the_range_is_the_stated_one(entry: Activation) -> None:
    found = measure(entry.name)
    assert all_same((found.lower.value, found.upper.value), (entry.stated.lower, entry.stated.upper))


@each_entry
def test_the_limits_are_the_stated_ones(entry: Activation) -> None:
    assert all_same(measure(entry.name).limits, entry.stated.limits)


@each_entry
def test_is_monotone_exactly_when_it_is_stated_to_be(entry: Activation) -> None:
    assert (measure(entry.name).monotone is not None) == entry.stated.monotone


@each_entry
def test_has_the_stated_parity(entry: Activation) -> None:
    assert measure(entry.name).parity == entry.stated.parity


@each_entry
def test_is_as_smooth_as_is_stated_and_no_smoother(entry: Activation) -> None:
    assert measure(entry.name).smoothness == entry.stated.smoothness

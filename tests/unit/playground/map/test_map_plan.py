"""What a map may ask, and what is said where it may not."""

import math
from itertools import pairwise
from typing import Any

import pytest
from pydantic import ValidationError

from app.playground.map.quantities import QUANTITIES
from app.playground.plan import Plan
from tests.unit.playground.map.questions import question_of


@pytest.mark.parametrize(
    ("x", "y", "chosen", "says"),
    [
        ("lr:0:1:3", "l2:0:1:3", {}, "lr goes from 1e-06 to 10; the axis from 0 to 1."),
        ("lr:0:1:3:log", "l2:0:1:3", {}, "begins at 0; equal ratios begin above 0"),
        ("lr:1:0.1:3", "l2:0:1:3", {}, "goes from 1 to 0.1; let it rise"),
        ("lr:0.1:1:3", "lr:0.1:1:3", {}, "Both axes vary lr"),
        ("lr:0.1:1:3", "alpha:0:1:3", {}, "tanh has no parameter alpha; it has no parameters"),
        ("lr:0.1:1:3", "momentum:0:0.9:3", {}, "The optimizer sgd has no momentum"),
        ("lr:0.1:1:3", "noise:0:0.9:3", {"data": "iris"}, "The data set iris is not drawn"),
        ("width:1.5:4:3", "l2:0:1:3", {}, "width is a whole number"),
        ("width:1:400:3", "l2:0:1:3", {}, "width goes from 1 to 64"),
        ("lr:0.1:0.1000000000000001:32", "l2:0:1:3", {}, "there are no 32 different numbers"),
        ("lr:0.1:1:3", "l2:0:1:3", {"layers": ()}, "no hidden layer"),
        ("lr:0.1:1:3", "l2:0:1:3", {"data": "plane", "measure": "accuracy"}, "A regression has no accuracy"),
        ("seed:0:2147483647:3", "l2:0:1:3", {"replicas": 2}, "The seeds of the map go beyond"),
    ],
)
def test_what_cannot_be_drawn_is_refused_with_a_sentence(x: str, y: str, chosen: dict[str, Any], says: str) -> None:
    with pytest.raises(ValidationError) as refused:
        question_of(x, y, **chosen)
    assert says in str(refused.value)


def test_activations_share_what_is_varied_and_stand_once() -> None:
    with pytest.raises(ValidationError, match="name each once"):
        question_of("lr:0.1:1:3", "l2:0:1:3", "elu", "elu(alpha=1)")
    with pytest.raises(ValidationError, match="relu has no parameter alpha"):
        question_of("lr:0.1:1:3", "alpha:0:1:3", "elu", "relu")


@pytest.mark.parametrize("name", QUANTITIES)
def test_every_quantity_changes_a_plan_and_nothing_else(name: str) -> None:
    quantity = QUANTITIES[name]
    plan = Plan()
    high = min(quantity.high, 4)
    other = quantity.apply(plan, high)
    assert other != plan
    assert Plan.model_validate(other.model_dump()) == other
    assert quantity.apply(other, high) == other


def test_values_reach_from_end_to_end_and_are_short() -> None:
    question = question_of("lr:0.001:1:4:log", "width:1:64:7:log")
    x, y = question.values
    assert x == (0.001, 0.01, 0.1, 1.0)
    assert y == (1, 2, 4, 8, 16, 32, 64)
    assert question_of("width:1:4:32", "lr:0.1:0.2:2").values[0] == (1, 2, 3, 4)


def test_deep_in_a_map_values_still_differ() -> None:
    width = math.log(10 / 0.001) / 2**10
    x, _ = question_of(f"lr:0.5:{0.5 * math.exp(width)}:64:log", "l2:0:1:2").values
    assert len(set(x)) == 64
    assert all(before < after for before, after in pairwise(x))

"""A constraint is found by its name, and by nothing else; what keeps it stays as it is."""

import re

import pytest
import torch

from app.playground.constraints import PATTERN, SUGGESTIONS, find_constraint
from tests.unit.sentences import assert_one_sentence


@pytest.mark.parametrize("text", [*SUGGESTIONS, "max_norm(0.001)", "max_norm(1e-2)", "max_norm(100)"])
def test_what_is_suggested_is_found(text: str) -> None:
    assert re.fullmatch(PATTERN, text)
    assert (find_constraint(text) is None) == (text == "none")


@pytest.mark.parametrize(
    "text",
    ["", "norm", "max_norm", "max_norm()", "max_norm(0)", "max_norm(101)", "max_norm(1..2)", "unit_norm(1)", "x" * 99],
)
def test_what_is_none_gets_a_sentence(text: str) -> None:
    with pytest.raises(ValueError, match="is no constraint of weights") as refusal:
        find_constraint(text)
    assert_one_sentence(str(refusal.value))
    assert "max_norm(c)" in str(refusal.value)


@pytest.mark.parametrize("text", SUGGESTIONS[1:])
def test_each_sum_is_held_by_itself_and_what_keeps_its_constraint_stays(text: str) -> None:
    constraint = find_constraint(text)
    assert constraint is not None
    weights = 3 * torch.randn(2, 5, 4, generator=torch.Generator().manual_seed(1), dtype=torch.float64)
    weights[0, :, 0] = 0
    kept = constraint.project(weights)
    torch.testing.assert_close(constraint.project(kept), kept, rtol=1e-6, atol=0)
    torch.testing.assert_close(constraint.project(weights[1:, :, 2:3]), kept[1:, :, 2:3])
    assert kept.isfinite().all()

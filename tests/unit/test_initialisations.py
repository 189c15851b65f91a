"""Initialisations: each draws what it says, is found by what it is called, and by nothing else."""

import math
import re

import pytest
import torch
from torch import Generator

from app.initialisations import FIRST_WEIGHTS, INITIALISATIONS, LARGEST_NUMBER, SCHEMES, Scheme, find_initialisation
from tests.unit.sentences import assert_one_sentence

SUGGESTIONS = [initialisation.suggestion for initialisation in INITIALISATIONS.values()]
SIZE = 300, 200


def test_an_initialisation_stands_under_its_own_name() -> None:
    assert [initialisation.name for initialisation in INITIALISATIONS.values()] == list(INITIALISATIONS)
    assert [scheme.name for scheme in SCHEMES.values()] == list(SCHEMES)


@pytest.mark.parametrize("text", SUGGESTIONS)
def test_what_is_suggested_is_found_and_drawn_the_same_each_time(text: str) -> None:
    found = find_initialisation(text)
    first, second = (found.draw(*SIZE, Generator().manual_seed(5)) for _ in range(2))
    assert found.initialisation.suggestion == text
    assert first.shape == SIZE
    assert first.dtype == torch.float64
    assert torch.equal(first, second)


@pytest.mark.parametrize("scheme", SCHEMES.values(), ids=lambda scheme: scheme.name)
def test_a_scheme_has_its_deviation_in_each_of_its_distributions(scheme: Scheme) -> None:
    for distribution in scheme.distributions:
        weights = find_initialisation(f"{scheme.name}_{distribution}").draw(*SIZE, Generator().manual_seed(1))
        assert weights.std().item() == pytest.approx(scheme.deviation(*SIZE), rel=0.01)
        assert weights.mean().item() == pytest.approx(0, abs=0.01 * scheme.deviation(*SIZE))
        if distribution == "uniform":
            assert weights.abs().max().item() <= scheme.reach(*SIZE)


def test_a_number_is_what_the_initialisation_makes_of_it() -> None:
    assert find_initialisation("constant(-0.5)").draw(2, 3, Generator()).tolist() == [[-0.5] * 3] * 2
    assert find_initialisation("zeros").draw(2, 1, Generator()).tolist() == [[0.0]] * 2
    wide, narrow = (
        find_initialisation(f"normal({sigma})").draw(4, 4, Generator().manual_seed(2)) for sigma in (2, 0.5)
    )
    assert torch.equal(wide, 4 * narrow)


NONE = [
    "he",
    "HE_NORMAL",
    "normal",
    "normal()",
    "normal(x)",
    "normal(-1)",
    "zeros(1)",
    "he_normal(2)",
    "normal(1e400)",
    "constant(1..2)",
]
BEYOND = f"constant({math.nextafter(LARGEST_NUMBER, math.inf)!r})"


@pytest.mark.parametrize("text", [*NONE, BEYOND, "", "normal(0.5) ", "normal(0.5)\n"])
def test_what_is_none_gets_a_sentence_with_every_name(text: str) -> None:
    with pytest.raises(ValueError, match=r"is not an initialisation; choose ") as refusal:
        find_initialisation(text)
    assert_one_sentence(str(refusal.value))
    assert all(name in str(refusal.value) for name in INITIALISATIONS)


def test_the_pattern_of_a_form_takes_what_is_found() -> None:
    for text in (*SUGGESTIONS, "constant(-100)", "normal(1e-3)"):
        assert re.fullmatch(FIRST_WEIGHTS.pattern, text)
        find_initialisation(text)
    for text in ("he", "zeros(1)", "normal"):
        assert re.fullmatch(FIRST_WEIGHTS.pattern, text) is None

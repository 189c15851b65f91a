"""Cards to choose activations from: what they are chosen by is true of the curve, and every card leads somewhere."""

import pytest
from starlette.testclient import TestClient

from app.activations.bound import bind
from app.activations.catalogue import CATALOGUE
from app.analysis.traits.traits import traits
from app.web.pages.picker import TRAITS, cards

BY_NAME = {card.entry.name: card for family in cards().values() for card in family}


@pytest.mark.parametrize(
    "name", ["tanh", "relu", "sigmoid", "elu", "hard_tanh", "sine", "gaussian", "mish", "log_sigmoid"]
)
def test_traits_are_those_that_are_measured(name: str) -> None:
    measured = traits(bind(BY_NAME[name].entry, {}))
    low, high = measured.lower.value, measured.upper.value
    both_signs = (low is None or low < 0) and (high is None or high > 0)
    expected = {
        "monotone": measured.monotone is not None,
        "zero-centred": measured.value_at_zero == 0 and both_signs,
        "bounded": low is not None and high is not None,
        "smooth": measured.smoothness == "smooth",
    }
    assert {trait: trait in BY_NAME[name].traits for trait in TRAITS} == expected


def test_every_trait_leaves_some_cards_and_takes_some_away() -> None:
    assert set(BY_NAME) == {entry.name for entry in CATALOGUE}
    for trait in TRAITS:
        assert 5 <= sum(trait in card.traits for card in BY_NAME.values()) <= len(CATALOGUE) - 5


def test_a_page_may_ask_for_the_cards_alone(client: TestClient) -> None:
    answer = client.get("/picker")
    assert answer.headers["content-type"].startswith("text/html")
    assert answer.text.count("data-pick=") == len(CATALOGUE)
    for name in BY_NAME:
        assert f'href="/?f={name}"' in answer.text

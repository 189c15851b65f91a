"""A difference is called where seeds part lanes, seed by seed, and nowhere else; the best stands first."""

from collections.abc import Sequence
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.playground.goal import Goal
from app.playground.race.verdict import ENOUGH_SEEDS, Comparison, Outcome, verdict

EPOCHS = st.one_of(st.integers(0, 300).map(float), st.just(inf))


def outcome(activation: str, epochs: Sequence[float], accuracies: Sequence[float] | None = None) -> Outcome:
    return Outcome(
        activation=activation, epochs=epochs, costs=[-accuracy for accuracy in accuracies or [0.9] * len(epochs)]
    )


def said(*outcomes: Outcome, target: float = 0.95, so_far: tuple[int, int] | None = None) -> str:
    return verdict(sorted(outcomes, key=lambda one: one.order), Goal(measure="accuracy", target=target), so_far)


FAST = outcome("fast", [20, 22, 24, 26, 28, 30, 32, 34])
SLOW = outcome("slow", [120, 122, 124, 126, 128, 130, 132, 134])
NEVER = outcome("never", [inf] * 8)


def test_more_seeds_are_called_first() -> None:
    assert said(NEVER, SLOW) == "slow reaches 95 % with more seeds than never."


def test_fewer_epochs_are_called_where_the_seeds_do_not_part() -> None:
    assert said(SLOW, FAST) == "fast reaches 95 % in fewer epochs than slow."


def test_accuracy_is_called_where_nothing_else_parts() -> None:
    low, high = outcome("low", [inf] * 8, [0.6] * 8), outcome("high", [inf] * 8, [0.7] * 8)
    assert said(low, high) == "No seed of high or low reached 95 %. high ends with a higher accuracy than low."


def test_what_does_not_part_is_named_as_such() -> None:
    near = outcome("near", [22, 20, 26, 24, 30, 28, 34, 32])
    assert said(FAST, near) == "Between fast and near: no difference shown."
    assert said(FAST, near, SLOW, NEVER) == (
        "fast reaches 95 % with more seeds than never. fast reaches 95 % in fewer epochs than slow. "
        "Between fast and near: no difference shown."
    )


def test_what_every_seed_says_is_called_however_little_it_is() -> None:
    # the seeds lie far apart, and each needs one epoch more: as the seed is the same, that is the lane's
    later = outcome("later", [epoch + 1 for epoch in FAST.epochs])
    assert said(FAST, later) == "fast reaches 95 % in fewer epochs than later."


def test_a_loss_is_a_target_too() -> None:
    low, high = (
        Outcome(activation=name, epochs=[inf] * 8, costs=[loss] * 8) for name, loss in (("low", 0.1), ("high", 0.2))
    )
    assert verdict([low, high], Goal(measure="loss", target=0.05)) == (
        "No seed of low or high reached a loss of 0.05. low ends with a lower loss than high."
    )
    assert verdict([FAST, SLOW], Goal(measure="loss", target=0.25)) == (
        "fast reaches a loss of 0.25 in fewer epochs than slow."
    )


def test_a_lane_that_is_ahead_of_the_first_by_less_is_named_too() -> None:
    # one seed more comes first, and is no difference; the accuracies part
    first = outcome("first", [20.0] * 8, [0.95] * 8)
    second = outcome("second", [20.0] * 7 + [inf], [0.99] * 8)
    assert said(first, second) == "second ends with a higher accuracy than first."


def test_half_of_the_seeds_solved_is_no_median() -> None:
    half = outcome("half", [20, 20, 20, 20, inf, inf, inf, inf])
    assert half.order[1] == inf
    # four seeds part the two, and four coins fall alike in one of eight cases
    assert said(half, NEVER) == "Between half and never: no difference shown."


@pytest.mark.parametrize("seeds", [1, 2, ENOUGH_SEEDS - 1])
def test_few_seeds_show_no_difference(seeds: int) -> None:
    assert said(outcome("a", [1.0] * seeds), outcome("b", [inf] * seeds)) == (
        f"No difference shown: that takes 6 seeds at least, and here are {seeds}."
    )


def test_one_lane_is_compared_with_nothing() -> None:
    assert said(FAST) == "fast ran alone: there is nothing to compare it with."
    assert said(NEVER, target=0.5) == (
        "No seed of never reached 50 %. never ran alone: there is nothing to compare it with."
    )


def test_a_race_that_goes_on_claims_no_end() -> None:
    low, high = outcome("low", [inf] * 8, [0.6] * 8), outcome("high", [inf] * 8, [0.7] * 8)
    assert said(low, high, so_far=(67, 200)) == (
        "This is how it stands after epoch 67 of 200. No seed of high or low has reached 95 % yet. "
        "high has a higher accuracy than low."
    )
    assert said(FAST, NEVER, so_far=(1, 2)) == (
        "This is how it stands after epoch 1 of 2. fast has reached 95 % with more seeds than never."
    )
    assert said(SLOW, FAST, so_far=(140, 200)) == (
        "This is how it stands after epoch 140 of 200. fast has reached 95 % in fewer epochs than slow."
    )
    assert (
        said(FAST, FAST, so_far=(40, 41))
        == "This is how it stands after epoch 40 of 41. Between fast and fast: no difference shown yet."
    )
    assert said(FAST, so_far=(40, 41)) == (
        "This is how it stands after epoch 40 of 41. fast runs alone: there is nothing to compare it with."
    )


@given(st.lists(EPOCHS, min_size=ENOUGH_SEEDS, max_size=20), st.integers(2, 5))
def test_equal_lanes_show_no_difference(epochs: list[float], lanes: int) -> None:
    assert "no difference shown" in said(*(outcome(f"lane{number}", epochs) for number in range(lanes)))


@given(st.data())
def test_of_two_lanes_one_at_most_is_ahead_and_it_stands_first_or_is_named(data: st.DataObject) -> None:
    count = data.draw(st.integers(ENOUGH_SEEDS, 16))
    a, b = (
        outcome(
            name,
            data.draw(st.lists(EPOCHS, min_size=count, max_size=count)),
            data.draw(st.lists(st.floats(0, 1), min_size=count, max_size=count)),
        )
        for name in ("a", "b")
    )
    found = Comparison([a, b])
    assert found.ahead_by(0, 1) is None or found.ahead_by(1, 0) is None
    text = said(a, b)
    assert found.differ(0, 1) == ("no difference shown" not in text) != found.is_even
    if (number := found.ahead_by(0, 1)) is not None and number < 2:
        assert text.count("a reaches 95 %") == 1

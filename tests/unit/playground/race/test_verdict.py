"""A difference is called where intervals part, and nowhere else; the best stands first."""

from collections.abc import Sequence
from math import inf

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from app.playground.race.verdict import ENOUGH_SEEDS, Outcome, verdict

EPOCHS = st.one_of(st.integers(0, 300).map(float), st.just(inf))


def outcome(activation: str, epochs: Sequence[float], accuracies: Sequence[float] | None = None) -> Outcome:
    return Outcome(activation=activation, epochs=epochs, accuracies=accuracies or [0.9] * len(epochs))


def said(*outcomes: Outcome, target: float = 0.95, so_far: tuple[int, int] | None = None) -> str:
    return verdict(sorted(outcomes, key=lambda one: one.order), target, so_far)


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
    near = outcome("near", [21, 23, 25, 27, 29, 31, 33, 35])
    assert said(FAST, near) == "Between fast and near: no difference shown."
    assert said(FAST, near, SLOW, NEVER) == (
        "fast reaches 95 % with more seeds than never and reaches 95 % in fewer epochs than slow. "
        "Between fast and near: no difference shown."
    )


def test_a_lane_that_is_ahead_of_the_first_by_less_is_named_too() -> None:
    # one seed more comes first, and is no difference; the accuracies part
    first = outcome("first", [20.0] * 8, [0.95] * 8)
    second = outcome("second", [20.0] * 7 + [inf], [0.99] * 8)
    assert said(first, second) == "second ends with a higher accuracy than first."


def test_half_of_the_seeds_solved_is_no_median() -> None:
    half = outcome("half", [20, 20, 20, 20, inf, inf, inf, inf])
    assert half.order[1] == inf
    # 4 of 8 against none: Wilson's intervals are 0.22 to 0.78 and 0 to 0.32
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
        "So far, epoch 67 of 200: No seed of high or low has reached 95 % yet. high has a higher accuracy than low."
    )
    assert said(FAST, NEVER, so_far=(1, 2)) == (
        "So far, epoch 1 of 2: fast has reached 95 % with more seeds than never."
    )
    assert said(SLOW, FAST, so_far=(140, 200)) == (
        "So far, epoch 140 of 200: fast has reached 95 % in fewer epochs than slow."
    )
    assert (
        said(FAST, FAST, so_far=(40, 41)) == "So far, epoch 40 of 41: Between fast and fast: no difference shown yet."
    )
    assert said(FAST, so_far=(40, 41)) == (
        "So far, epoch 40 of 41: fast runs alone: there is nothing to compare it with."
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
    assert a.ahead_by(b) is None or b.ahead_by(a) is None
    text = said(a, b)
    assert a.differs_from(b) == ("no difference shown" not in text)
    if (number := a.ahead_by(b)) is not None and number < 2:
        assert text.count("a reaches 95 %") == 1


@pytest.mark.parametrize("lanes", [2, 6])
def test_equal_lanes_with_other_seeds_are_seldom_called_different(lanes: int) -> None:
    generator = torch.Generator().manual_seed(2)
    trials, called = 100, 0
    for _ in range(trials):
        # log-normal epochs, of which a quarter never end: what races look like
        epochs = torch.exp(4 + 0.5 * torch.randn(lanes, 10, generator=generator, dtype=torch.float64))
        epochs[torch.rand(lanes, 10, generator=generator) < 0.25] = inf
        outcomes = [
            Outcome(activation=str(n), epochs=row, accuracies=[0.9] * 10, outside=0.025 / (lanes - 1))
            for n, row in enumerate(epochs.tolist())
        ]
        called += "no difference shown" not in said(*outcomes)
    assert called <= 0.1 * trials

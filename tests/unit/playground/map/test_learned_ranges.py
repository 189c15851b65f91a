"""The ranges that are told of activations are those that are measured."""

import numpy as np
import pytest

from app.activations.catalogue import find
from app.playground.map.learned_ranges import EPOCHS, SEEDS, learned_ranges
from app.text import number
from benchmarks.findings import ACTIVATIONS, RESAMPLES, estimates, measure
from benchmarks.findings_document import DOCUMENT, document

STEP = 0.35
VALUES = np.array([0.01, 0.1, 1.0, 10.0])


def test_each_activation_has_its_ranges_along_both_axes_of_each_data_set() -> None:
    assert tuple(learned_ranges()) == ACTIVATIONS
    for name, ranges in learned_ranges().items():
        assert find(name).kind == "elementwise"
        assert [(each.data, each.varied) for each in ranges] == [
            (data, varied) for data in EPOCHS for varied in ("lr", "weight_scale")
        ]


def test_measured_again_they_are_the_same() -> None:
    told = tuple(each for each in learned_ranges()["tanh"] if each.data == "moons")
    for again, before in zip(measure("tanh", "moons"), told, strict=True):
        assert (again.varied, again.share) == (before.varied, pytest.approx(before.share, abs=1 / SEEDS))
        for name in ("best", "lowest", "highest"):
            here, there = getattr(again, name), getattr(before, name)
            # a step of what is tried: processors differ in last bits, which count where training is chaotic
            assert abs(np.log10(here.value / there.value)) < STEP


def test_the_document_is_written_from_them() -> None:
    assert DOCUMENT.read_text("utf-8") == document([each for ranges in learned_ranges().values() for each in ranges])


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_they_agree_with_themselves(name: str) -> None:
    for each in learned_ranges()[name]:
        assert (each.lr is None) == (each.varied == "lr")
        assert (each.lowest is None) == (each.highest is None) == (each.decades is None) == (each.share < 0.5)
        for estimate in (each.best, each.lowest, each.highest, each.decades):
            assert estimate is None or estimate.low <= estimate.high
        if each.lowest and each.highest and each.decades:
            assert number(each.decades.value, 6) == number(np.log10(each.highest.value / each.lowest.value), 6)
        assert float(SEEDS * each.share).is_integer()


def test_seeds_that_agree_leave_nothing_open() -> None:
    learned = np.tile([False, True, True, False], (SEEDS, 1))
    losses = np.tile([3.0, 1.0, 2.0, np.inf], (SEEDS, 1))
    told = estimates(VALUES, learned, losses)
    assert told["share"] == 1
    for name, value in (("best", 0.1), ("lowest", 0.1), ("highest", 1.0), ("decades", 1.0)):
        assert (told[name].value, told[name].low, told[name].high) == (value, value, value)


def test_where_less_than_half_learn_there_is_no_range() -> None:
    learned = np.zeros((SEEDS, len(VALUES)), dtype=bool)
    learned[: SEEDS // 2 - 1] = True
    told = estimates(VALUES, learned, np.where(learned, 0.0, 1.0))
    assert (told["lowest"], told["highest"], told["decades"]) == (None, None, None)
    assert told["share"] == (SEEDS // 2 - 1) / SEEDS


def test_an_interval_holds_what_seeds_drawn_again_give() -> None:
    # at the first value half of the seeds learn: of draws, half and somewhat more do (binomial), far from 97.5 %
    learned = np.ones((SEEDS, len(VALUES)), dtype=bool)
    learned[SEEDS // 2 :, 0] = False
    told = estimates(VALUES, learned, np.ones(learned.shape))
    assert RESAMPLES >= 1000
    assert (told["lowest"].value, told["lowest"].low, told["lowest"].high) == (0.01, 0.01, 0.1)
    assert (told["highest"].low, told["highest"].high) == (10.0, 10.0)

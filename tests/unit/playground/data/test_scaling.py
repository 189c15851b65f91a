"""Own data is learned in units that first weights are made for, and shown in its own."""

import math

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from app.playground.data.datasets import DATASETS, draw
from app.playground.data.samples import Row, own, split
from app.playground.data.scaling import scaling_of
from app.playground.plan import Plan
from app.playground.plane import HIGH, LOW, Plane, plane_around
from app.playground.training import Run

SCORES: list[Row] = [
    (30.0 + 70 * (i % 10) / 9, 20.0 + 70 * (i // 10) / 9, "passes" if i % 10 + i // 10 > 9 else "fails")
    for i in range(100)
]


@pytest.mark.parametrize("name", [name for name, dataset in DATASETS.items() if dataset.rows is None])
def test_drawn_data_is_learned_as_it_is_unless_asked(name: str) -> None:
    halves = split(draw(name, 200, 0.2, 1), 0.5, 1)
    assert not scaling_of(halves, "auto", usual=True).is_standardised
    # nor would points alike be changed, if they were a reader's own
    again = scaling_of(halves, "auto", usual=False)
    assert not again.is_standardised
    assert again.targets == (-1, 1)
    asked = scaling_of(halves, "yes", usual=True).scaled(halves.train)
    torch.testing.assert_close(asked.x.mean(dim=0), torch.zeros_like(asked.x[0]), rtol=0, atol=1e-12)
    torch.testing.assert_close(asked.x.std(dim=0, correction=0), torch.ones_like(asked.x[0]))


@given(st.floats(-1e5, 1e5), st.floats(1e-3, 1e5), st.integers(0, 9))
def test_far_data_is_standardised_by_its_training_rows_alone(middle: float, size: float, seed: int) -> None:
    drawn = draw("circle", 60, 0.1, seed)
    labelled = zip(drawn.x.tolist(), drawn.y.tolist(), strict=True)
    rows = [(x * size + middle, y * size - middle, label) for (x, y), label in labelled]
    rows = [row for row in rows if max(abs(row[0]), abs(row[1])) <= 1e6]
    if len({label for *_, label in rows}) < 2:
        return
    halves = split(own(rows), 0.5, seed)
    scaling = scaling_of(halves, "yes", usual=False)
    train = scaling.scaled(halves.train).x
    assert train.mean(dim=0).abs().max() < 1e-6
    assert torch.equal(scaling.mean, halves.train.x.mean(dim=0))
    torch.testing.assert_close(scaling.scaled(halves.test).x * scaling.deviation + scaling.mean, halves.test.x)


def test_what_has_no_spread_is_only_moved() -> None:
    halves = split(own([(40, i, i % 2) for i in range(8)]), 1, 0)
    scaled = scaling_of(halves, "auto", usual=False).scaled(halves.train)
    assert scaled.x[:, 0].tolist() == [0] * 8


def test_own_targets_are_learned_between_minus_one_and_one() -> None:
    halves = split(own([(i, -i, 19000 + 500 * i) for i in range(20)]), 0.5, 3)
    scaling = scaling_of(halves, "auto", usual=False)
    scaled = scaling.scaled(halves.train)
    assert (scaled.y.min().item(), scaled.y.max().item()) == pytest.approx((-1, 1))
    assert scaling.targets == pytest.approx((halves.train.y.min().item(), halves.train.y.max().item()))
    assert scaling_of(halves, "no", usual=False).targets == (-1, 1)


def test_a_plane_lies_around_own_points() -> None:
    assert plane_around(torch.tensor([[-5.0, 3.0], [4.0, -5.9]])) == Plane() == Plane(x=(LOW, HIGH), y=(LOW, HIGH))
    spiral = draw("spiral", 100, 0.0, 0).x / 5
    small = plane_around(spiral)
    assert small.x[1] - small.x[0] == pytest.approx(small.y[1] - small.y[0])
    assert 2 < small.x[1] - small.x[0] < 2.5
    apart = plane_around(torch.tensor([[20.0, 19000.0], [60.0, 90000.0]]))
    assert apart.x == pytest.approx((18, 62))
    assert apart.y == pytest.approx((15450, 93550))
    assert plane_around(torch.tensor([[7.0, 7.0], [7.0, 7.0]])) == Plane(x=(6, 8), y=(6, 8))


def test_exam_scores_are_learned_and_shown_in_their_own_units() -> None:
    plan = Plan.model_validate({"data": {"name": "own", "samples": SCORES}, "training": {"lr": 0.1}})
    run = Run(plan)
    run.train_epochs(60)
    score = run.score()
    assert score.train_accuracy is not None
    assert float(score.train_accuracy) >= 0.96
    assert (run.plane.x, run.plane.y) == (pytest.approx((26.5, 103.5)), pytest.approx((16.5, 93.5)))
    # the map's corners are the corners of the plane, as the network takes them
    corner = run.map_points(5, torch.float64)[0, 0]
    high = torch.tensor([run.plane.x[0], run.plane.y[1]], dtype=torch.float64)
    torch.testing.assert_close(corner, run.scaling.points(high))
    unscaled = Run(plan.model_copy(update={"data": plan.data.model_copy(update={"standardise": "no"})}))
    assert torch.equal(unscaled.train.x, unscaled.data.train.x)
    assert math.isfinite(float(unscaled.score().train_loss))

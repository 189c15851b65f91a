"""A lane's own learning rate is the best of those tried on training rows alone; the race then runs at it."""

import math
from itertools import count
from statistics import median
from typing import Any

import pytest
import torch
from pydantic import ValidationError

from app.playground.data.samples import Split
from app.playground.plan import LARGEST_SEED
from app.playground.plan_data import split_data
from app.playground.race import race as races
from app.playground.race.plan import SEARCH_SEEDS, RacePlan
from app.playground.race.race import Race
from app.playground.race.search import Search, rates_around
from app.playground.race.standings import report, standings
from app.playground.training import Run
from tests.unit.playground.bench import Bench
from tests.unit.playground.race.test_race import race_plan
from tests.unit.sentences import assert_one_sentence

EPOCHS = 12


def searching(*activations: str, **chosen: Any) -> RacePlan:
    """A race whose lanes look for their rates, 60 points to learn from and few epochs."""
    plan = race_plan(*activations, layers=("3:tanh",), **{"epochs": EPOCHS, "lr": 0.01, **chosen})
    return plan.model_copy(update={"rates": "best"})


def searched(plan: RacePlan, activation: str = "tanh") -> Search:
    search = Search(plan, activation, "cpu", count().__next__, None)
    while not search.is_over:
        search.step(0)
    return search


def finished(race: Race, bench: Bench | None = None) -> Race:
    while not race.is_over:
        if bench is not None and race.is_held_up:
            bench.work(1)
        race.step()
    return race


def untimed(race: Race) -> dict[str, Any]:
    found = report(race)
    return {**found, "lanes": [{**lane, "seconds_per_epoch": None} for lane in found["lanes"]]}


def test_rates_lie_half_a_decade_apart_around_the_plan_s() -> None:
    assert rates_around(0.02) == (0.00063, 0.002, 0.0063, 0.02, 0.063, 0.2, 0.63)
    assert rates_around(0.0123) == (0.00039, 0.0012, 0.0039, 0.0123, 0.039, 0.12, 0.39)
    # no further than rates go
    assert rates_around(1e-6)[0] == 1e-6
    assert rates_around(10)[-1] == 10


@pytest.mark.parametrize("chosen", [{}, {"data": "plane"}, {"data": "blobs", "dropout": 0.2}])
def test_each_rate_is_tried_as_it_would_be_alone(chosen: dict[str, Any]) -> None:
    plan = searching("relu", "tanh", seed=4, **chosen)
    found = searched(plan)
    train = split_data(plan.plan.data).train
    assert [tried.lr for tried in found.tried] == [*rates_around(0.01)]
    for tried in found.tried[2:4]:
        losses: list[float] = []
        for seed in range(plan.plan.seed + plan.seeds, plan.plan.seed + plan.seeds + SEARCH_SEEDS):
            alone = plan.lane("tanh").model_copy(update={"replicas": 1, "seed": seed})
            training = alone.training.model_copy(update={"lr": tried.lr})
            run = Run(
                alone.model_copy(update={"training": training}), records=False, data=_kept_and_held_out(train, plan)
            )
            run.train_epochs(plan.search_epochs)
            losses.append(float(run.score_on(run.judged_by)[0]))
        assert tried.loss == pytest.approx(median(losses), rel=1e-9)
    assert found.best == min(found.tried, key=lambda tried: tried.loss).lr


def _kept_and_held_out(train: Any, plan: RacePlan) -> Split:
    rows = Search(plan, "tanh", "cpu", count().__next__, None)._rows  # noqa: SLF001  which rows, the plan does not say
    x = torch.cat([rows.train.x, rows.test.x])
    # each training row is on one side, and no other row is
    assert sorted(map(tuple, x.tolist())) == sorted(map(tuple, train.x.tolist()))
    assert len(rows.train) == round(0.75 * len(train))
    return rows


def test_rows_that_a_race_is_scored_on_are_not_seen() -> None:
    rows = [[math.sin(n) * 3, math.cos(2 * n) * 3, n % 2] for n in range(40)]
    data = {"name": "own", "samples": rows, "train_fraction": 0.5}
    plan = RacePlan.model_validate({"plan": {"data": data}, "activations": ["tanh"], "epochs": 6, "rates": "best"})
    test = {tuple(row) for row in split_data(plan.plan.data).test.x.tolist()}
    others = [[x + 100, y, label] if (x, y) in test else [x, y, label] for x, y, label in rows]
    moved = RacePlan.model_validate({**plan.model_dump(), "plan": {"data": {**data, "samples": others}}})
    assert split_data(moved.plan.data).train.x.equal(split_data(plan.plan.data).train.x)
    assert searched(moved).tried == searched(plan).tried


def test_the_race_runs_at_the_rates_that_were_found() -> None:
    plan = searching("tanh", "x**3")
    race = Race.at_once(plan, "cpu", count().__next__)
    assert [lane.lr for lane in race.lanes] == [None, None]
    assert race.is_searching
    assert standings(race).verdict.endswith("0 of 2 lanes have found their learning rates so far.")
    while race.is_searching:
        race.step()
    assert race.epoch == 0
    finished(race)
    for lane in race.lanes:
        assert lane.search is not None
        assert lane.lr == lane.search.best == searched(plan, lane.activation).best
        training = plan.plan.training.model_copy(update={"lr": lane.lr})
        usual = plan.model_copy(update={"plan": plan.plan.model_copy(update={"training": training}), "rates": "plan"})
        alone = finished(Race.at_once(usual, "cpu", count().__next__))
        (twin,) = [other for other in alone.lanes if other.activation == lane.activation]
        assert lane.course.losses.equal(twin.course.losses)
    assert "Each lane learns at the best of 7 learning rates" in standings(race).verdict
    for lane in standings(race).lanes:
        assert lane.tried is not None
        assert lane.lr in [tried.lr for tried in lane.tried]


def test_a_rate_at_the_end_of_those_tried_is_named() -> None:
    found = standings(finished(Race.at_once(searching("tanh", lr=1e-5), "cpu", count().__next__)))
    assert found.lanes[0].lr == 0.00032
    assert (
        "The highest rate that was tried, 0.00032, is the best of tanh: a better one may lie beyond." in found.verdict
    )


def test_rates_at_which_every_seed_leaves_the_range_of_numbers_are_not_taken() -> None:
    found = searched(searching("x**3", optimizer="sgd", lr=0.1, init="normal(1)"), "x**3")
    assert [tried.loss for tried in found.tried[-2:]] == [math.inf, math.inf]
    assert found.best is not None
    assert found.best < found.tried[-2].lr


@pytest.mark.usefixtures("unoptimised")
def test_xla_finds_what_torch_finds_whenever_its_programs_are_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("jax", reason="JAX is not installed: make test without SLIM=1")
    monkeypatch.setattr(races, "FEWEST_STEPS", 0)
    plan = searching("tanh")
    by_torch = finished(Race.at_once(plan, "cpu", count().__next__))
    found: list[dict[str, Any]] = []
    for early in (False, True):
        bench = Bench()
        race = Race.at_once(plan, "cpu", count().__next__, bench.submit)
        assert race.is_held_up
        if early:
            bench.work(2)
        found.append(untimed(finished(race, bench)))
        for lane, twin in zip(race.lanes, by_torch.lanes, strict=True):
            assert lane.lr == twin.lr
            assert lane.search is not None
            assert twin.search is not None
            for tried, other in zip(lane.search.tried, twin.search.tried, strict=True):
                assert (tried.lr, tried.solved) == (other.lr, other.solved)
                assert tried.loss == pytest.approx(other.loss, rel=1e-6)
    assert found[0] == found[1]


def test_a_race_that_is_forgotten_waits_for_no_search() -> None:
    pytest.importorskip("jax", reason="JAX is not installed: make test without SLIM=1")
    bench = Bench()
    search = Search(searching("tanh"), "tanh", "cpu", count().__next__, bench.submit)
    assert search.awaited is not None
    search.forget()
    assert search.awaited.cancelled()


def test_what_cannot_be_searched_is_refused() -> None:
    body = {"plan": {"seed": LARGEST_SEED - 7}, "activations": ["tanh"], "seeds": 8}
    assert RacePlan.model_validate(body).rates == "plan"
    with pytest.raises(ValidationError, match="The 12 seeds of the race go beyond"):
        RacePlan.model_validate({**body, "rates": "best"})
    with pytest.raises(ValidationError, match="rates"):
        RacePlan.model_validate({**body, "rates": "worst"})
    data = {"name": "own", "samples": [[0, 0, 0], [1, 1, 1]]}
    plan = RacePlan.model_validate({"plan": {"data": data}, "activations": ["tanh"], "rates": "best"})
    with pytest.raises(ValueError, match="only one") as refusal:
        Race.at_once(plan, "cpu", count().__next__)
    assert_one_sentence(str(refusal.value))

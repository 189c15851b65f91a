"""A race that XLA takes over from torch comes to the same end whenever the lanes' programs are ready."""

import random
from itertools import count
from typing import Any

import pytest
import torch

from app.playground.race import race as races
from app.playground.race.plan import RacePlan
from app.playground.race.race import Race
from app.playground.race.session import RaceSession
from app.playground.race.standings import report
from tests.unit.playground.bench import Bench, Eager
from tests.unit.playground.live.test_session import Clock
from tests.unit.playground.race.test_race import WILD, race_plan

pytest.importorskip("jax", reason="JAX is not installed: make test without SLIM=1")

SLICE = 0.015
# but of two tests that share their programs, one of which trains for thousands of epochs
unoptimised = pytest.mark.usefixtures("unoptimised")


@pytest.fixture(autouse=True)
def _also_short_races(monkeypatch: pytest.MonkeyPatch) -> None:
    """Races of a test are short."""
    monkeypatch.setattr(races, "FEWEST_STEPS", 0)


def race_of(plan: RacePlan, bench: Bench | None) -> Race:
    return Race.at_once(plan, "cpu", count().__next__, None if bench is None else bench.submit)


def finish(race: Race, bench: Bench, late: float, dice: random.Random) -> None:
    """Run the race; before each step a program may come, or two."""
    while not race.is_over:
        if race.is_held_up or dice.random() >= late:
            bench.work(1)
        race.step()


def untimed(race: Race) -> dict[str, Any]:
    """Everything that a race has found but the time."""
    found = report(race)
    return {**found, "lanes": [{**lane, "seconds_per_epoch": None} for lane in found["lanes"]]}


@pytest.mark.parametrize(
    ("activations", "chosen"),
    [
        (("tanh", "rrelu"), {}),
        (("prelu",), {"dropout": 0.2, "batch_size": 7, "data": "blobs", "l2": 0.01}),
    ],
)
def test_the_report_does_not_tell_when_programs_were_ready(
    activations: tuple[str, ...], chosen: dict[str, Any]
) -> None:
    plan = race_plan(*activations, layers=("3:tanh",), epochs=12, **chosen)
    found: list[dict[str, Any]] = []
    for late in (0.0, 0.9, 0.98, 1.0):
        bench = Eager() if late == 0 else Bench()
        race = race_of(plan, bench)
        finish(race, bench, late, random.Random(f"{late}"))  # noqa: S311  nothing is kept secret
        assert race.epoch == 12
        assert all(len(lane.course.judged) == 13 for lane in race.lanes)
        found.append(untimed(race))
    assert all(each == found[0] for each in found)


@unoptimised
@pytest.mark.parametrize(
    "chosen", [{"data": "blobs", "batch_size": 7, "layers": ("3:tanh",)}, {"optimizer": "sgd", **WILD}]
)
def test_the_lanes_are_torchs_but_for_rounding(chosen: dict[str, Any]) -> None:
    plan = race_plan("x**3", "sigmoid", seeds=8, epochs=6, **chosen)
    by_torch, by_xla = race_of(plan, None), race_of(plan, Eager())
    for race in (by_torch, by_xla):
        while not race.is_over:
            race.step()
    for here, there in zip(by_torch.lanes, by_xla.lanes, strict=True):
        assert there.relay.is_settled
        torch.testing.assert_close(there.course.losses, here.course.losses, rtol=1e-8, atol=1e-9, equal_nan=True)
        assert torch.equal(there.course.judged.nan_to_num(-1), here.course.judged.nan_to_num(-1))
        assert torch.equal(there.course.lost(6), here.course.lost(6))
        assert len(there.course.seconds) == len(here.course.seconds) == 6
    if "init" in chosen:
        assert 0 < int(by_xla.lanes[0].course.lost(6).isfinite().sum()) < 8


@unoptimised
def test_a_race_in_which_all_are_lost_is_over_when_that_is_certain() -> None:
    plan = race_plan("exp(exp(x))", init="normal(3)", lr=10, optimizer="sgd", epochs=50)
    bench = Bench()
    race = race_of(plan, bench)
    while not race.is_held_up:
        race.step()
    assert not race.is_over
    bench.work()
    while not race.is_over:
        race.step()
    assert race.epoch < 50


@unoptimised
def test_a_session_waits_for_the_programs_at_the_end() -> None:
    bench = Bench()
    plan = race_plan("tanh", epochs=4, layers=("3:tanh",))
    session = RaceSession(Race.at_once(plan, "cpu", Clock(0.001), bench.submit))
    session.resume()
    for _ in range(100):
        session.train(SLICE)
    assert (session.state, session.epoch, session.can_train) == ("running", 4, False)
    bench.work()
    while session.state == "running":
        session.train(SLICE)
    assert (session.state, session.epoch) == ("over", 4)


def test_lanes_have_learned_as_much_where_a_race_pauses_in_a_short_round() -> None:
    bench = Eager()
    plan = race_plan("tanh", "rrelu", layers=("3:tanh",), epochs=10_000)
    session = RaceSession(Race.at_once(plan, "cpu", Clock(0.0001), bench.submit))
    session.resume()
    for _ in range(20):
        session.train(0.002)
    session.pause()
    epochs = {lane.run.epoch for lane in session.race.lanes}
    assert epochs == {session.epoch}
    assert session.epoch > 40


def test_a_short_race_and_one_that_is_left_compile_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    bench = Bench()
    session = RaceSession(Race.at_once(race_plan("tanh", "relu"), "cpu", Clock(), bench.submit))
    session.start(Race.at_once(race_plan("gelu"), "cpu", Clock(), bench.submit))
    session.leave()
    assert [future.cancelled() for _, future in bench.waiting] == [True] * 3
    monkeypatch.setattr(races, "FEWEST_STEPS", 16)
    # 5 epochs of 3 batches
    race_of(race_plan("tanh"), bench)
    assert len(bench.waiting) == 3

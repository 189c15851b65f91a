"""XLA takes a run over from torch whenever its program is ready, and the numbers do not tell when that was.

SETTINGS=200 tries as many random scripts.
"""

import os
import random
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
import torch

from app.playground.live.live import State
from app.playground.live.relay import Relay
from app.playground.live.session import Pace, Session
from app.playground.network.gradient import RECORDING
from app.playground.plan import Plan, Tuning
from app.playground.training import Run
from tests.unit.playground.bench import Bench, Eager
from tests.unit.playground.runs import plan_of

pytest.importorskip("jax", reason="JAX is not installed: make test without SLIM=1")
pytestmark = pytest.mark.usefixtures("unoptimised")

CHOSEN: dict[str, Any] = {"batch_size": 10, "noise": 0.1, "lr": 0.02, "optimizer": "adam"}
PLAN = plan_of("4:tanh", **CHOSEN)
SLICE = 0.015
# between the costs of batches of 10 and of 7
DEARER = 4900
DEAR_PROGRAMS: OrderedDict[Any, Any] = OrderedDict()


class Clock:
    """A clock that goes on by a thousandth with each look at it."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        """The seconds so far."""
        self.now += 0.001
        return self.now


def relay_of(plan: Plan, bench: Bench) -> Relay:
    return Relay(plan, "cpu", Clock(), bench.submit)


def session_of(plan: Plan, bench: Bench) -> Session:
    return Session(plan, "cpu", Clock(), bench.submit)


def learn(relay: Relay, bench: Bench, epochs: int, late: Callable[[], bool]) -> None:
    """Learn so many epochs; before each piece of work the bench works unless it is late."""
    end = relay.run.epoch + epochs
    while relay.run.epoch < end or not relay.run.is_between_epochs:
        if not late() or relay.is_held_up:
            bench.work()
        if relay.has_news:
            relay.change_over(SLICE)
        else:
            relay.learn(SLICE, end - relay.run.epoch)


def settle(relay: Relay, bench: Bench) -> None:
    """Let whoever is awaited come, and take over."""
    bench.work()
    while relay.has_news:
        relay.change_over(SLICE)
        bench.work()
    assert relay.is_settled


def edit(run: Run) -> None:
    """Set a weight."""
    run.parameters.vector[0] = 0.5
    run.remember()


def tuned(**values: Any) -> Callable[[Run], None]:
    """Tune a run."""
    return lambda run: run.tune(Tuning(**values))


CHANGES = (
    edit,
    tuned(lr=0.05),
    tuned(lr=0.005, l2=0.01),
    tuned(batch_size=15),
    tuned(dropout=0.2),
    tuned(dropout=0.0, activity=0.01),
    tuned(batch_size=7, l1=0.001),
)


def script(dice: random.Random) -> Iterator[tuple[int, Callable[[Run], None] | None]]:
    """Epochs to learn, and what is changed then; None is a reset."""
    for _ in range(dice.randint(1, 4)):
        yield dice.randint(0, 6), dice.choice((*CHANGES, *CHANGES, None))
    yield dice.randint(1, 6), edit


def same_ends(said: Sequence[tuple[int, Callable[[Run], None] | None]], seed: int) -> bool:
    """Whether the script ends in the same bits, whether programs come at once, at random or as late as can be."""
    ends: list[torch.Tensor] = []
    for share in (0.0, 0.7, 0.9, 1.0):
        dice = random.Random(100 * seed + len(ends))  # noqa: S311  nothing is kept secret
        bench = Eager() if share == 0 else Bench()
        relay = relay_of(PLAN, bench)
        for epochs, change in said:
            learn(relay, bench, epochs, lambda dice=dice, share=share: dice.random() < share)
            if change is None:
                relay.reset()
            else:
                relay.change(change)
        settle(relay, bench)
        learn(relay, bench, 3, lambda: False)
        ends.append(relay.run.parameters.vector.clone())
    return all(torch.equal(ends[0], each) for each in ends)


@pytest.mark.parametrize("seed", range(int(os.environ.get("SETTINGS", "6"))))
def test_the_numbers_do_not_tell_when_the_program_was_ready(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    if seed % 2:
        # batches of 7 are torch's then
        monkeypatch.setattr("app.playground.compiled.trainer.MOST_COST", DEARER)
        monkeypatch.setattr("app.playground.compiled.trainer._programs", DEAR_PROGRAMS)
    said = list(script(random.Random(seed)))  # noqa: S311  nothing is kept secret
    assert same_ends(said, seed)


@pytest.mark.parametrize(
    "said",
    [
        [(3, {"batch_size": 2}), (2, {})],
        [(3, {"batch_size": 2}), (0, {"batch_size": 10}), (2, {})],
        [(0, {"batch_size": 2}), (2, {"batch_size": 10}), (2, None), (3, {})],
        [(2, {"batch_size": 2}), (2, None), (2, {"batch_size": 15}), (3, {})],
    ],
)
def test_torch_trains_what_has_no_program_and_nothing_else(
    said: list[tuple[int, dict[str, Any] | None]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.playground.compiled.trainer.MOST_COST", DEARER)
    monkeypatch.setattr("app.playground.compiled.trainer._programs", DEAR_PROGRAMS)
    assert same_ends([(epochs, None if values is None else tuned(**values)) for epochs, values in said], 0)


def test_torch_and_xla_agree_whatever_is_changed() -> None:
    here, bench = Run(PLAN, records=False), Bench()
    there = relay_of(PLAN, bench)
    for change in CHANGES:
        here.train_epochs(2)
        change(here)
        learn(there, bench, 2, lambda: True)
        there.change(change)
    settle(there, bench)
    torch.testing.assert_close(there.run.parameters.vector, here.parameters.vector, rtol=1e-9, atol=1e-9)
    assert there.run.plan == here.plan


def test_what_changes_within_an_epoch_changes_there_again() -> None:
    bench, here = Bench(), Run(PLAN, records=False)
    there = relay_of(PLAN, bench)
    for run in (here, there.run):
        run.train_epochs(2)
        run.step()
    there.change(edit)
    edit(here)
    assert there.run.place == (2, 1)
    learn(there, bench, 4, lambda: True)
    settle(there, bench)
    here.step()
    here.step()
    here.train_epochs(there.run.epoch - here.epoch)
    torch.testing.assert_close(there.run.parameters.vector, here.parameters.vector, rtol=1e-9, atol=1e-9)


def test_a_change_that_needs_another_program_holds_training_up() -> None:
    bench = Bench()
    relay = relay_of(PLAN, bench)
    learn(relay, bench, 2, lambda: False)
    settle(relay, bench)
    relay.change(tuned(batch_size=15))
    assert relay.is_held_up
    # and back again: no other is needed
    relay.change(tuned(batch_size=10))
    assert relay.is_settled
    relay.change(tuned(batch_size=15))
    bench.work()
    assert not relay.is_held_up
    learn(relay, bench, 1, lambda: False)
    assert relay.run.epoch == 3


@pytest.mark.parametrize("is_late", [False, True])
def test_what_is_not_compiled_is_trained_by_torch(monkeypatch: pytest.MonkeyPatch, *, is_late: bool) -> None:
    monkeypatch.setattr("app.playground.compiled.trainer.MOST_COST", 0)
    plan, bench = plan_of("4:softsign", **CHOSEN), Bench()
    here, relay = Run(plan, records=False), relay_of(plan, bench)
    learn(relay, bench, 3, lambda: is_late)
    settle(relay, bench)
    learn(relay, bench, 2, lambda: False)
    here.train_epochs(5)
    assert torch.equal(relay.run.parameters.vector, here.parameters.vector)
    relay.reset()
    assert (relay.run.epoch, relay.is_settled) == (0, True)


def test_a_program_that_nobody_waits_for_is_not_compiled() -> None:
    bench = Bench()
    session = session_of(PLAN, bench)
    session.start(plan_of("5:tanh", **CHOSEN), "cpu")
    session.leave()
    assert [future.cancelled() for _, future in bench.waiting] == [True, True]


def state_after(session: Session, slices: int = 200) -> State:
    """The state when nothing more can be done."""
    for _ in range(slices):
        if not session.can_train:
            break
        session.train(SLICE)
        if session.can_show:
            session.acknowledge(session.show()[0])
    return session.state


def test_a_step_ends_when_the_program_has_come_there_with_its_numbers() -> None:
    bench = Bench()
    early, late = session_of(PLAN, Eager()), session_of(PLAN, bench)
    for session in (early, late):
        session.step(5)
    assert (state_after(early), early.epoch) == ("paused", 5)
    assert (state_after(late), late.epoch, late.can_train) == ("running", 5, False)
    bench.work()
    assert (state_after(late), late.epoch) == ("paused", 5)
    assert torch.equal(early.run.parameters.vector, late.run.parameters.vector)


def test_who_pauses_sees_the_numbers_of_the_program_as_soon_as_it_is_ready() -> None:
    bench = Bench()
    early, late = session_of(PLAN, Eager()), session_of(PLAN, bench)
    late.resume()
    while late.epoch < 4 or not late.run.is_between_epochs:
        late.train(0.006)
    late.pause()
    assert late.can_show
    late.acknowledge(late.show()[0])
    assert (late.can_train, late.can_show) == (False, False)
    bench.work()
    assert late.can_train
    assert (state_after(late), late.epoch) == ("paused", late.epoch)
    early.step(late.epoch)
    state_after(early)
    assert torch.equal(early.run.parameters.vector, late.run.parameters.vector)


@pytest.mark.parametrize("is_late", [False, True])
@pytest.mark.parametrize(
    ("pace", "epoch"), [(Pace(until_epoch=7), 7), (Pace(until_accuracy=0.9), None), (Pace(epochs_per_second=50), None)]
)
def test_a_pace_is_kept_by_either(pace: Pace, epoch: int | None, *, is_late: bool) -> None:
    bench = Bench() if is_late else Eager()
    session = session_of(plan_of("6:tanh", **{**CHOSEN, "data": "gaussians", "lr": 0.1}), bench)
    session.set_pace(pace)
    session.resume()
    state_after(session, 40)
    bench.work()
    state = state_after(session, 40)
    if pace.epochs_per_second is None:
        assert state == "paused"
        assert epoch in {None, session.epoch}
        return
    began, first = session.clock(), session.epoch
    while session.clock() - began < 1:
        if session.can_train:
            session.train(SLICE)
    assert session.epoch - first == pytest.approx(50, abs=3)


@pytest.mark.parametrize("is_late", [False, True])
def test_a_run_that_diverges_says_so_once_it_is_certain(*, is_late: bool) -> None:
    bench = Bench() if is_late else Eager()
    session = session_of(plan_of("6:x^3", data="circle", lr=0.5, init="normal(0.5)", batch_size=5), bench)
    session.resume()
    state_after(session)
    bench.work()
    assert state_after(session) == "diverged"
    alone = Run(session.run.plan, records=False)
    alone.train_epochs(session.epoch)
    assert session.run.divergence == alone.divergence
    with pytest.raises(ValueError, match="diverged"):
        session.resume()
    session.reset()
    assert (session.state, session.epoch) == ("paused", 0)


def test_a_start_that_is_refused_leaves_the_run_as_it_is() -> None:
    refused = plan_of("4:tanh", data="blobs", loss="logistic")
    bench = Bench()
    session = session_of(PLAN, bench)
    session.step(5)
    state_after(session)
    with pytest.raises(ValueError, match="The loss logistic"):
        session.start(refused, "cpu")
    bench.work()
    assert (state_after(session), session.epoch) == ("paused", 5)
    session.tune(Tuning(batch_size=15))
    with pytest.raises(ValueError, match="The loss logistic"):
        session.start(refused, "cpu")
    bench.work()
    session.step(2)
    assert (state_after(session), session.epoch) == ("paused", 7)


WILD = plan_of("6:x^3", data="circle", lr=0.5, init="normal(0.5)", batch_size=5)


def test_a_run_that_diverges_while_it_is_paused_for_its_program_has_diverged() -> None:
    bench = Bench()
    session = session_of(WILD, bench)
    session.resume()
    state_after(session)
    session.pause()
    bench.work()
    assert state_after(session) == "diverged"
    session.tune(Tuning(batch_size=6))
    session.reset()
    session.resume()
    state_after(session)
    bench.work()
    assert state_after(session) == "diverged"


def test_a_run_that_diverges_within_an_epoch_that_was_cut_has_diverged_there() -> None:
    bench = Bench()
    plan = plan_of("6:x^3", data="circle", lr=0.01, init="normal(0.1)", batch_size=5)
    session = session_of(plan, bench)
    session.resume()
    while session.epoch < 3 or session.run.is_between_epochs:
        session.train(0.006)
    session.pause()
    for layer in (0, 1):
        session.edit(layer, "W", (0, 0), 1e6)
    session.resume()
    state_after(session)
    bench.work()
    assert state_after(session) == "diverged"
    assert session.run.divergence is not None
    assert session.run.divergence.epoch == session.epoch == 4


def test_nothing_is_made_up_for_after_a_wait() -> None:
    bench, clock = Bench(), Clock()
    session = Session(PLAN, "cpu", clock, bench.submit)
    session.set_pace(Pace(epochs_per_second=10))
    bench.work()
    session.resume()
    state_after(session, 50)
    session.tune(Tuning(batch_size=9))
    clock.now += 100
    bench.work()
    began, first = session.clock(), session.epoch
    while session.clock() - began < 1:
        if session.can_train:
            session.train(SLICE)
    assert session.epoch - first <= 12


def test_of_many_changes_before_a_program_the_last_is_compiled() -> None:
    bench = Bench()
    session = session_of(PLAN, bench)
    for size in range(5, 15):
        session.tune(Tuning(batch_size=size))
    bench.work()
    session.step(1)
    state_after(session)
    assert len(bench.waiting) == 1


def test_who_goes_on_from_where_a_held_run_has_arrived_goes_on() -> None:
    for bench in (Eager(), Bench()):
        session = session_of(PLAN, bench)
        session.set_pace(Pace(until_epoch=4))
        session.resume()
        state_after(session)
        assert session.epoch == 4
        session.resume()
        state_after(session, 20)
        bench.work()
        state_after(session, 20)
        assert (session.state, session.epoch > 4) == ("running", True)


def test_training_does_not_wait_for_a_recording_elsewhere() -> None:
    run = Run(PLAN)
    with RECORDING:
        run.train_epochs(1)
    run.train_epochs(1)
    alone = Run(PLAN, records=False)
    alone.train_epochs(2)
    assert torch.equal(run.parameters.vector, alone.parameters.vector)

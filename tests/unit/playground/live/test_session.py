"""A session trains when it may, shows what its page can take, and keeps the time that it is given."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any, Literal

import pytest
import torch
from pydantic import ValidationError

from app.playground.live.live import FRAME_SECONDS, MOST_IN_FLIGHT, UNSEEN_SECONDS
from app.playground.live.session import Pace, Session
from app.playground.plan import Plan, Tuning
from app.playground.training import Run
from tests.unit.playground.runs import plan_of
from tests.unit.sentences import assert_one_sentence

# six steps to an epoch
PLAN = plan_of("3:tanh", batch_size=5)
DIVERGING = plan_of("3:log(x)")
# solved by its first weights already
EASY = Plan.model_validate(
    {"data": {"name": "gaussians", "noise": 0}, "network": {"hidden": []}, "training": {"lr": 0.1}}
)
SLICE = 0.015


class Clock:
    """A clock that stands, but for `tick` seconds with each look at it."""

    def __init__(self, tick: float = 0.0) -> None:
        self.now = 1000.0
        self.tick = tick

    def __call__(self) -> float:
        """The seconds so far."""
        self.now += self.tick
        return self.now


def session_of(plan: Plan = PLAN, clock: Clock | None = None) -> Session:
    return Session(plan, "cpu", clock or Clock(0.001))


def standing(plan: Plan = PLAN) -> tuple[Session, Clock]:
    """A session, and its clock, which stands until a test moves it."""
    clock = Clock()
    return Session(plan, "cpu", clock), clock


def finish(session: Session) -> None:
    """Train until the session stands, and take each frame."""
    for _ in range(10_000):
        if session.state != "running":
            return
        look(session)
        session.train(SLICE)
    raise AssertionError("it never stopped")


def look(session: Session) -> None:
    """Take a frame, if one is due, and say so."""
    if session.can_show:
        number, _ = session.show()
        session.acknowledge(number)


def seconds(session: Session, clock: Clock, duration: float, step: float = 0.01) -> None:
    """Let `duration` pass on a machine that trains as fast as it is asked to, for a page that takes every frame."""
    for _ in range(round(duration / step)):
        clock.now += step
        look(session)
        if session.can_train:
            session.train(SLICE)


def test_a_session_begins_paused_with_a_frame_to_show() -> None:
    session, _ = standing()
    assert (session.state, session.can_train, session.can_show) == ("paused", False, True)
    assert session.seconds_to_wait == 0
    number, frame = session.show()
    assert (number, frame.score.epoch) == (1, 0)
    assert not session.can_show
    assert session.seconds_to_wait is None


def test_nothing_is_trained_while_paused() -> None:
    session = session_of()
    session.train(1.0)
    assert session.run.epoch == 0
    assert session.run.is_between_epochs


def test_resume_trains_and_pause_stops() -> None:
    session = session_of()
    session.resume()
    assert (session.state, session.can_train) == ("running", True)
    session.train(1.0)
    assert session.run.epoch > 5
    session.pause()
    epoch, weights = session.run.epoch, session.run.parameters.vector.clone()
    session.train(1.0)
    assert (session.state, session.run.epoch) == ("paused", epoch)
    assert torch.equal(session.run.parameters.vector, weights)
    assert session.can_show
    assert session.show()[1].score.epoch == epoch


def test_a_slice_ends_on_time_also_within_an_epoch() -> None:
    clock = Clock(0.001)
    session = session_of(clock=clock)
    session.resume()
    began = clock.now
    session.train(0.004)
    assert clock.now - began < 0.01
    assert not session.run.is_between_epochs
    session.pause()
    session.resume()
    session.step(1)
    finish(session)
    # the epoch that was begun is the one that is finished
    assert session.run.epoch == 1


def test_slices_make_the_run_that_training_at_once_makes() -> None:
    session = session_of(plan_of("3:rrelu", batch_size=5, dropout=0.2, optimizer="adam"))
    session.step(4)
    while session.state == "running":
        look(session)
        session.train(0.003)
    alone = Run(session.run.plan)
    alone.train_epochs(4)
    assert torch.equal(session.run.parameters.vector, alone.parameters.vector)


@pytest.mark.parametrize("epochs", [1, 3, 20])
def test_a_step_is_so_many_epochs(epochs: int) -> None:
    session = session_of()
    for times in (1, 2):
        session.step(epochs)
        finish(session)
        assert session.run.epoch == epochs * times
        assert session.run.is_between_epochs


def test_resume_forgets_a_step() -> None:
    session = session_of()
    session.step(1)
    session.resume()
    session.train(1.0)
    assert session.state == "running"
    assert session.run.epoch > 1


def test_a_reset_returns_to_the_first_weights_paused() -> None:
    session = session_of()
    first = session.run.parameters.vector.clone()
    session.resume()
    session.train(0.1)
    session.reset()
    assert (session.state, session.run.epoch) == ("paused", 0)
    assert torch.equal(session.run.parameters.vector, first)
    assert session.show()[1].score.epoch == 0


def test_a_start_replaces_the_run_and_numbers_frames_on() -> None:
    session = session_of()
    session.resume()
    session.train(0.1)
    number, _ = session.show()
    session.start(plan_of("2:gelu", data="blobs"), "cpu")
    assert (session.state, session.run.epoch, session.run.loss.classes) == ("paused", 0, 5)
    assert session.show()[0] == number + 1


def test_a_plan_that_does_not_fit_leaves_the_run_alone() -> None:
    session = session_of()
    session.resume()
    session.train(0.05)
    run = session.run
    with pytest.raises(ValueError, match="The loss logistic needs classes"):
        session.start(plan_of("2:tanh", data="plane", loss="logistic"), "cpu")
    assert session.run is run
    assert session.state == "running"


@pytest.mark.parametrize("until", [1, 2, 17])
def test_a_run_stops_exactly_at_the_epoch_that_was_asked_for(until: int) -> None:
    session = session_of()
    session.set_pace(Pace(until_epoch=until))
    session.resume()
    finish(session)
    assert (session.state, session.run.epoch) == ("paused", until)


def test_a_run_stops_at_the_first_epoch_that_is_accurate_enough() -> None:
    session = session_of(plan_of("6:tanh", optimizer="adam", lr=0.02, points=200))
    reached = session.run.score().test_accuracy
    assert reached is not None
    assert float(reached) < 0.9
    session.set_pace(Pace(until_accuracy=0.9))
    session.resume()
    finish(session)
    assert session.state == "paused"
    # the same run, epoch by epoch
    alone = Run(session.run.plan)
    accuracies: list[float] = []
    for _ in range(session.run.epoch):
        alone.train_epochs(1)
        accuracies.append(float(alone.score().test_accuracy or 0))
    assert accuracies[-1] >= 0.9
    assert all(accuracy < 0.9 for accuracy in accuracies[:-1])


def test_who_goes_on_from_an_accuracy_goes_on_until_the_run_comes_there_anew() -> None:
    end = 60
    session = session_of(plan_of("6:tanh", optimizer="adam", lr=0.02, points=200))
    session.set_pace(Pace(until_accuracy=0.9, until_epoch=end))
    stops: list[int] = []
    while session.run.epoch < end:
        session.resume()
        finish(session)
        stops.append(session.run.epoch)
    alone = Run(session.run.plan)
    accurate = [False]
    for _ in range(end):
        alone.train_epochs(1)
        accurate.append(float(alone.score().test_accuracy or 0) >= 0.9)
    arrivals = {epoch for epoch in range(1, end + 1) if accurate[epoch] and not accurate[epoch - 1]}
    assert stops == sorted(arrivals | {end})
    assert len(stops) < sum(accurate)


@pytest.mark.parametrize(
    "begin",
    [Session.pause, Session.reset, lambda session: session.start(EASY, "cpu")],
    ids=["as it is", "reset", "started"],
)
def test_a_run_whose_first_weights_are_accurate_stops_once_and_then_goes_on(begin: Callable[[Session], None]) -> None:
    session = session_of(EASY)
    session.set_pace(Pace(until_accuracy=0.9, until_epoch=5))
    begin(session)
    stops: list[int] = []
    while session.run.epoch < 5:
        session.resume()
        finish(session)
        stops.append(session.run.epoch)
    assert stops == [1, 5]


def test_who_goes_on_from_an_accuracy_at_another_speed_goes_on() -> None:
    session = session_of(EASY)
    session.set_pace(Pace(until_accuracy=0.9))
    session.resume()
    finish(session)
    assert session.run.epoch == 1
    session.set_pace(Pace(until_accuracy=0.9, until_epoch=5, epochs_per_second=1000.0))
    session.resume()
    finish(session)
    assert session.run.epoch == 5
    # another accuracy is another arrival
    session.set_pace(Pace(until_accuracy=0.8))
    session.resume()
    finish(session)
    assert session.run.epoch == 6


def test_a_pace_that_is_set_while_the_run_is_beyond_it_stops_it() -> None:
    session = session_of()
    session.resume()
    session.train(0.05)
    session.set_pace(Pace(until_accuracy=0.0))
    epoch = session.run.epoch
    finish(session)
    assert (session.state, session.run.epoch) == ("paused", epoch + 1)


def test_a_regression_waits_for_no_accuracy() -> None:
    session = session_of(plan_of("3:tanh", data="plane", batch_size=5))
    session.set_pace(Pace(until_accuracy=0.0))
    session.resume()
    session.train(0.5)
    assert session.state == "running"


@pytest.mark.parametrize("pace", [0.5, 2.0, 20.0])
def test_a_run_keeps_its_pace(pace: float) -> None:
    session, clock = standing()
    session.set_pace(Pace(epochs_per_second=pace))
    session.resume()
    # the first epoch comes at once, the next when its time has come
    seconds(session, clock, 0.01)
    assert session.run.epoch == 1
    assert not session.can_train
    assert session.seconds_to_wait is not None
    seconds(session, clock, 6)
    assert abs(session.run.epoch - (1 + 6 * pace)) <= 1
    assert session.epochs_per_second == pytest.approx(pace, rel=0.06)


def test_a_new_pace_counts_from_now_on() -> None:
    session, clock = standing()
    session.set_pace(Pace(epochs_per_second=1))
    session.resume()
    seconds(session, clock, 5)
    before = session.run.epoch
    session.set_pace(Pace(epochs_per_second=10))
    seconds(session, clock, 2)
    assert abs(session.run.epoch - before - 21) <= 1


def test_a_pause_is_not_made_up_for() -> None:
    session, clock = standing()
    session.set_pace(Pace(epochs_per_second=10))
    session.resume()
    seconds(session, clock, 1)
    session.pause()
    clock.now += 100
    before = session.run.epoch
    session.resume()
    seconds(session, clock, 1)
    assert abs(session.run.epoch - before - 11) <= 1


def test_waiting_for_the_next_epoch_is_as_long_as_is_said() -> None:
    session, clock = standing()
    session.set_pace(Pace(epochs_per_second=0.5))
    session.resume()
    session.train(SLICE)
    look(session)
    assert session.run.epoch == 1
    assert session.seconds_to_wait == pytest.approx(2.0)
    clock.now += 1.999
    assert not session.can_train
    clock.now += 0.002
    assert session.can_train
    assert (session.seconds_to_wait or 0) <= 0


def test_the_speed_is_that_of_the_last_second() -> None:
    session, clock = standing()
    assert session.epochs_per_second == 0
    session.set_pace(Pace(epochs_per_second=5))
    session.resume()
    seconds(session, clock, 3)
    assert session.epochs_per_second == pytest.approx(5, rel=0.05)
    session.pause()
    assert session.epochs_per_second == 0


def test_a_weight_can_be_edited_while_paused() -> None:
    session = session_of(PLAN.model_copy(update={"replicas": 2}))
    look(session)
    before = session.run.parameters.vector.clone()
    session.edit(0, "W", (1, 2), 0.75)
    session.edit(1, "b", (5, 0), -2.5)
    tensors = session.run.tensors()
    assert tensors[0]["W"][0, 1, 2] == 0.75
    assert tensors[1]["b"][0, 0, 0] == -2.5
    assert (session.run.parameters.vector != before).sum() == 2
    assert session.can_show
    assert float(session.show()[1].weights[0]["W"][1, 2]) == 0.75
    # it is trained on from there, and a reset undoes it
    session.step(1)
    finish(session)
    session.reset()
    assert torch.equal(session.run.parameters.vector, before)


def test_a_layer_without_biases_has_none_to_edit() -> None:
    session = session_of(plan_of("3:tanh;use_bias=false"))
    session.edit(1, "b", (0, 0), 1.0)
    with pytest.raises(ValueError, match=r"^Layer 0 has no biases: its plan leaves them out \(use_bias\)\.$"):
        session.edit(0, "b", (0, 0), 1.0)


@pytest.mark.parametrize(
    ("layer", "quantity", "place", "sentence"),
    [
        (2, "W", (0, 0), "There is no layer 2; the layers are numbered from 0 to 1."),
        (0, "W", (2, 0), "W of layer 0 has 2 rows and 3 columns."),
        (0, "W", (0, 3), "W of layer 0 has 2 rows and 3 columns."),
        (1, "b", (0, 1), "b of layer 1 has 1 rows and 1 columns."),
    ],
)
def test_a_weight_that_there_is_not_cannot_be_edited(
    layer: int, quantity: Literal["W", "b"], place: tuple[int, int], sentence: str
) -> None:
    session = session_of()
    before = session.run.parameters.vector.clone()
    with pytest.raises(ValueError, match="layer") as refusal:
        session.edit(layer, quantity, place, 1.0)
    assert str(refusal.value) == sentence
    assert_one_sentence(sentence)
    assert torch.equal(session.run.parameters.vector, before)


def test_no_weight_is_edited_while_running_or_diverged() -> None:
    running, diverged = session_of(), session_of(DIVERGING)
    running.resume()
    diverged.resume()
    finish(diverged)
    for session in (running, diverged):
        with pytest.raises(ValueError, match=r"^A weight can be edited while the run is paused\.$"):
            session.edit(0, "W", (0, 0), 1.0)


def test_a_diverged_run_is_over_until_it_is_reset() -> None:
    session = session_of(DIVERGING)
    session.resume()
    finish(session)
    assert session.state == "diverged"
    assert session.run.divergence is not None
    assert (session.can_train, session.can_show) == (False, True)
    session.show()
    session.pause()
    assert session.state == "diverged"
    for go_on in (session.resume, lambda: session.step(1)):
        with pytest.raises(ValueError, match=r"^The run has diverged; reset it, or start another plan\.$"):
            go_on()
    session.reset()
    assert session.state == "paused"
    session.resume()
    assert session.can_train


@pytest.mark.parametrize(
    "changes", [{"lr": 0.5}, {"l1": 0.1, "l2": 0.2}, {"activity": 0.3}, {"dropout": 0.5}, {"batch_size": "all"}]
)
def test_tuning_leaves_the_state_and_the_weights_alone(changes: dict[str, Any]) -> None:
    session = session_of()
    session.resume()
    session.train(0.05)
    epoch, weights = session.run.epoch, session.run.parameters.vector.clone()
    session.tune(Tuning(**changes))
    assert (session.state, session.run.epoch) == ("running", epoch)
    assert torch.equal(session.run.parameters.vector, weights)
    assert session.run.plan == PLAN.tuned(Tuning(**changes))
    with pytest.raises(ValidationError):
        session.tune(Tuning(lr=0.25, l1=-1))
    assert session.run.plan == PLAN.tuned(Tuning(**changes))


def test_at_most_two_frames_are_on_their_way() -> None:
    session, clock = standing()
    session.set_pace(Pace(epochs_per_second=50))
    session.resume()
    numbers = []
    for _ in range(100):
        clock.now += 0.03
        session.train(SLICE)
        if session.can_show:
            numbers.append(session.show()[0])
    assert numbers == [1, 2]
    session.acknowledge(1)
    assert session.can_show
    assert session.show()[0] == 3
    clock.now += 1
    session.train(SLICE)
    assert not session.can_show
    # what was never sent, or was taken before, makes no room
    session.acknowledge(1)
    session.acknowledge(77)
    assert not session.can_show


def test_a_paused_page_is_not_flooded_either() -> None:
    session, _ = standing()
    for _ in range(MOST_IN_FLIGHT):
        session.show()
        session.edit(0, "b", (0, 0), 1.0)
    assert not session.can_show
    assert session.seconds_to_wait is None


def test_numbers_of_frames_grow() -> None:
    session = session_of()
    numbers = []
    for turn in range(6):
        session.resume()
        session.train(0.05)
        session.pause()
        if turn == 3:
            session.reset()
        number, _ = session.show()
        numbers.append(number)
        session.acknowledge(number)
    assert all(later == earlier + 1 for earlier, later in pairwise(numbers))


def test_no_more_frames_than_an_eye_sees() -> None:
    session, clock = standing(plan_of("3:tanh", batch_size="all"))
    session.set_pace(Pace(epochs_per_second=1000))
    session.resume()
    shown = []
    for _ in range(1000):
        clock.now += 0.001
        session.train(SLICE)
        if session.can_show:
            shown.append(clock.now)
            number, _ = session.show()
            session.acknowledge(number)
    assert all(later - earlier >= FRAME_SECONDS - 1e-9 for earlier, later in pairwise(shown))
    assert 35 <= len(shown) <= 1 + 1 / FRAME_SECONDS


def test_a_frame_that_shows_nothing_new_is_not_sent() -> None:
    session, clock = standing()
    session.set_pace(Pace(epochs_per_second=1))
    session.resume()
    session.train(SLICE)
    look(session)
    clock.now += 0.5
    assert not session.can_show


def test_a_page_that_takes_no_frames_is_not_trained_for() -> None:
    session, clock = standing()
    session.set_pace(Pace(epochs_per_second=2))
    session.resume()
    for _ in range(MOST_IN_FLIGHT):
        clock.now += 0.5
        session.train(SLICE)
        session.show()
    for _ in range(9):
        clock.now += 0.5
        assert session.can_train
        session.train(SLICE)
    clock.now += UNSEEN_SECONDS
    assert not session.can_train
    assert session.seconds_to_wait is None
    assert session.state == "running"


def test_a_page_that_comes_back_goes_on_at_its_pace_and_catches_up_on_nothing() -> None:
    session, clock = standing()
    session.set_pace(Pace(epochs_per_second=2))
    session.resume()
    for _ in range(MOST_IN_FLIGHT):
        clock.now += 0.5
        session.train(SLICE)
        session.show()
    clock.now += 600
    assert not session.can_train
    before = session.run.epoch
    session.acknowledge(MOST_IN_FLIGHT)
    assert session.can_train
    seconds(session, clock, 5)
    assert abs(session.run.epoch - before - 11) <= 1


def test_a_page_that_is_shown_nothing_new_for_long_is_not_taken_for_hidden() -> None:
    session, clock = standing()
    session.set_pace(Pace(epochs_per_second=0.05))
    session.resume()
    seconds(session, clock, 45, step=0.1)
    assert session.run.epoch == 3

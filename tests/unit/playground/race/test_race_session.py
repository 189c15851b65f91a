"""A race that a page watches: it runs, pauses, ends, and tells its standings now and then."""

import pytest

from app.playground.race.race import Race
from app.playground.race.session import STANDINGS_SECONDS, STANDINGS_SHARE, RaceSession
from tests.unit.playground.live.test_session import Clock
from tests.unit.playground.race.test_race import race_of, race_plan
from tests.unit.sentences import assert_one_sentence

SLICE = 0.015


def session_of(clock: Clock | None = None, epochs: int = 5) -> RaceSession:
    return RaceSession(Race.at_once(race_plan("tanh", "relu", epochs=epochs), "cpu", clock or Clock(0.001)))


def test_it_begins_paused_with_a_frame_to_show() -> None:
    session = session_of()
    assert (session.state, session.can_train, session.can_show) == ("paused", False, True)
    _, frame = session.show()
    assert frame.epoch == 0
    assert frame.standings is not None
    assert not session.can_show


def test_it_runs_to_its_end_as_the_race_alone_does() -> None:
    session = session_of()
    session.resume()
    while session.state == "running":
        session.train(SLICE)
    assert (session.state, session.epoch) == ("over", 5)
    alone = race_of("tanh", "relu")
    for lane, other in zip(session.race.lanes, alone.lanes, strict=True):
        assert lane.course.judged.equal(other.course.judged)
    with pytest.raises(ValueError, match="over") as refusal:
        session.resume()
    assert_one_sentence(str(refusal.value))


def test_a_pause_stands_still_and_a_new_race_begins_paused() -> None:
    session = session_of(epochs=1000)
    session.resume()
    session.train(SLICE)
    session.pause()
    epoch = session.epoch
    session.train(SLICE)
    assert (session.state, session.epoch) == ("paused", epoch)
    session.start(Race.at_once(race_plan("gelu"), "cpu", session.clock))
    assert (session.state, session.epoch) == ("paused", 0)
    assert session.can_show


def test_standings_come_when_it_stands_and_now_and_then_while_it_runs() -> None:
    clock = Clock()
    session = session_of(clock, epochs=100_000)
    told: list[bool] = []
    session.show()
    session.resume()
    for _ in range(30):
        clock.now += STANDINGS_SECONDS / 10
        # a standing clock would never end a slice
        clock.tick = 0.001
        session.train(SLICE)
        clock.tick = 0
        number, frame = session.show()
        session.acknowledge(number)
        told.append(frame.standings is not None)
    assert 2 <= sum(told) <= 4
    session.pause()
    assert session.show()[1].standings is not None


def test_what_takes_long_to_show_is_shown_less_often() -> None:
    clock = Clock()
    session = session_of(clock, epochs=100_000)
    session.resume()
    number, _ = session.show()
    session.acknowledge(number)
    clock.now += STANDINGS_SECONDS + 1
    clock.tick = 0.001
    session.train(SLICE)
    # a picture asks for the time before and after each of its five parts
    clock.tick = 4 * RaceSession.frame_seconds
    number, frame = session.show()
    shown = clock.now
    session.acknowledge(number)
    clock.tick = 0.001
    session.train(SLICE)
    clock.tick = 0
    assert frame.standings is not None
    clock.now = shown + 2 * RaceSession.frame_seconds
    assert not session.can_show
    clock.now = shown + STANDINGS_SECONDS + 1
    assert session.can_show
    number, frame = session.show()
    session.acknowledge(number)
    assert frame.standings is None
    clock.now = shown + 20 * RaceSession.frame_seconds / STANDINGS_SHARE + 1
    assert session.show()[1].standings is not None


def test_there_are_fewer_frames_than_of_a_single_run() -> None:
    clock = Clock()
    session = session_of(clock, epochs=100_000)
    session.resume()
    number, _ = session.show()
    session.acknowledge(number)
    clock.tick = 0.001
    session.train(SLICE)
    clock.tick = 0
    assert not session.can_show
    assert session.seconds_to_wait is not None
    clock.now += RaceSession.frame_seconds
    assert session.can_show

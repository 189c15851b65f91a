"""The plane that a reader has chosen stays: through training, resets, other trainers, and runs of the same columns."""

from collections.abc import Callable
from concurrent.futures import Future

import pytest
import torch

from app.playground.live.session import Session
from app.playground.plan import Plan
from app.playground.plan_data import split_data
from app.playground.trainers import EpochTrainer
from app.playground.views import View, viewed_plane
from tests.unit.playground.live.test_session import SLICE, Clock, look, session_of

COLUMNS = View(kind="columns", x=2, y=0)


def plan(name: str = "iris", **data: object) -> Plan:
    return Plan.model_validate(
        {"data": {"name": name, **data}, "network": {"hidden": [{"units": 3, "activation": "tanh"}]}}
    )


def answers(session: Session) -> torch.Tensor:
    """The answers of the session's network over its plane, computed point by point from the data's own columns."""
    run = session.run
    points = viewed_plane(run.data, session.view or View())
    v, u = torch.meshgrid(
        torch.linspace(points.y[1], points.y[0], 64, dtype=torch.float64),
        torch.linspace(*points.x, 64, dtype=torch.float64),
        indexing="ij",
    )
    embedding = points.embedding
    assert embedding is not None
    rows = embedding.origin + u.reshape(-1, 1) * embedding.along[0] + v.reshape(-1, 1) * embedding.along[1]
    shares = session.ask(rows.tolist()).shares
    assert shares is not None
    return shares.T.view(-1, 64, 64)


def shown(session: Session) -> torch.Tensor:
    number, frame = session.show()
    session.acknowledge(number)
    return frame.boundary / 255


@pytest.mark.parametrize("view", [View(), COLUMNS, View(kind="columns", x=1, y=3, sample=5)])
def test_the_next_frame_shows_the_plane_that_is_asked_for(view: View) -> None:
    session = session_of(plan())
    look(session)
    assert not session.can_show
    session.look(view)
    assert session.can_show
    assert (shown(session) - answers(session)).abs().max() < 0.5 / 255 + 1e-5
    session.step(2)
    while session.state == "running":
        look(session)
        session.train(SLICE)
    assert (shown(session) - answers(session)).abs().max() < 0.5 / 255 + 1e-5


def test_a_run_of_the_same_columns_keeps_the_plane_and_another_begins_at_the_usual_one() -> None:
    session = session_of(plan())
    session.look(View(kind="columns", x=2, y=0, sample=100 - 30))
    session.start(plan(seed=4), "cpu")
    assert (session.view, session.plane.names) == (
        View(kind="columns", x=2, y=0, sample=70),
        ("petal length", "sepal length"),
    )
    # there is no such row in a smaller share
    session.start(plan(train_fraction=0.2), "cpu")
    assert session.view == View()
    session.look(COLUMNS)
    session.start(plan("wine"), "cpu")
    assert (session.view, session.plane.names[0]) == (View(), "first principal component")
    session.start(plan("circle"), "cpu")
    assert (session.view, session.plane.names) == (None, ("x", "y"))
    session.start(plan(), "cpu")
    assert session.view == View()


def test_a_plane_that_does_not_fit_changes_nothing() -> None:
    session = session_of(plan())
    session.look(COLUMNS)
    with pytest.raises(ValueError, match="There is no column 4"):
        session.look(View(kind="columns", x=4, y=0))
    assert (session.view, session.plane.names) == (COLUMNS, ("petal length", "sepal length"))


def test_the_plane_stays_when_another_trainer_takes_over() -> None:
    made: Future[EpochTrainer | None] = Future()

    def submit(_: Callable[[], EpochTrainer | None]) -> Future[EpochTrainer | None]:
        return made

    session = Session(plan(), "cpu", Clock(0.001), submit)
    session.look(COLUMNS)
    session.resume()
    session.train(SLICE)
    # there is no program: torch goes on, with another run where something has changed
    made.set_result(None)
    session.train(SLICE)
    session.pause()
    assert (shown(session) - answers(session)).abs().max() < 0.5 / 255 + 1e-5
    session.reset()
    assert session.view == COLUMNS
    assert (shown(session) - answers(session)).abs().max() < 0.5 / 255 + 1e-5


@pytest.mark.parametrize("name", ["circle", "breast_cancer", "digits", "diabetes"])
def test_what_is_asked_is_what_the_frame_answers(name: str) -> None:
    session = session_of(plan(name))
    session.step(1)
    while session.state == "running":
        look(session)
        session.train(SLICE)
    frame = session.show()[1]
    test = split_data(session.run.plan.data).test
    answer = session.ask(test.x.tolist())
    assert answer.epoch == 1
    if answer.shares is None:
        assert answer.targets is not None
        torch.testing.assert_close(answer.targets, frame.answers)
        # the loss is half the mean square, in the units that are learned
        loss = ((answer.targets - test.y) / session.run.scaling.half).square().mean() / 2
        assert frame.score.test_loss is not None
        torch.testing.assert_close(loss, frame.score.test_loss[0])
    else:
        torch.testing.assert_close(answer.shares.sum(dim=1), torch.ones(len(test), dtype=torch.float64))
        assert torch.equal(answer.shares.argmax(dim=1), frame.answers)
        assert frame.score.test_accuracy is not None
        assert float((frame.answers == test.y).double().mean()) == pytest.approx(float(frame.score.test_accuracy[0]))


def test_a_point_of_other_columns_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^Point 2 has 3 numbers; a point of this run has 4\.$"):
        session_of(plan()).ask([[1, 2, 3, 4], [1, 2, 3]])

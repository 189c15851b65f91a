"""Overfitting: the early stop is at the least test loss, its map that network's; what is said of losses is true."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from app.exhibits.courses import Course, Stop
from app.exhibits.overfitting import (
    NO_REMEDY,
    Measured,
    OverfittingControls,
    findings,
    measure,
    plan,
    stages,
)
from app.playground.training import Run
from tests.unit.exhibits import rules_of_training
from tests.unit.exhibits.measured import whole
from tests.unit.playground.runs import twin

SHORT = OverfittingControls(epochs=40, units=6, seed=3)


def test_remedies_of_no_strength_are_no_remedy() -> None:
    measured = measure(SHORT.model_copy(update={"dropout": 0.0, "l1": 0.0, "l2": 0.0, "activity": 0.0}), "cpu")
    for course in measured.courses[1:]:
        assert np.array_equal(course.test_loss, measured.courses[0].test_loss)


def test_the_early_stop_is_where_the_test_loss_was_least_and_its_map_is_that_networks() -> None:
    controls = OverfittingControls(epochs=120, units=8)
    measured = measure(controls, "cpu")
    run = Run(plan(controls))
    losses: dict[int, float] = {}
    for epoch in map(int, measured.courses[0].epoch):
        run.train_epochs(epoch - run.epoch)
        losses[epoch] = float(run.score_on(run.judged_by)[0])
    least = min(losses, key=losses.__getitem__)
    assert measured.stop is not None
    assert (measured.stop.epoch, measured.stop.loss) == (least, losses[least])
    assert 0 < least < 120
    stopped = Run(plan(controls))
    stopped.train_epochs(least)
    for found, expected in ((measured.stopped, stopped), (measured.unaided, run)):
        x, y = np.meshgrid(measured.places, measured.places)
        answer = twin(expected)(torch.from_numpy(np.column_stack((x.ravel(), y.ravel()))))
        np.testing.assert_allclose(found.ravel(), torch.sigmoid(answer).detach().numpy().ravel(), atol=1e-12)


def test_at_its_defaults_the_network_overfits_and_every_remedy_ends_lower() -> None:
    measured = whole("overfitting")
    unaided, *others = measured.courses
    assert unaided.name == NO_REMEDY
    assert measured.stop is not None
    assert unaided.train_loss[-1] < 0.01
    assert unaided.test_loss[-1] > 1.5 * measured.stop.loss
    assert all(course.test_loss[-1] < unaided.test_loss[-1] for course in others)
    assert measured.courses[measured.best].test_loss[-1] == min(course.test_loss[-1] for course in others)


@pytest.mark.parametrize("f", ["binary_step", "exponential", "log(x)", "x*0", "maxout(k=8)", "x**5"])
def test_every_activation_has_its_findings_to_the_end(f: str) -> None:
    for stage in stages(OverfittingControls(f=f, epochs=10, points=10), "cpu"):
        for finding in findings(stage.find()):
            assert finding.says.endswith(".")
            assert finding.value is None or np.isfinite(finding.value)


NONE = float("nan")


# without remedy and with each: a least loss of 0, one that is lost, others that are, all lost
@pytest.mark.parametrize(
    ("unaided", "others"),
    [
        ((0.5, 0.0, 0.2), (0.1, 0.3, 0.3, 0.3)),
        ((0.5, 0.4, NONE), (0.1, NONE, 0.3, 0.3)),
        ((0.5, 0.4, 0.6), (NONE, NONE, 0.7, 0.5)),
        ((0.5, 0.4, 0.3), (0.2, 0.2, 0.2, 0.2)),
        ((NONE, NONE, NONE), (NONE, NONE, NONE, NONE)),
    ],
)
def test_what_is_said_of_losses_that_few_networks_have_is_true(
    unaided: tuple[float, ...], others: tuple[float, ...]
) -> None:
    controls = OverfittingControls(epochs=10, points=10)
    first = next(stages(controls, "cpu")).find()
    losses = [unaided, *((0.5, 0.5, last) for last in others)]
    courses = [_course(own.name, loss) for own, loss in zip(first.courses, losses, strict=True)]
    least = np.nan if np.isnan(unaided).all() else int(np.nanargmin(unaided))
    stop = None if np.isnan(least) else Stop(epoch=5 * int(least), loss=unaided[int(least)], accuracy=0.8)
    best = min(range(4), key=lambda number: np.nan_to_num(others[number], nan=np.inf)) + 1
    found: Measured = replace(first, courses=tuple(courses), stop=stop, best=best)
    for finding in findings(found):
        assert rules_of_training.overfitting(found, finding, controls), finding


def _course(name: str, losses: tuple[float, ...]) -> Course:
    epoch, loss = np.array([0.0, 5.0, 10.0]), np.array(losses)
    return Course(
        name=name, epoch=epoch, train_loss=loss, test_loss=loss, accuracy=np.where(np.isnan(loss), np.nan, 0.8)
    )

"""Courses of training: what exhibits show of networks that learn side by side."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import inf
from typing import Any, Literal

import numpy as np

from app.analysis.points import Points, float64
from app.figures.panels import Trace, line, logarithmic, titled, without_extremes
from app.figures.plotly import colour
from app.playground.studies.comparison import Version

LossOn = Literal["train", "test"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """What became of one network so far: its losses by epoch, and the share of test points that it gets right."""

    name: str
    epoch: Points
    train_loss: Points
    test_loss: Points
    accuracy: Points

    @property
    def last(self) -> float | None:
        """The test loss of now; None where it has left the range of numbers."""
        return finite(self.test_loss[-1])

    @property
    def rank(self) -> float:
        """What courses are ordered by, the least first: the test loss of now, infinite where it is none."""
        return inf if self.last is None else self.last


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """The score at which the test loss was least."""

    epoch: int
    loss: float
    accuracy: float


def courses_of(versions: Mapping[str, Version]) -> tuple[Course, ...]:
    """The course of each version, by its name."""
    return tuple(
        Course(
            name=name,
            epoch=np.array(version.epochs, dtype=np.float64),
            train_loss=float64(version.train_losses),
            test_loss=float64(version.test_losses),
            accuracy=float64(version.test_accuracies),
        )
        for name, version in versions.items()
    )


def losses_of(courses: Sequence[Course], on: LossOn) -> list[Points]:
    """The losses of each course as a logarithmic axis takes them."""
    return [without_extremes(course.train_loss if on == "train" else course.test_loss) for course in courses]


def course_lines(
    courses: Sequence[Course], losses: Sequence[Points], colours: Sequence[int], *, showlegend: bool
) -> list[Trace]:
    """A line for each course."""
    return [
        line(course.epoch, loss, course.name, index, showlegend=showlegend)
        for course, loss, index in zip(courses, losses, colours, strict=True)
    ]


def epoch_axis(epochs: int) -> dict[str, Any]:
    """An axis from the first epoch to the last, which stays while networks learn."""
    return titled("epoch", range=[0, epochs])


def loss_axis(text: str, losses: Sequence[Points], usual: tuple[float, float] = (1e-2, 1)) -> dict[str, Any]:
    """A logarithmic axis for `losses` that stays while they are among those that are `usual`."""
    return logarithmic(text, *losses, np.array(usual))


def spanned(low: float, high: float, *values: Points) -> list[float]:
    """From `low` to `high`, and further where `values` lie beyond."""
    known = np.concatenate([each[np.isfinite(each)] for each in values])
    return [min([low, *known.tolist()]), max([high, *known.tolist()])]


def stop_of(version: Version, course: Course) -> Stop | None:
    """Where to stop; None where no test loss is finite."""
    if version.best is None:
        return None
    return Stop(
        epoch=version.epochs[version.best],
        loss=float(course.test_loss[version.best]),
        accuracy=float(course.accuracy[version.best]),
    )


def stop_mark(stop: Stop | None, index: int) -> Iterator[Trace]:
    """A star where to stop, in the colour of number `index`, where there is one."""
    if stop is not None:
        place = {"x": [stop.epoch], "y": [stop.loss]}
        marker = {"symbol": "star", "size": 15, "color": colour(index), "line": {"width": 1, "color": "#ffffff"}}
        yield {"type": "scatter", "mode": "markers", "name": "★ early stop", "marker": marker, **place}


def finite(value: float) -> float | None:
    """`value`, or None where it is not finite."""
    return float(value) if np.isfinite(value) else None

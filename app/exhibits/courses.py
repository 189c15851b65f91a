"""Courses of training: what exhibits show of networks that learn side by side."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from app.analysis.points import Points, float64
from app.figures.panels import Trace, line, logarithmic, titled, without_extremes
from app.playground.studies.comparison import Version

WIDE = 50

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


def loss_axis(text: str, losses: Sequence[Points]) -> dict[str, Any]:
    """An axis for `losses`: from 0, or logarithmic where the largest would hide the others."""
    values = np.concatenate([loss[np.isfinite(loss)] for loss in losses])
    is_wide = values.size > 0 and values.max() > WIDE * values.min()
    return logarithmic(text, *losses) if is_wide else titled(text, rangemode="tozero")


def finite(value: float) -> float | None:
    """`value`, or None where it is not finite."""
    return float(value) if np.isfinite(value) else None

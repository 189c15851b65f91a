"""The points of a plan as the playground shows them before it has a network, and what its legend says of them."""

from dataclasses import dataclass

import numpy as np

from app.analysis.points import Points, float64
from app.figures.scatter import Scatter, scatter_figure
from app.figures.still.still import Still, still
from app.playground.data.features import COORDINATES
from app.playground.data.samples import Samples
from app.playground.plan import DataPlan
from app.playground.plan_data import plane_of, scaling, split_data
from app.playground.plane import Plane
from app.playground.views import View, viewed_plane

_PAIR = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstPoints:
    """The points of a plan over their plane, or beside the line of one input, and how many `columns` they have.

    `targets` are those that a network learns as −1 and 1, None where there are classes. `scaled_points` and
    `scaled_targets` say whether a network takes and learns other units than those of the data.
    """

    still: Still
    columns: int
    is_line: bool
    class_names: tuple[str, ...] | None
    targets: tuple[float, float] | None
    scaled_points: bool
    scaled_targets: bool


def first_points(plan: DataPlan, view: View | None = None) -> FirstPoints:
    """The points of `plan`, drawn, measured or its reader's own, over the usual plane or that of `view`."""
    split = split_data(plan)
    plane = plane_of(plan, split) if view is None else viewed_plane(split, view)
    scaled, names = scaling(plan, split), split.train.class_names
    scatter = Scatter(
        learned=_rows(split.train, plane, scaled.targets),
        tested=_rows(split.test, plane, scaled.targets),
        x=plane.x,
        y=plane.y,
        is_named=not plane.is_line and plane.names != COORDINATES,
        has_targets=names is None,
        is_line=plane.is_line,
    )
    return FirstPoints(
        still=still(scatter_figure(scatter)),
        columns=len(split.train.columns),
        is_line=plane.is_line,
        class_names=names,
        targets=scaled.targets if names is None else None,
        scaled_points=scaled.is_standardised,
        scaled_targets=names is None and scaled.changes_targets,
    )


def _rows(samples: Samples, plane: Plane, targets: tuple[float, float]) -> Points:
    """Where points are shown, and their class, or their target from −1 to 1: (n, 3). Along a line y is the answer."""
    labels, (low, high) = float64(samples.y), targets
    places = float64(plane.shown(samples.x))
    shown = labels if samples.classes is not None else 2 * (labels - low) / (high - low) - 1
    return np.column_stack((places, _asked(samples), shown) if plane.is_line else (places, shown))


def _asked(samples: Samples) -> Points:
    """The answer that a point asks for: its target, the probability of class 1, or of its class among more than two."""
    labels = float64(samples.y)
    return labels if (samples.classes or 0) <= _PAIR else np.ones_like(labels)

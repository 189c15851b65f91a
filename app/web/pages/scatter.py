"""The points of a plan as the playground shows them before it has a network."""

import numpy as np

from app.analysis.points import Points, float64
from app.figures.scatter import Scatter, scatter_figure
from app.figures.still.still import Still, still
from app.playground.data.samples import Samples
from app.playground.plan import DataPlan
from app.playground.plan_data import plane_of, scaling, split_data
from app.playground.plane import Plane


def scatter_of(plan: DataPlan) -> Still:
    """The points of `plan`, drawn or its reader's own."""
    split = split_data(plan)
    plane, targets = plane_of(plan, split), scaling(plan, split).targets
    return still(
        scatter_figure(
            Scatter(
                learned=_rows(split.train, plane, targets),
                tested=_rows(split.test, plane, targets),
                x=plane.x,
                y=plane.y,
                has_targets=split.train.classes is None,
            )
        )
    )


def _rows(samples: Samples, plane: Plane, targets: tuple[float, float]) -> Points:
    """Where points are shown, and their class, or their target from −1 to 1: (n, 3). Along a line y is the answer."""
    labels, (low, high) = float64(samples.y), targets
    places = float64(plane.shown(samples.x))
    shown = labels if samples.classes is not None else 2 * (labels - low) / (high - low) - 1
    return np.column_stack((places, labels, shown) if plane.is_line else (places, shown))

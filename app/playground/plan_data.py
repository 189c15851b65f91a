"""The points that a plan names: drawn or its reader's own, split, scaled, and how many classes they have."""

from app.playground.data.datasets import DATASETS, draw
from app.playground.data.samples import Split, split
from app.playground.data.scaling import Scaling, scaling_of
from app.playground.plan import DataPlan
from app.playground.plane import Plane, plane_around


def split_data(plan: DataPlan) -> Split:
    """The training and the test data of `plan`."""
    samples = plan.own_samples or draw(plan.name, plan.points, plan.noise, plan.seed)
    return split(samples, plan.train_fraction, plan.seed)


def scaling(plan: DataPlan, data: Split) -> Scaling:
    """How a network takes `data`, which are those of `plan`."""
    return scaling_of(data, plan.standardise, is_own=plan.samples is not None)


def plane_of(plan: DataPlan, data: Split) -> Plane:
    """The plane over which answers are shown, in the units of `data`, which are those of `plan`."""
    return Plane() if plan.samples is None else plane_around(data.joined().x)


def classes_of(plan: DataPlan) -> int | None:
    """How many classes the points of `plan` have; None for a regression."""
    return DATASETS[plan.name].classes if plan.own_samples is None else plan.own_samples.classes

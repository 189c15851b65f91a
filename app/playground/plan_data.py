"""The points that a plan names: drawn, measured or its reader's own, split, scaled, and how many classes they have."""

from app.playground.data.datasets import DATASETS, draw
from app.playground.data.features import COORDINATES, FEATURES
from app.playground.data.samples import Split, split
from app.playground.data.scaling import Scaling, scaling_of
from app.playground.plan import DataPlan
from app.playground.plane import Plane
from app.playground.views import usual_plane


def split_data(plan: DataPlan) -> Split:
    """The training and the test data of `plan`; what has not been drawn has each class on both sides by its share."""
    if plan.own_split is not None:
        return plan.own_split
    samples = draw(plan.name, plan.points, plan.noise, plan.seed)
    return split(samples, plan.train_fraction, plan.seed, stratified=not is_drawn(plan))


def scaling(plan: DataPlan, data: Split) -> Scaling:
    """How a network takes `data`, which are those of `plan`."""
    features = None if plan.features == COORDINATES or len(data.train.columns) != len(COORDINATES) else plan.features
    return scaling_of(data, plan.standardise, usual=is_drawn(plan) and features is None, features=features)


def plane_of(plan: DataPlan, data: Split) -> Plane:
    """The plane over which answers are shown, in the units of `data`, which are those of `plan`."""
    if plan.samples is None and data.train.columns == COORDINATES:
        return Plane()
    return usual_plane(data)


def classes_of(plan: DataPlan) -> int | None:
    """How many classes the points of `plan` have; None for a regression."""
    return DATASETS[plan.name].classes if plan.own_samples is None else plan.own_samples.classes


def points_of(plan: DataPlan) -> int:
    """How many points `plan` has, for training and test."""
    return (DATASETS[plan.name].rows or plan.points) if plan.samples is None else len(plan.samples)


def inputs_of(plan: DataPlan) -> int:
    """How many numbers a network takes of each point of `plan`."""
    return len(input_names(plan))


def input_names(plan: DataPlan) -> tuple[str, ...]:
    """What the inputs of a network are called."""
    columns = DATASETS[plan.name].columns if plan.own_samples is None else plan.own_samples.columns
    if len(columns) != len(COORDINATES) or plan.features == COORDINATES:
        return columns
    return tuple(FEATURES[name].title for name in plan.features)


def is_drawn(plan: DataPlan) -> bool:
    """Whether the points of `plan` are drawn by a rule, not measured or a reader's own."""
    return plan.samples is None and DATASETS[plan.name].kind != "table"

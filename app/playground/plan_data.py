"""The points that a plan names: drawn or its reader's own, split, and how many classes they have."""

from app.playground.data.datasets import DATASETS, draw
from app.playground.data.samples import Split, own, split
from app.playground.plan import DataPlan


def split_data(plan: DataPlan) -> Split:
    """The training and the test data of `plan`."""
    samples = own(plan.samples) if plan.samples is not None else draw(plan.name, plan.points, plan.noise, plan.seed)
    return split(samples, plan.train_fraction, plan.seed)


def classes_of(plan: DataPlan) -> int | None:
    """How many classes the points of `plan` have; None for a regression."""
    return DATASETS[plan.name].classes if plan.samples is None else own(plan.samples).classes

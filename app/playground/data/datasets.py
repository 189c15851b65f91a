"""Every data set in display order, and how one is drawn."""

from collections.abc import Mapping

import torch

from app.playground.data.dataset import Dataset
from app.playground.data.samples import Samples
from app.playground.data.sets.blobs import BLOBS
from app.playground.data.sets.checkerboard import CHECKERBOARD
from app.playground.data.sets.circle import CIRCLE
from app.playground.data.sets.functions import ABS, SAWTOOTH, SINC, SINE, STEP
from app.playground.data.sets.gaussians import GAUSSIANS
from app.playground.data.sets.moons import MOONS
from app.playground.data.sets.plane import PLANE
from app.playground.data.sets.ripple import RIPPLE
from app.playground.data.sets.spiral import SPIRAL
from app.playground.data.sets.tables import BREAST_CANCER, DIABETES, DIGITS, IRIS, WINE
from app.playground.data.sets.three_spirals import THREE_SPIRALS
from app.playground.data.sets.xor import XOR

WALL = 6.0
"""Where the page's map ends: a point that noise pushes past it comes back by as much."""

DATASETS: Mapping[str, Dataset] = {
    dataset.name: dataset
    for dataset in (
        CIRCLE,
        XOR,
        GAUSSIANS,
        SPIRAL,
        MOONS,
        CHECKERBOARD,
        THREE_SPIRALS,
        BLOBS,
        PLANE,
        RIPPLE,
        SINE,
        STEP,
        ABS,
        SAWTOOTH,
        SINC,
        IRIS,
        WINE,
        BREAST_CANCER,
        DIGITS,
        DIABETES,
    )
}
"""Every data set by name."""


def draw(name: str, points: int, noise: float, seed: int) -> Samples:
    """`points` samples of the data set called `name`, always the same for the same arguments.

    `noise` runs from 0 to 1, where the classes are hard to tell apart by eye. A table is given whole, without noise.
    Raises KeyError for an unknown name.
    """
    dataset = DATASETS[name]
    x, y = dataset.function(points, noise, torch.Generator().manual_seed(seed))
    if dataset.kind != "table":
        x = x - 2 * (x.abs() - WALL).clamp(min=0.0) * x.sign()
    return Samples(x=x, y=y, class_names=dataset.class_names or _numbered(dataset.classes), columns=dataset.columns)


def _numbered(classes: int | None) -> tuple[str, ...] | None:
    """Names for classes that have none of their own."""
    return None if classes is None else tuple(map(str, range(classes)))

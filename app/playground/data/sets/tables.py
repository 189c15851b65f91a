"""Tables that have been measured: they come with scikit-learn, of which the files alone are read.

To import it takes seconds, in which a server would answer nobody.
"""

import gzip
from collections.abc import Callable
from functools import cache
from importlib.metadata import distribution
from pathlib import Path

import numpy as np
import torch
from torch import Generator, Tensor

from app.playground.data.dataset import Dataset, Drawn
from app.playground.data.pixels import pixel_names

_FOLDER = "sklearn/datasets/data"


def _path(file: str) -> Path:
    return Path(str(distribution("scikit-learn").locate_file(f"{_FOLDER}/{file}")))


@cache
def _numbers(file: str, separator: str, headings: int) -> Tensor:
    """The numbers of a file, (rows, columns) in float64, below so many lines of headings."""
    path = _path(file)
    with gzip.open(path, "rt") if path.suffix == ".gz" else path.open() as lines:
        return torch.from_numpy(np.loadtxt(lines, delimiter=separator, skiprows=headings, ndmin=2))


def _classes_last(file: str, separator: str = ",", headings: int = 1) -> Callable[[int, float, Generator], Drawn]:
    """The whole table `file`, of which the last column has the classes."""

    def drawn(points: int, noise: float, generator: Generator) -> Drawn:  # noqa: ARG001  as every data set
        table = _numbers(file, separator, headings)
        return table[:, :-1].clone(), table[:, -1].long()

    return drawn


def _diabetes(points: int, noise: float, generator: Generator) -> Drawn:  # noqa: ARG001  as every data set
    return _numbers("diabetes_data_raw.csv.gz", " ", 0).clone(), _numbers("diabetes_target.csv.gz", " ", 0)[
        :, 0
    ].clone()


_MEASURED = (
    *("radius", "texture", "perimeter", "area", "smoothness"),
    *("compactness", "concavity", "concave points", "symmetry", "fractal dimension"),
)
_SIDE = 8

IRIS = Dataset(
    name="iris",
    title="Iris",
    summary="150 flowers of three species by four lengths in cm: one species stands apart, two overlap.",
    classes=3,
    class_names=("setosa", "versicolor", "virginica"),
    columns=("sepal length", "sepal width", "petal length", "petal width"),
    rows=150,
    function=_classes_last("iris.csv"),
    sketch=(
        '<circle class="c0" cx="4" cy="15" r="2"/><circle class="c0" cx="7" cy="16.5" r="2"/>'
        '<circle class="c1" cx="10" cy="9" r="2"/><circle class="c1" cx="13" cy="7" r="2"/>'
        '<circle class="c2" cx="14.5" cy="4" r="2"/><circle class="c2" cx="17" cy="5.5" r="2"/>'
    ),
)

WINE = Dataset(
    name="wine",
    title="Wine",
    summary="178 wines of three growers by thirteen measurements of the laboratory, in units far apart.",
    classes=3,
    class_names=("grower 1", "grower 2", "grower 3"),
    columns=(
        *("alcohol", "malic acid", "ash", "alcalinity of ash", "magnesium", "phenols", "flavanoids"),
        *("nonflavanoid phenols", "proanthocyanins", "colour intensity", "hue", "OD280/OD315", "proline"),
    ),
    rows=178,
    function=_classes_last("wine_data.csv"),
    sketch=(
        '<path class="s1" d="M6 2h8l-1 6a3 3 0 0 1-6 0z"/><path class="s1" d="M10 11v6"/>'
        '<path class="s1" d="M6 17.5h8"/>'
        '<circle class="c0" cx="10" cy="7" r="1.6"/>'
    ),
)

BREAST_CANCER = Dataset(
    name="breast_cancer",
    title="Breast cancer",
    summary="569 tumours, malignant or benign, by thirty measurements of cell nuclei, many of which say the same.",
    classes=2,
    class_names=("malignant", "benign"),
    columns=tuple(f"{kind} {what}" for kind in ("mean", "error of", "worst") for what in _MEASURED),
    rows=569,
    function=_classes_last("breast_cancer.csv"),
    sketch=(
        '<circle class="s0" cx="7" cy="8" r="4.5"/><circle class="c0" cx="7" cy="8" r="2"/>'
        '<circle class="s1" cx="14.5" cy="14" r="3"/><circle class="c1" cx="14.5" cy="14" r="1"/>'
    ),
)

DIGITS = Dataset(
    name="digits",
    title="Digits",
    summary="1,797 handwritten digits as pictures of 8×8 pixels, each from 0 to 16: sixty-four inputs, ten classes.",
    classes=10,
    class_names=tuple(map(str, range(10))),
    columns=pixel_names(_SIDE, _SIDE),
    rows=1797,
    function=_classes_last("digits.csv.gz", headings=0),
    sketch='<path class="s0" d="M4 5h5l-3 5a3 3 0 1 1-2 5"/><path class="s1" d="M16 4c-4 2-4 12-1 12s3-7-2-4"/>',
)

DIABETES = Dataset(
    name="diabetes",
    title="Diabetes",
    summary="442 patients by ten measurements: how far their diabetes went within a year, a number to learn.",
    classes=None,
    columns=(
        *("age", "sex", "body mass index", "blood pressure", "total cholesterol", "LDL", "HDL"),
        *("cholesterol over HDL", "log of triglycerides", "blood sugar"),
    ),
    rows=442,
    function=_diabetes,
    sketch=(
        '<path class="s1" d="M10 2c4 6 5 8 5 10.5a5 5 0 0 1-10 0C5 10 6 8 10 2z"/>'
        '<circle class="c0" cx="10" cy="13" r="2"/>'
    ),
)

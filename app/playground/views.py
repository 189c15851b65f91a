"""Views: the plane through data of any number of inputs over which a network's answers are shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import torch
from torch import Tensor

from app.playground.data.samples import Samples, Split
from app.playground.plane import Embedding, Plane, plane_around, tight_plane

_TARGET_MARGIN = 0.15
_AS_IT_IS = 2
"""So many inputs are shown without a choice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """Which plane: of the first two principal components, or of the columns `x` and `y`, by their numbers.

    The other columns have their means over the training rows, or the values of the training row `sample`.
    """

    kind: Literal["components", "columns"] = "components"
    x: int = 0
    y: int = 1
    sample: int | None = None


def usual_view(data: Split) -> View | None:
    """The view that nobody has chosen; None for data of one or two inputs, which is shown as it is."""
    return None if len(data.train.columns) <= _AS_IT_IS else View()


def kept_view(view: View | None, columns: Sequence[str], data: Split) -> View | None:
    """The view of other `data` after one chosen among `columns`: the same where it has these, else the usual one."""
    fits = view is not None and (view.sample is None or view.sample < len(data.train))
    return view if fits and tuple(columns) == data.train.columns else usual_view(data)


def usual_plane(data: Split) -> Plane:
    """The line of one input, the plane of two, and of more the plane of the first two principal components."""
    columns, samples = data.train.columns, data.joined()
    if len(columns) == 1:
        low, high = samples.x.min().item(), samples.x.max().item()
        margin = (high - low) * _TARGET_MARGIN / 2 or 1.0
        return Plane(x=(low - margin, high + margin), y=_answers(samples), names=(columns[0], "answer"), is_line=True)
    if len(columns) == 2:
        around = plane_around(samples.x)
        return Plane(x=around.x, y=around.y, names=(columns[0], columns[1]))
    return viewed_plane(data, View())


def viewed_plane(data: Split, view: View) -> Plane:
    """The plane that `view` asks for, of data of more than two inputs.

    Raises ValueError, with a sentence, where there are no such columns, or no such row.
    """
    if len(data.train.columns) <= _AS_IT_IS:
        raise ValueError("Data of one or two inputs is shown as it is; a view is chosen among more.")
    if view.kind == "components":
        embedding, names = _components(data.train.x), ("first principal component", "second principal component")
    else:
        embedding, names = _columns(data, view)
    around = tight_plane((data.joined().x - embedding.origin) @ embedding.onto)
    return Plane(x=around.x, y=around.y, names=names, embedding=embedding)


def _answers(samples: Samples) -> tuple[float, float]:
    """Where the answers of one input are shown: shares from 0 to 1, or the targets with a margin."""
    low, high = (0.0, 1.0) if samples.class_names is not None else (samples.y.min().item(), samples.y.max().item())
    margin = (high - low) * _TARGET_MARGIN or 1.0
    return low - margin, high + margin


def _components(x: Tensor) -> Embedding:
    """The plane of the first two principal components of standardised columns, in standard deviations."""
    mean, deviation = x.mean(dim=0), x.std(dim=0, correction=0)
    deviation = deviation.where(deviation > 0, 1.0)
    z = (x - mean) / deviation
    _, vectors = torch.linalg.eigh(z.T @ z / len(x))
    first = vectors.T.flip(0)[:2]
    # an eigenvector has no sign of its own: its largest part is positive
    first = first * first.gather(1, first.abs().argmax(dim=1, keepdim=True)).sign()
    return Embedding(origin=mean, along=first * deviation, onto=(first / deviation).T.contiguous())


def _columns(data: Split, view: View) -> tuple[Embedding, tuple[str, str]]:
    """The plane of two columns through the means, or through a row."""
    columns, x = data.train.columns, data.train.x
    for place in (view.x, view.y):
        if not 0 <= place < len(columns):
            raise ValueError(f"There is no column {place}; the columns are numbered from 0 to {len(columns) - 1}.")
    if view.x == view.y:
        raise ValueError("A plane needs two different columns.")
    if view.sample is not None and not 0 <= view.sample < len(x):
        raise ValueError(f"There is no training row {view.sample}; the rows are numbered from 0 to {len(x) - 1}.")
    origin = x.mean(dim=0) if view.sample is None else x[view.sample].clone()
    places = [view.x, view.y]
    origin[places] = 0.0
    onto = torch.zeros(len(columns), 2, dtype=x.dtype)
    onto[places, [0, 1]] = 1.0
    return Embedding(origin=origin, along=onto.T.contiguous(), onto=onto), (columns[view.x], columns[view.y])

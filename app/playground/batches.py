"""Batches: the samples of an epoch cut into what the steps of a training look at."""

from typing import TypeAlias

from torch import Tensor

from app.playground.data.samples import Samples

Batch: TypeAlias = tuple[Tensor, Tensor, Tensor]
"""Points x (R, B, 2), their y (R, B), and the random numbers of their training (R, B, chances)."""


def cut(samples: Samples, order: Tensor, uniform: Tensor, size: int) -> list[Batch]:
    """`samples` in the `order` (R, N) of each replica, with the random numbers (R, N, chances), `size` at a time.

    The last batch may be short.
    """
    return [
        batch
        for place, chances in zip(_batched(order, size), _batched(uniform, size), strict=True)
        for batch in zip(_picked(samples.x, place), _picked(samples.y, place), chances, strict=True)
    ]


def _batched(rows: Tensor, size: int) -> list[Tensor]:
    """Rows (R, N, …) cut into batches of `size`, each contiguous: (N // size, R, size, …), and a short last one."""
    replicas, count, *rest = rows.shape
    whole = count // size * size
    full = rows[:, :whole].reshape(replicas, count // size, size, *rest).transpose(0, 1).contiguous()
    return [full] if whole == count else [full, rows[:, whole:].unsqueeze(0).contiguous()]


def _picked(rows: Tensor, places: Tensor) -> Tensor:
    """The rows (N, …) at `places`, (batches, R, size) → (batches, R, size, …)."""
    return rows.index_select(0, places.flatten()).view(*places.shape, *rows.shape[1:])

"""Batches: the samples of an epoch, shuffled and cut into what the steps of a training look at."""

from collections.abc import Sequence
from typing import Literal, TypeAlias

import torch
from torch import Tensor

from app.playground.data.samples import Samples
from app.playground.network.streams import chance_stream, order_stream

Batch: TypeAlias = tuple[Tensor, Tensor, Tensor]
"""Points x (R, B, inputs), their y (R, B), and the random numbers of their training (R, B, chances)."""


class Drawer:
    """Draws the batches of one epoch after the other, for a network of each seed from the streams of that seed."""

    def __init__(self, samples: Samples, seeds: Sequence[int]) -> None:
        self._samples = samples
        own = tuple(dict.fromkeys(seeds))
        self._orders = [order_stream(seed) for seed in own]
        self._chances = [chance_stream(seed) for seed in own]
        # networks of one seed see the same, which is drawn once
        self._places = None if len(own) == len(seeds) else torch.tensor([own.index(seed) for seed in seeds])

    def draw(self, size: int | Literal["all"], chances: int) -> list[Batch]:
        """An epoch in batches of `size`, the last perhaps short, with so many random numbers for each sample."""
        order, uniform = self.draw_order(chances)
        return cut(self._samples, order, uniform, batch_size(size, len(self._samples)))

    def draw_order(self, chances: int) -> tuple[Tensor, Tensor]:
        """The order (R, N) in which an epoch goes through the samples, and its random numbers (R, N, chances)."""
        count, device = len(self._samples), self._samples.x.device
        order = torch.stack([torch.randperm(count, generator=generator) for generator in self._orders])
        return self._of_each(order).to(device), self._of_each(self._uniform(count, chances)).to(device)

    def _of_each(self, rows: Tensor) -> Tensor:
        """What was drawn for each seed, for each network."""
        return rows if self._places is None else rows[self._places]

    def _uniform(self, count: int, chances: int) -> Tensor:
        """Random numbers of U(0, 1), (R, count, chances); the streams stand still where there are none."""
        if not chances:
            return torch.empty(len(self._chances), count, 0, dtype=torch.float64)
        drawn = [torch.rand(count, chances, generator=stream, dtype=torch.float64) for stream in self._chances]
        return torch.stack(drawn)


def batch_size(size: int | Literal["all"], count: int) -> int:
    """How many of `count` samples are in a batch."""
    return count if size == "all" else min(size, count)


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

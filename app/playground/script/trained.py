"""A trained network with all that belongs to it beside its weights, to be written down in any form."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import torch
from torch import Tensor

from app.activations.bound import BoundActivation
from app.playground.data.scaling import Scaling
from app.playground.losses import Loss
from app.playground.network.layer import of_activation
from app.playground.network.normalisation import LEARNED, RUNNING

Numbers: TypeAlias = Tensor | float | Sequence["Numbers"]
"""A tensor, or its numbers in nested lists."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptLayer:
    """A layer as a script needs it.

    `tensors` has W (in, pre), b (pre,) where there are biases, what a normalisation has, and what the activation
    learned, by name.
    """

    activation: BoundActivation | None
    tensors: Mapping[str, Numbers]

    @property
    def weights(self) -> Tensor:
        """W (in, pre)."""
        return as_tensor(self.tensors["W"])

    @property
    def bias(self) -> Tensor | None:
        """b (pre,), if there are biases."""
        return as_tensor(self.tensors["b"]).reshape(-1) if "b" in self.tensors else None

    @property
    def normalisation(self) -> dict[str, Tensor]:
        """What scales and shifts normalised sums, and the running means of those over batches: (pre,) each."""
        return {name: as_tensor(self.tensors[name]).reshape(-1) for name in LEARNED + RUNNING if name in self.tensors}

    @property
    def learned(self) -> dict[str, Tensor]:
        """What the activation learned, by name."""
        return {name: as_tensor(numbers) for name, numbers in of_activation(self.tensors).items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainedNetwork:
    """The layers of one network after training, the output last, and the data that it has learned.

    It takes points of `columns` in the units of the data, from which `scaling` leads to what the first layer takes, and
    answers classes called `class_names`, or targets where that is None. `loss` is what it was trained for.
    """

    layers: Sequence[ScriptLayer]
    columns: tuple[str, ...]
    scaling: Scaling
    class_names: tuple[str, ...] | None
    loss: Loss

    @property
    def widths(self) -> list[int]:
        """How many numbers the first layer takes, and what each layer takes or the output gives after it."""
        return [*(layer.weights.shape[0] for layer in self.layers), self.layers[-1].weights.shape[1]]


def as_tensor(numbers: Numbers) -> Tensor:
    """The numbers in float64, where they can be written down."""
    return torch.as_tensor(numbers, dtype=torch.float64, device="cpu")

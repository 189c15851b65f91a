"""Divergence: where in a network the first number that is not finite turned up, and what to try."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import torch
from torch import Tensor

from app.playground.losses import Loss
from app.playground.network.layer import Tensors
from app.playground.network.network import NOTHING, Chance, Knob, Network, Parameters

Quantity = Literal["weights", "pre-activations", "activations", "loss", "gradient"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Divergence:
    """The epoch, the layer (1 for the first; the output is the last) and the quantity that stopped being finite.

    It is the epoch that met it in training: where the last step of one goes too far for the next batch, the next epoch.
    """

    epoch: int
    layer: int
    quantity: Quantity

    @property
    def sentence(self) -> str:
        """What happened and what to try."""
        return (
            f"The run diverged in epoch {self.epoch}: the {self.quantity} of layer {self.layer} left the range of "
            f"numbers. Try a smaller learning rate, smaller first weights, or an activation that does not grow so fast."
        )


def find_divergence(  # noqa: PLR0913, PLR0917  what learns, and from what
    network: Network,
    loss: Loss,
    parameters: Parameters,
    batch: tuple[Tensor, Tensor],
    chance: Chance | None,
    knobs: Mapping[Knob, Tensor] = NOTHING,
) -> tuple[int, Quantity] | None:
    """The layer and the quantity that is not finite first when the networks learn from `batch`; None if all are.

    `knobs` have the values (R, 1, 1) of parameters for which the plan's do not count.
    The order is that of a step: the weights, then forward through the layers, the loss, and back.
    """
    leaves = [tensor.detach().requires_grad_() for tensor in parameters.split()]
    layers = parameters.by_layer(leaves)
    if (number := find_weights(layers)) is not None:
        return number, "weights"
    with torch.enable_grad():
        activity = network.forward(batch[0], layers, chance, knobs, in_training=True)
        costs = loss.of(activity.answer, batch[1])
    for number, (z, h) in enumerate(zip(activity.z, activity.h, strict=True), start=1):
        if not _are_finite(z):
            return number, "pre-activations"
        if not _are_finite(h):
            return number, "activations"
    if not _are_finite(costs):
        return len(layers), "loss"
    slopes = torch.autograd.grad(costs.sum() / costs.shape[-1], leaves, allow_unused=True)
    for number in reversed(range(1, len(layers) + 1)):
        own = [
            slope
            for slot, slope in zip(parameters.slots, slopes, strict=True)
            if slot.layer == number - 1 and slope is not None
        ]
        if not _are_finite(*own):
            return number, "gradient"
    return None


def find_weights(layers: Sequence[Tensors]) -> int | None:
    """The first layer of `layers` with a parameter that is not finite; None if there is none."""
    return next((n for n, tensors in enumerate(layers, start=1) if not _are_finite(*tensors.values())), None)


def _are_finite(*tensors: Tensor) -> bool:
    return all(bool(tensor.isfinite().all()) for tensor in tensors)

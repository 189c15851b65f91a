"""What differs between networks that learn side by side, where they are not replicas of one another."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field

import torch
from torch import Tensor

from app.initialisations import Choice
from app.playground.network.network import Knob, Network, Parameters

TOLD = "lr", "momentum", "l1", "l2", "activity", "dropout"
"""What is told to training, and may be another number for each network."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Varied:
    """What differs between the R networks of a run: a number for each, (R,); what is left out is the plan's.

    `weight_scale` is of the first weights. `knobs` are parameters of activations; one that is learned begins there.
    """

    lr: Tensor | None = None
    momentum: Tensor | None = None
    l1: Tensor | None = None
    l2: Tensor | None = None
    activity: Tensor | None = None
    dropout: Tensor | None = None
    weight_scale: Tensor | None = None
    knobs: Mapping[Knob, Tensor] = field(default_factory=dict)

    def fixed(self, network: Network) -> dict[Knob, Tensor]:
        """The values (R, 1, 1) of the knobs that training leaves as they are, in the order of `network`."""
        return {knob: stacked(self.knobs[knob]) for knob in network.fixed if knob in self.knobs}

    def kind(self, network: Network) -> Hashable:
        """What is varied while `network` learns."""
        return (*(name for name in TOLD if getattr(self, name) is not None), *self.fixed(network))

    def check(self, network: Network, replicas: int) -> None:
        """Raises ValueError, with a sentence, where `replicas` of `network` cannot be varied so."""
        values = [*(getattr(self, name) for name in (*TOLD, "weight_scale")), *self.knobs.values()]
        if any(value is not None and value.shape != (replicas,) for value in values):
            raise ValueError(f"What is varied takes a number for each of the {replicas} networks.")
        known = {Knob(number, name) for number, layer in enumerate(network.layers) for name in layer.learnable}
        if unknown := self.knobs.keys() - network.fixed.keys() - known:
            knob = min(unknown)
            raise ValueError(f"Layer {knob.layer + 1} has no parameter {knob.name} that could be varied.")

    def draw(self, network: Network, init: Choice, seeds: Sequence[int]) -> Parameters:
        """The first parameters of `network`, one for each seed."""
        first = network.draw(init if self.weight_scale is None else init._replace(scale=1.0), seeds)
        for slot, part in zip(first.slots, first.split(), strict=True):
            knob = Knob(slot.layer, slot.name)
            if slot.name == "W" and self.weight_scale is not None:
                part.mul_(stacked(self.weight_scale))
            # a parameter of an expression may be called b, as biases are
            elif slot.name in network.layers[slot.layer].learnable and knob in self.knobs:
                part.copy_(stacked(self.knobs[knob]).expand_as(part))
        return first


AS_PLANNED = Varied()
"""Nothing differs but the seeds."""


def stacked(values: Tensor) -> Tensor:
    """A number for each network, (R,), as (R, 1, 1)."""
    return values.double().reshape(-1, 1, 1)


def by_parameter(values: Tensor, parameters: Parameters) -> Tensor:
    """A number for each network, (R,), as one for each parameter of the vector, (P,)."""
    return torch.cat([stacked(values).to(part.device).expand_as(part).flatten() for part in parameters.split()])

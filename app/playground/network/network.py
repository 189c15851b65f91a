"""Stacked networks: R networks of one shape as one, their parameters in one vector, trained in one batched call."""

import math
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

import torch
from torch import Tensor

from app.initialisations import Choice
from app.playground.constraints import Constraint, find_constraint
from app.playground.network.layer import Layer, Tensors
from app.playground.network.normalisation import RUNNING, Statistics, normalise
from app.playground.network.streams import biases_stream, weights_stream
from app.playground.network_plan import NetworkPlan


class Slot(NamedTuple):
    """The place of one tensor of one layer: its shape in one network."""

    layer: int
    name: str
    shape: tuple[int, int]


class Knob(NamedTuple):
    """A parameter of one layer's activation that is not learned."""

    layer: int
    name: str


NOTHING: Mapping[Knob, Tensor] = MappingProxyType({})


class Chance(NamedTuple):
    """What makes a step of training random: `uniform` (R, B, Network.chances) of U(0, 1), and the share to drop."""

    uniform: Tensor
    drop: Tensor


class ForwardPass(NamedTuple):
    """What a network does with inputs, for each layer: z (R, B, pre_activations) and h (R, B, outputs).

    `statistics` has for each layer what is to go into the running means of its normalisation, if anything.
    """

    z: list[Tensor]
    h: list[Tensor]
    statistics: list[Statistics]

    @property
    def answer(self) -> Tensor:
        """The output: logits, or the value of a regression."""
        return self.h[-1]

    @property
    def size(self) -> Tensor:
        """The activity: mean |h| over samples and units, summed over the hidden layers, at least one of them: (R,)."""
        return torch.stack([h.abs().mean(dim=(1, 2)) for h in self.h[:-1]]).sum(dim=0)


@dataclass(frozen=True, slots=True)
class Network:
    """The layers of one shape of network, the output last."""

    layers: tuple[Layer, ...]

    @classmethod
    def of(cls, plan: NetworkPlan, inputs: int, outputs: int) -> "Network":
        """The network of `plan` that takes `inputs` numbers of a point, with `outputs` numbers for its answer."""
        layers: list[Layer] = []
        for hidden in plan.hidden:
            before = layers[-1] if layers else None
            layers.append(
                Layer(
                    fan_in=before.outputs if before else inputs,
                    units=hidden.units,
                    activation=hidden.bound,
                    before=before,
                    bias=plan.first_biases if hidden.use_bias else None,
                    constraint=find_constraint(hidden.constraint),
                    shared=hidden.shared,
                    normalisation=hidden.normalisation,
                )
            )
        before = layers[-1] if layers else None
        layers.append(
            Layer(
                fan_in=before.outputs if before else inputs,
                units=outputs,
                activation=None,
                before=before,
                bias=plan.first_biases if plan.output_use_bias else None,
                constraint=find_constraint(plan.output_constraint),
            )
        )
        return cls(tuple(layers))

    def draw(self, init: Choice, seeds: Sequence[int]) -> "Parameters":
        """The first parameters of a network for each seed, as each would be drawn alone."""
        by_seed = {seed: self._draw_one(init, seed) for seed in dict.fromkeys(seeds)}
        drawn = [by_seed[seed] for seed in seeds]
        slots = tuple(
            Slot(number, name, (tensor.shape[0], tensor.shape[1]))
            for number, tensors in enumerate(drawn[0])
            for name, tensor in tensors.items()
        )
        stacked = [torch.stack([tensors[slot.layer][slot.name] for tensors in drawn]) for slot in slots]
        return Parameters(vector=torch.cat([tensor.flatten() for tensor in stacked]), slots=slots, replicas=len(seeds))

    def _draw_one(self, init: Choice, seed: int) -> list[dict[str, Tensor]]:
        return [
            layer.draw(init, weights_stream(seed, number), biases_stream(seed, number))
            for number, layer in enumerate(self.layers)
        ]

    @property
    def hidden(self) -> tuple[Layer, ...]:
        """The layers before the output."""
        return self.layers[:-1]

    @property
    def fixed(self) -> dict[Knob, float]:
        """The parameters of the activations that training leaves as they are, and no shape depends on."""
        return {
            Knob(number, name): value for number, layer in enumerate(self.layers) for name, value in layer.fixed.items()
        }

    @property
    def kind(self) -> Hashable:
        """What networks have in common that differ in the values of their parameters alone."""
        return tuple(layer.kind for layer in self.layers)

    @property
    def is_random(self) -> bool:
        """Whether some activation is random in training."""
        return any(layer.is_random for layer in self.layers)

    @property
    def looks_at_batches(self) -> bool:
        """Whether what it does with a sample in training depends on the others of its batch."""
        return any(layer.normalisation == "batch" for layer in self.layers)

    @property
    def chances(self) -> int:
        """How many random numbers a sample needs in training: one for each hidden pre-activation and output."""
        return sum(layer.pre_activations + layer.outputs for layer in self.hidden)

    def constraints(self, slots: Sequence[Slot]) -> list[Constraint | None]:
        """What the tensor in each of `slots` is held to, if anything."""
        return [self.layers[slot.layer].constraint if slot.name == "W" else None for slot in slots]

    def forward(
        self,
        x: Tensor,
        tensors: Sequence[Tensors],
        chance: Chance | None = None,
        knobs: Mapping[Knob, Tensor] = NOTHING,
        *,
        in_training: bool = False,
    ) -> ForwardPass:
        """What the networks do with `x` (R, B, inputs); random as in training where `chance` is given.

        Batches are normalised by themselves where it is `in_training`, and otherwise by running means. `knobs` have
        the values (R, 1, 1), or one number, of parameters for which the plan's do not count.
        """
        zs: list[Tensor] = []
        hs: list[Tensor] = []
        statistics: list[Statistics] = []
        used = 0
        for number, (layer, own) in enumerate(zip(self.layers, tensors, strict=True)):
            z, found = normalise(layer.normalisation, layer.sum_up(x, own), own, in_training=in_training)
            statistics.append(found)
            values = {knob.name: value for knob, value in knobs.items() if knob.layer == number}
            if chance is None or layer.activation is None:
                x = layer.activate(z, own, knobs=values)
            else:
                middle, end = used + layer.pre_activations, used + layer.pre_activations + layer.outputs
                x = layer.activate(z, own, chance.uniform[..., used:middle], knobs=values)
                x = _drop(x, layer, chance.uniform[..., middle:end], chance.drop)
                used = end
            zs.append(z)
            hs.append(x)
        return ForwardPass(zs, hs, statistics)


def _drop(h: Tensor, layer: Layer, uniform: Tensor, share: Tensor) -> Tensor:
    """Dropout: `share` of the outputs become 0, the others grow; with a floor, alpha dropout."""
    stays = uniform >= share
    keep = 1 - share
    if layer.floor is None:
        return h * stays / keep
    scale = (keep + layer.floor**2 * keep * share).rsqrt()
    return scale * (torch.where(stays, h, layer.floor) - layer.floor * share)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """Every parameter of R stacked networks in one vector, so that an optimizer has one tensor to step.

    Running means, by which batches are normalised after training, lie there too: they go wherever the parameters go.
    """

    vector: Tensor
    slots: tuple[Slot, ...]
    replicas: int

    def split(self, vector: Tensor | None = None) -> list[Tensor]:
        """The tensors (R, *shape) of `vector`, or of the parameters themselves: views, one for each slot."""
        whole = self.vector if vector is None else vector
        parts = whole.split([self.replicas * math.prod(slot.shape) for slot in self.slots])
        return [part.view(self.replicas, *slot.shape) for part, slot in zip(parts, self.slots, strict=True)]

    def by_layer(self, tensors: Sequence[Tensor]) -> list[dict[str, Tensor]]:
        """`tensors`, one for each slot, by layer and name."""
        layers: list[dict[str, Tensor]] = [{} for _ in range(self.slots[-1].layer + 1)]
        for slot, tensor in zip(self.slots, tensors, strict=True):
            layers[slot.layer][slot.name] = tensor
        return layers

    @property
    def count(self) -> int:
        """How many numbers one network learns."""
        return sum(math.prod(slot.shape) for slot in self.slots if slot.name not in RUNNING)

    def are_finite(self) -> Tensor:
        """Which networks have finite parameters, (R,)."""
        return torch.stack([part.isfinite().flatten(1).all(dim=1) for part in self.split()]).all(dim=0)

    def first_network(self, vector: Tensor | None = None) -> list[dict[str, Tensor]]:
        """The tensors (1, *shape) of the first network by layer and name, of `vector` or of the parameters: views."""
        return self.by_layer([tensor[:1] for tensor in self.split(vector)])

    def holding(self, *names: str) -> Tensor:
        """1 where the vector holds a tensor with one of these `names`, such as W, and 0 elsewhere."""
        marks = torch.zeros_like(self.vector)
        for slot, part in zip(self.slots, self.split(marks), strict=True):
            if slot.name in names:
                part.fill_(1.0)
        return marks

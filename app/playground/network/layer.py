"""One layer of stacked networks: the shapes of its tensors, how they are drawn, and what it answers."""

import math
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeAlias, TypeVar

import torch
from torch import Generator, Tensor

from app.activations.bound import BoundActivation
from app.activations.gain import gain
from app.activations.spec import Number
from app.initialisations import FIRST_BIASES, Choice
from app.playground.constraints import Constraint
from app.playground.network.normalisation import LEARNED, RUNNING, first_tensors, normalise
from app.playground.network_plan import Normalisation
from app.text import exact

LEARNED_DIGITS = 4

T = TypeVar("T")

Tensors: TypeAlias = Mapping[str, Tensor]
"""W (R, in, pre), b (R, 1, pre), what a normalisation and what the activation learns, by name, for R networks."""

NOTHING: Tensors = MappingProxyType({})

ROWS = frozenset({"b", *LEARNED, *RUNNING})
"""The names of the tensors with a number for each sum of a layer."""

ZEROS = FIRST_BIASES.find("zeros")


def of_activation(tensors: Mapping[str, T]) -> dict[str, T]:
    """Of the tensors of a layer, by name, those that its activation has learned."""
    return {name: tensor for name, tensor in tensors.items() if name != "W" and name not in ROWS}


def answer(
    activation: BoundActivation, z: Tensor, learned: Tensors, uniform: Tensor | None = None, *, knobs: Tensors = NOTHING
) -> Tensor:
    """f(z) as in a layer, (…, pre_activations) → (…, outputs), with what the activation has `learned` by name.

    `uniform`, shaped like z, is for training that is random; `knobs` are values of parameters that are not learned.
    """
    entry = activation.activation
    if entry.in_layer.with_learned is not None:
        return entry.in_layer.with_learned(z, learned)
    params: dict[str, Number] = {knob.name: activation.params[knob.name] for knob in entry.parameters}
    params |= {**knobs, **learned}
    if uniform is not None and entry.in_layer.training is not None:
        return entry.in_layer.training(z, uniform, **params)
    return (entry.in_layer.evaluation or entry.apply)(z, **params)


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """A layer: `z = x W + b`, with W of shape (fan_in, pre_activations), and an activation; none at the output.

    Its inputs are the outputs of the layer `before`; of raw inputs, None. `bias` is how its biases begin, None where it
    has none. Its weights keep a `constraint`, if there is one. Its units share what their activation learns, or each
    has its own where that is not `shared`. Its `normalisation` makes the pre-activations of the sums.
    """

    fan_in: int
    units: int
    activation: BoundActivation | None
    before: "Layer | None" = None
    bias: Choice | None = ZEROS
    constraint: Constraint | None = None
    shared: bool = True
    normalisation: Normalisation = "none"

    @property
    def pre_activations(self) -> int:
        """How many numbers z has: more than units for maxout and the gated linear units."""
        if self.activation is None:
            return self.units
        return self.units * self.activation.activation.in_layer.takes(self.activation.params)

    @property
    def outputs(self) -> int:
        """How many numbers the layer answers: twice its units for CReLU."""
        return self.units if self.activation is None else self.units * self.activation.activation.in_layer.gives

    @property
    def is_random(self) -> bool:
        """Whether the activation itself is random in training."""
        return self.activation is not None and self.activation.activation.in_layer.training is not None

    @property
    def is_elementwise(self) -> bool:
        """Whether each output depends on one pre-activation."""
        return self.activation is not None and self.activation.activation.kind == "elementwise"

    @property
    def floor(self) -> float | None:
        """Where alpha dropout puts the outputs that it drops; None where plain dropout serves."""
        return None if self.activation is None else self.activation.activation.in_layer.floor

    @property
    def adjacent(self) -> bool:
        """Whether the pre-activations of a unit stand side by side."""
        return self.activation is not None and self.activation.activation.in_layer.adjacent

    @property
    def learnable(self) -> tuple[str, ...]:
        """The names of the activation's parameters that are learned."""
        if self.activation is None:
            return ()
        return tuple(knob.name for knob in self.activation.activation.parameters if knob.learnable)

    @property
    def fixed(self) -> dict[str, float]:
        """The activation's parameters that training leaves as they are, and no shape depends on."""
        if self.activation is None:
            return {}
        knobs = self.activation.activation.parameters
        return {knob.name: self.activation.params[knob.name] for knob in knobs if not (knob.whole or knob.learnable)}

    @property
    def kind(self) -> Hashable:
        """What layers have in common that differ in the values of their parameters alone."""
        shape = self.fan_in, self.units
        options = self.bias is None, self.constraint, self.shared, self.normalisation
        if self.activation is None:
            return *shape, *options
        entry, params = self.activation.activation, self.activation.params
        knobs = tuple((knob.name, params[knob.name] if knob.whole else None) for knob in entry.parameters)
        return *shape, *options, entry.family, entry.name, knobs

    @property
    def gain_of_inputs(self) -> float:
        """The gain of the activation that the inputs come from, which has one: 1 of raw inputs."""
        if self.before is None or self.before.activation is None:
            return 1.0
        found = gain(self.before.activation, self.before.units)
        # a plan refuses activations without one
        return math.nan if found.value is None else found.value

    def draw(self, init: Choice, generator: Generator, of_biases: Generator | None = None) -> dict[str, Tensor]:
        """The first tensors of one network, float64 on the CPU; the biases may have a generator of their own."""
        size = self.fan_in, self.pre_activations
        tensors = {"W": init.draw(*size, generator, self.gain_of_inputs if init.initialisation.matched else 1.0)}
        if self.bias is not None:
            tensors["b"] = self.bias.draw(1, size[1], of_biases or generator)
        tensors |= first_tensors(self.normalisation, size[1])
        if self.activation is None:
            return tensors
        entry, params = self.activation.activation, self.activation.params
        each = 1 if self.shared else self.pre_activations
        tensors |= {name: torch.full((1, each), params[name], dtype=torch.float64) for name in self.learnable}
        if entry.in_layer.draw is not None:
            drawn = entry.in_layer.draw(self.units, params, generator)
            tensors |= {name: tensor if tensor.dim() > 1 else tensor[None] for name, tensor in drawn.items()}
        return tensors

    def pre_activate(self, x: Tensor, tensors: Tensors) -> Tensor:
        """z = x W + b, normalised as after training: (R, B, fan_in) → (R, B, pre_activations)."""
        return normalise(self.normalisation, self.sum_up(x, tensors), tensors, in_training=False)[0]

    def sum_up(self, x: Tensor, tensors: Tensors) -> Tensor:
        """x W + b: (R, B, fan_in) → (R, B, pre_activations)."""
        weights, bias = tensors["W"], tensors.get("b")
        if bias is not None and self.normalisation == "batch":
            # the mean of a batch takes it away: its gradient is 0 but for rounding, which some optimizers would follow
            bias = bias.detach()
        if self.pre_activations == 1:
            # torch multiplies many matrices of one column slowly: at 32 networks this takes half the time
            sums = (x * weights.transpose(1, 2)).sum(dim=-1, keepdim=True)
            return sums if bias is None else sums + bias
        return torch.bmm(x, weights) if bias is None else torch.baddbmm(bias, x, weights)

    def activate(
        self, z: Tensor, tensors: Tensors, uniform: Tensor | None = None, *, knobs: Tensors = NOTHING
    ) -> Tensor:
        """h = f(z): (R, B, pre_activations) → (R, B, outputs); `uniform`, shaped like z, where training is random.

        `knobs` are the values of parameters that are not learned, by name, where they are not the plan's.
        """
        if self.activation is None:
            return z
        return answer(self.activation, z, of_activation(tensors), uniform, knobs=knobs)

    def reference(self, learned: Mapping[str, float]) -> str | None:
        """The reference to the activation with its learned parameters, kept in the range that a reference allows."""
        if self.activation is None:
            return None
        values = dict(self.activation.params)
        for knob in self.activation.activation.parameters:
            value = learned.get(knob.name)
            if value is not None and math.isfinite(value):
                values[knob.name] = float(f"{min(max(value, knob.low), knob.high):.{LEARNED_DIGITS}g}")
        knobs = self.activation.activation.knobs
        given = [f"{knob.name}={exact(values[knob.name])}" for knob in knobs if values[knob.name] != knob.default]
        return self.activation.activation.spell(given)

    def beyond(self, learned: Mapping[str, float]) -> list[str]:
        """The parameters that were learned beyond the range that a reference allows, where it has the range's end."""
        if self.activation is None:
            return []
        knobs = {knob.name: knob for knob in self.activation.activation.parameters}
        return [name for name, value in learned.items() if not knobs[name].low <= value <= knobs[name].high]

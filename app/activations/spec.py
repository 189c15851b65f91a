"""The shape of a catalogue entry, checked when the entry is made; it knows no activation by name."""

import inspect
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, TypeAlias

import torch
from torch import Generator, Tensor

from app.text import exact

Number: TypeAlias = float | Tensor
"""A parameter's value: a float, or a tensor where it is being learned."""

ParameterValues: TypeAlias = Mapping[str, float]
"""A value for each parameter, by name."""

Family = Literal[
    "saturating",
    "rectified",
    "exponential",
    "gated",
    "shrinking",
    "periodic and other",
    "across units",
]
Kind = Literal["elementwise", "across_units"]
Smoothness = Literal["jump", "C0", "C1", "C2", "smooth"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A knob of an activation: a float, or a whole number, in [low, high]; `aliases` are what frameworks call it."""

    name: str
    symbol: str
    meaning: str
    default: float
    low: float
    high: float
    step: float = 0.01
    whole: bool = False
    learnable: bool = False
    aliases: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.low <= self.default <= self.high:
            raise ValueError(f"{self.name}: the default {self.default} is outside [{self.low}, {self.high}]")

    def accept(self, value: float) -> float:
        """`value` as this parameter takes it. Raises ValueError, with a sentence, if it is out of range."""
        if not (math.isfinite(value) and self.low <= value <= self.high):
            raise ValueError(f"{self.name} = {exact(value)} is outside its range [{self.low:g}, {self.high:g}].")
        if self.whole and value != int(value):
            raise ValueError(f"{self.name} = {exact(value)} must be a whole number in [{self.low:g}, {self.high:g}].")
        return int(value) if self.whole else float(value)


def names_of(knobs: Iterable[Parameter]) -> dict[str, str]:
    """The own name of each of `knobs` by that name and by each of its aliases."""
    return {alias: knob.name for knob in knobs for alias in (knob.name, *knob.aliases)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where an activation comes from: the authors, the year and a page to read."""

    authors: str
    year: int
    link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Spelling:
    """How a framework writes an activation: code in `x` with `{parameter}` places, None where it has none.

    `builtin` is False where the framework lacks a function of its own and the code composes one;
    `differs` is one sentence on what the framework's own default does otherwise, or, where the code is not `faithful`,
    on what it computes instead.
    """

    code: str | None
    builtin: bool = True
    differs: str | None = None
    faithful: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Frameworks:
    """The spelling in each framework."""

    torch: Spelling
    keras: Spelling
    jax: Spelling


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedTraits:
    """The traits that an entry states of its curve at the default parameters; a shared test measures each.

    `lower` and `upper` bound the range tightly (None: unbounded); `limits` are the values as x → −∞ and
    x → ∞ (±inf where it diverges, None where it oscillates).
    """

    lower: float | None
    upper: float | None
    limits: tuple[float | None, float | None]
    monotone: bool
    parity: Literal["odd", "even"] | None = None
    smoothness: Smoothness


def _none_idle(_: ParameterValues) -> frozenset[str]:
    return frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice:
    """A one-dimensional slice of an across-units activation, for drawing.

    `function(x, **parameters)` maps a tensor of any shape to the same shape; it takes the activation's parameters and
    then the slice's own. `rule` is one sentence that says what is drawn. `idle(parameters)` names the parameters that
    change nothing while the others have these values.
    """

    rule: str
    function: Callable[..., Tensor]
    parameters: tuple[Parameter, ...] = ()
    idle: Callable[[ParameterValues], frozenset[str]] = _none_idle


def _one(_: ParameterValues) -> int:
    return 1


Drawer: TypeAlias = Callable[[int, ParameterValues, Generator], Mapping[str, Tensor]]
"""Draws the learned tensors of a layer: from its number of units, the parameters and a generator on the CPU."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InLayer:
    """How an activation serves a layer of a network, where that is more than its function of as many pre-activations.

    A unit needs `takes(parameters)` pre-activations and gives `gives` outputs. `draw` makes tensors that the layer
    learns beside the learnable parameters, and `with_learned(z, tensors)` applies them; stacked networks stack them
    along a first dimension. `training(z, uniform, **parameters)` is what happens in training where that is random, with
    numbers of U(0, 1) in the shape of z; `evaluation(z, **parameters)` is what is done afterwards.
    The pre-activations of a unit are `adjacent`, or stand as many apart as there are units. `scheme` names the first
    weights that it is made for, and `floor` is where alpha dropout puts the outputs that it drops.
    """

    takes: Callable[[ParameterValues], int] = _one
    gives: int = 1
    draw: Drawer | None = None
    with_learned: Callable[[Tensor, Mapping[str, Tensor]], Tensor] | None = None
    training: Callable[..., Tensor] | None = None
    evaluation: Callable[..., Tensor] | None = None
    adjacent: bool = False
    scheme: str | None = None
    floor: float | None = None


AS_IT_IS = InLayer()
"""One pre-activation and one output for each unit, nothing learned but learnable parameters, nothing random."""


def _no_kinks(_: ParameterValues) -> tuple[()]:
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Activation:
    """One catalogue entry.

    `function(x, **parameters)` is differentiable twice by autograd. An elementwise one keeps the shape of `x`; one that
    works across units reads them along the last dimension, behind any batch shape, and has a `slice` for drawing.
    Where its parameters have to be numbers, `of_tensors` is the same function for tensors that broadcast against x.
    `kinks(parameters)` gives the x, ascending, at which f or one of its derivatives jumps. `aliases` are what papers
    and frameworks call it at its default parameters, beside its name and its title. Of the parameters named in
    `ascending`, none may be greater than the next.
    """

    name: str
    title: str
    family: Family
    formula: str
    derivative: str
    summary: str
    strengths: tuple[str, ...]
    weaknesses: tuple[str, ...]
    origin: Origin
    frameworks: Frameworks
    stated: StatedTraits
    function: Callable[..., Tensor]
    of_tensors: Callable[..., Tensor] | None = None
    parameters: tuple[Parameter, ...] = ()
    kinks: Callable[[ParameterValues], tuple[float, ...]] = _no_kinks
    slice: Slice | None = None
    in_layer: InLayer = AS_IT_IS
    aliases: tuple[str, ...] = ()
    ascending: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _match_signature(self.name, self.function, self.parameters)
        if self.of_tensors is not None:
            _match_signature(f"{self.name} (of tensors)", self.of_tensors, self.parameters)
        if self.slice is not None:
            _match_signature(f"{self.name} (slice)", self.slice.function, self.knobs)
        if (self.slice is not None) != (self.family == "across units"):
            raise TypeError(f"{self.name}: a slice belongs to the family 'across units', and to it alone")

    def apply(self, x: Tensor, **parameters: Number) -> Tensor:
        """The function of `x`, with parameters that are numbers or tensors."""
        if self.of_tensors is None or not any(isinstance(value, Tensor) for value in parameters.values()):
            return self.function(x, **parameters)
        return self.of_tensors(x, **{name: torch.as_tensor(value).to(x) for name, value in parameters.items()})

    def spell(self, arguments: list[str]) -> str:
        """The reference to this activation with `arguments`, each written `name=value`."""
        return f"{self.name}({', '.join(arguments)})" if arguments else self.name

    @property
    def kind(self) -> Kind:
        """Whether each output depends on one input or on all units."""
        return "elementwise" if self.slice is None else "across_units"

    @property
    def knobs(self) -> tuple[Parameter, ...]:
        """Every parameter of the curve: the activation's own, then those of its slice."""
        return self.parameters if self.slice is None else self.parameters + self.slice.parameters

    def idle(self, parameters: ParameterValues) -> frozenset[str]:
        """The names of the knobs that change nothing while the others have these values."""
        return frozenset() if self.slice is None else self.slice.idle(parameters)

    def check(self, parameters: ParameterValues) -> None:
        """Raises ValueError, with a sentence, where values contradict each other."""
        given = [(name, parameters[name]) for name in self.ascending]
        for (low, smaller), (high, greater) in pairwise(given):
            if smaller > greater:
                raise ValueError(f"{low} = {smaller:g} is above {high} = {greater:g}; it may be no greater.")

    @property
    def curve(self) -> Callable[..., Tensor]:
        """The function of one variable that is drawn: the activation itself, or its slice."""
        return self.function if self.slice is None else self.slice.function


def _match_signature(name: str, function: Callable[..., Tensor], declared: tuple[Parameter, ...]) -> None:
    takes = list(inspect.signature(function).parameters)[1:]
    names = [parameter.name for parameter in declared]
    if takes != names:
        raise TypeError(f"{name}: declares {names}, but its function takes {takes}")

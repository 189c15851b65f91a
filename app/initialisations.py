"""Initialisations: how the first weights and biases of a layer are drawn, each by its name; nothing else lists them.

A scheme sets the spread of the weights by the widths of the layer, and comes as a normal or a uniform distribution, or
as both; the others are told apart by what they ignore.
"""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

import torch
from torch import Generator, Tensor

from app.text import echoed

Distribution = Literal["uniform", "normal"]

Drawer: TypeAlias = Callable[[int, int, Generator, float], Tensor]
"""From the layer's inputs and outputs, a generator on the CPU and a number: weights (inputs, outputs) in float64.

The number is what the initialisation takes, or the gain of the inputs where it is matched to them.
"""

LARGEST_NUMBER = 100.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """A rule for the spread of weights: their variance is `gain / fan(inputs, outputs)`."""

    name: str
    gain: float
    fan: Callable[[int, int], int]
    distributions: tuple[Distribution, ...] = ("uniform", "normal")

    def deviation(self, inputs: int, outputs: int) -> float:
        """The standard deviation of the weights of a layer."""
        return math.sqrt(self.gain / self.fan(inputs, outputs))

    def reach(self, inputs: int, outputs: int) -> float:
        """How far from 0 weights lie that are uniform with this deviation: √3 times as far."""
        return math.sqrt(3 * self.gain / self.fan(inputs, outputs))


SCHEMES: Mapping[str, Scheme] = {
    scheme.name: scheme
    for scheme in (
        # Glorot & Bengio 2010, He et al. 2015, LeCun et al. 1998
        Scheme(name="xavier", gain=2.0, fan=lambda inputs, outputs: inputs + outputs),
        Scheme(name="he", gain=2.0, fan=lambda inputs, _: inputs),
        Scheme(name="lecun", gain=1.0, fan=lambda inputs, _: inputs, distributions=("normal",)),
    )
}
"""Every scheme by name, in display order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Initialisation:
    """A way to draw weights. Where it takes a number, `symbol` stands for it, from `lowest` on, as in `example`.

    One that is `matched` depends on where the inputs come from: it takes the gain of that activation.
    """

    name: str
    draw: Drawer
    symbol: str | None = None
    example: float = 0.0
    lowest: float = 0.0
    matched: bool = False

    @property
    def suggestion(self) -> str:
        """How one would write it: its name, with a number where it takes one."""
        return self.name if self.symbol is None else f"{self.name}({self.example:g})"


class Choice(NamedTuple):
    """An initialisation with its number, which is 0 where it takes none, and a scale by which all is multiplied."""

    initialisation: Initialisation
    number: float
    scale: float = 1.0

    def draw(self, inputs: int, outputs: int, generator: Generator, gain: float = 1.0) -> Tensor:
        """Weights (inputs, outputs) in float64 on the CPU; `gain` is that of the activation that the inputs are of."""
        number = gain if self.initialisation.matched else self.number
        return self.initialisation.draw(inputs, outputs, generator, number) * self.scale


def _noise(inputs: int, outputs: int, generator: Generator) -> Tensor:
    return torch.randn(inputs, outputs, generator=generator, dtype=torch.float64)


def _of(scheme: Scheme, distribution: Distribution) -> Initialisation:
    def normal(inputs: int, outputs: int, generator: Generator, _: float) -> Tensor:
        return _noise(inputs, outputs, generator) * scheme.deviation(inputs, outputs)

    def uniform(inputs: int, outputs: int, generator: Generator, _: float) -> Tensor:
        shares = torch.rand(inputs, outputs, generator=generator, dtype=torch.float64)
        return (2 * shares - 1) * scheme.reach(inputs, outputs)

    return Initialisation(name=f"{scheme.name}_{distribution}", draw=normal if distribution == "normal" else uniform)


def _constant(inputs: int, outputs: int, _: Generator, number: float) -> Tensor:
    return torch.full((inputs, outputs), number, dtype=torch.float64)


INITIALISATIONS: Mapping[str, Initialisation] = {
    initialisation.name: initialisation
    for initialisation in (
        *(_of(scheme, distribution) for scheme in SCHEMES.values() for distribution in scheme.distributions),
        # variance gain²/inputs: what goes into each unit has the mean square 1, whatever the inputs come from
        Initialisation(
            name="matched",
            draw=lambda inputs, outputs, generator, gain: _noise(inputs, outputs, generator) * gain / math.sqrt(inputs),
            matched=True,
        ),
        Initialisation(name="zeros", draw=_constant),
        Initialisation(
            name="normal",
            draw=lambda inputs, outputs, generator, number: _noise(inputs, outputs, generator) * number,
            symbol="σ",
            example=0.5,
        ),
        Initialisation(name="constant", draw=_constant, symbol="c", example=0.1, lowest=-LARGEST_NUMBER),
    )
}
"""Every initialisation by name, in display order."""

_NUMBER = r"\((-?[0-9.]+(?:e-?[0-9]+)?)\)"


@dataclass(frozen=True, slots=True)
class Initialisations:
    """Those of which the field `name` of a plan takes one."""

    name: str
    among: tuple[Initialisation, ...]

    @property
    def suggestions(self) -> list[str]:
        """How one would write each of them."""
        return [initialisation.suggestion for initialisation in self.among]

    @property
    def pattern(self) -> str:
        """What a text that names one looks like, as a regular expression of Python's and of HTML's."""
        return "|".join(each.name if each.symbol is None else each.name + _NUMBER for each in self.among)

    @property
    def hint(self) -> str:
        """What a reader may write, in a sentence."""
        return f"Choose one of the list, {', or '.join(self._numbered)}."

    @property
    def _numbered(self) -> list[str]:
        return [f"{each.name}({each.symbol}) as in {each.suggestion}" for each in self.among if each.symbol is not None]

    def find(self, text: str) -> Choice:
        """The one that `text` names, as in "he_normal" or "normal(0.5)". Raises ValueError, with a sentence."""
        found = re.fullmatch(rf"(\w+)(?:{_NUMBER})?", text)
        chosen = next((each for each in self.among if each.name == found[1]), None) if found else None
        if found and chosen and (found[2] is None) == (chosen.symbol is None):
            number = _number(found[2])
            if number is not None and chosen.lowest <= number <= LARGEST_NUMBER:
                return Choice(chosen, number)
        plain = ", ".join(each.name for each in self.among if each.symbol is None)
        raise ValueError(
            f"{self.name} = {echoed(text)} is not an initialisation; choose {plain}, {', or '.join(self._numbered)}."
        )


def _number(text: str | None) -> float | None:
    try:
        return float(text or 0)
    except ValueError:
        return None


FIRST_WEIGHTS = Initialisations("init", tuple(INITIALISATIONS.values()))
"""Those that weights may have."""

FIRST_BIASES = Initialisations("bias_init", tuple(INITIALISATIONS[name] for name in ("zeros", "constant", "normal")))
"""Those that biases may have: no width of a layer has to do with them."""


def find_initialisation(text: str) -> Choice:
    """The initialisation of weights that `text` names. Raises ValueError, with a sentence."""
    return FIRST_WEIGHTS.find(text)

"""Ticks of an axis, where Plotly puts them and as it writes them, so that a still and what follows it look alike."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.text import raised, without_zeros

_ROUND = (2, 5, 10)
# beyond these powers of ten the whole axis is written with one
_PLAIN_POWERS = 3
# what rounding may take from a tick that stands at an end of the axis
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Tick:
    """A place on an axis, an exponent where it is logarithmic, and what is written there."""

    at: float
    text: str


def linear_ticks(low: float, high: float, spec: Mapping[str, Any]) -> Iterator[Tick]:
    """Multiples of a round step from `low` to `high`: of the `dtick` of `spec`, or one that makes at most `nticks`."""
    step = float(spec.get("dtick") or round_step((high - low) / spec["nticks"]))
    room = _ROUNDING * (high - low)
    decimals = max(0, math.ceil(-math.log10(step) - _ROUNDING))
    power = math.floor(math.log10(max(abs(low), abs(high))) + 0.01)
    power = power if abs(power) > _PLAIN_POWERS else 0
    for number in range(math.ceil((low - room) / step), math.floor((high + room) / step) + 1):
        at = number * step
        yield Tick(at, _written(at, decimals, power, spec.get("tickformat", "")))


def power_ticks(low: float, high: float, spec: Mapping[str, Any]) -> Iterator[Tick]:
    """Powers of ten whose exponents, from `low` to `high`, are multiples of the `dtick` of `spec`."""
    step = int(spec["dtick"])
    for exponent in range(math.ceil(low / step - _ROUNDING) * step, math.floor(high + _ROUNDING) + 1, step):
        yield Tick(float(exponent), {0: "1", 1: "10"}.get(exponent, f"10{raised(exponent)}"))


def round_step(rough: float) -> float:
    """The smallest of 2, 5 and 10 times a power of ten that is above `rough`, as Plotly rounds."""
    base = 10.0 ** math.floor(math.log10(rough))
    return base * next(digit for digit in _ROUND if digit > rough / base * (1 + _ROUNDING) or digit == _ROUND[-1])


def _written(value: float, decimals: int, power: int, tickformat: str) -> str:
    if tickformat == ".0%":
        return _signed(f"{100 * value:.0f}%")
    if power and value:
        text = f"{value / 10.0**power:.{max(0, decimals + power)}f}"
        return f"{_signed(without_zeros(text))}×10{raised(power)}"
    return _signed(without_zeros(f"{value + 0.0:.{decimals}f}"))


def _signed(text: str) -> str:
    return "0" if text == "-0" else text.replace("-", "−")

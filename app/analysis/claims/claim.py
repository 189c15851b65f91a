"""The shape of a claim: a statement that people make, the computation that decides it, and what that shows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple, Self, TypeAlias

import numpy as np
from torch import Tensor

from app.analysis.points import Points, float64

Verdict: TypeAlias = Literal["true", "false", "misleading", "true if"]
"""`misleading` is what holds, but hides a tighter fact; `true if` is what holds under a condition and fails without."""


class Judgement(NamedTuple):
    """A verdict; `condition` is what makes a "true if" true, else ""."""

    verdict: Verdict
    condition: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Numbers to draw, and what they are; a broad one shows under what covers it."""

    name: str
    y: Points
    is_broad: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What to look at: over x, which are numbers, lines or else scattered points; over names, bars."""

    title: str
    x: Points | tuple[str, ...]
    lines: tuple[Line, ...]
    x_title: str = "x"
    y_title: str = ""
    is_logarithmic: bool = False
    is_scattered: bool = False

    @classmethod
    def of(
        cls,
        title: str,
        x: Tensor | Points | tuple[str, ...],
        lines: Mapping[str, Tensor | Points],
        *,
        broad: str = "",
        x_title: str = "x",
    ) -> Self:
        """A view of `lines`, by name, over `x`, n numbers or n names; the line called `broad` is broad."""
        return cls(
            title=title,
            x=x if isinstance(x, tuple) else _points(x),
            lines=tuple(Line(name=name, y=_points(y), is_broad=name == broad) for name, y in lines.items()),
            x_title=x_title,
        )

    def scattered(self, y_title: str) -> Self:
        """The same view as points."""
        return replace(self, y_title=y_title, is_scattered=True)

    def logarithmic(self, y_title: str = "") -> Self:
        """The same view over a logarithmic axis of y."""
        return replace(self, y_title=y_title, is_logarithmic=True)


def _points(numbers: Tensor | Points) -> Points:
    return float64(numbers) if isinstance(numbers, Tensor) else np.ascontiguousarray(numbers)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What the numbers say: the one that decides, the judgement that follows, why, and one or two views of it.

    `says` goes on from the value: "0.5 is the largest slope."
    """

    value: float
    unit: str = ""
    judgement: Judgement
    says: str
    views: tuple[View, ...]

    def __post_init__(self) -> None:
        if (self.verdict == "true if") != bool(self.condition):
            raise ValueError(f"the verdict is {self.verdict!r}, but its condition {self.condition!r}")

    @property
    def verdict(self) -> Verdict:
        """The verdict alone."""
        return self.judgement.verdict

    @property
    def condition(self) -> str:
        """What makes a "true if" true, else ""."""
        return self.judgement.condition


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A statement, where this application shows what it is about, and what decides it on a device."""

    slug: str
    statement: str
    shown: str
    decide: Callable[[str], Decision]

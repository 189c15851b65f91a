"""A step of an exhibit: predict, then see. What is right is read from the exhibit's findings, never written down."""

import math
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from app.exhibits.finding import Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class Between:
    """The range in which the finding `of` lies: choice i is right from cuts[i - 1] up to, but without, cuts[i].

    A finding without a value, whose key is there, makes no choice right.
    """

    of: str
    choices: tuple[str, ...]
    cuts: tuple[float, ...]

    def __post_init__(self) -> None:
        if len(self.choices) != len(self.cuts) + 1 or list(self.cuts) != sorted(set(self.cuts)):
            raise TypeError(f"{self.of}: one more choice than cuts, which rise, and not {self.choices}, {self.cuts}")

    @property
    def keys(self) -> tuple[str, ...]:
        """The findings that decide."""
        return (self.of,)

    def right(self, values: Mapping[str, float | None]) -> frozenset[int]:
        """The numbers of the choices that are right."""
        value = values.get(self.of)
        return frozenset() if value is None else frozenset((bisect_right(self.cuts, value),))


@dataclass(frozen=True, slots=True, kw_only=True)
class Which:
    """The largest, or the smallest, of some findings; `of` has the text of a choice for the key of each.

    Those without a value are left out; of equal ones each is right.
    """

    of: Mapping[str, str]
    is_largest: bool = True

    @property
    def choices(self) -> tuple[str, ...]:
        """What can be chosen."""
        return tuple(self.of.values())

    @property
    def keys(self) -> tuple[str, ...]:
        """The findings that decide."""
        return tuple(self.of)

    def right(self, values: Mapping[str, float | None]) -> frozenset[int]:
        """The numbers of the choices that are right."""
        sign = 1 if self.is_largest else -1
        known = {place: sign * value for place, key in enumerate(self.of) if (value := values.get(key)) is not None}
        return frozenset(place for place, value in known.items() if value == max(known.values()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """The value of the finding `of`: dragged between `low` and `high`, right within the share `within` of that way.

    What lies beyond an end is met at that end.
    """

    of: str
    low: float
    high: float
    step: float
    unit: str = ""
    within: float = 0.1

    @property
    def keys(self) -> tuple[str, ...]:
        """The findings that decide."""
        return (self.of,)

    def meets(self, guess: float, values: Mapping[str, float | None]) -> bool | None:
        """Whether `guess` is near enough; None where there is no value."""
        value = values.get(self.of)
        if value is None:
            return None
        met = min(max(value, self.low), self.high)
        # as far as the slider's steps allow, which are counted from `low` in floating point
        return abs(guess - met) <= max(self.within * (self.high - self.low), self.step / 2) * (1 + 1e-9)


Prediction: TypeAlias = Between | Which | Estimate
Kind: TypeAlias = Literal["choice", "estimate"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A question, the controls at which it is asked, as a query string writes them, and what can be predicted.

    `settings` are laid over what a reader has set: the answer follows the other controls. `because` says why, in a
    sentence that holds at every setting of these.
    """

    asks: str
    settings: Mapping[str, str | Sequence[str]] = field(default_factory=dict)
    prediction: Prediction
    because: str

    @property
    def kind(self) -> Kind:
        """How it is answered: by a choice, or by a number on a slider."""
        return "estimate" if isinstance(self.prediction, Estimate) else "choice"

    def over(self, given: Mapping[str, list[str]]) -> dict[str, list[str]]:
        """The settings at which this is asked of a reader who has `given` these: the values of each name."""
        own = {name: [value] if isinstance(value, str) else list(value) for name, value in self.settings.items()}
        return {**given, **own}


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What became of a prediction: whether it `is_right`, the choices that are, and the findings that decided.

    None where the findings have no answer at these settings.
    """

    is_right: bool | None
    right: tuple[int, ...]
    findings: tuple[Finding, ...]


def judge(step: Step, predicted: float, findings: Iterable[Finding]) -> Verdict:
    """Compare `predicted`, the number of a choice or an estimate, with what was found.

    Raises ValueError, with a sentence, where it is none of the choices, or off the slider.
    """
    known = {finding.key: finding for finding in findings if finding.key in step.prediction.keys}
    values = {key: finding.value for key, finding in known.items()}
    if isinstance(step.prediction, Estimate):
        _check(step.prediction.low <= predicted <= step.prediction.high, predicted)
        return Verdict(is_right=step.prediction.meets(predicted, values), right=(), findings=tuple(known.values()))
    _check(predicted in range(len(step.prediction.choices)), predicted)
    right = step.prediction.right(values)
    is_right = predicted in right if right else None
    return Verdict(is_right=is_right, right=tuple(sorted(right)), findings=tuple(known.values()))


def _check(is_possible: bool, predicted: float) -> None:  # noqa: FBT001  a condition
    if not (math.isfinite(predicted) and is_possible):
        raise ValueError(f"{predicted:g} cannot be predicted here.")

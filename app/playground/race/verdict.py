"""Who is ahead in a race, and where no difference is shown: outcomes over seeds held against one another.

**The rule.** Lane A is ahead of lane B where their intervals part: first those of the share of seeds that reached the
target (Wilson), then those of the median epoch in which they did (bootstrap over seeds, a seed that did not counting as
infinite), last those of the median final accuracy (bootstrap). With n lanes the first is held against n − 1 others, so
each interval leaves 5 % / (n − 1) outside instead of 5 %. In simulated races of equal lanes the first is then called
ahead, or behind, in 0 to 6 of a hundred, in 13 where 16 lanes have 6 seeds. With fewer seeds nothing is called,
as no interval of a median is then sure to 95 %.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from math import inf

from app.playground.race.intervals import OUTSIDE, Interval, median, median_interval, share_interval
from app.text import listed

ENOUGH_SEEDS = 6


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a lane has reached: for each seed the epoch of the target, or inf, and the last accuracy.

    `outside` is the probability on either side of the intervals that are held against those of others.
    """

    activation: str
    epochs: Sequence[float]
    accuracies: Sequence[float]
    outside: float = OUTSIDE

    @property
    def solved(self) -> int:
        """How many seeds reached the target."""
        return sum(epoch < inf for epoch in self.epochs)

    @property
    def order(self) -> tuple[float, float, float]:
        """What lanes are sorted by: more seeds solved, then fewer epochs, then the higher accuracy."""
        return -self.solved, median(self.epochs), -median(self.accuracies)

    @cached_property
    def costs(self) -> tuple[Interval, Interval, Interval]:
        """The intervals of what is compared, in this order; lower is better."""
        return (
            share_interval(len(self.epochs) - self.solved, len(self.epochs), self.outside),
            median_interval(self.epochs, self.outside),
            median_interval([-accuracy for accuracy in self.accuracies], self.outside),
        )

    def ahead_by(self, other: "Outcome") -> int | None:
        """The number of the first comparison in which the two part, if it is this lane that is ahead there."""
        for number, (own, theirs) in enumerate(zip(self.costs, other.costs, strict=True)):
            if own.is_below(theirs):
                return number
            if theirs.is_below(own):
                return None
        return None

    def differs_from(self, other: "Outcome") -> bool:
        """Whether one of the two is ahead."""
        return self.ahead_by(other) is not None or other.ahead_by(self) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    """How a verdict is said; the phrases are of what lanes are compared by, in this order."""

    opening: str
    nobody: str
    alone: str
    equal: str
    phrases: tuple[str, str, str]


_OVER = _Words(
    opening="",
    nobody="No seed of {lanes} reached {target}.",
    alone="{lane} ran alone: there is nothing to compare it with.",
    equal="Between {lanes}: no difference shown.",
    phrases=(
        "reaches {target} with more seeds than {lanes}",
        "reaches {target} in fewer epochs than {lanes}",
        "ends with a higher accuracy than {lanes}",
    ),
)
_GOING_ON = _Words(
    opening="So far, epoch {epoch} of {epochs}: ",
    nobody="No seed of {lanes} has reached {target} yet.",
    alone="{lane} runs alone: there is nothing to compare it with.",
    equal="Between {lanes}: no difference shown yet.",
    phrases=(
        "has reached {target} with more seeds than {lanes}",
        "has reached {target} in fewer epochs than {lanes}",
        "has a higher accuracy than {lanes}",
    ),
)


def verdict(outcomes: Sequence[Outcome], target: float, so_far: tuple[int, int] | None = None) -> str:
    """What the race shows, in a few sentences; `outcomes` are sorted, the first lane first.

    `so_far` is the epoch and how many there are to be, of a race that goes on.
    """
    words = _GOING_ON if so_far else _OVER
    epoch, epochs = so_far or (0, 0)
    seeds, reach = len(outcomes[0].epochs), f"{100 * target:g} %"
    sentences: list[str] = []
    if not any(outcome.solved for outcome in outcomes):
        sentences.append(words.nobody.format(lanes=_names(outcomes, "or"), target=reach))
    if len(outcomes) == 1:
        sentences.append(words.alone.format(lane=outcomes[0].activation))
    elif seeds < ENOUGH_SEEDS:
        sentences.append(f"No difference shown: that takes {ENOUGH_SEEDS} seeds at least, and here are {seeds}.")
    else:
        sentences += _comparisons(outcomes, reach, words)
    return words.opening.format(epoch=epoch, epochs=epochs) + " ".join(sentences)


def _comparisons(outcomes: Sequence[Outcome], reach: str, words: _Words) -> Iterator[str]:
    if not any(a.differs_from(b) for a, b in combinations(outcomes, 2)):
        yield words.equal.format(lanes=_names(outcomes))
        return
    first, *others = outcomes
    won = [[other for other in others if first.ahead_by(other) == number] for number in range(len(words.phrases))]
    if any(won):
        parts = [
            phrase.format(target=reach, lanes=_names(behind))
            for phrase, behind in zip(words.phrases, won, strict=True)
            if behind
        ]
        yield f"{first.activation} {listed(parts)}."
    for other in others:
        if (number := other.ahead_by(first)) is not None:
            yield f"{other.activation} {words.phrases[number].format(target=reach, lanes=first.activation)}."
    if equal := [other for other in others if not first.differs_from(other)]:
        yield words.equal.format(lanes=f"{first.activation} and {_names(equal, 'or')}")


def _names(outcomes: Iterable[Outcome], word: str = "and") -> str:
    return listed([outcome.activation for outcome in outcomes], word)

"""Who is ahead in a race, and where no difference is shown: outcomes held against one another, seed by seed.

**The rule.** Lane A is ahead of lane B where a permutation test over the seeds, which both share, parts them: first in
whether a seed reached the target, then in the epoch in which it did (one that did not counts as infinite), last in what
it ended with. All lanes and all three are tested together, at 4 %: lanes that are equal are nowhere called different in
about 96 of a hundred races, whatever their numbers are like, also beside one that is far behind. With fewer seeds than
six nothing is called: two lanes of five seeds can change places in 32 ways, so that one in 16 races of equals looks as
clear as can be.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import inf

import torch
from torch import Tensor

from app.playground.goal import Goal, Measure
from app.playground.race.intervals import median
from app.playground.race.permutation import leads, leads_in_steps
from app.text import listed

ENOUGH_SEEDS = 6

LEVEL = 0.04
"""The share of races of equal lanes in which a difference is called, at most."""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a lane has reached: for each seed the epoch of the target, or inf, and what it ended with.

    Of `costs`, what it ended with, the lower is the better.
    """

    activation: str
    epochs: Sequence[float]
    costs: Sequence[float]

    @property
    def solved(self) -> int:
        """How many seeds reached the target."""
        return sum(epoch < inf for epoch in self.epochs)

    @property
    def order(self) -> tuple[float, float, float]:
        """What lanes are sorted by: more seeds solved, then fewer epochs, then the better end."""
        return -self.solved, median(self.epochs), median(self.costs)


class Comparison:
    """Which of `outcomes` are ahead of which, and by what: each is named by its place among them."""

    def __init__(self, outcomes: Sequence[Outcome]) -> None:
        costs = _costs(outcomes)
        self._leads = leads(costs, LEVEL) if _can_differ(costs) else torch.zeros(len(costs), *2 * costs.shape[1:2])

    @property
    def is_even(self) -> bool:
        """Whether no lane is ahead of any other."""
        return not self._leads.any()

    def ahead_by(self, one: int, other: int) -> int | None:
        """The number of the first quantity in which the two part, if it is `one` that is ahead there."""
        lead, number = next(((lead, number) for number, lead in enumerate(self._leads[:, one, other]) if lead), (0, 0))
        return number if lead > 0 else None

    def differ(self, one: int, other: int) -> bool:
        """Whether one of the two is ahead."""
        return bool(self._leads[:, one, other].any())


def compare_in_steps(outcomes: Sequence[Outcome]) -> Iterator[None]:
    """Find, in steps of some milliseconds, what a comparison of these `outcomes` then has at once."""
    costs = _costs(outcomes)
    if _can_differ(costs):
        yield from leads_in_steps(costs, LEVEL)


def _costs(outcomes: Sequence[Outcome]) -> Tensor:
    """The three quantities of each lane with each seed, the lower the better: (3, L, S)."""
    epochs = torch.tensor([outcome.epochs for outcome in outcomes], dtype=torch.float64)
    ends = torch.tensor([outcome.costs for outcome in outcomes], dtype=torch.float64)
    return torch.stack([epochs.isinf().double(), epochs, ends])


def _can_differ(costs: Tensor) -> bool:
    _, lanes, seeds = costs.shape
    return lanes > 1 and seeds >= ENOUGH_SEEDS


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    """How a verdict is said, in whole sentences; what lanes are compared by are seeds, epochs, and how they end."""

    nobody: str
    alone: str
    even: str
    equal: str
    more_seeds: str
    fewer_epochs: str
    better_end: Mapping[Measure, str]


_OVER = _Words(
    nobody="No seed of {lanes} reached {target}.",
    alone="{lane} ran alone: there is nothing to compare it with.",
    even="Between {lanes}: no difference shown.",
    equal="Between {lane} and {lanes}: no difference shown.",
    more_seeds="{lane} reaches {target} with more seeds than {lanes}.",
    fewer_epochs="{lane} reaches {target} in fewer epochs than {lanes}.",
    better_end={
        "accuracy": "{lane} ends with a higher accuracy than {lanes}.",
        "loss": "{lane} ends with a lower loss than {lanes}.",
    },
)
_GOING_ON = _Words(
    nobody="No seed of {lanes} has reached {target} yet.",
    alone="{lane} runs alone: there is nothing to compare it with.",
    even="Between {lanes}: no difference shown yet.",
    equal="Between {lane} and {lanes}: no difference shown yet.",
    more_seeds="{lane} has reached {target} with more seeds than {lanes}.",
    fewer_epochs="{lane} has reached {target} in fewer epochs than {lanes}.",
    better_end={
        "accuracy": "{lane} has a higher accuracy than {lanes}.",
        "loss": "{lane} has a lower loss than {lanes}.",
    },
)


def verdict(outcomes: Sequence[Outcome], goal: Goal, so_far: tuple[int, int] | None = None) -> str:
    """What the race shows, in a few sentences; `outcomes` are sorted, the first lane first.

    `so_far` is the epoch and how many there are to be, of a race that goes on.
    """
    words = _GOING_ON if so_far else _OVER
    seeds = len(outcomes[0].epochs)
    sentences: list[str] = []
    if so_far:
        epoch, epochs = so_far
        sentences.append(f"This is how it stands after epoch {epoch} of {epochs}.")
    if not any(outcome.solved for outcome in outcomes):
        sentences.append(words.nobody.format(lanes=_names(outcomes, "or"), target=goal.aim))
    if len(outcomes) == 1:
        sentences.append(words.alone.format(lane=outcomes[0].activation))
    elif seeds < ENOUGH_SEEDS:
        sentences.append(f"No difference shown: that takes {ENOUGH_SEEDS} seeds at least, and here are {seeds}.")
    else:
        sentences += _comparisons(outcomes, goal, words)
    return " ".join(sentences)


def _comparisons(outcomes: Sequence[Outcome], goal: Goal, words: _Words) -> Iterator[str]:
    found = Comparison(outcomes)
    if found.is_even:
        yield words.even.format(lanes=_names(outcomes))
        return
    first, others = outcomes[0], range(1, len(outcomes))
    ahead = words.more_seeds, words.fewer_epochs, words.better_end[goal.measure]

    def said(number: int, lane: Outcome, behind: Iterable[Outcome]) -> str:
        return ahead[number].format(lane=lane.activation, target=goal.aim, lanes=_names(behind))

    for number in range(len(ahead)):
        if behind := [outcomes[other] for other in others if found.ahead_by(0, other) == number]:
            yield said(number, first, behind)
    for other in others:
        if (number := found.ahead_by(other, 0)) is not None:
            yield said(number, outcomes[other], [first])
    if equal := [outcomes[other] for other in others if not found.differ(0, other)]:
        yield words.equal.format(lane=first.activation, lanes=_names(equal, "or"))


def _names(outcomes: Iterable[Outcome], word: str = "and") -> str:
    return listed([outcome.activation for outcome in outcomes], word)

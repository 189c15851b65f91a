"""A comparison: versions of one plan learn side by side, each scored on its way, its parameters kept."""

from collections.abc import Iterator, Sequence

import torch
from torch import Tensor

from app.playground.plan import Plan
from app.playground.plane import plane
from app.playground.scoring import Score
from app.playground.training import Run

SCORES = 60
"""How often a version is scored on its way, at most."""

MAP_SIDE = 32
"""Points along each side of a map of answers: an exhibit has three, and each is small."""


class Version:
    """One plan in training: its scores before it and on the way, their epochs, and the parameters that they are of."""

    def __init__(self, plan: Plan, device: str = "cpu") -> None:
        # so short a run is over before a recorded gradient has paid
        self.run = Run(plan, device, records=False)
        self.epochs: list[int] = []
        self.scores: list[Score] = []
        self.vectors: list[Tensor] = []
        self._note(0)

    @property
    def train_losses(self) -> Tensor:
        """The first network's loss on the training data at each score, NaN once the run has diverged: (scores,)."""
        return torch.stack([score.train_loss[0] for score in self.scores])

    @property
    def test_losses(self) -> Tensor:
        """The same on the test data, NaN where there is none."""
        return torch.stack([_first(score.test_loss) for score in self.scores])

    @property
    def test_accuracies(self) -> Tensor:
        """The share of right answers on the test data, NaN where there is none."""
        return torch.stack([_first(score.test_accuracy) for score in self.scores])

    @property
    def best(self) -> int | None:
        """The number of the score with the least test loss; None where none is finite."""
        losses = self.test_losses
        return int(losses.nan_to_num(torch.inf).argmin()) if losses.isfinite().any() else None

    def train_to(self, epoch: int) -> None:
        """Learn until `epoch`, unless the run diverges, and note the score."""
        self.run.train_epochs(epoch - self.run.epoch)
        self._note(epoch)

    def _note(self, epoch: int) -> None:
        self.epochs.append(epoch)
        self.scores.append(self.run.score() if self.run.divergence is None else _lost(self.scores[-1]))
        self.vectors.append(self.run.parameters.vector.clone())


def train_side_by_side(versions: Sequence[Version], epochs: int) -> Iterator[float]:
    """Let the versions learn for `epochs` epochs, from score to score in turn; the share done before and after each."""
    yield 0.0
    scores = min(SCORES, epochs)
    turns = [(version, round(epochs * number / scores)) for number in range(1, scores + 1) for version in versions]
    for number, (version, mark) in enumerate(turns, start=1):
        version.train_to(mark)
        yield number / len(turns)


def answer_map(run: Run, vector: Tensor | None = None) -> Tensor:
    """How sure the first network of `run` is of class 1 over the map, (side, side): a row for each y, upward.

    With `vector`, the network that has those parameters. The data have two classes.
    """
    first = run.parameters.first_network(vector)
    with torch.no_grad():
        answer = run.network.forward(plane(run.device, MAP_SIDE, torch.float64), first).answer[0]
        return run.loss.shade(answer).view(MAP_SIDE, MAP_SIDE).flip(0)


def _first(each: Tensor | None) -> Tensor:
    """What the first network has of a score, NaN where there is no such score."""
    return torch.tensor(torch.nan, dtype=torch.float64) if each is None else each[0]


def _lost(score: Score) -> Score:
    """The score of a run that has diverged: no number at all."""

    def none(each: Tensor | None) -> Tensor | None:
        return None if each is None else each * torch.nan

    return Score(
        epoch=score.epoch,
        train_loss=score.train_loss * torch.nan,
        test_loss=none(score.test_loss),
        train_accuracy=none(score.train_accuracy),
        test_accuracy=none(score.test_accuracy),
        is_finite=torch.zeros_like(score.is_finite),
    )

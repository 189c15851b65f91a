"""What becomes of the pixels of a tile: a value for each, and how its networks ended."""

from dataclasses import dataclass
from math import inf, isfinite, isnan, nan
from statistics import median
from typing import Literal

import torch
from torch import Tensor

from app.playground.live.diagnostics import dead_shares, gradient_norms
from app.playground.map.plan import MapPlan
from app.playground.scoring import Score
from app.playground.training import Run

Outcome = Literal["learned", "stuck", "diverged"]
OUTCOMES: tuple[Outcome, ...] = ("learned", "stuck", "diverged")

GONE = 2.0
"""A network whose loss on the training data ends above so many times the first has diverged, if it has numbers at all:
one that hops about, or has learned nothing, ends near its first loss."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Painted:
    """What became of the pixels of a tile, in its order: a value, None where there is none, and how it ended."""

    values: tuple[float | None, ...]
    outcome: tuple[Outcome, ...]


class Judge:
    """Follows `run`, the networks of a tile of `question`, from before they learn."""

    def __init__(self, question: MapPlan, run: Run) -> None:
        self._question = question
        self._run = run
        self._first, _ = run.score_on(run.train)
        self._reached = torch.full_like(self._first, inf)
        self._last: Score | None = None
        if question.measure == "epochs":
            self.note(run.score())

    def note(self, score: Score) -> None:
        """Note how well the networks do after an epoch."""
        self._last = score
        fresh = self._are_there(score) & self._reached.isinf()
        self._reached[fresh] = score.epoch

    def judged(self, pixels: int) -> Painted:
        """What has become of the first `pixels` of the tile.

        A pixel has diverged where half of its networks have, or more, and has learned where more than half are at the
        target; its value is the median of those that have not diverged.
        """
        score = self._last
        if score is None or score.epoch < self._question.epochs:
            # no network is left
            return Painted(values=(None,) * pixels, outcome=("diverged",) * pixels)
        lost = ~(score.is_finite & (score.train_loss <= GONE * self._first))
        rows = [
            row.reshape(-1, self._question.plan.replicas)[:pixels].tolist()
            for row in (self._values(score), lost, self._are_there(score))
        ]
        told = [_pixel(*parts) for parts in zip(*rows, strict=True)]
        return Painted(values=tuple(value for value, _ in told), outcome=tuple(outcome for _, outcome in told))

    def _are_there(self, score: Score) -> Tensor:
        loss, accuracy = score.judged
        goal = self._question.goal
        if goal.measure == "accuracy" and accuracy is None:
            raise TypeError("The data has no classes, so that nothing can be counted as right.")
        return goal.are_there(loss if accuracy is None or goal.measure == "loss" else accuracy) & score.is_finite

    def _values(self, score: Score) -> Tensor:
        """What is measured of each network, (R,)."""
        run, (loss, accuracy) = self._run, score.judged
        match self._question.measure:
            case "final_loss":
                return score.train_loss
            case "test_loss":
                return loss
            case "accuracy":
                return loss.new_full(loss.shape, torch.nan) if accuracy is None else accuracy
            case "epochs":
                return self._reached
            case "dead":
                return dead_shares(run.network, run.tensors(), run.train, run.knobs)
            case "gradient_ratio":
                norms = gradient_norms(run.network, run.loss, run.tensors(), run.train, run.knobs)
                return norms[-1] / norms[0]


def _pixel(values: list[float], lost: list[bool], there: list[bool]) -> tuple[float | None, Outcome]:
    """The value and the outcome of a pixel, by those of its networks."""
    if 2 * sum(lost) >= len(lost):
        return None, "diverged"
    # a ratio of two gradients that are 0 is no number
    known = [value for value, is_lost in zip(values, lost, strict=True) if not (is_lost or isnan(value))]
    value = median(known) if known else nan
    arrived = sum(is_there and not is_lost for is_there, is_lost in zip(there, lost, strict=True))
    return value if isfinite(value) else None, "learned" if 2 * arrived > len(there) else "stuck"

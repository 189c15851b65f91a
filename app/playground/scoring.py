"""Scores: how well networks do on the data that they learn from, and on those that they are only tested on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from app.playground.data.samples import Samples
from app.playground.losses import Loss
from app.playground.network.layer import Tensors
from app.playground.network.network import NOTHING, Knob, Network


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """How well each replica does, (R,): its losses and shares of right answers on the training and the test data.

    There is no test loss where all data is trained on, and no accuracy where there are no classes. `is_finite` says
    which replicas have finite parameters, (R,).
    """

    epoch: int
    train_loss: Tensor
    test_loss: Tensor | None
    train_accuracy: Tensor | None
    test_accuracy: Tensor | None
    is_finite: Tensor

    @property
    def judged(self) -> tuple[Tensor, Tensor | None]:
        """The loss and the accuracy that tell how good a network is: on test data, or else on that it learns from."""
        if self.test_loss is None:
            return self.train_loss, self.train_accuracy
        return self.test_loss, self.test_accuracy


def score_on(
    samples: Samples, network: Network, loss: Loss, tensors: Sequence[Tensors], knobs: Mapping[Knob, Tensor] = NOTHING
) -> tuple[Tensor, Tensor | None]:
    """The mean loss on `samples`, and the share of right answers where there are classes, of R networks: (R,)."""
    replicas = len(tensors[0]["W"])
    x, y = samples.x.expand(replicas, -1, -1), samples.y.expand(replicas, -1)
    with torch.no_grad():
        answer = network.forward(x, tensors, knobs=knobs).answer
        mean = loss.of(answer, y).mean(dim=-1)
        if loss.classes is None:
            return mean, None
        return mean, (loss.decide(answer) == y).double().mean(dim=-1)

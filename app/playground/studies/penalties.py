"""Penalties: networks that begin alike learn side by side, each with a penalty on its weights or on its outputs."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Self

import torch
from torch import Tensor

from app.playground.data.samples import Samples
from app.playground.losses import Loss, choose_loss
from app.playground.network.layer import Tensors
from app.playground.network.network import ForwardPass, Network, Parameters
from app.playground.optimizers import OPTIMIZERS
from app.playground.plan import Plan
from app.playground.plan_data import inputs_of, split_data

SCORES = 60
"""How often the networks are looked at on their way, at most."""

ALMOST = 0.01
"""A weight, or an output, that is no larger in size counts as 0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Strengths:
    """How strong each penalty is, (R,) for R networks.

    To the mean loss come l1 Σ|w| and l2 Σw²/2 over all weights, and, summed over the hidden layers, activity_l1 times
    the mean |h| and activity_l2 times the mean h²/2, over points and units.
    """

    l1: Tensor
    l2: Tensor
    activity_l1: Tensor
    activity_l2: Tensor

    @classmethod
    def alone(cls, *, l1: float, l2: float, activity_l1: float, activity_l2: float) -> Self:
        """Five networks: the first without a penalty, and one with each alone, in this order."""
        rows = torch.diag(torch.tensor([0.0, l1, l2, activity_l1, activity_l2], dtype=torch.float64))
        return cls(l1=rows[1], l2=rows[2], activity_l1=rows[3], activity_l2=rows[4])


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Found:
    """What networks are by now, (R,) each, or as said.

    `accuracy` is on the test data. `weights` and `outputs` are the shares of weights, and of hidden outputs
    over points and units, that are at most 0.01 in size, `silent` that of hidden units all of whose outputs are.
    `sizes` (R, weights) are the sizes of all weights, and `activity` (R, units) the mean |h| of each hidden unit, both
    falling. All of a network is NaN once one of its weights or outputs is.
    """

    accuracy: Tensor
    weights: Tensor
    outputs: Tensor
    silent: Tensor
    sizes: Tensor
    activity: Tensor


@dataclass(slots=True, eq=False)
class Penalised:
    """R networks of one plan and one seed, which learn with penalties of their own."""

    plan: Plan
    strengths: Strengths
    network: Network = field(init=False)
    loss: Loss = field(init=False)
    train: Samples = field(init=False)
    test: Samples = field(init=False)
    parameters: Parameters = field(init=False)

    def __post_init__(self) -> None:
        data = split_data(self.plan.data)
        self.train, self.test = data.train, data.test
        self.loss = choose_loss(self.plan.training.loss, data.train.classes)
        self.network = Network.of(self.plan.network, inputs_of(self.plan.data), self.loss.outputs)
        networks = len(self.strengths.l1)
        self.parameters = self.network.draw(self.plan.network.initialisation, [self.plan.seed] * networks)

    def learn(self, epochs: int) -> Iterator[int]:
        """Follow the gradient, all points at a time; the epochs done, before the first and at most 60 times after."""
        vector = self.parameters.vector.requires_grad_()
        optimizer = OPTIMIZERS[self.plan.training.optimizer].make(vector, self.plan.training.lr)
        scores = min(SCORES, epochs)
        marks = {round(epochs * number / scores) for number in range(scores + 1)}
        for epoch in range(epochs + 1):
            if epoch in marks:
                yield epoch
            (vector.grad,) = torch.autograd.grad(self.costs().sum(), [vector])
            optimizer.step()

    def costs(self) -> Tensor:
        """The mean loss of each network with its penalties, (R,)."""
        tensors = self._tensors()
        passed = self._forward(self.train, tensors)
        cost = self.loss.of(passed.answer, self._labels(self.train)).mean(dim=-1)
        for own in tensors:
            weights = own["W"]
            cost = cost + self.strengths.l1 * weights.abs().sum(dim=(1, 2))
            cost = cost + self.strengths.l2 * weights.square().sum(dim=(1, 2)) / 2
        for h in passed.h[:-1]:
            cost = cost + self.strengths.activity_l1 * h.abs().mean(dim=(1, 2))
            cost = cost + self.strengths.activity_l2 * h.square().mean(dim=(1, 2)) / 2
        return cost

    def test_loss(self) -> Tensor:
        """The mean loss on the test data, without penalties, (R,)."""
        with torch.no_grad():
            answer = self._forward(self.test, self._tensors()).answer
            return self.loss.of(answer, self._labels(self.test)).mean(dim=-1)

    def found(self) -> Found:
        """What the networks are now."""
        with torch.no_grad():
            tensors = self._tensors()
            passed = self._forward(self.test, tensors)
            y = self._labels(self.test)
            outputs = torch.cat([h.abs() for h in passed.h[:-1]], dim=-1)  # (R, points, units)
            weights = torch.cat([own["W"].abs().flatten(1) for own in tensors], dim=-1)  # (R, weights)
            lost = torch.stack([part.isnan().flatten(1).any(dim=1) for part in (weights, outputs)]).any(dim=0)
            known = torch.ones(len(lost), 1, dtype=torch.float64).masked_fill(lost[:, None], torch.nan)
            return Found(
                accuracy=(self.loss.decide(passed.answer) == y).double().mean(dim=-1) * known[:, 0],
                weights=(weights <= ALMOST).double().mean(dim=-1) * known[:, 0],
                outputs=(outputs <= ALMOST).double().mean(dim=(1, 2)) * known[:, 0],
                silent=(outputs.amax(dim=1) <= ALMOST).double().mean(dim=-1) * known[:, 0],
                sizes=weights.sort(dim=-1, descending=True).values * known,
                activity=outputs.mean(dim=1).sort(dim=-1, descending=True).values * known,
            )

    def _tensors(self) -> list[Mapping[str, Tensor]]:
        return list(self.parameters.by_layer(self.parameters.split()))

    def _forward(self, samples: Samples, tensors: list[Tensors]) -> ForwardPass:
        return self.network.forward(samples.x.expand(self.parameters.replicas, -1, -1), tensors)

    def _labels(self, samples: Samples) -> Tensor:
        return samples.y.double().expand(self.parameters.replicas, -1)

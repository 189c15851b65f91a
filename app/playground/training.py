"""A training run: it begins as its plan says, takes one batch at a time, and can be tuned, reset and measured.

It knows no clock: whoever calls decides how long to go on.
"""

import inspect
from dataclasses import dataclass
from functools import partial
from typing import Any

import torch
from torch import Tensor
from torch.optim import Optimizer

from app.playground.batches import Batch, cut
from app.playground.data.samples import Samples
from app.playground.divergence import Divergence, find_divergence, find_weights
from app.playground.losses import Loss, choose_loss
from app.playground.network.gradient import Gradient, differentiator, record
from app.playground.network.network import Chance, Network, Parameters
from app.playground.network.streams import chance_stream, order_stream
from app.playground.optimizers import OPTIMIZERS
from app.playground.plan import Plan, Tuning
from app.playground.plan_data import split_data


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """How well each replica does, (R,): its losses and shares of right answers on the training and the test data."""

    epoch: int
    train_loss: Tensor
    test_loss: Tensor
    train_accuracy: Tensor | None
    test_accuracy: Tensor | None


class Run:
    """R networks in training, replica r from the plan's seed + r, each as if it were alone.

    The same plan gives the same numbers to the last bit, on the same kind of device and version of torch. With
    `goes_on` the run stands still only when every replica has diverged, not as soon as one has. Unless it `records`, it
    starts without the pause that recording a gradient takes, and goes on half as fast. Raises ValueError, with a
    sentence, where the parts of a plan do not go together.
    """

    def __init__(self, plan: Plan, device: str = "cpu", *, goes_on: bool = False, records: bool = True) -> None:
        self.plan = plan
        self.device = device
        self.goes_on = goes_on
        self.records = records
        self.data = split_data(plan.data)
        self._rule = OPTIMIZERS[plan.training.optimizer]
        self.loss: Loss = choose_loss(plan.training.loss, self.data.train.classes)
        self.network = Network.of(plan.network, self.loss.outputs)
        self.train = _on_device(self.data.train, device)
        self.test = _on_device(self.data.test, device)
        seeds = range(plan.seed, plan.seed + plan.replicas)
        first = self.network.draw(plan.network.initialisation, seeds)
        self.parameters = Parameters(vector=first.vector.to(device), slots=first.slots, replicas=first.replicas)
        self._first = self.parameters.vector.clone()
        self._weights = self.parameters.is_weight()
        self._parts = self.parameters.split()
        self._gradients: dict[tuple[int, int, bool], Gradient] = {}
        self.reset()

    def reset(self) -> None:
        """Return to the first weights and the first batches."""
        self.parameters.vector.copy_(self._first)
        self.optimizer = self._rule.make(self.parameters.vector, self.plan.training.lr)
        self._orders, self._chances = (
            [stream(self.plan.seed + replica) for replica in range(self.plan.replicas)]
            for stream in (order_stream, chance_stream)
        )
        # torch wraps a step for its profiler, which takes a third of the time of a small network's
        self._optimize = partial(inspect.unwrap(type(self.optimizer).step), self.optimizer)
        self._penalty = self._number(self.plan.training.activity)
        self.epoch = 0
        self.divergence: Divergence | None = None
        self.batches: list[Batch] = []
        self._next = 0
        self.remember()

    def tune(self, tuning: Tuning) -> None:
        """Take other values from the next step, or epoch, on."""
        self.plan = self.plan.tuned(tuning)
        for group in self.optimizer.param_groups:
            group["lr"] = self.plan.training.lr
        self._penalty = self._number(self.plan.training.activity)
        self.remember()

    def remember(self) -> None:
        """Note where the run stands, after a change from outside: what goes wrong later is looked for from here on."""
        self._before = self.parameters.vector.clone(), _snapshot(self.optimizer), self._next

    @property
    def is_between_epochs(self) -> bool:
        """Whether an epoch has just ended, or none begun."""
        return self._next == len(self.batches)

    def step(self) -> bool:
        """Learn from the next batch; whether that ended an epoch. A run that has diverged stands still."""
        if self.divergence is not None:
            return True
        if self.is_between_epochs:
            self._begin_epoch()
        self._learn(*self.batches[self._next])
        self._next += 1
        if not self.is_between_epochs:
            return False
        self.epoch += 1
        if not self.parameters.vector.isfinite().all() and not (self.goes_on and self.are_finite().any()):
            self.divergence = self._explain()
        return True

    def are_finite(self) -> Tensor:
        """Which replicas have finite parameters, (R,)."""
        return torch.stack([part.isfinite().flatten(1).all(dim=1) for part in self._parts]).all(dim=0)

    def train_epochs(self, epochs: int) -> None:
        """Learn for `epochs` epochs more, or until the run diverges."""
        for _ in range(epochs):
            while not self.step():
                pass

    def score(self) -> Score:
        """The losses and accuracies of now."""
        (train_loss, train_accuracy), (test_loss, test_accuracy) = (
            self.score_on(samples) for samples in (self.train, self.test)
        )
        return Score(
            epoch=self.epoch,
            train_loss=train_loss,
            test_loss=test_loss,
            train_accuracy=train_accuracy,
            test_accuracy=test_accuracy,
        )

    def tensors(self, vector: Tensor | None = None) -> list[dict[str, Tensor]]:
        """The parameters (R, …) of each layer by name, or those that `vector` holds."""
        return self.parameters.by_layer(self.parameters.split(vector))

    def first_tensors(self) -> list[dict[str, Tensor]]:
        """The parameters with which the run began."""
        return self.tensors(self._first)

    def score_on(self, samples: Samples) -> tuple[Tensor, Tensor | None]:
        """The loss and the accuracy of each replica on `train` or `test`, (R,)."""
        x, y = _stacked(samples, self.plan.replicas)
        with torch.no_grad():
            answer = self.network.forward(x, self.tensors()).answer
            loss = self.loss.of(answer, y).mean(dim=-1)
            if self.loss.classes is None:
                return loss, None
            return loss, (self.loss.decide(answer) == y).double().mean(dim=-1)

    @property
    def is_random(self) -> bool:
        """Whether training uses random numbers beyond the order of the data."""
        return self.plan.network.dropout > 0 or self.network.is_random

    @property
    def _is_penalised(self) -> bool:
        """Whether there is activity to press on."""
        return self.plan.training.activity > 0 and bool(self.network.hidden)

    def _number(self, value: float) -> Tensor:
        """A number that recorded operations take, so that another one needs no new record."""
        return torch.tensor(value, dtype=torch.float64, device=self.device)

    def _begin_epoch(self) -> None:
        """Shuffle the data, anew for each replica, and cut them into batches; the last may be short."""
        count = len(self.train.y)
        order = torch.stack([torch.randperm(count, generator=generator) for generator in self._orders])
        size = self.plan.training.batch_size
        size = count if size == "all" else min(size, count)
        self.batches = cut(self.train, order.to(self.device), self._uniform(count), size)
        self._next = 0
        self._drop = self._number(self.plan.network.dropout)
        self.remember()

    def _uniform(self, count: int) -> Tensor:
        """Random numbers for each sample of an epoch, (R, count, chances); none where nothing is random."""
        if not self.is_random:
            return torch.empty(self.plan.replicas, count, 0, dtype=torch.float64, device=self.device)
        width = self.network.chances
        drawn = [torch.rand(count, width, generator=generator, dtype=torch.float64) for generator in self._chances]
        return torch.stack(drawn).to(self.device)

    def _learn(self, x: Tensor, y: Tensor, uniform: Tensor) -> None:
        """One step of the optimizer on a batch: (R, B, 2), (R, B), (R, B, chances)."""
        vector, training = self.parameters.vector, self.plan.training
        with torch.inference_mode():
            slope = self._gradient_of(x, y, uniform)
            if training.l1:
                slope = slope + training.l1 * vector.sign() * self._weights
            if training.l2 and not self._rule.decays:
                slope = slope + training.l2 * vector * self._weights
            elif training.l2:
                # for weights alone, which the optimizer cannot tell from the others
                vector.mul_(1 - training.lr * training.l2 * self._weights)
            vector.grad = slope
            self._optimize()

    def _gradient_of(self, x: Tensor, y: Tensor, uniform: Tensor) -> Tensor:
        """The gradient of the mean loss of a batch; recorded for each size of batch when that is first met."""
        arguments = (x, y, uniform, self._drop, self._penalty, *self._parts)
        key = x.shape[1], uniform.shape[2], self._is_penalised
        gradient = self._gradients.get(key)
        if gradient is None:
            plain = differentiator(
                self.network,
                self.loss,
                self.parameters,
                is_random=bool(uniform.shape[2]),
                is_penalised=self._is_penalised,
            )
            gradient = self._gradients[key] = record(plain, arguments) if self.records else plain
        return gradient(*arguments)

    def _explain(self) -> Divergence:
        """What went wrong first in the epoch that has just ended: it is gone through once more, with open eyes."""
        vector, state, start = self._before
        self.parameters.vector.copy_(vector)
        self.optimizer.state[self.parameters.vector] = state
        for x, y, uniform in self.batches[start:]:
            chance = Chance(uniform, self._drop) if uniform.shape[2] else None
            found = find_divergence(self.network, self.loss, self.parameters, (x, y), chance)
            if found is not None:
                return Divergence(epoch=self.epoch, layer=found[0], quantity=found[1])
            self._learn(x, y, uniform)
        # the last step itself went too far
        layer = find_weights(self.tensors()) or len(self.network.layers)
        return Divergence(epoch=self.epoch, layer=layer, quantity="weights")


def _snapshot(optimizer: Optimizer) -> dict[str, Any]:
    """A copy of what `optimizer` remembers of its one tensor."""
    return {
        name: value.clone() if isinstance(value, Tensor) else value
        for memory in optimizer.state.values()
        for name, value in memory.items()
    }


def _on_device(samples: Samples, device: str) -> Samples:
    return Samples(x=samples.x.to(device), y=samples.y.double().to(device), classes=samples.classes)


def _stacked(samples: Samples, replicas: int) -> tuple[Tensor, Tensor]:
    """The same samples for each replica: x (R, N, 2), y (R, N)."""
    return samples.x.expand(replicas, -1, -1), samples.y.expand(replicas, -1)

"""A descent: the steps that an optimizer takes with the parameters of stacked networks, and what presses on them."""

import torch
from torch import Tensor

from app.playground.network.network import Network, Parameters
from app.playground.network.normalisation import MOMENTUM, RUNNING
from app.playground.optimizers import OPTIMIZERS
from app.playground.plan import TrainingPlan
from app.playground.torch_private import quick_step
from app.playground.varied import AS_PLANNED, Varied, by_parameter

# as torch names it
_KEPT = "momentum_buffer"


class Descent:
    """Steps with the `parameters` of `network` as `training` plans them, from where an optimizer knows nothing yet.

    What is `varied` differs between the networks.
    """

    def __init__(
        self, network: Network, parameters: Parameters, training: TrainingPlan, varied: Varied = AS_PLANNED
    ) -> None:
        self._rule = OPTIMIZERS[training.optimizer]
        self._vector = parameters.vector
        # 1 where the vector holds a weight, or a bias, 0 elsewhere
        self.weights, self.biases = (parameters.holding(name) for name in ("W", "b"))
        # where the vector holds a running mean, which no gradient moves
        self.running = parameters.holding(*RUNNING).bool() if network.looks_at_batches else None
        self._constrained = [
            (tensor, constraint)
            for tensor, constraint in zip(parameters.split(), network.constraints(parameters.slots), strict=True)
            if constraint is not None
        ]
        own = {name: getattr(varied, name) for name in ("lr", "momentum", "l1", "l2")}
        self._varied = {name: by_parameter(value, parameters) for name, value in own.items() if value is not None}
        self.begin(training)

    def begin(self, training: TrainingPlan) -> None:
        """Let the optimizer forget what it remembers of its steps."""
        # a step is as long as its rate: one that differs is multiplied in afterwards
        self.optimizer = self._rule.make(self._vector, 1.0 if "lr" in self._varied else training.lr)
        self._optimize = quick_step(self.optimizer)
        self.tune(training)

    def tune(self, training: TrainingPlan) -> None:
        """Take the values of `training` from the next step on; its optimizer is the same."""
        self._training = training
        for group in self.optimizer.param_groups:
            if "lr" not in self._varied:
                group["lr"] = training.lr
            if self._rule.keeps and "momentum" not in self._varied:
                group["momentum"] = training.momentum
                # torch has none without momentum, and then there is nothing to look ahead of
                group["nesterov"] = self._rule.looks_ahead and training.momentum > 0
                if training.momentum == 0:
                    self.optimizer.state[self._vector].pop(_KEPT, None)

    def take_step(self, slope: Tensor) -> None:
        """One step against `slope`, as Gradients answer it, with the penalties; constraints are kept after it."""
        vector, training = self._vector, self._training
        if self.running is not None:
            vector.copy_(torch.where(self.running, vector + MOMENTUM * (slope - vector), vector))
            slope = slope.masked_fill(self.running, 0.0)
        rate = self._varied.get("lr", training.lr)
        own = self._varied.get("l1", training.l1), self._varied.get("l2", training.l2)
        for marks, l1, l2 in ((self.weights, *own), (self.biases, training.l1_bias, training.l2_bias)):
            if isinstance(l1, Tensor) or l1:
                slope = slope + l1 * vector.sign() * marks
            if not isinstance(l2, Tensor) and not l2:
                continue
            if self._rule.decays:
                # for these alone, which the optimizer cannot tell from the others
                vector.mul_(1 - rate * l2 * marks)
            else:
                slope = slope + l2 * vector * marks
        vector.grad = self._kept(slope)
        before = vector.clone() if isinstance(rate, Tensor) else None
        self._optimize()
        if before is not None:
            vector.copy_(before + rate * (vector - before))
        for tensor, constraint in self._constrained:
            tensor.copy_(constraint.project(tensor))

    def _kept(self, slope: Tensor) -> Tensor:
        """`slope` with what is kept of the step before, where networks differ in that: torch has one share for all."""
        share = self._varied.get("momentum")
        if share is None or not self._rule.keeps:
            return slope
        state = self.optimizer.state[self._vector]
        kept = share * state[_KEPT] + slope if state.get(_KEPT) is not None else slope
        state[_KEPT] = torch.where(share == 0, 0.0, kept)
        return slope + share * kept if self._rule.looks_ahead else kept

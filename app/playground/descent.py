"""A descent: the steps that an optimizer takes with the parameters of stacked networks, and what presses on them."""

import torch
from torch import Tensor

from app.playground.network.network import Network, Parameters
from app.playground.network.normalisation import MOMENTUM, RUNNING
from app.playground.optimizers import OPTIMIZERS
from app.playground.plan import TrainingPlan
from app.playground.torch_private import quick_step


class Descent:
    """Steps with the `parameters` of `network` as `training` plans them, from where an optimizer knows nothing yet."""

    def __init__(self, network: Network, parameters: Parameters, training: TrainingPlan) -> None:
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
        self.begin(training)

    def begin(self, training: TrainingPlan) -> None:
        """Let the optimizer forget what it remembers of its steps."""
        self._training = training
        self.optimizer = self._rule.make(self._vector, training.lr)
        self._optimize = quick_step(self.optimizer)

    def tune(self, training: TrainingPlan) -> None:
        """Take the values of `training` from the next step on; its optimizer is the same."""
        self._training = training
        for group in self.optimizer.param_groups:
            group["lr"] = training.lr

    def take_step(self, slope: Tensor) -> None:
        """One step against `slope`, as Gradients answer it, with the penalties; constraints are kept after it."""
        vector, training = self._vector, self._training
        if self.running is not None:
            vector.copy_(torch.where(self.running, vector + MOMENTUM * (slope - vector), vector))
            slope = slope.masked_fill(self.running, 0.0)
        pressed = (self.weights, training.l1, training.l2), (self.biases, training.l1_bias, training.l2_bias)
        for marks, l1, l2 in pressed:
            if l1:
                slope = slope + l1 * vector.sign() * marks
            if l2 and not self._rule.decays:
                slope = slope + l2 * vector * marks
            elif l2:
                # for these alone, which the optimizer cannot tell from the others
                vector.mul_(1 - training.lr * l2 * marks)
        vector.grad = slope
        self._optimize()
        for tensor, constraint in self._constrained:
            tensor.copy_(constraint.project(tensor))

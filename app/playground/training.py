"""A training run: it begins as its plan says, takes one batch at a time, and can be tuned, reset and measured.

It knows no clock: whoever calls decides how long to go on.
"""

from collections.abc import Hashable, Sequence
from dataclasses import replace

import torch
from torch import Tensor

from app.playground.batches import Batch, Drawer, batch_size, cut
from app.playground.data.samples import Samples, Split
from app.playground.descent import Descent
from app.playground.divergence import Divergence
from app.playground.losses import Loss, choose_loss
from app.playground.network.gradient import Gradients
from app.playground.network.network import Network, Parameters
from app.playground.plan import Plan, Tuning
from app.playground.plan_data import plane_of, scaling, split_data
from app.playground.plane import Plane, plane
from app.playground.post_mortem import Standing, find_cause
from app.playground.scoring import Score, score_on
from app.playground.varied import AS_PLANNED, Varied
from app.playground.work import check_batch, samples_at_once


class Run:
    """R networks in training, replica r from the plan's seed + r, each as if it were alone.

    The same plan gives the same numbers to the last bit, on the same kind of device and version of torch. With
    `goes_on` the run stands still only when every replica has diverged, not as soon as one has. Unless it `records`, it
    starts without the pause that recording a gradient takes, and goes on half as fast. `data` and `seeds`, one for each
    replica, take the place of the plan's, as do the values of what is `varied`. Raises ValueError, with a sentence,
    where the parts of a plan do not go together.
    """

    def __init__(  # noqa: PLR0913  what is usual may be left out
        self,
        plan: Plan,
        device: str = "cpu",
        *,
        goes_on: bool = False,
        records: bool = True,
        data: Split | None = None,
        seeds: Sequence[int] | None = None,
        varied: Varied = AS_PLANNED,
    ) -> None:
        self.plan = plan
        self.varied = varied
        self.device = device
        self.goes_on = goes_on
        self.data = split_data(plan.data) if data is None else data
        self.loss: Loss = choose_loss(plan.training.loss, self.data.train.classes)
        self.scaling = scaling(plan.data, self.data)
        self.network = Network.of(plan.network, len(self.scaling.mean), self.loss.outputs)
        self.plane = plane_of(plan.data, self.data)
        # every frame asks for the same points, and of many inputs they take as long as all else
        self._mapped: tuple[tuple[int, torch.dtype, Plane], Tensor] | None = None
        self.train = _on_device(self.scaling.scaled(self.data.train), device)
        self.test = _on_device(self.scaling.scaled(self.data.test), device) if len(self.data.test) else None
        self._seeds = range(plan.seed, plan.seed + plan.replicas) if seeds is None else seeds
        varied.check(self.network, plan.replicas)
        self.knobs = {knob: values.to(device) for knob, values in varied.fixed(self.network).items()}
        first = varied.draw(self.network, plan.network.initialisation, self._seeds)
        self.parameters = Parameters(vector=first.vector.to(device), slots=first.slots, replicas=first.replicas)
        self._first = self.parameters.vector.clone()
        self.descent = Descent(self.network, self.parameters, plan.training, varied)
        self._gradients = Gradients(self.network, self.loss, self.parameters, self.knobs, records=records)
        # rows of a batch that are differentiated in one go
        self._piece = samples_at_once(self.network, plan.replicas)
        check_batch(self.network, plan.replicas, self.batch_size)
        self.reset()

    def reset(self) -> None:
        """Return to the first weights and the first batches."""
        self.parameters.vector.copy_(self._first)
        self.descent.begin(self.plan.training)
        self._drawer = Drawer(self.train, self._seeds)
        self._penalty = self._told(self.plan.training.activity, self.varied.activity, 2)
        self.epoch = 0
        self.divergence: Divergence | None = None
        self.batches: list[Batch] = []
        self._next = 0
        self.remember()

    def tune(self, tuning: Tuning) -> None:
        """Take other values from the next step, or epoch, on. Raises ValueError, with a sentence, where none can be."""
        tuned = self.plan.tuned(tuning)
        check_batch(self.network, tuned.replicas, batch_size(tuned.training.batch_size, len(self.train)))
        self.plan = tuned
        self.descent.tune(self.plan.training)
        self._penalty = self._told(self.plan.training.activity, self.varied.activity, 2)
        self.remember()

    def remember(self) -> None:
        """Note where the run stands, after a change from outside: what goes wrong later is looked for from here on."""
        self._before = Standing.of(self.parameters.vector, self.descent.optimizer, self._next)
        self._begin_batch()

    @property
    def is_between_epochs(self) -> bool:
        """Whether an epoch has just ended, or none begun."""
        return self._next == len(self.batches)

    @property
    def place(self) -> tuple[int, int]:
        """How many epochs are done, and how many batches of the next."""
        return self.epoch, 0 if self.is_between_epochs else self._next

    def record(self) -> None:
        """Record the gradient from now on: the next batch takes longer, all further ones half the time."""
        self._gradients.record()

    def train_epochs(self, epochs: int) -> None:
        """Learn for `epochs` epochs more, or until the run diverges."""
        for _ in range(epochs):
            while not self.step():
                pass

    def step(self) -> bool:
        """Learn from the next batch, or from a piece of it; whether that ended an epoch.

        A batch whose gradient takes long is differentiated in pieces, as many as the plan says, which add up to it; a
        change from outside begins it anew. A run that has diverged stands still.
        """
        if self.divergence is not None:
            return True
        if self.is_between_epochs:
            self._begin_epoch()
        if not self._learn_piece(*self.batches[self._next]):
            return False
        self._next += 1
        if not self.is_between_epochs:
            return False
        self.epoch += 1
        if not self.parameters.vector.isfinite().all() and not (self.goes_on and self.parameters.are_finite().any()):
            self.divergence = self._explain()
        return True

    def draw_orders(self, epochs: int) -> tuple[Tensor, Tensor]:
        """The orders (E, R, N) of the next epochs, and their random numbers (E, R, N, chances).

        Whoever draws them trains these epochs, and says so by `pass_epochs`.
        """
        drawn = [self._drawer.draw_order(self.chances) for _ in range(epochs)]
        orders, uniform = zip(*drawn, strict=True)
        return torch.stack(orders), torch.stack(uniform)

    def pass_epochs(self, epochs: int, *, lost: tuple[Tensor, Tensor] | None = None) -> None:
        """So many epochs have been trained elsewhere: what was learned by then stands in `parameters` and `optimizer`.

        With `lost`, the order and the random numbers of one epoch more, which leads out of the range of numbers.
        """
        self.batches.clear()
        self._next = 0
        self._begin_batch()
        self.epoch += epochs
        if lost is not None:
            self.batches = cut(self.train, *lost, self.batch_size)
            self._drop = self._told(self.plan.network.dropout, self.varied.dropout, 3)
            self.epoch += 1
            self.remember()
            self.divergence = self._explain()

    @property
    def shape(self) -> Hashable:
        """What runs have in common that one program can train: all but numbers that are its arguments."""
        sizes = len(self.train), 0 if self.test is None else len(self.test), self.batch_size, self.plan.replicas
        kinds = self.network.kind, self.loss.name, self.loss.classes, self.plan.training.optimizer
        pressed = self.is_penalised, self.plan.training.presses_on_biases
        return sizes, kinds, self.is_random, *pressed, self.goes_on, self.varied.kind(self.network)

    @property
    def batch_size(self) -> int:
        """How many samples are in a batch."""
        return batch_size(self.plan.training.batch_size, len(self.train))

    @property
    def chances(self) -> int:
        """How many random numbers a sample needs in training."""
        return self.network.chances if self.is_random else 0

    @property
    def is_penalised(self) -> bool:
        """Whether activity is penalised."""
        return bool(self.network.hidden) and (self.plan.training.activity > 0 or self.varied.activity is not None)

    def score(self) -> Score:
        """The losses and accuracies of now."""
        train_loss, train_accuracy = self.score_on(self.train)
        test_loss, test_accuracy = (None, None) if self.test is None else self.score_on(self.test)
        return Score(
            epoch=self.epoch,
            train_loss=train_loss,
            test_loss=test_loss,
            train_accuracy=train_accuracy,
            test_accuracy=test_accuracy,
            is_finite=self.parameters.are_finite(),
        )

    @property
    def judged_by(self) -> Samples:
        """The samples that tell how good a network is: those to test on, or to learn from where there are no others."""
        return self.train if self.test is None else self.test

    def score_on(self, samples: Samples) -> tuple[Tensor, Tensor | None]:
        """The loss and the accuracy of each replica on `train` or `test`, (R,)."""
        return score_on(samples, self.network, self.loss, self.tensors(), self.knobs)

    def map_points(self, side: int, dtype: torch.dtype = torch.float32, within: Plane | None = None) -> Tensor:
        """The points of a map over a plane, usually that of the data, as the network takes them.

        Of shape (1, rows·columns, inputs).
        """
        key = side, dtype, within or self.plane
        if self._mapped is None or self._mapped[0] != key:
            points = self.scaling.points(plane("cpu", side, torch.float64, key[2]))
            self._mapped = key, points.to(self.device, dtype)
        return self._mapped[1]

    def tensors(self, vector: Tensor | None = None) -> list[dict[str, Tensor]]:
        """The parameters (R, …) of each layer by name, or those that `vector` holds."""
        return self.parameters.by_layer(self.parameters.split(vector))

    def first_tensors(self) -> list[dict[str, Tensor]]:
        """The parameters with which the run began."""
        return self.tensors(self._first)

    @property
    def is_random(self) -> bool:
        """Whether training uses more random numbers than for the order of the data."""
        return self.plan.network.dropout > 0 or self.varied.dropout is not None or self.network.is_random

    def _told(self, value: float, own: Tensor | None, dimensions: int) -> Tensor:
        """What recorded operations are told, so that another `value` needs no new record.

        Where replicas have their `own`, these lie along the first of so many dimensions.
        """
        if own is None:
            return torch.tensor(value, dtype=torch.float64, device=self.device)
        return own.to(self.device, torch.float64).reshape(-1, *[1] * (dimensions - 1))

    def _begin_epoch(self) -> None:
        """Draw the batches of the next epoch, as the plan has it now."""
        self.batches = self._drawer.draw(self.plan.training.batch_size, self.chances)
        self._next = 0
        self._drop = self._told(self.plan.network.dropout, self.varied.dropout, 3)
        self.remember()

    def _begin_batch(self) -> None:
        """Nothing of the next batch has been differentiated."""
        self._seen = 0
        self._slope: Tensor | None = None

    def _learn(self, x: Tensor, y: Tensor, uniform: Tensor) -> None:
        """One step of the optimizer on a batch: (R, B, inputs), (R, B), (R, B, chances)."""
        while not self._learn_piece(x, y, uniform):
            pass

    def _learn_piece(self, x: Tensor, y: Tensor, uniform: Tensor) -> bool:
        """Differentiate the next piece of a batch; whether that was the last, so that a step has been taken."""
        count = y.shape[1]
        if self._piece >= count:
            with torch.inference_mode():
                self.descent.take_step(self._differentiate(x, y, uniform))
            return True
        place = slice(self._seen, self._seen + self._piece)
        piece = [part[:, place].contiguous() for part in (x, y, uniform)]
        with torch.inference_mode():
            slope = self._differentiate(*piece) * (piece[1].shape[1] / count)
            self._slope = slope if self._slope is None else self._slope + slope
            self._seen += self._piece
            if self._seen < count:
                return False
            self.descent.take_step(self._slope)
        self._begin_batch()
        return True

    def _differentiate(self, x: Tensor, y: Tensor, uniform: Tensor) -> Tensor:
        """The gradient of the mean loss, flat."""
        return self._gradients.at((x, y, uniform), self._drop, self._penalty, is_penalised=self.is_penalised)

    def _explain(self) -> Divergence:
        """What went wrong first in the epoch that has just ended."""
        self._before.restore(self.parameters.vector, self.descent.optimizer)
        layer, quantity = find_cause(
            self.network,
            self.loss,
            self.parameters,
            batches=self.batches[self._before.batch :],
            drop=self._drop,
            knobs=self.knobs,
            learn=self._learn,
        )
        return Divergence(epoch=self.epoch, layer=layer, quantity=quantity)


def _on_device(samples: Samples, device: str) -> Samples:
    return replace(samples, x=samples.x.to(device), y=samples.y.double().to(device))

"""A painter: lets the networks of a tile learn, and tells what becomes of each pixel.

Whoever paints a tile, whenever and wherever: what comes of it is a matter of the question and of the trainer alone.
"""

from collections import OrderedDict
from collections.abc import Callable
from functools import lru_cache, partial
from threading import Lock
from typing import TypeAlias

from app.playground.data.samples import Split
from app.playground.map.judge import Judge, Painted
from app.playground.map.networks import networks_of
from app.playground.map.plan import MapPlan
from app.playground.map.tiles import Tile, pixels_together, tiles_of
from app.playground.plan_data import split_data
from app.playground.trainers import EpochTrainer, TrainerName, compiled_trainer
from app.playground.training import Run
from app.playground.work import steps

FEWEST_STEPS = 2000
"""Steps of all tiles of a shape for which a program is worth its compiling: torch has done fewer before it is there."""

MOST_SHAPES = 16
"""Programs that are remembered, each of some megabytes: one that was compiled before them is compiled again."""

MOST_DATA = 16
"""Of the data that differ along an axis, how many are remembered: to draw others again takes half a millisecond."""

_WORTH_RECORDING = 500

Shape: TypeAlias = tuple[int, int, int]
"""The number of an activation, and the row and the column where these stand apart, or else 0."""


class Painter:
    """Paints the tiles of `question` on `device`: by XLA where that is the `trainer` and has a program, or by torch.

    Several threads may paint at once. Raises ValueError, with a sentence, where the parts of a plan do not go
    together.
    """

    def __init__(self, question: MapPlan, device: str = "cpu", trainer: TrainerName = "torch") -> None:
        self.question = question
        self._device = device
        self._together = pixels_together(question)
        self._preparing, self._remembering = Lock(), Lock()
        self._trainers: OrderedDict[Shape, EpochTrainer | None] = OrderedDict()
        self._data = lru_cache(maxsize=MOST_DATA)(partial(_drawn, question))
        self._is_compiled = trainer == "xla" and device == "cpu" and self._steps_of_a_shape >= FEWEST_STEPS
        self.tiles = tiles_of(question)
        """What there is to paint, in this order."""
        # what is wrong is said before anything is painted
        columns, rows = (len(values) for values in question.values)
        for number in range(len(question.activations)):
            for row, column in ((0, 0), (rows - 1, columns - 1)):
                Run(question.pixel(number, row, column), device, records=False)

    def has_to_prepare(self, tile: Tile) -> bool:
        """Whether a program is compiled before `tile` can be painted."""
        return self._is_compiled and self._shape(tile) not in self._trainers

    def prepare(self, tile: Tile) -> EpochTrainer | None:
        """Have the program for `tile` compiled, which may take seconds; None where torch paints it."""
        if not self._is_compiled:
            return None
        shape = self._shape(tile)
        with self._remembering:
            if shape in self._trainers:
                return self._trainers[shape]
        # who has a program paints meanwhile
        with self._preparing:
            with self._remembering:
                if shape in self._trainers:
                    return self._trainers[shape]
            trainer = compiled_trainer(self._networks(tile, records=False), self._is_due)
            with self._remembering:
                self._trainers[shape] = trainer
                while len(self._trainers) > MOST_SHAPES:
                    self._trainers.popitem(last=False)
            return trainer

    def paint(self, tile: Tile, is_wanted: Callable[[], bool] = lambda: True) -> Painted | None:
        """What becomes of the pixels of `tile`; None as soon as it is not wanted any more."""
        of_shape = self.prepare(tile)
        is_long = steps(self.question.plan, self.question.epochs) >= _WORTH_RECORDING
        run = self._networks(tile, records=of_shape is None and is_long)
        judge = Judge(self.question, run)
        trainer = None if of_shape is None else of_shape.with_run(run)
        while run.epoch < self.question.epochs and run.divergence is None:
            if not is_wanted():
                return None
            if trainer is None:
                run.train_epochs(1)
                scores = [run.score()] if self._is_due(run.epoch) and run.divergence is None else []
            else:
                scores = trainer.train(self.question.epochs - run.epoch)
            for score in scores:
                judge.note(score)
        return judge.judged(len(tile.pixels))

    def _networks(self, tile: Tile, *, records: bool) -> Run:
        """The networks of a tile before they learn."""
        _, row, column = self._shape(tile)
        data = self._data(row, column)
        return networks_of(self.question, tile, self._together, self._device, data=data, records=records)

    def _shape(self, tile: Tile) -> Shape:
        x, y = self.question.quantities
        row, column = tile.pixels[0]
        return tile.activation, row if y.apart else 0, column if x.apart else 0

    def _is_due(self, epoch: int) -> bool:
        """Whether it matters how well the networks do after that epoch."""
        return self.question.measure == "epochs" or epoch == self.question.epochs

    @property
    def _steps_of_a_shape(self) -> int:
        values = zip(self.question.values, self.question.quantities, strict=True)
        columns, rows = (1 if quantity.apart else len(along) for along, quantity in values)
        return -(-columns * rows // self._together) * steps(self.question.plan, self.question.epochs)


def _drawn(question: MapPlan, row: int, column: int) -> Split:
    """What the networks of that row and column learn from, whatever their activation."""
    return split_data(question.pixel(0, row, column).data)

"""A compiled trainer: takes a run on by whole epochs, with the program of its shape."""

import copy
from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Self, TypeAlias, cast

import jax
import numpy as np
import torch
from jax import Array
from torch import Tensor

from app.playground.compiled.program import Anatomy, Data, Epochs, Learned, Program, Settings, compile_program
from app.playground.compiled.rules import RULES
from app.playground.compiled.scores import Scored, score_names, score_of, scoring
from app.playground.compiled.settings import settings_of
from app.playground.compiled.translation import Function, NoProgramError, Translated, translate
from app.playground.constraints import Constraint
from app.playground.network.gradient import differentiator
from app.playground.optimizers import OPTIMIZERS
from app.playground.scoring import Score
from app.playground.training import Run

MOST_PROGRAMS = 16

# numbers in the orders and chances of one call: a few hundred KiB, and some ten milliseconds of the usual networks
_CALL = 2**17
_MOST_EPOCHS = 256

IsDue: TypeAlias = Callable[[int], bool]
"""Whether the scores after an epoch are wanted."""

MOST_COST: int = 40_000_000
"""What an epoch may cost, in numbers that its operations come to: beyond it the time goes into arithmetic, which torch
does as fast, and batch by batch, so that nobody waits for an epoch."""

# None where torch had better train
_programs: OrderedDict[Hashable, Program | None] = OrderedDict()
_remembering = Lock()  # maps ask for programs in threads of their own


class CompiledTrainer:
    """Trains `run` by whole epochs, and scores it after those of which `is_due(epoch)` says so, if given.

    With `judged_alone` it is scored on the data that judges it alone, and the other scores are NaN.
    To make one may take seconds, as its program is compiled unless it is known; it may be done in another thread.
    Raises NoProgramError where there is no program for such a run, which is remembered, and whatever goes wrong beside.
    """

    def __init__(self, run: Run, is_due: IsDue | None = None, *, judged_alone: bool = False) -> None:
        self.run = run
        self._scored: Scored = None if is_due is None else "judged" if judged_alone else "all"
        self._is_due = is_due
        self._rule = RULES[run.plan.training.optimizer]
        self._data = Data(*map(_kept, _samples(run)))
        numbers = len(run.train) * run.plan.replicas * (1 + run.chances)
        self.capacity = min(max(_CALL // numbers, 1), _MOST_EPOCHS)
        self._plan, self._shape = run.plan, run.shape
        key = self._shape, self._scored
        with _remembering:
            is_known, program = key in _programs, _programs.get(key)
        try:
            if not is_known:
                program = self._compiled()
        except NoProgramError:
            # it never has one; after any other fault it is tried anew
            _keep(key, None)
            raise
        _keep(key, program)
        if program is None:
            raise NoProgramError("There is no program for this plan, or torch had better train it.")
        self._program = program

    @property
    def fits(self) -> bool:
        """Whether the program is one for the run as it is tuned now."""
        # plans do not change: a run that is tuned has another
        if self.run.plan is not self._plan and self.run.shape == self._shape:
            self._plan = self.run.plan
        return self.run.plan is self._plan

    def _compiled(self) -> Program | None:
        settings = settings_of(self.run)
        anatomy, cost = _anatomy(self.run, self._scored, settings)
        if cost > MOST_COST:
            return None
        shape = 0, self.run.plan.replicas, len(self.run.train)
        none = torch.zeros(shape), torch.zeros(*shape, self.run.chances, dtype=torch.float64)
        return compile_program(anatomy, (self._data, self._learned(), settings, self._epochs(*none, [])))

    def with_run(self, run: Run) -> Self:
        """A trainer of `run` by the same program. Raises ValueError where that is of another shape."""
        if run.shape != self._shape:
            raise ValueError("The run has another shape: it needs another program.")
        other = copy.copy(self)
        other._take(run)  # noqa: SLF001  its own
        return other

    def _take(self, run: Run) -> None:
        """Train `run`, which has the same shape, from now on."""
        self.run, self._plan = run, run.plan
        self._data = Data(*map(_kept, _samples(run)))

    def train(self, epochs: int) -> list[Score]:
        """Learn for `epochs` epochs more, at most `capacity`, or until the run diverges; the scores on the way.

        Raises ValueError where the run was tuned so that it needs another program.
        """
        if not self.fits:
            raise ValueError("The run was tuned: it needs another program.")
        run = self.run
        order, uniform = run.draw_orders(min(epochs, self.capacity))
        first, due = run.epoch + 1, self._due(len(order))
        settings, epochs_of_call = settings_of(run), self._epochs(order, uniform, due)
        trained = self._program(self._data, self._learned(), settings, epochs_of_call)
        done, is_lost = int(trained.count), bool(trained.is_lost)
        self._put_back(trained.before if is_lost else trained.after)
        run.pass_epochs(done - is_lost, lost=(order[done - 1], uniform[done - 1]) if is_lost else None)
        rows = torch.from_dlpack(trained.scores)[: done - is_lost]
        return [
            score_of(run, self._scored, first + number, row.clone()) for number, row in enumerate(rows) if due[number]
        ]

    def _learned(self) -> Learned:
        vector = self.run.parameters.vector
        state = self.run.descent.optimizer.state.get(vector, {})
        zero = torch.zeros_like(vector)
        known = [state.get(name) for name in self._rule.memory]
        return Learned(
            vector=_lent(vector),
            memory=tuple(_lent(zero if tensor is None else tensor) for tensor in known),
            steps=_real(state.get("step", 0.0)),
        )

    def _epochs(self, order: Tensor, uniform: Tensor, due: list[bool]) -> Epochs:
        room = self.capacity - len(order)
        return Epochs(
            order=_lent(_longer(order.int(), room)),
            uniform=_lent(_longer(uniform, room)),
            scored=_lent(_longer(torch.tensor(due, dtype=torch.bool), room)),
            count=cast("Array", np.asarray(len(order), np.int64)),
        )

    def _due(self, epochs: int) -> list[bool]:
        """Which of so many epochs from now on are to be scored."""
        first = self.run.epoch + 1
        return [self._is_due is not None and self._is_due(epoch) for epoch in range(first, first + epochs)]

    def _put_back(self, learned: Learned) -> None:
        """Put what was learned into the run, where torch may go on from it."""
        vector, optimizer = self.run.parameters.vector, self.run.descent.optimizer
        vector.copy_(torch.from_dlpack(learned.vector))
        state = optimizer.state[vector]
        for name, array in zip(self._rule.memory, learned.memory, strict=True):
            state[name] = torch.from_dlpack(array).clone()
        if self._rule.counts:
            state["step"] = torch.tensor(float(learned.steps), dtype=torch.float32)


def _keep(key: Hashable, program: Program | None) -> None:
    """Remember `program`, and forget the one that was needed longest ago."""
    with _remembering:
        _programs[key] = program
        _programs.move_to_end(key)
        while len(_programs) > MOST_PROGRAMS:
            _programs.popitem(last=False)
            # what JAX remembers of each shape that it has ever traced has no end
            jax.clear_caches()


def _kept(tensor: Tensor) -> Array:
    # a copy: torch may write over its own while JAX has it
    return jax.device_put(tensor.numpy().copy())


def _lent(tensor: Tensor) -> Array:
    # the same memory, for as long as a call takes: to make arrays of JAX's own takes as long as an epoch
    return cast("Array", tensor.numpy())


def _real(value: float) -> Array:
    return cast("Array", np.asarray(value, np.float64))


def _longer(tensor: Tensor, room: int) -> Tensor:
    """`tensor` with so many rows of zeros after its own: a program takes one number of rows."""
    return torch.cat((tensor, tensor.new_zeros(room, *tensor.shape[1:]))) if room else tensor


def _anatomy(run: Run, scored: Scored, settings: Settings) -> tuple[Anatomy, int]:
    """What the program of `run`, told such `settings`, is made of, and the cost of an epoch."""
    tensors = run.parameters.split()
    size, count = run.batch_size, len(run.train)
    whole = _gradient(run, size, settings)
    last = _gradient(run, count % size, settings) if count % size else None
    knobs = map(_told, settings.knobs)
    score = None if scored is None else translate(scoring(run, scored), [*_samples(run), *knobs, *tensors])
    anatomy = Anatomy(
        gradient=whole.function,
        last_gradient=None if last is None else last.function,
        score=None if score is None else score.function,
        scores=0 if scored is None else len(score_names(run, scored)),
        shapes=tuple((tensor.shape[0], tensor.shape[1], tensor.shape[2]) for tensor in tensors),
        weights=_kept(run.descent.weights),
        biases=_kept(run.descent.biases) if run.plan.training.presses_on_biases else None,
        running=None if run.descent.running is None else _kept(run.descent.running),
        projections=tuple(
            None if constraint is None else _projection(constraint, tensor)
            for tensor, constraint in zip(tensors, run.network.constraints(run.parameters.slots), strict=True)
        ),
        batch=size,
        rule=RULES[run.plan.training.optimizer],
        decays=OPTIMIZERS[run.plan.training.optimizer].decays,
        goes_on=run.goes_on,
    )
    return anatomy, whole.cost * (count // size) + sum(part.cost for part in (last, score) if part is not None)


def _gradient(run: Run, size: int, settings: Settings) -> Translated:
    """The gradient of a batch of `size` samples."""
    replicas = run.plan.replicas
    plain = differentiator(
        run.network,
        run.loss,
        run.parameters,
        is_random=run.is_random,
        is_penalised=run.is_penalised,
        knobs=tuple(run.network.fixed),
    )
    x, y = (part[:size].expand(replicas, *part[:size].shape) for part in (run.train.x, run.train.y))
    chances = torch.zeros(replicas, size, run.chances, dtype=torch.float64)
    told = map(_told, (settings.drop, settings.activity, *settings.knobs))
    return translate(plain, (x, y, chances, *told, *run.parameters.split()))


def _projection(constraint: Constraint, weights: Tensor) -> Function:
    """What holds such weights to `constraint`."""

    def project(weights: Tensor) -> Tensor:
        return constraint.project(weights)

    return translate(project, [weights]).function


def _told(setting: Array) -> Tensor:
    return torch.zeros(setting.shape, dtype=torch.float64)


def _samples(run: Run) -> list[Tensor]:
    test = run.train if run.test is None else run.test
    return [run.train.x, run.train.y, test.x, test.y]

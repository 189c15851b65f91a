"""A relay: torch trains a run at once, and XLA takes it on when its program is ready, from its first weights.

What torch has learned by then is learned once more, many times as fast, and the same changes are made at the same
places: so the numbers do not depend on how long compiling took.
"""

from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeAlias

from app.playground.plan import Plan
from app.playground.trainers import EpochTrainer, Stride, compiled_trainer
from app.playground.training import Run

LEAST_SECONDS = 0.002
"""A call of a program takes a quarter of that by itself."""

Clock: TypeAlias = Callable[[], float]

Submit: TypeAlias = Callable[[Callable[[], EpochTrainer | None]], "Future[EpochTrainer | None]"]
"""Lets a trainer be made elsewhere, one after the other, while others train."""

Change: TypeAlias = Callable[[Run], None]
"""What changes a run. Raises ValueError, with a sentence, where it does not fit; nothing has changed then."""


class Relay:
    """The training of `plan`: `run` is what there is to see of it. Without `submit` torch alone trains it."""

    def __init__(self, plan: Plan, device: str, clock: Clock, submit: Submit | None) -> None:
        self._device = device
        self._clock = clock
        self._submit = submit
        self._stride = Stride()
        self._begin(plan)

    def _begin(self, plan: Plan) -> None:
        self.run = Run(plan, self._device, records=self._submit is None)
        # who trains `run`, torch if nobody; who is to, and has yet to learn what `run` has learned; who is awaited
        self._trainer: EpochTrainer | None = None
        self._successor: EpochTrainer | None = None
        self._awaited: Future[EpochTrainer | None] | None = None
        self._changes: list[tuple[tuple[int, int], Change]] = []
        self._await_trainer(plan)

    @property
    def is_settled(self) -> bool:
        """Whether the run is trained by whoever goes on to train it."""
        return self._awaited is None and self._successor is None

    @property
    def has_news(self) -> bool:
        """Whether there is something to do also for a run that stands still."""
        return not (self.is_settled or self._is_awaiting) and self.run.is_between_epochs

    @property
    def is_held_up(self) -> bool:
        """Whether nothing can be learned before a program is ready."""
        return self._is_awaiting and (self._trainer or self._successor) is not None

    @property
    def least_seconds(self) -> float:
        """To call a program for less is not worth while."""
        return 0.0 if self._trainer is None else LEAST_SECONDS

    @property
    def _is_awaiting(self) -> bool:
        return self._awaited is not None and not self._awaited.done()

    def forget(self) -> None:
        """Wait for no program any more."""
        if self._awaited is not None:
            self._awaited.cancel()
            self._awaited = None

    def change(self, change: Change) -> None:
        """Change the run where it stands."""
        change(self.run)
        if self._trainer is not None:
            self._see_that_it_fits(self._trainer)
        elif not self.is_settled:
            self._changes.append((self.run.place, change))

    def reset(self) -> None:
        """Return to the first weights, with the plan as it is tuned."""
        if self.is_settled or self._trainer is not None:
            self.run.reset()
        else:
            self.forget()
            self._begin(self.run.plan)

    def change_over(self, seconds: float) -> bool:
        """Do for about so long what the news asks for; whether the run is trained by whoever goes on to train it."""
        self._receive()
        if self._successor is not None and not self._is_awaiting:
            self._catch_up(self._successor, seconds)
        return self.is_settled

    def learn(self, seconds: float, most: int) -> bool:
        """Learn for about so long, at least from a batch and at most so many epochs; whether that ended an epoch.

        It may be called where nothing holds it up.
        """
        if self._trainer is None or not self.run.is_between_epochs:
            return self.run.step()
        self._train(self._trainer, seconds, most)
        return True

    def _receive(self) -> None:
        """Take the trainer that was awaited, if it is there."""
        if self._awaited is None or not self._awaited.done():
            return
        found, self._awaited = self._awaited.result(), None
        if found is None:
            # torch trains to the end, as fast as it can
            self._trainer = self._successor = None
            self._changes.clear()
            self.run.record()
        elif self._trainer is not None:
            self._stride = Stride()
            found.run, self._trainer = self.run, found
            self._see_that_it_fits(found)
        else:
            found.run, self._successor = (self._successor or found).run, found
            self._see_that_it_fits(found)

    def _catch_up(self, trainer: EpochTrainer, seconds: float) -> None:
        """Learn for a while what `run` has learned; when that is all, `trainer` takes over."""
        run = trainer.run
        (epoch, batch), change = self._changes[0] if self._changes else ((self.run.epoch, 0), None)
        if run.place < (epoch, batch) and run.divergence is None:
            if run.epoch < epoch and run.is_between_epochs:
                self._train(trainer, seconds, epoch - run.epoch)
            else:
                # what falls within an epoch cuts it in two, and a program has whole ones
                run.step()
        elif change is not None:
            del self._changes[0]
            change(run)
            self._see_that_it_fits(trainer)
        else:
            self.run, self._trainer, self._successor = run, trainer, None

    def _train(self, trainer: EpochTrainer, seconds: float, most: int) -> None:
        began, first = self._clock(), trainer.run.epoch
        trainer.train(self._stride.epochs(seconds, min(most, trainer.capacity)))
        self._stride.note(trainer.run.epoch - first, self._clock() - began)

    def _see_that_it_fits(self, trainer: EpochTrainer) -> None:
        """Wait for another program where a change asks for one."""
        self.forget()
        if not trainer.fits:
            self._await_trainer(trainer.run.plan)

    def _await_trainer(self, plan: Plan) -> None:
        if self._submit is not None:
            device = self._device
            self._awaited = self._submit(lambda: compiled_trainer(Run(plan, device, records=False)))

"""A relay: torch trains a run at once, and XLA takes it on when its program is ready, from its first weights.

What torch has learned by then is learned once more, many times as fast, and the same changes are made at the same
places: so the numbers do not depend on how long compiling took.
"""

from collections.abc import Callable, Hashable
from concurrent.futures import Future
from typing import TypeAlias

from app.playground.live.live import Clock
from app.playground.plan import Plan
from app.playground.scoring import Score
from app.playground.trainers import EpochTrainer, Stride, compiled_trainer
from app.playground.training import Run

LEAST_SECONDS = 0.002
"""A call of a program takes a quarter of that by itself."""

Submit: TypeAlias = Callable[[Callable[[], EpochTrainer | None]], "Future[EpochTrainer | None]"]
"""Lets a trainer be made elsewhere, one after the other, while others train."""

Change: TypeAlias = Callable[[Run], None]
"""What changes a run. Raises ValueError, with a sentence, where it does not fit; nothing has changed then."""

Watch: TypeAlias = Callable[[Run, list[Score] | None, float], None]
"""Hears how far a run has come: an epoch by torch (None), or some by a program, with their scores; and the seconds."""


class Relay:
    """The training of `plan`: `run` is what there is to see of it. Without `submit` torch alone trains it.

    Who trains an epoch follows from the plan as it is tuned then: XLA where there is a program for it, torch where
    there is none. With `goes_on` it trains until all replicas have diverged. `watch` hears of each epoch, also of those
    that are learned once more.
    """

    def __init__(  # noqa: PLR0913  what it trains, and with whom
        self,
        plan: Plan,
        device: str,
        clock: Clock,
        submit: Submit | None,
        *,
        goes_on: bool = False,
        watch: Watch | None = None,
    ) -> None:
        self._device = device
        self._clock = clock
        self._submit = submit
        self._goes_on = goes_on
        self._watch = watch
        self._begin(plan)

    def _begin(self, plan: Plan) -> None:
        first = Run(plan, self._device, goes_on=self._goes_on, records=self._submit is None)
        # what torch has learned until the main run, which others may train, has come as far; and what has changed it
        self._preview: Run | None = None if self._submit is None else first
        self._main: Run | None = first if self._submit is None else None
        self._changes: list[tuple[tuple[int, int], Change]] = []
        self._plan = plan
        # who trains the main run while it is of the known shape, torch if nobody; who is awaited is for the asked one
        self._trainer: EpochTrainer | None = None
        self._known: Hashable = None
        self._asked: Hashable = None
        self.awaited: Future[EpochTrainer | None] | None = None
        self._stride = Stride()
        self._spent = 0.0
        if self._submit is not None:
            self._await_trainer(self._submit, first)

    @property
    def run(self) -> Run:
        """The run as it stands."""
        run = self._preview or self._main
        if run is None:
            raise TypeError("There is a preview until there is a main run.")
        return run

    @property
    def is_settled(self) -> bool:
        """Whether the run is trained by whoever goes on to train it."""
        return self.awaited is None and self._preview is None

    @property
    def has_news(self) -> bool:
        """Whether there is something to do also for a run that stands still."""
        is_whole = self.run.is_between_epochs or self.run.divergence is not None
        return is_whole and not (self.is_settled or self._is_awaiting)

    @property
    def is_held_up(self) -> bool:
        """Whether nothing can be learned before a program is ready."""
        return self._is_awaiting and self._main is not None

    @property
    def least_seconds(self) -> float:
        """To call a program for less is not worth while."""
        return LEAST_SECONDS if self._preview is None and self._trainer is not None else 0.0

    @property
    def _is_awaiting(self) -> bool:
        return self.awaited is not None and not self.awaited.done()

    def forget(self) -> None:
        """Wait for no program any more."""
        if self.awaited is not None:
            self.awaited.cancel()
            self.awaited = None

    def change(self, change: Change) -> None:
        """Change the run where it stands."""
        change(self.run)
        if self._preview is not None:
            self._changes.append((self._preview.place, change))
        elif self._submit is not None:
            self._see_who_trains(self._submit, self.run)

    def reset(self) -> None:
        """Return to the first weights, with the plan as it is tuned."""
        if self._preview is None:
            self.run.reset()
        else:
            self.forget()
            self._begin(self.run.plan)

    def change_over(self, seconds: float) -> bool:
        """Do for about so long what the news asks for; whether the run is trained by whoever goes on to train it."""
        if self._submit is None:
            return True
        if self.awaited is not None and self.awaited.done():
            self._receive(self.awaited, self._submit)
        if self.awaited is None and self._preview is not None and self._main is not None:
            self._catch_up(self._main, self._preview, seconds)
        return self.is_settled

    def learn(self, seconds: float, most: int) -> bool:
        """Learn for about so long, at least from a batch and at most so many epochs; whether that ended an epoch.

        It may be called where nothing holds it up. A run that has diverged stands still.
        """
        if self._preview is not None:
            return self._step(self._preview)
        return self._go_on(self.run, seconds, most)

    def _receive(self, awaited: "Future[EpochTrainer | None]", submit: Submit) -> None:
        """Take the trainer that was awaited, and has come; or torch, as there is none for such a run."""
        self.awaited, self._known, self._stride = None, self._asked, Stride()
        self._trainer = found = awaited.result()
        if self._main is None:
            self._main = self._first_main(found)
        if found is None:
            self._main.record()
        else:
            found.run = self._main
        self._see_who_trains(submit, self._main)

    def _first_main(self, found: EpochTrainer | None) -> Run:
        preview = self.run
        if found is not None:
            return found.run
        if self._changes:
            # with other changes than the first plan's there may be programs: it has to be learned in their order
            return Run(self._plan, self._device, goes_on=self._goes_on)
        self._preview = None
        return preview

    def _catch_up(self, main: Run, preview: Run, seconds: float) -> None:
        """Let the main run learn for a while what the preview has learned; when that is all, it is the one to see."""
        while self._changes and (self._changes[0][0] <= main.place or main.divergence is not None):
            self._changes.pop(0)[1](main)
        if self._submit is not None:
            self._see_who_trains(self._submit, main)
        if self.awaited is not None:
            return
        epoch, batch = self._changes[0][0] if self._changes else (preview.epoch, 0)
        if main.place >= (epoch, batch) or main.divergence is not None:
            self._preview = None
        elif main.epoch < epoch:
            self._go_on(main, seconds, epoch - main.epoch)
        else:
            # what falls within an epoch cuts it in two, and a program has whole ones
            self._step(main)

    def _go_on(self, main: Run, seconds: float, most: int) -> bool:
        """Let whoever trains the main run do so for a while; whether that ended an epoch."""
        trainer = self._trainer
        if trainer is None or main.divergence is not None or not main.is_between_epochs:
            return self._step(main)
        began, first = self._clock(), main.epoch
        scores = trainer.train(self._stride.epochs(seconds, min(most, trainer.capacity)))
        spent = self._clock() - began
        self._stride.note(main.epoch - first, spent)
        if self._watch is not None:
            self._watch(main, scores, spent)
        return True

    def _step(self, run: Run) -> bool:
        """Let torch train `run` on its next batch; whether that ended an epoch."""
        if run.divergence is not None:
            return True
        began = self._clock()
        has_ended = run.step()
        self._spent += self._clock() - began
        if has_ended:
            if self._watch is not None:
                self._watch(run, None, self._spent)
            self._spent = 0.0
        return has_ended

    def _see_who_trains(self, submit: Submit, main: Run) -> None:
        """Wait for another trainer where a change asks for one, and for none where it is asked for no more."""
        shape = main.shape
        if shape == (self._known if self.awaited is None else self._asked):
            return
        self.forget()
        if shape != self._known:
            self._await_trainer(submit, main)

    def _await_trainer(self, submit: Submit, run: Run) -> None:
        plan, device, goes_on = run.plan, self._device, self._goes_on
        is_due = None if self._watch is None else _always
        self._asked = run.shape
        self.awaited = submit(
            lambda: compiled_trainer(Run(plan, device, goes_on=goes_on, records=False), is_due, judged_alone=True)
        )


def _always(_: int) -> bool:
    """After every epoch."""
    return True

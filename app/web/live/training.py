"""Training for a call of the API: in turns with everybody else, and no longer than allowed."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterator
from functools import partial

from app.playground.live.live import Clock
from app.playground.race.plan import RacePlan
from app.playground.race.race import Race, lanes_of
from app.playground.race.standings import measure_in_steps
from app.playground.scoring import Score
from app.playground.trainers import EpochTrainer, Stride, compiled_trainer
from app.playground.training import Run
from app.web.live.compiler import Compiler
from app.web.live.stopping import stopping
from app.web.live.turns import in_turns, slices
from app.web.live.workshop import LONGEST_SLICE


async def train_in_turns(
    run: Run, epochs: int, every: int, *, compiler: Compiler | None, most_seconds: float
) -> list[Score]:
    """Train `run` for `epochs`, or until it diverges; its score before, after each `every` of them, and at the end.

    With `compiler` XLA trains what it can. After `most_seconds` of the clock, the epoch that has begun is the last.
    """

    def is_due(epoch: int) -> bool:
        return epoch % every == 0 or epoch == epochs

    compiled = None
    if compiler is not None and epochs:
        program = asyncio.wrap_future(compiler.submit(partial(compiled_trainer, run, is_due)))
        compiled = await stopping().unless_now(program)
    steps = _by_torch(run, epochs, is_due) if compiled is None else _by_xla(compiled, run, epochs)
    # whoever waits for others' programs, or for one of their own, is not late for that
    began, history = time.monotonic(), [run.score()]
    async for scores in in_turns(steps):
        history += scores
        if run.is_between_epochs and time.monotonic() - began > most_seconds:
            break
    is_told = run.divergence is None and history[-1].epoch == run.epoch
    return history if is_told else [*history, run.score()]


def _by_torch(run: Run, epochs: int, is_due: Callable[[int], bool]) -> Iterator[list[Score]]:
    """Train by torch; after each slice, the scores that have become due."""
    for has_ended in slices(run.step, lambda: run.epoch == epochs or run.divergence is not None):
        yield [run.score()] if has_ended and run.divergence is None and is_due(run.epoch) else []


def _by_xla(trainer: EpochTrainer, run: Run, epochs: int) -> Iterator[list[Score]]:
    """Train by XLA, so many epochs at a time as fill a slice; the scores that have become due."""
    stride = Stride()
    while run.epoch < epochs and run.divergence is None:
        began, first = time.monotonic(), run.epoch
        scores = trainer.train(stride.epochs(LONGEST_SLICE, min(epochs - first, trainer.capacity)))
        stride.note(run.epoch - first, time.monotonic() - began)
        yield scores


async def race_made_in_turns(plan: RacePlan, device: str, clock: Clock, compiler: Compiler | None = None) -> Race:
    """The race of `plan`, each lane made in a turn of its own. Raises ValueError as `lanes_of` does."""
    submit = None if compiler is None else compiler.submit
    return Race(plan, [lane async for lane in in_turns(lanes_of(plan, device, clock, submit))], clock)


async def race_in_turns(race: Race, most_seconds: float) -> AsyncIterator[int]:
    """Let `race` go on to its end, and measure it; a turn of the caller after each epoch, which is named.

    There is one too when a lane has found its learning rate, before the first epoch. After `most_seconds` of the clock
    it goes on no more.
    """
    # whoever waits for others' programs, or for their own, is not late for that
    await stopping().unless_now(asyncio.gather(*map(asyncio.wrap_future, race.awaited)))
    began, told = time.monotonic(), 0
    async for has_ended in in_turns(slices(race.step, lambda: race.is_over)):
        if has_ended:
            for epoch in range(told + 1, race.epoch + 1) or [told]:
                yield epoch
            told = race.epoch
        if time.monotonic() - began > most_seconds:
            break
    async for _ in in_turns(measure_in_steps(race)):
        pass

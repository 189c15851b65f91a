"""Training for a call of the API: between the slices of live runs, and no longer than the server allows."""

import asyncio
import time
from collections.abc import AsyncIterator

from app.playground.race import Race
from app.playground.training import Run, Score
from app.web.workshop import LONGEST_SLICE


async def train_in_turns(run: Run, epochs: int, most_seconds: float) -> list[Score]:
    """Train `run` for `epochs`, or until it diverges; its score before and after each of them.

    Raises ValueError, with a sentence, if that takes longer than `most_seconds` of the clock.
    """
    began = turn = time.monotonic()
    history = [run.score()]
    while run.epoch < epochs and run.divergence is None:
        if run.step():
            history.append(run.score())
        now = time.monotonic()
        if now - began > most_seconds:
            raise ValueError(
                f"{epochs} epochs of this plan take longer than {most_seconds:g} seconds (TRAIN_SECONDS), which is "
                f"what one call may train; {run.epoch} were done. Ask for fewer, or for a smaller network."
            )
        if now - turn > LONGEST_SLICE:
            await asyncio.sleep(0)
            turn = time.monotonic()
    return history


async def race_in_turns(race: Race, most_seconds: float) -> AsyncIterator[None]:
    """Let `race` go on to its end; a turn of the caller after each epoch.

    Raises ValueError, with a sentence, if that takes longer than `most_seconds` of the clock.
    """
    began = turn = time.monotonic()
    while not race.is_over:
        if race.step():
            yield
        now = time.monotonic()
        if now - began > most_seconds:
            raise ValueError(
                f"{race.plan.epochs} epochs of this race take longer than {most_seconds:g} seconds (TRAIN_SECONDS), "
                f"which is what one call may train; {race.epoch} were done. Ask for fewer, or for fewer lanes or seeds."
            )
        if now - turn > LONGEST_SLICE:
            await asyncio.sleep(0)
            turn = time.monotonic()

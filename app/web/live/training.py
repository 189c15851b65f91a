"""Training for a call of the API: in turns with everybody else, and no longer than allowed."""

import time
from collections.abc import AsyncIterator

from app.playground.race.plan import RacePlan
from app.playground.race.race import Clock, Race, lanes_of
from app.playground.scoring import Score
from app.playground.training import Run
from app.web.http.problems import TakesTooLongError
from app.web.live.turns import in_turns, slices


async def train_in_turns(run: Run, epochs: int, most_seconds: float) -> list[Score]:
    """Train `run` for `epochs`, or until it diverges; its score before and after each of them.

    Raises TakesTooLongError, with a sentence, if that takes longer than `most_seconds` of the clock.
    """
    began, history = time.monotonic(), [run.score()]
    async for has_ended in in_turns(slices(run.step, lambda: run.epoch == epochs or run.divergence is not None)):
        if has_ended:
            history.append(run.score())
        if time.monotonic() - began > most_seconds:
            raise TakesTooLongError(
                f"{epochs} epochs of this plan take longer than {most_seconds:g} seconds (TRAIN_SECONDS), which is "
                f"what one call may train; {run.epoch} were done. Ask for fewer, or for a smaller network."
            )
    return history


async def race_made_in_turns(plan: RacePlan, device: str, clock: Clock) -> Race:
    """The race of `plan`, each lane made in a turn of its own. Raises ValueError as `lanes_of` does."""
    return Race(plan, [lane async for lane in in_turns(lanes_of(plan, device))], clock)


async def race_in_turns(race: Race, most_seconds: float) -> AsyncIterator[None]:
    """Let `race` go on to its end; a turn of the caller after each epoch.

    Raises TakesTooLongError, with a sentence, if that takes longer than `most_seconds` of the clock.
    """
    began = time.monotonic()
    async for has_ended in in_turns(slices(race.step, lambda: race.is_over)):
        if has_ended:
            yield
        if time.monotonic() - began > most_seconds:
            raise TakesTooLongError(
                f"{race.plan.epochs} epochs of this race take longer than {most_seconds:g} seconds (TRAIN_SECONDS), "
                f"which is what one call may train; {race.epoch} were done. Ask for fewer, or for fewer lanes or seeds."
            )

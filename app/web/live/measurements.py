"""What exhibits measure, at once or in stages; it is kept, as a page, its figure and its numbers ask for the same."""

import time
from collections import OrderedDict
from collections.abc import AsyncIterator
from typing import Any, TypeAlias

from app.exhibits.exhibit import Controls, Exhibit, Stage
from app.web.http.problems import TakesTooLongError
from app.web.live.turns import in_turns

AnyExhibit: TypeAlias = Exhibit[Any, Any]

MOST_KEPT = 64
GLIMPSE = 0.2
"""The share after which a picture in an index shows enough."""

_kept: OrderedDict[tuple[str, Controls, str], Any] = OrderedDict()


def measured(exhibit: AnyExhibit, controls: Controls, device: str) -> Any:  # noqa: ANN401  its own dataclass
    """What `exhibit` measures; of what takes long the first stage, unless the whole has been measured before."""
    key = (exhibit.slug, controls, device)
    if key in _kept:
        _kept.move_to_end(key)
        return _kept[key]
    if exhibit.stages is not None:
        return next(exhibit.stages(controls, device)).find()
    return _keep(key, exhibit.measure(controls, device))


async def glimpsed(exhibit: AnyExhibit, device: str) -> Any:  # noqa: ANN401  its own dataclass
    """Enough of what `exhibit` measures at its defaults for a small picture."""
    controls = exhibit.controls()
    if exhibit.stages is None:
        return measured(exhibit, controls, device)
    async for stage in in_turns(exhibit.stages(controls, device)):
        if stage.done >= GLIMPSE:
            return stage.find()
    raise TypeError(f"{exhibit.slug} has no stage that is complete")


async def stages(
    exhibit: AnyExhibit, controls: Controls, device: str, most_seconds: float
) -> AsyncIterator[Stage[Any]]:
    """What `exhibit` measures, stage by stage, always anew; the end is kept.

    Raises TakesTooLongError, with a sentence, if that takes longer than `most_seconds` of the clock.
    """
    if exhibit.stages is None:
        found = exhibit.measure(controls, device) if exhibit.is_timed else measured(exhibit, controls, device)
        _keep((exhibit.slug, controls, device), found)
        yield Stage(1.0, lambda: found)
        return
    began = time.monotonic()
    async for stage in in_turns(exhibit.stages(controls, device)):
        if stage.done >= 1:
            found = _keep((exhibit.slug, controls, device), stage.find())
            yield Stage(stage.done, lambda found=found: found)
            return
        yield stage
        if time.monotonic() - began > most_seconds:
            raise TakesTooLongError(
                f"With these controls this takes longer than {most_seconds:g} seconds (TRAIN_SECONDS), which is what "
                f"one call may take; {stage.done:.0%} was done. Ask for less, or again when the server is less busy."
            )


def kept_measurement(exhibit: AnyExhibit, controls: Controls, device: str) -> Any:  # noqa: ANN401  the same
    """What has been measured to the end and need not be measured anew, as times need; None if there is none."""
    return None if exhibit.is_timed else _kept.get((exhibit.slug, controls, device))


def _keep(key: tuple[str, Controls, str], found: Any) -> Any:  # noqa: ANN401  the same
    _kept[key] = found
    _kept.move_to_end(key)
    while len(_kept) > MOST_KEPT:
        _kept.popitem(last=False)
    return found

"""What exhibits measure, at once or in stages; it is cached, as a page, its figure and its numbers ask for the same."""

import time
from collections import OrderedDict
from collections.abc import AsyncIterator, Iterator
from typing import Any, TypeAlias

from app.exhibits.exhibit import Controls, Exhibit, Stage
from app.web.http.problems import TakesTooLongError
from app.web.live.turns import in_turns

AnyExhibit: TypeAlias = Exhibit[Any, Any]

MOST_CACHED = 64
GLIMPSE = 0.2
"""The share after which a picture in an index shows enough."""

_cache: OrderedDict[tuple[str, Controls, str], Any] = OrderedDict()


def measurement(exhibit: AnyExhibit, controls: Controls, device: str) -> Any:  # noqa: ANN401  its own dataclass
    """What `exhibit` measures; of what takes long the first stage, unless the whole has been measured before."""
    key = _key(exhibit, controls, device)
    if key in _cache:
        _cache.move_to_end(key)
        return exhibit.arrange(_cache[key], controls)
    if exhibit.stages is not None:
        return next(exhibit.stages(controls, device)).find()
    return _store(key, exhibit.measure(controls, device))


async def glimpsed(exhibit: AnyExhibit, device: str) -> Any:  # noqa: ANN401  its own dataclass
    """Enough of what `exhibit` measures at its defaults for a small picture."""
    controls = exhibit.controls()
    if exhibit.stages is None:
        return await measured(exhibit, controls, device)
    async for stage in in_turns(exhibit.stages(controls, device)):
        if stage.done >= GLIMPSE:
            return stage.find()
    raise TypeError(f"{exhibit.slug} has no stage that is complete")


async def measured(exhibit: AnyExhibit, controls: Controls, device: str) -> Any:  # noqa: ANN401  its own dataclass
    """The same as `measurement`, in turns with what others want where it takes long."""
    if exhibit.parts is not None and (key := _key(exhibit, controls, device)) not in _cache:
        async for part in in_turns(_told(exhibit.parts(controls, device))):
            if part is not PART:
                _store(key, part)
    return measurement(exhibit, controls, device)


PART = object()


def _told(parts: Iterator[Any]) -> Iterator[Any]:
    """`parts`, of which those that are None are PART: None would be the end."""
    return (PART if part is None else part for part in parts)


async def stages(
    exhibit: AnyExhibit, controls: Controls, device: str, most_seconds: float
) -> AsyncIterator[Stage[Any]]:
    """What `exhibit` measures, stage by stage, always anew; the end is cached.

    Raises TakesTooLongError, with a sentence, if that takes longer than `most_seconds` of the clock.
    """
    if exhibit.stages is None:
        found = exhibit.measure(controls, device) if exhibit.is_timed else await measured(exhibit, controls, device)
        _store(_key(exhibit, controls, device), found)
        yield Stage(1.0, lambda: found)
        return
    began = time.monotonic()
    async for stage in in_turns(exhibit.stages(controls, device)):
        if stage.done >= 1:
            found = _store(_key(exhibit, controls, device), stage.find())
            yield Stage(stage.done, lambda found=found: found)
            return
        yield stage
        if time.monotonic() - began > most_seconds:
            raise TakesTooLongError(
                f"With these controls this takes longer than {most_seconds:g} seconds (TRAIN_SECONDS), which is what "
                f"one call may take; {stage.done:.0%} was done. Ask for less, or again when the server is less busy."
            )


def cached_measurement(exhibit: AnyExhibit, controls: Controls, device: str, *, old_times: bool = False) -> Any:  # noqa: ANN401  the same
    """What has been measured to the end and need not be measured anew, None if there is none.

    Times are measured anew unless `old_times` will do.
    """
    found = _cache.get(_key(exhibit, controls, device))
    return None if found is None or (exhibit.is_timed and not old_times) else exhibit.arrange(found, controls)


def _key(exhibit: AnyExhibit, controls: Controls, device: str) -> tuple[str, Controls, str]:
    return exhibit.slug, exhibit.question(controls), device


def _store(key: tuple[str, Controls, str], found: Any) -> Any:  # noqa: ANN401  the same
    _cache[key] = found
    _cache.move_to_end(key)
    while len(_cache) > MOST_CACHED:
        _cache.popitem(last=False)
    return found

"""What exhibits measure, at once or in stages; it is kept, as a page, its figure and its numbers ask for the same."""

from collections import OrderedDict
from collections.abc import AsyncIterator
from itertools import islice
from typing import Any, TypeAlias

from app.exhibits.exhibit import Controls, Exhibit, Stage
from app.web.streaming import in_turns

AnyExhibit: TypeAlias = Exhibit[Any, Any]

MOST_KEPT = 64
GLIMPSES = 12
"""Stages after which a picture in an index shows enough."""

_kept: OrderedDict[tuple[str, Controls, str], Any] = OrderedDict()


def measured(exhibit: AnyExhibit, controls: Controls, device: str) -> Any:  # noqa: ANN401  its own dataclass
    """What `exhibit` measures; of what takes long the first stage, unless the whole has been measured before."""
    key = (exhibit.slug, controls, device)
    if key in _kept:
        return _kept[key]
    if exhibit.stages is not None:
        return next(exhibit.stages(controls, device)).found
    return _keep(key, exhibit.measure(controls, device))


def glimpsed(exhibit: AnyExhibit, device: str) -> Any:  # noqa: ANN401  its own dataclass
    """Enough of what `exhibit` measures at its defaults for a small picture."""
    controls = exhibit.controls()
    if exhibit.stages is None:
        return measured(exhibit, controls, device)
    *_, last = islice(exhibit.stages(controls, device), GLIMPSES)
    return last.found


async def measured_in_full(exhibit: AnyExhibit, controls: Controls, device: str) -> Any:  # noqa: ANN401  the same
    """What `exhibit` measures, to the end, with the server's turns in between; times are measured anew."""
    key = (exhibit.slug, controls, device)
    if exhibit.stages is None or (key in _kept and not exhibit.is_timed):
        return measured(exhibit, controls, device)
    found = None
    async for stage in stages(exhibit, controls, device):
        found = stage.found
    return found


async def stages(exhibit: AnyExhibit, controls: Controls, device: str) -> AsyncIterator[Stage[Any]]:
    """What `exhibit` measures, stage by stage, always anew; the end is kept."""
    if exhibit.stages is None:
        yield Stage(1.0, measured(exhibit, controls, device))
        return
    async for stage in in_turns(exhibit.stages(controls, device)):
        if stage.done >= 1:
            _keep((exhibit.slug, controls, device), stage.found)
        yield stage


def _keep(key: tuple[str, Controls, str], found: Any) -> Any:  # noqa: ANN401  the same
    _kept[key] = found
    _kept.move_to_end(key)
    while len(_kept) > MOST_KEPT:
        _kept.popitem(last=False)
    return found

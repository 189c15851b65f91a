"""What exhibits measure, as tests compare it."""

from functools import cache
from itertools import islice
from typing import Any

import orjson

from app.exhibits.catalogue import find
from app.exhibits.exhibit import Controls, Exhibit

STAGES = 3


def brief(exhibit: Exhibit[Any, Any], controls: Controls, device: str = "cpu") -> Any:
    """What `exhibit` measures; where that takes long, what it knows after a few stages."""
    if exhibit.stages is None:
        return exhibit.measure(controls, device)
    *_, last = islice(exhibit.stages(controls, device), STAGES)
    return last.find()


@cache
def whole(slug: str) -> Any:
    """All that the exhibit measures at its defaults, once for all tests."""
    exhibit = find(slug)
    return exhibit.measure(exhibit.controls(), "cpu")


def timeless(measured: object) -> Any:
    """What was measured as JSON holds it, but for times of this machine."""
    return _without_times(orjson.loads(orjson.dumps(measured, option=orjson.OPT_SERIALIZE_NUMPY)))


def _without_times(part: Any) -> Any:
    if isinstance(part, dict):
        return {name: _without_times(value) for name, value in part.items() if not name.startswith("seconds")}
    return [_without_times(value) for value in part] if isinstance(part, list) else part

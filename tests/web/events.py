"""A stream of server-sent events as an EventSource reads it."""

import json
from typing import Any, NamedTuple


class Event(NamedTuple):
    """One event: its type, the id that is sent back when the stream is opened again, and its data."""

    type: str
    id: str
    data: Any


def events_of(text: str) -> list[Event]:
    """The events of `text`, each of which must have all three, or data and an id."""
    assert text.endswith("\n\n")
    events: list[Event] = []
    for block in text.removesuffix("\n\n").split("\n\n"):
        fields = dict(line.split(": ", maxsplit=1) for line in block.split("\n"))
        assert set(fields) - {"event"} == {"data", "id"}
        events.append(Event(fields.get("event", "message"), fields["id"], json.loads(fields["data"])))
    return events


def told_of(text: str) -> list[Any]:
    """The data of each event of a stream that is numbered and ends with an event of its own, which has none."""
    *events, end = events_of(text)
    assert [event.id for event in events] == [str(number) for number in range(1, len(events) + 1)]
    assert {event.type for event in events} == {"message"}
    assert end == Event("end", "end", {})
    return [event.data for event in events]

"""What a worker is busy with, as gauges of OpenTelemetry; without its SDK, and an address to send to, nobody asks."""

from collections.abc import Callable, Mapping

from opentelemetry.metrics import CallbackOptions, Meter, Observation

Count = Callable[[], int]


def install_gauges(meter: Meter, counts: Mapping[str, tuple[str, Count]]) -> None:
    """A gauge for each of `counts`: its name, what it counts, and how many there are now."""
    for name, (what, count) in counts.items():
        meter.create_observable_gauge(name, callbacks=[_observing(count)], unit="1", description=what)


def _observing(count: Count) -> Callable[[CallbackOptions], list[Observation]]:
    return lambda _: [Observation(count())]

"""OpenTelemetry sees what a worker is busy with."""

import asyncio
from collections.abc import Mapping

from opentelemetry.metrics import Meter
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader, NumberDataPoint

from app.main import busy_with, create_app
from app.settings import Settings
from app.web.live.frames import PLAYGROUND
from app.web.live.gauges import install_gauges


def observed(reader: InMemoryMetricReader) -> Mapping[str, float]:
    """What each gauge shows now."""
    data = reader.get_metrics_data()
    assert data is not None
    return {
        metric.name: point.value
        for resource in data.resource_metrics
        for scope in resource.scope_metrics
        for metric in scope.metrics
        for point in metric.data.data_points
        if isinstance(point, NumberDataPoint)
    }


def test_gauges_show_live_runs_trainings_maps_and_programs() -> None:
    state = create_app(Settings(device="cpu", trainer="torch")).state
    reader = InMemoryMetricReader()
    meter: Meter = MeterProvider([reader]).get_meter("test")
    install_gauges(meter, busy_with(state))

    async def work() -> list[Mapping[str, float]]:
        seen = [observed(reader)]
        seat = state.workshop.enter(PLAYGROUND)
        with state.trainings.one_more(), state.trainings.one_more(), state.maps.one_more():
            seen.append(observed(reader))
        state.workshop.leave(seat)
        return [*seen, observed(reader)]

    idle, busy, after = asyncio.run(work())
    assert set(idle.values()) == {0}
    assert (busy["activation_lab.sessions"], busy["activation_lab.trainings"]) == (1, 2)
    assert busy["activation_lab.maps"] == 1
    assert "activation_lab.programs_waiting" in busy
    assert after == idle

"""The malformed request that takes the longest to refuse."""

import statistics
import time

from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from benchmarks.figure import Figure
from tests.web.test_problems import BAD, Bad, send

RUNS = 5


def measure() -> list[Figure]:
    """How long the slowest of all malformed requests of the tests waits for its problem."""
    with TestClient(
        create_app(Settings(device="cpu")), base_url="http://localhost", raise_server_exceptions=False
    ) as client:
        waits = [[_milliseconds(client, bad) for _ in range(RUNS)] for bad in BAD]
    slowest = max(waits, key=statistics.median)
    return [
        Figure(
            what=f"the slowest of {len(BAD)} malformed requests",
            runs=slowest,
            unit="ms",
            aim="≤ 100 ms",
        )
    ]


def _milliseconds(client: TestClient, bad: Bad) -> float:
    start = time.perf_counter()
    send(client, bad)
    return 1000 * (time.perf_counter() - start)

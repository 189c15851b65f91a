"""Many live runs on one worker: what each of them gets, how long others wait meanwhile, and what is left afterwards."""

import asyncio
import http.client
import json
import re
import statistics
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

from websockets.asyncio.client import ClientConnection, connect

from benchmarks.figure import Figure
from benchmarks.memory import resident
from tests.browser.server import serve

RUNS = 3
SESSIONS = 16
SECONDS = 6.0
LONGEST_CLEANING = 10.0
CURVES = "/api/v1/curves?f=elu(alpha={alpha})&points=401"
START = json.dumps(
    {"type": "start", "plan": {"network": {"hidden": [{"units": 8, "activation": "tanh"}] * 2}, "replicas": 1}}
)
FRAME = re.compile(r'"type":"frame","frame":(\d+)')


def measure() -> Iterator[Figure]:
    """16 sessions of 2-8-8-1 at once: frames per second, fairness, the wait for curves, and memory afterwards."""
    with serve() as address:
        port = int(address.rpartition(":")[2])
        asyncio.run(sessions(address, 1))
        before = resident(port)
        rates: list[list[float]] = []
        waits: list[float] = []
        left: list[float] = []
        for _ in range(RUNS):
            frames, wait = asyncio.run(sessions(address, SESSIONS))
            rates.append(frames)
            waits.append(wait)
            left.append(_settled(port) - before)
    slowest = [min(frames) for frames in rates]
    spread = [max(frames) / min(frames) for frames in rates]
    for what, values, unit, aim in (
        ("frames of the slowest", slowest, "/s", "≥ 3"),
        ("fastest against slowest", spread, "×", "≤ 2"),
        ("p95 of GET /api/v1/curves meanwhile", waits, "ms", "≤ 150"),
        ("memory kept when they have left", left, "MB", "≤ 20"),
    ):
        yield Figure(what=f"{SESSIONS} sessions: {what}", runs=values, unit=unit, aim=aim)


async def sessions(address: str, count: int) -> tuple[list[float], float]:
    """The frames per second of each session, and the 95th percentile of the waits for curves, in ms."""
    ready = asyncio.Barrier(count + 1)
    pages = [asyncio.create_task(_watch(address, ready)) for _ in range(count)]
    await ready.wait()
    waits = await asyncio.to_thread(_ask_for_curves, address)
    return await asyncio.gather(*pages), statistics.quantiles(waits, n=20)[-1]


async def _watch(address: str, ready: asyncio.Barrier) -> float:
    """Run, and acknowledge every frame; the frames per second, once all have begun."""
    url = f"{address.replace('http', 'ws', 1)}/api/v1/playground"
    async with connect(url, max_size=None, compression=None, proxy=None) as socket:
        await socket.send(START)
        await _take_frame(socket)
        await ready.wait()
        began, frames = time.perf_counter(), 0
        while time.perf_counter() - began < SECONDS:
            await _take_frame(socket)
            frames += 1
        return frames / (time.perf_counter() - began)


async def _take_frame(socket: ClientConnection) -> None:
    """Wait for the next frame, and acknowledge it."""
    while True:
        found = FRAME.search(str(await socket.recv())[:100])
        if found:
            await socket.send(f'{{"type":"ack","frame":{found[1]}}}')
            return


def _ask_for_curves(address: str) -> list[float]:
    """How long each answer takes, in ms, one after the other, never the same question twice."""
    connection = http.client.HTTPConnection(urlsplit(address).netloc)
    waits: list[float] = []
    end = time.perf_counter() + SECONDS
    while (began := time.perf_counter()) < end:
        connection.request("GET", CURVES.format(alpha=0.5 + len(waits) / 10_000))
        answer = connection.getresponse()
        answer.read()
        if answer.status != http.client.OK:
            raise RuntimeError(f"curves were refused: {answer.status}")
        waits.append(1000 * (time.perf_counter() - began))
    connection.close()
    return waits


def _settled(port: int) -> float:
    """Resident megabytes, once they do not fall any more."""
    deadline = time.monotonic() + LONGEST_CLEANING
    least = resident(port)
    while time.monotonic() < deadline:
        time.sleep(0.5)
        now = resident(port)
        if now >= least:
            return least
        least = now
    return least

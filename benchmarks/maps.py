"""Maps: how soon one is seen and whole, against a plain loop, and what sixteen of them leave to others."""

import asyncio
import http.client
import json
import statistics
import threading
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import torch

from benchmarks.figure import Figure
from benchmarks.playground import eager
from benchmarks.sessions import sessions
from tests.browser.server import serve

RUNS = 3
SIDE = 64
EPOCHS = 50
MAPS = 16
SESSIONS = 8


def measure() -> Iterator[Figure]:
    """64 × 64 networks of 2-8-8-1, tanh, 50 epochs of circle in batches of 10, by the API; then 16 such at once."""
    torch.set_num_threads(1)
    with serve() as address:
        # the program is compiled with the first
        _painted(address, 0)
        runs = [(*_painted(address, number + 1), eager((8, 8))) for number in range(RUNS)]
        first, whole, alone = (list(column) for column in zip(*runs, strict=True))
        rates = [SIDE * SIDE * EPOCHS / seconds for seconds in whole]
        shares = [rate / plain for rate, plain in zip(rates, alone, strict=True)]
        for what, values, unit, aim in (
            ("the first 8 × 8", first, "s", "≤ 0.5 s"),
            ("whole", whole, "s", "≤ 10 s"),
            ("network-epochs", rates, "/s", "–"),
            ("against a plain torch loop", shares, "×", "≥ 60"),
        ):
            yield Figure(what=f"map of {SIDE} × {SIDE}: {what}", runs=values, unit=unit, aim=aim)
        yield from _beside(address)


def _beside(address: str) -> Iterator[Figure]:
    """What sessions and others get beside many maps."""
    slowest: list[float] = []
    waits: list[float] = []
    for run in range(RUNS):
        ends = threading.Event()
        maps = [
            threading.Thread(target=_until, args=(address, 100 + run * MAPS + number, ends)) for number in range(MAPS)
        ]
        for thread in maps:
            thread.start()
        asked: list[float] = []
        asking = threading.Thread(target=_ask, args=(address, asked, ends))
        asking.start()
        frames, _ = asyncio.run(sessions(address, SESSIONS))
        ends.set()
        for thread in (asking, *maps):
            thread.join()
        slowest.append(min(frames))
        waits.append(statistics.quantiles(asked, n=20)[-1])
    yield Figure(what=f"{MAPS} maps, {SESSIONS} sessions: frames of the slowest", runs=slowest, unit="/s", aim="≥ 3")
    yield Figure(what=f"{MAPS} maps at once: p95 of /healthz", runs=waits, unit="ms", aim="≤ 250 ms")


def _question(number: int) -> dict[str, Any]:
    """A map that nobody has asked for: what is known is not computed twice."""
    return {
        "plan": {"network": {"hidden": [{"units": 8}] * 2}, "seed": number},
        "activations": ["tanh"],
        "x": {"vary": "lr", "low": 0.001, "high": 10, "scale": "log", "points": SIDE},
        "y": {"vary": "weight_scale", "low": 0.01, "high": 100, "scale": "log", "points": SIDE},
        "epochs": EPOCHS,
    }


def _painted(address: str, number: int) -> tuple[float, float]:
    """Seconds until the coarsest picture is there, and all of the map."""
    began, seen = time.perf_counter(), 0.0
    for line in _lines(address, number):
        if not seen and json.loads(line).get("pixels"):
            seen = time.perf_counter() - began
    return seen, time.perf_counter() - began


def _until(address: str, number: int, ends: threading.Event) -> None:
    for _ in _lines(address, number):
        if ends.is_set():
            return


def _lines(address: str, number: int) -> Iterator[bytes]:
    connection = http.client.HTTPConnection(urlsplit(address).netloc)
    headers = {"content-type": "application/json", "accept": "application/x-ndjson"}
    connection.request("POST", "/api/v1/map", json.dumps(_question(number)), headers)
    answer = connection.getresponse()
    if answer.status != http.client.OK:
        raise RuntimeError(f"a map was refused: {answer.read().decode()}")
    yield from answer
    connection.close()


def _ask(address: str, waits: list[float], ends: threading.Event) -> None:
    """How long each answer of /healthz takes, in ms, twenty a second."""
    connection = http.client.HTTPConnection(urlsplit(address).netloc)
    while not ends.wait(0.05):
        began = time.perf_counter()
        connection.request("GET", "/healthz")
        connection.getresponse().read()
        waits.append(1000 * (time.perf_counter() - began))
    connection.close()

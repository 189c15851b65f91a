"""A table of 64 columns and 10,000 rows: how long the event loop stands still while it is read, started and trained."""

import json
import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from websockets.sync.client import connect

from benchmarks.figure import Figure
from tests.browser.server import serve

RUNS = 3
LONGEST = 120.0
COLUMNS, ROWS = 64, 10_000
ASKED_EVERY = 0.005


def table() -> str:
    """The table as CSV, each number in full length."""
    chance = random.Random(0)  # noqa: S311  numbers, no secret
    head = [f"column {number}" for number in range(COLUMNS)]
    lines = [[*(repr(chance.gauss(0, 1)) for _ in range(COLUMNS)), chance.choice("abc")] for _ in range(ROWS)]
    return "\n".join(map(",".join, [[*head, "label"], *lines]))


@contextmanager
def waits_of(url: str) -> Iterator[list[float]]:
    """Ask a server whether it lives, again and again; the list gets how many seconds each answer takes."""
    seconds: list[float] = []
    over = threading.Event()

    def ask() -> None:
        connection = HTTPConnection(urlsplit(url).netloc, timeout=LONGEST)
        while not over.wait(ASKED_EVERY):
            began = time.perf_counter()
            connection.request("GET", "/livez")
            connection.getresponse().read()
            seconds.append(time.perf_counter() - began)
        connection.close()

    asking = threading.Thread(target=ask)
    asking.start()
    try:
        yield seconds
    finally:
        over.set()
        asking.join()


def measure() -> Iterator[Figure]:
    """The longest answer to whether the server lives, while a table is read, a run of it started, and a call trains."""
    text = table().encode()
    with serve(TRAINER="torch") as url:
        read, waits = _beside(url, lambda: _post(f"{url}/api/v1/playground/data", text, "text/csv"))
        yield _figure("read", waits)
        # not meanwhile: whoever reads so much holds up the thread that asks
        answer = json.loads(read)
        data = {"name": "own", "samples": answer["samples"], "columns": answer["columns"]}
        start = json.dumps({"type": "start", "plan": {"data": data}, "paused": True})
        yield _figure("started", _beside(url, lambda: _start(url, start))[1])
        body = json.dumps({"plan": {"data": data}, "epochs": 0}).encode()
        trained = _beside(url, lambda: _post(f"{url}/api/v1/playground/train", body, "application/json"))
        yield _figure("taken by a call", trained[1])


def _beside(url: str, act: Callable[[], Any]) -> tuple[Any, list[float]]:
    """What `act` comes to, and the longest wait of each time that it is done, in milliseconds."""
    longest: list[float] = []
    answer = None
    for _ in range(RUNS):
        with waits_of(url) as waits:
            answer = act()
        longest.append(1000 * max(waits))
    return answer, longest


def _post(url: str, body: bytes, media: str) -> bytes:
    """What is answered to `body`."""
    with urlopen(Request(url, body, {"content-type": media})) as answer:
        return answer.read()


def _start(url: str, message: str) -> None:
    """Start a run and wait for its first frame."""
    with connect(f"{url.replace('http', 'ws', 1)}/api/v1/playground", max_size=None) as live:
        live.send(message)
        kinds = [json.loads(live.recv(timeout=LONGEST))["type"] for _ in range(2)]
    if kinds != ["started", "frame"]:
        raise RuntimeError(f"the run did not start: {kinds}")


def _figure(what: str, waits: list[float]) -> Figure:
    return Figure(
        what=f"{COLUMNS} columns × {ROWS:,} rows {what}: longest answer to another",
        runs=waits,
        unit="ms",
        aim="≤ 50 ms",
    )

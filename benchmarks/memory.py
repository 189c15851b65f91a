"""Resident memory of one worker: when it has served a page, has trained, and has compiled many programs."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.request import Request, urlopen

from benchmarks.figure import Figure
from tests.browser.server import serve

SHAPES = 200
RUNS = 3


def measure() -> Iterator[Figure]:
    """The resident size after the page, Plotly and a figure have been served; after a training; after 200 shapes."""
    idle, trained, many = list[float](), list[float](), list[float]()
    for run in range(RUNS):
        with serve() as address:
            port = int(address.rpartition(":")[2])
            _visit(address)
            idle.append(resident(port))
            _train(address, (8, 1))
            trained.append(resident(port))
            if run == RUNS - 1:
                for number in range(1, SHAPES + 1):
                    _train(address, (2 + number % 20, 2 + number // 20))
                    if number % (SHAPES // 5) == 0:
                        many.append(resident(port))
    yield Figure(what="memory of one idle worker", runs=idle, unit="MB", aim="≤ 400 MB")
    yield Figure(what="memory of one worker that has trained", runs=trained, unit="MB", aim="≤ 650 MB")
    yield Figure(what=f"memory of one worker on its way to {SHAPES} shapes", runs=many, unit="MB", aim="bounded")


def _visit(address: str) -> None:
    page = urlopen(address).read().decode()
    script = re.search(r'src="(/assets/[^"]+)"', page)
    for path in ("/api/v1/figures/curves?f=elu", script[1] if script else "/healthz"):
        urlopen(address + path).read()


def _train(address: str, units: tuple[int, int]) -> None:
    """Train a network of two hidden layers for a while."""
    hidden = [{"units": each, "activation": "tanh"} for each in units]
    body = {"plan": {"network": {"hidden": hidden}}, "epochs": 20, "every": 20}
    call = Request(
        f"{address}/api/v1/playground/train", json.dumps(body).encode(), {"content-type": "application/json"}
    )
    with urlopen(call) as answer:
        answer.read()


def resident(port: int) -> float:
    """Megabytes of the process that was started with this port."""
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            environment = (status.parent / "environ").read_bytes().split(b"\0")
            command = (status.parent / "cmdline").read_bytes()
        except (PermissionError, FileNotFoundError, ProcessLookupError):
            continue
        if f"ACTIVATION_LAB_PORT={port}".encode() in environment and b"app" in command:
            found = re.search(r"VmRSS:\s+(\d+) kB", status.read_text())
            return int(found[1]) / 1000 if found else 0.0
    raise RuntimeError(f"no process serves port {port}")

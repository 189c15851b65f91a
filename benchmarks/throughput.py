"""Curves per second of one worker, as a share of what the framework alone answers in the same minute."""

import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from benchmarks.figure import Figure
from tests.browser.server import serve

RUNS = 5
SECONDS = 4
CURVES = "/api/v1/curves?f={reference}&low=-6&high=6&points=401&order=2"

# every request asks for another parameter, so that the server has not kept its answer
ALWAYS_NEW = """
local n = 0
request = function()
  n = n + 1
  return wrk.format("GET", string.format("%s", string.gsub(PATH, "ALPHA", string.format("%.6f", 0.5 + n / 1000000))))
end
"""


def measure() -> list[Figure]:
    """The share for one activation at 401 points and order 2, asked by wrk over 8 connections."""
    if shutil.which("wrk") is None:
        print("wrk is not installed (apt install wrk): the throughput is not measured.")
        return []
    with _empty_server() as empty, serve() as address, tempfile.TemporaryDirectory() as folder:
        bare: list[float] = []
        silu: list[float] = []
        elu: list[float] = []
        script = Path(folder) / "new.lua"
        script.write_text(f'PATH = "{CURVES.format(reference="elu(alpha=ALPHA)")}"\n{ALWAYS_NEW}')
        for _ in range(RUNS):
            bare.append(_rate(f"{empty}/healthz"))
            silu.append(_rate(address + CURVES.format(reference="silu")))
            elu.append(_rate(address, "--script", str(script)))
    return [
        Figure(what="empty FastAPI route", runs=bare, unit="/s", aim="–"),
        _share("GET /api/v1/curves, silu, asked for again, against it", silu, bare, "≥ 0.50"),
        # what is computed takes five times as long as an empty answer: a faster server in front makes the share smaller
        _share("the same, elu(alpha=…) never twice alike", elu, bare, "≥ 0.15"),
    ]


def _share(what: str, rates: list[float], bare: list[float], aim: str) -> Figure:
    shares = [rate / reference for rate, reference in zip(rates, bare, strict=True)]
    return Figure(what=what, runs=shares, unit="of it", aim=aim)


def _rate(url: str, *more: str) -> float:
    command = ["wrk", "--threads", "1", "--connections", "8", "--duration", f"{SECONDS}s", *more, url]
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    if "Non-2xx" in printed:
        raise RuntimeError(f"{url} was refused:\n{printed}")
    found = re.search(r"Requests/sec:\s+([\d.]+)", printed)
    if found is None:
        raise RuntimeError(f"wrk printed no rate:\n{printed}")
    return float(found[1])


@contextmanager
def _empty_server() -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "uvicorn", "benchmarks.empty:app", "--port", str(port), "--no-access-log"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            _wait(f"http://127.0.0.1:{port}/healthz")
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def _wait(url: str) -> None:
    deadline = time.monotonic() + 30
    while True:
        try:
            urlopen(url, timeout=1).close()
        except URLError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            return

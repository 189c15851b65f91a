"""Resident memory of one idle worker that has served the page once."""

import re
from pathlib import Path
from urllib.request import urlopen

from benchmarks.figure import Figure
from tests.browser.server import serve


def measure() -> list[Figure]:
    """The resident size after the page, Plotly and a figure have been served."""
    with serve() as address:
        page = urlopen(address).read().decode()
        script = re.search(r'src="(/assets/[^"]+)"', page)
        for path in ("/api/v1/figures/curves?f=elu", script[1] if script else "/healthz"):
            urlopen(address + path).read()
        size = resident(int(address.rpartition(":")[2]))
    return [Figure(what="memory of one idle worker", runs=[size], unit="MB", aim="≤ 450 MB")]


def resident(port: int) -> float:
    """Megabytes of the process that was started with this PORT."""
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            environment = (status.parent / "environ").read_bytes().split(b"\0")
            command = (status.parent / "cmdline").read_bytes()
        except (PermissionError, FileNotFoundError, ProcessLookupError):
            continue
        if f"PORT={port}".encode() in environment and b"app" in command:
            found = re.search(r"VmRSS:\s+(\d+) kB", status.read_text())
            return int(found[1]) / 1000 if found else 0.0
    raise RuntimeError(f"no process serves port {port}")

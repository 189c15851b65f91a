"""Runs the application as a user does, in a process of its own, on a free port."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

from app.environment import PREFIX

ROOT = Path(__file__).parent.parent.parent
# seconds; two of them on a quiet machine, and a minute on one with much else to do
LONGEST_START = 240.0
LONGEST_STOP = 10.0


@contextmanager
def serve(*program: str, **environment: str) -> Generator[str, None, None]:
    """The address of a server that is ready to answer, on PORT or a free one; `environment` adds to what it reads.

    `program` is a module with its arguments, which takes --port: the application's own unless another is given.
    """
    port = environment.pop("PORT", str(free_port()))
    address = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryFile("w+") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", *(program or ("app",)), "--port", port],
            cwd=ROOT,
            env={**os.environ, **named(environment), **named({"HOST": "127.0.0.1", "PORT": port})},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            if not is_ready(f"{address}/healthz", lambda: process.poll() is None):
                log.seek(0)
                raise RuntimeError(f"the server did not start; it said:\n{log.read()}")
            yield address
        finally:
            process.terminate()
            try:
                process.wait(LONGEST_STOP)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def named(environment: Mapping[str, str]) -> dict[str, str]:
    """Settings by their variables; what calls a server may leave the prefix out."""
    return {name if name.startswith(PREFIX) else PREFIX + name: value for name, value in environment.items()}


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def is_ready(url: str, is_alive: Callable[[], bool]) -> bool:
    """Whether `url` answers before the process ends and before the time is up."""
    deadline = time.monotonic() + LONGEST_START
    while is_alive() and time.monotonic() < deadline:
        try:
            with urlopen(url, timeout=LONGEST_STOP):
                return True
        except OSError:
            # also where the server accepts a connection and has no room for it
            time.sleep(0.05)
    return False

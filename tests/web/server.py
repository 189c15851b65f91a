"""Servers that start at once: forks of one process that has imported the application, which takes seconds.

The signals, the sockets and the command are those of `python -m app`; tests.browser.server starts that itself.
"""

import multiprocessing
import os
import re
import signal
import sys
import tempfile
import time
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import NoReturn

from app.__main__ import main
from tests.browser.server import LONGEST_START, LONGEST_STOP, free_port, is_ready, named

FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["app.__main__", "tests.web.warm"])


class Command:
    """The command in a process of its own, and what it has said."""

    def __init__(self, process: BaseProcess, log: Path) -> None:
        self.process = process
        self._log = log

    @property
    def said(self) -> str:
        """Everything up to now."""
        return self._log.read_text("utf-8")

    def says(self, pattern: str) -> re.Match[str]:
        """Wait until it has said something like `pattern`. Raises RuntimeError where it ends, or says nothing."""
        deadline = time.monotonic() + LONGEST_START
        while True:
            is_over = not self.process.is_alive() or time.monotonic() > deadline
            if found := re.search(pattern, self.said):
                return found
            if is_over:
                raise RuntimeError(f"the server has not said {pattern!r}, but:\n{self.said}")
            time.sleep(0.02)

    @property
    def address(self) -> str:
        """Where it answers."""
        return self.says(r"http://[^\s/]+")[0]

    def stop(self, number: int, seconds: float) -> int | None:
        """Send it a signal; its exit code, or None where it goes on for longer than so many seconds."""
        os.kill(self.process.pid or 0, number)
        self.process.join(seconds)
        return self.process.exitcode


@contextmanager
def command(*arguments: str, **environment: str) -> Generator[Command, None, None]:
    """The command with these arguments, on a free port; `environment` adds to what it reads."""
    settings = {**os.environ, **named({"HOST": "127.0.0.1", "PORT": "0", **environment})}
    with tempfile.NamedTemporaryFile("r") as log:
        process = FORKS.Process(target=_serve, args=(arguments, settings, log.name))
        process.start()
        started = Command(process, Path(log.name))
        try:
            yield started
        finally:
            if "Traceback" in started.said:
                # pytest shows it with the test that failed, or at the end
                sys.stdout.write(f"a server said:\n{started.said}")
            if process.is_alive() and started.stop(signal.SIGTERM, LONGEST_STOP) is None:
                process.kill()
                process.join()


@contextmanager
def begun(**environment: str) -> Generator[str, None, None]:
    """Where a server will answer, on a free port, once it is ready; `environment` adds to what it reads."""
    with _on_a_port(environment) as (address, _):
        yield address


@contextmanager
def fork(**environment: str) -> Generator[str, None, None]:
    """The address of a server that is ready to answer, on a free port; `environment` adds to what it reads."""
    with _on_a_port(environment) as (address, started):
        if not is_ready(f"{address}/healthz", started.process.is_alive):
            raise RuntimeError(f"the server did not start; it said:\n{started.said}")
        yield address


@contextmanager
def _on_a_port(environment: Mapping[str, str]) -> Generator[tuple[str, Command], None, None]:
    port = free_port()
    with command(**environment, PORT=str(port)) as started:
        yield f"http://127.0.0.1:{port}", started


def _serve(arguments: Sequence[str], environment: Mapping[str, str], log: str) -> NoReturn:
    """Be the command, with that environment and its output in the file `log`."""
    # ignored in whatever runs in the background
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.environ.clear()
    os.environ.update(environment)
    with open(log, "w", encoding="utf-8") as file:  # noqa: PTH123  a file that is there
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
    raise SystemExit(main(arguments))

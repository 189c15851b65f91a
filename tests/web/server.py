"""Servers that start at once: forks of one process that has imported the application, which takes seconds.

The signals, the sockets and the command are those of `python -m app`; tests.browser.server starts that itself.
"""

import multiprocessing
import os
import tempfile
from collections.abc import Generator, Mapping
from contextlib import contextmanager

from app.__main__ import main
from tests.browser.server import LONGEST_STOP, free_port, is_ready

FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["app.__main__", "app.main"])


@contextmanager
def fork(**environment: str) -> Generator[str, None, None]:
    """The address of a server that is ready to answer, on a free port; `environment` adds to what it reads."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    own = {"ACTIVATION_LAB_HOST": "127.0.0.1", "ACTIVATION_LAB_PORT": str(port)}
    settings = {**os.environ, **own, **environment}
    with tempfile.NamedTemporaryFile("r") as log:
        process = FORKS.Process(target=_serve, args=(settings, log.name))
        process.start()
        try:
            if not is_ready(f"{address}/healthz", process.is_alive):
                raise RuntimeError(f"the server did not start; it said:\n{log.read()}")
            yield address
        finally:
            process.terminate()
            process.join(LONGEST_STOP)
            if process.is_alive():
                process.kill()
                process.join()


def _serve(environment: Mapping[str, str], log: str) -> None:
    """Be the command, with that environment and its output in the file `log`."""
    os.environ.clear()
    os.environ.update(environment)
    with open(log, "w", encoding="utf-8") as file:  # noqa: PTH123  a file that is there
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
    main([])

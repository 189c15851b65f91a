"""What the server logs is worth knowing: a line for what happened, none for what is as always, as text or JSON."""

import json
import logging
import os
import re
import resource
import socket
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest

from app.logs import MOST_COMPLAINTS, QUIET_SECONDS, JsonFormatter, WorthKnowing
from tests.browser.server import is_ready
from tests.web.plans import SMALL
from tests.web.server import Command, command
from tests.web.visitor import visit


def visited(server: Command) -> list[str]:
    """The lines that a server has said after requests and a socket."""
    with urlopen(f"{server.address}/livez"), visit(server.address) as page:
        page.start(SMALL)
    with urlopen(f"{server.address}/readyz"):
        # where npm has installed nothing, it remarks that
        return [line for line in server.said.splitlines() if "Plotly" not in line]


def test_without_an_access_log_nobody_is_named_who_has_come() -> None:
    with command("--device=cpu", "--trainer=torch") as server:
        lines = visited(server)
        assert not [line for line in lines if "/api/v1" in line or "livez" in line or "connection" in line]
        assert re.fullmatch(r"\S+ \S+ INFO uvicorn\.error: Started server process \[\d+\]", lines[0])


def test_as_json_each_line_is_an_object_and_an_access_log_says_who_has_come() -> None:
    flags = ("--device=cpu", "--trainer=torch", "--log-format=json", "--access-log=true")
    with command(*flags, ACTIVATION_LAB_PROT="1") as server:
        records = [json.loads(line) for line in visited(server) if not line.startswith("Activation Lab")]
        assert all(set(record) == {"time", "level", "logger", "message"} for record in records)
        said = "\n".join(record["message"] for record in records)
        assert "GET /livez" in said
        assert "WebSocket /api/v1/playground" in said
        assert "did you mean ACTIVATION_LAB_PORT?" in said


def test_a_level_leaves_out_what_is_less() -> None:
    with command("--device=cpu", "--trainer=torch", "--log-level=warning") as server:
        assert visited(server) == [f"Activation Lab: {server.address}"]


@pytest.mark.skipif(sys.platform != "linux", reason="it reads /proc, and only Linux has it")
def test_as_many_connections_as_the_system_allows_and_one_line_when_there_are_more() -> None:
    allowed = 128
    with command("--device=cpu", "--trainer=torch") as server, ExitStack() as stack:
        url, pid = urlsplit(server.address), server.process.pid or 0
        limits = Path(f"/proc/{pid}/limits").read_text("utf-8")
        (soft, hard) = re.findall(r"^Max open files +(\d+) +(\d+)", limits, re.MULTILINE)[0]
        assert soft == hard
        resource.prlimit(pid, resource.RLIMIT_NOFILE, (allowed, allowed))
        for _ in range(2 * allowed):
            # the server may hang up on those for which there is no room
            stack.enter_context(socket.create_connection((url.hostname or "", url.port or 80), timeout=60))
        stack.pop_all().close()
        assert is_ready(f"{server.address}/livez", server.process.is_alive)
        assert len(server.said.splitlines()) < 20


@pytest.fixture
def failed() -> Iterator[logging.LogRecord]:
    """A record of a failure."""
    try:
        Path("/nowhere/at/all").stat()
    except OSError:
        yield logging.LogRecord("app", logging.ERROR, __file__, 1, "a %s failed", ("run",), sys.exc_info())


def test_a_failure_is_one_line_of_json_with_its_traceback(failed: logging.LogRecord) -> None:
    line = JsonFormatter().format(failed)
    assert "\n" not in line
    content = json.loads(line)
    assert content["message"] == "a run failed"
    assert content["level"] == "error"
    assert "FileNotFoundError: " in content["traceback"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", content["time"])


def complaint(text: str, at: float, name: str = "asyncio") -> logging.LogRecord:
    """What the event loop says when it fails."""
    record = logging.LogRecord(name, logging.ERROR, os.devnull, 1, text, (), None)
    record.created = at
    return record


def test_what_the_event_loop_complains_of_is_said_once_in_a_while() -> None:
    worth = WorthKnowing(has_access=False)
    text = "socket.accept() out of system resource\nsocket: <socket fd={}>"
    said = [worth.filter(complaint(text.format(number % 3), at=number / 100)) for number in range(5000)]
    assert said.count(True) == 1
    assert worth.filter(complaint(text, at=QUIET_SECONDS + 1))
    assert worth.filter(complaint("another", at=1))


def test_what_clients_do_wrong_fills_no_log(failed: logging.LogRecord) -> None:
    worth = WorthKnowing(has_access=False)
    said = [worth.filter(complaint(f"refused {number}", at=number / 100, name="app")) for number in range(5000)]
    assert said.count(True) == MOST_COMPLAINTS
    # a mistake of ours is told each time
    assert all(worth.filter(failed) for _ in range(3))

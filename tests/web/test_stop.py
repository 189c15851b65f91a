"""SIGTERM ends the server within seconds whatever is open, and everybody hears why."""

import json
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Generator
from contextlib import ExitStack, contextmanager, suppress
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from websockets.exceptions import ConnectionClosed

from app.__main__ import INTERRUPTED
from tests.unit.sentences import assert_one_sentence
from tests.web.plans import Json, plan_of
from tests.web.server import Command, command
from tests.web.visitor import Visitor, visit

ROOT = Path(__file__).parents[2]
RACE = "/api/v1/race"
LONGEST = 8.0
LONG: Json = plan_of((8, "tanh"), (8, "tanh"), data={"name": "spiral"})
JSON = {"content-type": "application/json"}


@contextmanager
def asked(address: str, path: str, body: Json, **headers: str) -> Generator[HTTPConnection, None, None]:
    """A connection on which something long has been asked for."""
    connection = HTTPConnection(urlsplit(address).netloc, timeout=60)
    try:
        connection.request("POST", path, json.dumps(body), {**JSON, **headers})
        yield connection
    finally:
        connection.close()


@contextmanager
def unfinished(address: str, path: str) -> Generator[socket.socket, None, None]:
    """A connection on which a body was begun."""
    url = urlsplit(address)
    with socket.create_connection((url.hostname or "", url.port or 80), timeout=60) as connection:
        head = f"POST {path} HTTP/1.1\r\nHost: {url.netloc}\r\nContent-Length: 100\r\n\r\n{{"
        connection.sendall(head.encode())
        yield connection


def farewell(visitor: Visitor) -> tuple[str, int | None]:
    """What a page is told at last, and with which code the connection is closed."""
    while (message := visitor.hear())["type"] != "bye":
        pass
    with pytest.raises(ConnectionClosed):
        visitor.hear()
    return message["reason"], visitor.connection.close_code


def refusal(connection: HTTPConnection) -> tuple[int, Json]:
    """The status of an answer, and its problem."""
    answer = connection.getresponse()
    return answer.status, json.loads(answer.read())


def has_begun(address: str) -> None:
    """Return once the server has taken what was sent to it before: it answers in turns."""
    for _ in range(3):
        with urlopen(f"{address}/livez") as answer:
            assert answer.status == 200


def everything(address: str, stack: ExitStack) -> dict[str, Any]:
    """One of each thing that may be open, and begun."""
    race = {"plan": LONG, "activations": ["tanh", "relu"], "seeds": 8, "epochs": 5000}
    opened: dict[str, Any] = {
        "train": stack.enter_context(asked(address, "/api/v1/playground/train", {"plan": LONG, "epochs": 10_000})),
        "race": stack.enter_context(asked(address, RACE, race)),
        "stream": stack.enter_context(asked(address, RACE, race, accept="application/x-ndjson")),
        "bodies": [stack.enter_context(unfinished(address, RACE)) for _ in range(3)],
        "page": stack.enter_context(visit(address)),
        "silent": stack.enter_context(visit(address, RACE)),
        "unread": stack.enter_context(visit(address)),
    }
    opened["page"].start(LONG, paused=False)
    opened["page"].see("running")
    opened["unread"].say("start", plan=LONG)
    # answered with 200, a stream can tell of the end only in its last line
    opened["growing"] = opened["stream"].getresponse()
    assert opened["growing"].status == 200
    has_begun(address)
    return opened


def test_sigterm_ends_everything_that_is_open_and_says_so() -> None:
    with command("--device=cpu", "--trainer=torch") as server, ExitStack() as stack:
        opened = everything(server.address, stack)
        assert server.stop(signal.SIGTERM, LONGEST) == -signal.SIGTERM
        for page in (opened["page"], opened["silent"], opened["unread"]):
            reason, code = farewell(page)
            assert_one_sentence(reason)
            assert code == 1012
        for kind in ("train", "race"):
            status, problem = refusal(opened[kind])
            assert (status, problem["status"]) == (503, 503)
            assert_one_sentence(problem["detail"])
        last = opened["growing"].read().splitlines()[-1]
        assert json.loads(last)["problem"]["status"] == 503
        assert "Traceback" not in server.said


def test_ctrl_c_waits_for_no_program_that_is_being_compiled() -> None:
    deep = plan_of(*[(24, "maxout(k=8)")] * 8, data={"name": "spiral"})
    with command("--device=cpu", "--trainer=auto") as server, visit(server.address) as page:
        page.start(deep)
        with asked(server.address, "/api/v1/playground/train", {"plan": deep, "epochs": 1000}) as training:
            has_begun(server.address)
            assert server.stop(signal.SIGINT, LONGEST) == INTERRUPTED
            assert refusal(training)[0] == 503
        assert farewell(page)[1] == 1012


def test_a_server_that_drains_is_not_ready_and_goes_on_serving() -> None:
    with command("--device=cpu", "--trainer=torch", "--drain-seconds=1") as server, ExitStack() as stack:
        page = stack.enter_context(visit(server.address))
        page.start(LONG)
        server.process.terminate()
        # the signal has come when the server is no longer ready
        while (status := asked_of(server, "/readyz")) == 200:
            pass
        assert status == asked_of(server, "/healthz") == 503
        # a service manager tells every process, and so does the workers' parent
        server.process.terminate()
        assert asked_of(server, "/livez") == asked_of(server, "/playground") == 200
        page.say("step")
        assert page.see("paused")["epoch"] in {0, 1}
        assert farewell(page)[1] == 1012
        server.process.join(LONGEST)
        assert server.process.exitcode == -signal.SIGTERM


def asked_of(server: Command, path: str) -> int:
    """The status of an answer."""
    try:
        with urlopen(server.address + path) as answer:
            return int(answer.status)
    except HTTPError as error:
        with error:
            assert_one_sentence(json.loads(error.read())["detail"])
        return error.code


def test_workers_take_the_flags_and_end_together() -> None:
    flags = ("--port=0", "--device=cpu", "--trainer=torch", "--workers=2", "--most-sessions=1")
    with (
        subprocess.Popen(
            [sys.executable, "-m", "app", *flags],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        ) as process,
        ExitStack() as stack,
    ):
        watch = threading.Timer(120, process.kill)
        watch.start()
        stack.callback(watch.cancel)
        stack.callback(process.kill)
        assert process.stdout is not None
        address = process.stdout.readline().split()[2]
        stack.enter_context(unfinished(address, RACE))
        pages = [stack.enter_context(visit(address)) for _ in range(3)]
        # of three pages one finds its worker full, which has one place
        assert "bye" in {message["type"] for message in map(started, pages)}
        process.terminate()
        process.wait(LONGEST)
        assert not process.stdout.read()


def started(page: Visitor) -> Json:
    """What a page hears that starts a run."""
    with suppress(ConnectionClosed):
        page.say("start", plan=LONG, paused=True)
    return page.hear()

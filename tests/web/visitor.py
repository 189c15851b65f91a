"""A page of the live playground without a browser: it speaks the protocol, and acknowledges frames when told to."""

import base64
import json
import time
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

import numpy as np
from websockets.sync.client import ClientConnection, connect

from tests.web.plans import SMALL, Json

PATH = "/api/v1/playground"
LONGEST_ANSWER = 30.0


class Visitor:
    """One connection; `frames` are those that have come, in their order."""

    def __init__(self, connection: ClientConnection) -> None:
        self.connection = connection
        self.frames: list[Json] = []

    def say(self, kind: str, /, **content: Any) -> None:
        """Send a message of that type."""
        self.connection.send(json.dumps({"type": kind, **content}))

    def hear(self) -> Json:
        """The next message, whatever it is; a frame is kept, and not acknowledged."""
        message: Json = json.loads(self.connection.recv(LONGEST_ANSWER))
        if message["type"] == "frame":
            self.frames.append(message)
        return message

    def hear_of(self, kind: str) -> Json:
        """The next message of that type; frames on the way are acknowledged, anything else is a fault."""
        while (message := self.hear())["type"] != kind:
            assert message["type"] == "frame", message
            self.acknowledge(message)
        return message

    def acknowledge(self, frame: Json) -> None:
        """Say that the frame has been shown."""
        self.say("ack", frame=frame["frame"])

    def see(self, state: str) -> Json:
        """The next frame of that state, acknowledged as all before it."""
        while True:
            frame = self.hear_of("frame")
            self.acknowledge(frame)
            if frame["state"] == state:
                return frame

    def start(self, plan: Json, *, paused: bool = True) -> Json:
        """Start a run; what the server says of it."""
        self.say("start", plan=plan, paused=paused)
        return self.hear_of("started")

    def refused(self) -> str:
        """The sentence of the error that comes next, frames aside."""
        problem = self.hear_of("error")["problem"]
        assert list(problem) == ["type", "title", "status", "detail", "errors", "more"]
        return str(problem["detail"])


@contextmanager
def visit(address: str, path: str = PATH, **options: Any) -> Generator[Visitor, None, None]:
    """A page at the server's address, closed when it is no longer needed."""
    options = {"max_size": None, "proxy": None, "open_timeout": LONGEST_ANSWER, **options}
    with connect(address.replace("http", "ws", 1) + path, **options) as connection:
        yield Visitor(connection)


def decoded(array: Json) -> np.ndarray[Any, np.dtype[Any]]:
    """The numbers of a typed array."""
    shape = [int(size) for size in array["shape"].split(",")]
    return np.frombuffer(base64.b64decode(array["bdata"]), dtype=array["dtype"]).reshape(shape)


def assert_is_served(address: str) -> None:
    """A page that comes now gets a place, at the latest when the server has seen that another has gone."""
    deadline = time.monotonic() + LONGEST_ANSWER
    while True:
        with visit(address) as visitor:
            visitor.say("start", plan=SMALL, paused=True)
            answer = visitor.hear()
            if answer["type"] == "started":
                return
        assert answer["type"] == "bye"
        assert time.monotonic() < deadline, "no place has become free"

"""Firefox, by Marionette: the socket through which geckodriver, too, hands on what WebDriver asks."""

import json
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any, BinaryIO

from tests.engines.driven import CommandError, Driven, MissingError

COMMANDS = ("firefox", "firefox-esr", "/Applications/Firefox.app/Contents/MacOS/firefox")
# a port that is free, which Firefox then notes in its profile
PREFERENCES = 'user_pref("marionette.port", 0);\n'
PORT_FILE = "MarionetteActivePort"
SIZE = {"width": 1280, "height": 900}
# seconds
LONGEST_START = 120.0
LONGEST_ANSWER = 120.0


@contextmanager
def firefox(address: str) -> Generator[Driven, None, None]:
    """Firefox before the site at `address`; FIREFOX names another than the machine's. Raises MissingError."""
    path = next(filter(None, map(shutil.which, [os.environ["FIREFOX"]] if "FIREFOX" in os.environ else COMMANDS)), None)
    if path is None:
        raise MissingError(
            "There is no Firefox: install it (on Debian: apt-get install firefox-esr), or set FIREFOX to its path."
        )
    with tempfile.TemporaryDirectory() as profile:
        Path(profile, "user.js").write_text(PREFERENCES, "utf-8")
        process = subprocess.Popen(
            [path, "--headless", "--no-remote", "--marionette", "--profile", profile],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            place = ("127.0.0.1", _port(process, profile))
            with socket.create_connection(place, LONGEST_ANSWER) as connection, connection.makefile("rb") as stream:
                marionette = _Marionette(connection, stream)
                marionette.send("NewSession", {})
                marionette.send("SetWindowRect", SIZE)
                yield Driven(marionette.send, address)
        finally:
            process.terminate()
            process.wait()


def _port(process: subprocess.Popen[bytes], profile: str) -> int:
    file = Path(profile, PORT_FILE)
    deadline = time.monotonic() + LONGEST_START
    while process.poll() is None and time.monotonic() < deadline:
        if file.exists() and (text := file.read_text("utf-8")):
            return int(text)
        time.sleep(0.05)
    raise RuntimeError("Firefox did not start")


class _Marionette:
    """A connection on which JSON goes both ways, its length before it."""

    def __init__(self, connection: socket.socket, stream: BinaryIO) -> None:
        self._connection = connection
        self._stream = stream
        self._numbers = count()
        # it greets
        self._read()

    def send(self, command: str, parameters: Mapping[str, Any]) -> Any:
        """What a command answers. Raises CommandError."""
        text = json.dumps([0, next(self._numbers), f"WebDriver:{command}", parameters]).encode()
        self._connection.sendall(b"%d:%b" % (len(text), text))
        _, _, error, value = self._read()
        if error:
            raise CommandError(command, error)
        return value["value"] if isinstance(value, dict) and "value" in value else value

    def _read(self) -> Any:
        digits = b""
        while (digit := self._stream.read(1)) != b":":
            digits += digit
        return json.loads(self._stream.read(int(digits)))

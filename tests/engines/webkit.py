"""WebKit, by WebKitWebDriver and the small browser of WebKitGTK, on a screen that nobody sees where there is none."""

import json
import os
import shutil
import subprocess
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from tests.browser.server import free_port, is_ready
from tests.engines.driven import CommandError, Driven, MissingError

# how the standard writes each command
PATHS = {
    "Navigate": ("POST", "/url"),
    "ExecuteScript": ("POST", "/execute/sync"),
    "SetWindowRect": ("POST", "/window/rect"),
    "GetComputedLabel": ("GET", "/element/{id}/computedlabel"),
    "ElementClick": ("POST", "/element/{id}/click"),
    "ElementSendKeys": ("POST", "/element/{id}/value"),
}
SIZE = {"width": 1280, "height": 900}
# seconds
LONGEST_ANSWER = 120.0


@contextmanager
def webkit(address: str) -> Generator[Driven, None, None]:
    """WebKit before the site at `address`. Raises MissingError."""
    path = shutil.which("WebKitWebDriver")
    if path is None:
        raise MissingError("There is no WebKitWebDriver: install it (on Debian: apt-get install webkit2gtk-driver).")
    port = free_port()
    with _screen() as display:
        process = subprocess.Popen(
            [path, f"--port={port}"],
            env={**os.environ, **display},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        driver = f"http://127.0.0.1:{port}"
        try:
            if not is_ready(f"{driver}/status", lambda: process.poll() is None):
                raise RuntimeError("WebKitWebDriver did not start")
            session = _asked("POST", f"{driver}/session", {"capabilities": {}})["sessionId"]

            def send(command: str, parameters: Mapping[str, Any]) -> Any:
                method, rest = PATHS[command]
                return _asked(method, f"{driver}/session/{session}{rest.format_map(parameters)}", parameters)

            try:
                send("SetWindowRect", SIZE)
                yield Driven(send, address)
            finally:
                _asked("DELETE", f"{driver}/session/{session}", {})
        finally:
            process.terminate()
            process.wait()


@contextmanager
def _screen() -> Generator[dict[str, str], None, None]:
    """What tells a program its screen; nothing where the environment does. Raises MissingError."""
    if "DISPLAY" in os.environ or "WAYLAND_DISPLAY" in os.environ:
        yield {}
        return
    path = shutil.which("Xvfb")
    if path is None:
        raise MissingError(
            "WebKit needs a screen, and there is none: install one that nobody sees (on Debian: apt-get install xvfb)."
        )
    process = subprocess.Popen(
        [path, "-displayfd", "1", "-screen", "0", "1400x1000x24", "-nolisten", "tcp"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        yield {"DISPLAY": f":{process.stdout.readline().strip() if process.stdout else ''}"}
    finally:
        process.terminate()
        process.communicate()


def _asked(method: str, url: str, body: Mapping[str, Any]) -> Any:
    data = json.dumps(body).encode() if method == "POST" else None
    try:
        with urlopen(Request(url, data, method=method), timeout=LONGEST_ANSWER) as answer:
            return json.load(answer)["value"]
    except HTTPError as error:
        raise CommandError(url, json.load(error)["value"]) from None

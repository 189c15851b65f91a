"""A browser that nothing listens to, as a visitor's is.

A debugger that listens, as Playwright's does, has scripts parsed again for each exception that they catch: a third of
the time of a page that draws with Plotly.
"""

import json
import re
import subprocess
import time
from collections.abc import Generator
from contextlib import contextmanager
from tempfile import TemporaryDirectory
from typing import Any

from websockets.sync.client import ClientConnection, connect

from tests.browser.browser import AS_ROOT, find_browser

# seconds
LONGEST = 30.0
AT_REST = 0.005

# a headless browser has none, and a page for fingers waits for one before it loads Plotly
A_MOUSE = "--blink-settings=primaryHoverType=2,availableHoverTypes=2,primaryPointerType=4,availablePointerTypes=4"

_ADDRESS = re.compile(r"DevTools listening on (ws://\S+)")


class PlainBrowser:
    """Chromium's protocol of commands, without any of its events."""

    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection
        self._sent = 0

    def busy_seconds(self, address: str, until: str) -> float:
        """Processor seconds of the thread of the page at `address`, which nothing is kept of, until it is at rest.

        It is not before `until` is true there. Raises TimeoutError if that takes too long.
        """
        context = self._do("Target.createBrowserContext")["browserContextId"]
        target = {"url": "about:blank", "browserContextId": context, "width": 1280, "height": 900}
        page = self._do("Target.createTarget", **target)["targetId"]
        session = self._do("Target.attachToTarget", targetId=page, flatten=True)["sessionId"]
        # else it is a page in the background, which draws nothing
        self._do("Page.bringToFront", session)
        self._do("Performance.enable", session, timeDomain="threadTicks")
        self._do("Page.navigate", session, url=address)
        deadline = time.monotonic() + LONGEST
        while not self._value(session, f"Boolean({until})"):
            if time.monotonic() > deadline:
                raise TimeoutError(f"{address} is not there after {LONGEST:g} s: {until}")
            time.sleep(0.05)
        before, busy = -1.0, 0.0
        while busy - before > AT_REST:
            time.sleep(0.5)
            before, busy = busy, self._busy(session)
        self._do("Target.disposeBrowserContext", browserContextId=context)
        return busy

    def _busy(self, session: str) -> float:
        metrics = self._do("Performance.getMetrics", session)["metrics"]
        return next(metric["value"] for metric in metrics if metric["name"] == "TaskDuration")

    def _value(self, session: str, expression: str) -> Any:  # noqa: ANN401  whatever the page answers
        told = {"expression": expression, "awaitPromise": True, "returnByValue": True}
        return self._do("Runtime.evaluate", session, **told)["result"].get("value")

    def _do(self, method: str, session: str | None = None, **parameters: object) -> dict[str, Any]:
        self._sent += 1
        of_page = {} if session is None else {"sessionId": session}
        self._connection.send(json.dumps({"id": self._sent, "method": method, "params": parameters, **of_page}))
        while True:
            answer: dict[str, Any] = json.loads(self._connection.recv(LONGEST))
            if answer.get("id") == self._sent:
                return answer["result"]


@contextmanager
def plain_browser() -> Generator[PlainBrowser, None, None]:
    """A browser that has kept nothing."""
    with TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        arguments = (*AS_ROOT, A_MOUSE, "--headless", "--remote-debugging-port=0", f"--user-data-dir={profile}")
        with subprocess.Popen([find_browser(), *arguments], stderr=subprocess.PIPE, text=True) as process:
            try:
                address = next(found[1] for line in process.stderr or () if (found := _ADDRESS.search(line)))
                with connect(address, max_size=None, proxy=None) as connection:
                    yield PlainBrowser(connection)
            finally:
                process.terminate()

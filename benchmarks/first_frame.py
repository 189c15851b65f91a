"""How long after Run the first frame of a live run that has learned something comes, as a program sees it."""

import json
import time
from collections.abc import Iterator

from websockets.sync.client import ClientConnection, connect

from benchmarks.figure import Figure
from tests.browser.server import serve

RUNS = 7
AIM = "≤ 150 ms"


def measure() -> Iterator[Figure]:
    """Of a shape that was never seen, when Run is pressed at once and after a look, and of one that was."""
    with serve() as address:
        url = f"{address.replace('http', 'ws', 1)}/api/v1/playground"
        # what is imported once a worker is no wait of a shape
        _first_frame(url, 20, 0.0)
        unseen = [_first_frame(url, units, 0.0) for units in range(3, 3 + RUNS)]
        looked_at = [_first_frame(url, units, 0.5) for units in range(30, 30 + RUNS)]
        seen = [_first_frame(url, 20, 0.0) for _ in range(RUNS)]
    for what, values in (
        ("a shape that is new", unseen),
        ("a new shape that was looked at for half a second", looked_at),
        ("a shape that was seen", seen),
    ):
        yield Figure(what=f"first frame after Run: {what}", runs=values, unit="ms", aim=AIM)


def _first_frame(url: str, units: int, look: float) -> float:
    """Milliseconds from Run to the first frame beyond epoch 0, of 2-units-8-1, `look` seconds after it was started."""
    plan = {"network": {"hidden": [{"units": units, "activation": "tanh"}, {"units": 8, "activation": "tanh"}]}}
    with connect(url, max_size=None, compression=None, proxy=None) as socket:
        socket.send(json.dumps({"type": "start", "plan": plan, "paused": True}))
        while _epoch(socket) != 0:
            pass
        time.sleep(look)
        began = time.perf_counter()
        socket.send('{"type": "resume"}')
        while (_epoch(socket) or 0) <= 0:
            pass
        return 1000 * (time.perf_counter() - began)


def _epoch(socket: ClientConnection) -> int | None:
    """The epoch of the next message, if it is a frame, which is acknowledged."""
    message = json.loads(socket.recv())
    if message["type"] != "frame":
        return None
    socket.send(json.dumps({"type": "ack", "frame": message["frame"]}))
    return int(message["epoch"])

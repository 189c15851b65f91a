"""Whatever comes over the socket, and wherever a connection breaks, nothing crashes and nobody else is turned away."""

import base64
import copy
import json
import math
import os
import random
import socket
import struct
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeAlias
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from websockets.exceptions import ConnectionClosed

from tests.unit.sentences import assert_one_sentence
from tests.web.plans import OWN, SMALL, Json, plan_of
from tests.web.server import fork
from tests.web.visitor import PATH, Visitor, assert_is_served, visit

# how many are sent before their answers are awaited
AT_ONCE = 10
MALFORMED = 500
DROPPED = 30
PLACES = 3
FLOOD = 100
MAX_TABLE_BYTES = 100_000

Sent: TypeAlias = str | bytes

VALID: list[Json] = [
    {"type": "start", "plan": plan_of((3, "elu(alpha=1.5)"), (2, "maxout(k=3)"), training={"optimizer": "adam"})},
    {"type": "start", "plan": plan_of((3, "x*sigmoid(b*x)|b=1.7"), data=OWN), "paused": True},
    {"type": "pause"},
    {"type": "resume"},
    {"type": "step", "epochs": 2},
    {"type": "reset"},
    {"type": "tune", "lr": 0.1, "l1": 0.0, "l2": 0.1, "activity": 0.1, "dropout": 0.2, "batch_size": 20},
    {"type": "tune", "momentum": 0.5},
    {"type": "pace", "epochs_per_second": 10.0, "until_epoch": 20, "until_accuracy": 0.9},
    {"type": "edit", "layer": 0, "quantity": "W", "row": 0, "column": 1, "value": 0.5},
    {"type": "view", "kind": "columns", "x": 1, "y": 0, "sample": 2},
    {"type": "ask", "x": [[0.5, -1.0], [2.0, 3.0]]},
    {"type": "ack", "frame": 1},
]
VALUES: list[Any] = [
    None,
    True,
    -1,
    0,
    0.5,
    2**31,
    10**400,
    -(10**30),
    1e308,
    5e-324,
    math.nan,
    math.inf,
    -math.inf,
    "",
    "x" * 20_000,
    "\0",
    "\u202e{0}%s{type}",
    "__import__('os')",
    "constant(1e400)",
    "0" * 5000,
    [],
    [[]] * 50,
    {},
    {"type": "start"},
    {"$ref": "#"},
    [None] * 3000,
]
NESTINGS = ['{"type":', "[", '{"plan":', '{"type":"start","plan":{"network":{"hidden":[']


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every place in a message, as what holds it and its key there."""
    keys = value.keys() if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for key in list(keys):
        yield value, key
        yield from places(value[key])


def spoiled(chance: random.Random) -> str:
    """A message with something in it that does not belong there."""
    message = copy.deepcopy(chance.choice(VALID))
    for _ in range(chance.choice((1, 1, 1, 3))):
        holder, key = chance.choice(list(places(message)))
        what = chance.randrange(4)
        if what == 0:
            del holder[key]
        elif what == 1 and isinstance(holder, dict):
            holder[chance.choice(("Type", "__proto__", "x" * 300, "{0}", "\n"))] = 1
        else:
            holder[key] = copy.deepcopy(chance.choice(VALUES))
        if not list(places(message)):
            break
    return json.dumps(message)


def cut(chance: random.Random) -> str:
    text = json.dumps(chance.choice(VALID))
    return text[: chance.randrange(len(text))]


def nested(chance: random.Random) -> str:
    return (chance.choice(NESTINGS) * chance.choice((10, 500, 20_000)))[: MAX_TABLE_BYTES - 10]


def binary(chance: random.Random) -> bytes:
    return chance.randbytes(chance.choice((0, 1, 20, 5000)))


def wrong_text(chance: random.Random) -> str:
    return "".join(chr(chance.choice((*range(32, 127), 0, 0x202E, 0xFFFD, 0x1F600))) for _ in range(40))


def binary_json(chance: random.Random) -> bytes:
    return spoiled(chance).encode(chance.choice(("utf-8", "utf-16", "utf-32")))


def oversize(chance: random.Random) -> str:
    return json.dumps({"type": "pause"}) + " " * (MAX_TABLE_BYTES + chance.randrange(1000))


KINDS: list[tuple[Callable[[random.Random], Sent], int]] = [
    (spoiled, 12),
    (cut, 3),
    (nested, 1),
    (binary, 2),
    (binary_json, 2),
    (wrong_text, 2),
    (oversize, 1),
]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A server with few places, to which no message may be long and no plan large."""
    limits = {"MOST_SESSIONS": str(PLACES), "MAX_TABLE_BYTES": str(MAX_TABLE_BYTES), "MOST_WORK": "2000000"}
    with fork(DEVICE="cpu", **limits) as address:
        yield address


@pytest.fixture(autouse=True)
def unharmed(address: str) -> Iterator[None]:
    """After each test the server is well, and every place is free: all can be taken at once."""
    yield
    with urlopen(f"{address}/healthz") as reply:
        assert reply.status == 200
    visits = []
    for _ in range(PLACES):
        assert_is_served(address)
        visits.append(visit(address))
        visits[-1].__enter__().start(SMALL)
    for one in visits:
        one.__exit__(None, None, None)


def messages(seed: int) -> Iterator[tuple[Sent, bool]]:
    """Messages, and whether the connection may end over one: only if it is no message of the protocol at all."""
    chance = random.Random(seed)  # noqa: S311  the same messages each time
    for _ in range(MALFORMED):
        ((make, _),) = chance.choices(KINDS, [weight for _, weight in KINDS])
        yield make(chance), make is oversize


def hold(visitor: Visitor, number: int) -> None:
    """Everything that was sent has been answered, errors in sentences; the connection stands."""
    mark = f"mark-{number}"
    visitor.say(mark)
    while True:
        message = visitor.hear()
        if message["type"] == "frame":
            visitor.acknowledge(message)
        elif message["type"] == "error":
            detail = message["problem"]["detail"]
            assert_one_sentence(detail)
            if mark in detail:
                return
        else:
            assert message["type"] in {"started", "grid", "answer", "diverged"}, message


@pytest.mark.parametrize("began", [False, True])
def test_hundreds_of_malformed_messages_do_no_harm(address: str, *, began: bool) -> None:
    remaining = enumerate(messages(seed=began))
    sent = 0
    while sent < MALFORMED:
        with visit(address) as visitor:
            if began:
                visitor.start(SMALL, paused=False)
            for number, (message, may_end) in remaining:
                sent += 1
                visitor.connection.send(message)
                if may_end:
                    with pytest.raises(ConnectionClosed):
                        hold(visitor, number)
                    # 1006 where the server has hung up before all was sent
                    assert visitor.connection.close_code in {1009, 1006}
                    break
                if sent % AT_ONCE == 0:
                    hold(visitor, number)
            else:
                hold(visitor, sent)
                if began:
                    visitor.start(SMALL)
                    visitor.see("paused")


def test_a_text_that_is_not_utf_8_ends_its_own_connection_alone(address: str) -> None:
    with visit(address) as other, visit(address) as visitor:
        other.start(SMALL)
        other.see("paused")
        visitor.connection.send(b'{"type": "\xff"}', text=True)
        with pytest.raises(ConnectionClosed):
            visitor.hear()
        assert visitor.connection.close_code == 1007
        other.say("step")
        assert other.see("paused")["epoch"] == 1


def test_a_flood_of_starts_does_not_keep_others_waiting(address: str) -> None:
    start = json.dumps({"type": "start", "plan": SMALL})
    with visit(address) as flooding, visit(address) as other:
        other.start(SMALL)
        other.see("paused")
        answered = 0

        def hear_all() -> None:
            nonlocal answered
            for _ in range(FLOOD):
                flooding.hear_of("started")
                answered += 1

        with ThreadPoolExecutor(1) as hearing:
            for _ in range(FLOOD):
                flooding.connection.send(start)
            hearing.submit(hear_all)
            other.say("step")
            assert other.see("paused")["epoch"] == 1
            before = answered
        assert answered == FLOOD
        assert before < FLOOD / 2


class Raw:
    """A connection by hand, which can break anywhere."""

    def __init__(self, address: str) -> None:
        url = urlsplit(address)
        self.socket = socket.create_connection((url.hostname or "", url.port or 80), timeout=10)
        key = base64.b64encode(os.urandom(16)).decode()
        self.opening = (
            f"GET {PATH} HTTP/1.1\r\nHost: {url.netloc}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n"
        ).encode()

    def open(self) -> None:
        """Shake hands."""
        self.socket.sendall(self.opening)
        assert self.socket.recv(12).startswith(b"HTTP/1.1 101")

    def frame(self, message: Json) -> bytes:
        """A message as a masked frame; the mask is zero, so that the text stands as it is."""
        text = json.dumps(message).encode()
        return struct.pack("!BBH4x", 0x81, 0x80 | 126, len(text)) + text

    def drop(self, *, abruptly: bool) -> None:
        """Close the connection, with a reset or a plain end, and no word in the protocol."""
        if abruptly:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.socket.close()


START: Json = {"type": "start", "plan": SMALL}
SCENES: dict[str, Callable[[Raw], None]] = {}


def scene(act: Callable[[Raw], None]) -> Callable[[Raw], None]:
    SCENES[act.__name__] = act
    return act


@scene
def before_a_word(_: Raw) -> None: ...


@scene
def within_the_handshake(raw: Raw) -> None:
    raw.socket.sendall(raw.opening[:-30])


@scene
def before_the_handshake_is_answered(raw: Raw) -> None:
    raw.socket.sendall(raw.opening)


@scene
def before_the_start(raw: Raw) -> None:
    raw.open()


@scene
def within_the_head_of_a_message(raw: Raw) -> None:
    raw.open()
    raw.socket.sendall(raw.frame(START)[:3])


@scene
def within_a_message(raw: Raw) -> None:
    raw.open()
    raw.socket.sendall(raw.frame(START)[:-5])


@scene
def before_the_start_is_answered(raw: Raw) -> None:
    raw.open()
    raw.socket.sendall(raw.frame(START))


@scene
def while_the_run_goes_on(raw: Raw) -> None:
    raw.open()
    raw.socket.sendall(raw.frame(START))
    assert len(raw.socket.recv(20_000)) > 0


@scene
def within_a_message_while_the_run_goes_on(raw: Raw) -> None:
    while_the_run_goes_on(raw)
    raw.socket.sendall(raw.frame({"type": "tune", "lr": 0.1})[:-2])


@scene
def between_two_parts_of_a_message(raw: Raw) -> None:
    raw.open()
    # FIN is not set: more is to follow
    raw.socket.sendall(b"\x01" + raw.frame(START)[1:])


@scene
def after_what_is_no_frame(raw: Raw) -> None:
    while_the_run_goes_on(raw)
    raw.socket.sendall(b"\xff" * 200)


@scene
def with_much_left_unread(raw: Raw) -> None:
    raw.open()
    raw.socket.sendall(raw.frame(START) * 100)


@pytest.mark.parametrize("abruptly", [True, False])
@pytest.mark.parametrize("name", SCENES)
def test_a_connection_may_break_anywhere(address: str, name: str, *, abruptly: bool) -> None:
    for _ in range(-(-DROPPED // len(SCENES))):
        raw = Raw(address)
        SCENES[name](raw)
        raw.drop(abruptly=abruptly)
        assert_is_served(address)


def test_connections_that_break_together_leave_no_trace(address: str) -> None:
    with visit(address) as other:
        other.start(SMALL)
        other.see("paused")
        raws = [Raw(address) for _ in range(DROPPED)]
        for raw in raws:
            raw.open()
            raw.socket.sendall(raw.frame(START))
        for number, raw in enumerate(raws):
            raw.drop(abruptly=number % 2 == 0)
        other.say("step")
        assert other.see("paused")["epoch"] == 1

"""Whatever bytes come, the server answers with a sentence or hangs up: no fault of its own, no long refusal, no crash.

The same requests and sessions each time; `make fuzz` sends as many as in ten minutes.
"""

import copy
import json
import os
import random
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import pytest
from websockets.exceptions import ConnectionClosed, InvalidMessage

from tests.unit.sentences import assert_one_sentence
from tests.web.plans import OWN, SMALL, Json, plan_of
from tests.web.server import fork
from tests.web.test_live_hostile import KINDS, NESTINGS, VALID, VALUES, places
from tests.web.visitor import PATH, assert_is_served, visit

AXIS = {"vary": "lr", "low": 0.1, "high": 1, "scale": "log", "points": 2}
REQUESTS = int(os.environ.get("FUZZ_REQUESTS", "240"))
SESSIONS = int(os.environ.get("FUZZ_SESSIONS", "24"))
AT_ONCE = 4
LARGEST_REFUSAL = 65_536
LONGEST_WAIT = 60.0
LARGEST_BODY = 100_000
A_SESSION = 12

TRAINED = plan_of((3, "elu(alpha=1.5)"), (2, "maxout(k=3)"), training={"optimizer": "adam"})
QUERIES: list[tuple[str, list[tuple[str, str]]]] = [
    ("/api/v1/curves", [("f", "relu"), ("f", "x*sigmoid(b*x)|b=1.7"), ("low", "-3"), ("points", "11"), ("order", "2")]),
    ("/api/v1/curves", [("f", "elu(alpha=1.5)"), ("x", "-1,0,2.5"), ("dtype", "float16"), ("format", "csv")]),
    ("/api/v1/figures/curves", [("f", "gelu"), ("show", "derivative")]),
    ("/api/v1/traits", [("f", "where(x>0,x,x^3)")]),
    ("/api/v1/differences", [("f", "gelu"), ("f", "where(x>0,x,x^3)"), ("low", "-2")]),
    ("/api/v1/layer", [("f", "softmax"), ("inputs", "2"), ("units", "3")]),
    ("/api/v1/depth", [("f", "tanh"), ("layers", "3"), ("width", "4")]),
    ("/api/v1/playground/data", [("data", "spiral"), ("points", "30"), ("features", "r"), ("format", "csv")]),
    ("/api/v1/activations/elu", []),
    ("/", [("f", "silu"), ("high", "4")]),
    ("/exhibits/saturation", [("f", "tanh")]),
    ("/playground", [("layer", "4:relu;use_bias=false"), ("data", "iris"), ("plane", "0,2"), ("features", "xy")]),
    ("/race", [("f", "relu"), ("f", "tanh")]),
    ("/docs", []),
    ("/problem", [("f", "sin(")]),
]
MAPPED = {"plan": SMALL, "activations": ["elu"], "x": AXIS, "y": {**AXIS, "vary": "alpha"}, "epochs": 1}
BODIES: list[tuple[str, Json]] = [
    ("/api/v1/curves", {"f": ["relu", "x^2"], "low": -1, "high": 1, "points": 5, "order": 1, "dtype": "float32"}),
    ("/api/v1/playground/train", {"plan": TRAINED, "epochs": 1, "every": 1, "include": ["data", "weights", "layers"]}),
    ("/api/v1/playground/train", {"plan": plan_of((2, "tanh"), data=OWN), "epochs": 2}),
    ("/api/v1/playground/script", {"plan": {"network": {"hidden": []}}, "weights": [{"W": [[1], [-2]], "b": [0.5]}]}),
    ("/api/v1/map", MAPPED),
    ("/api/v1/figures/map", MAPPED),
    ("/api/v1/race", {"plan": SMALL, "activations": ["tanh", "relu"], "seeds": 2, "epochs": 1, "target": 0.9}),
]
WORDS = ["", " ", "\0", "%00", "é", "\u202e", "../../etc/passwd", "-1", "1e999", "nan", "x" * 3000, "|", "(" * 40, "#"]
HEADERS = [
    "Accept",
    "Accept-Encoding",
    "If-None-Match",
    "Range",
    "Origin",
    "Cookie",
    "Content-Type",
    "Expect",
    "Upgrade",
]
HEADER_VALUES = [
    "text/csv;q=0",
    "*/*;q=x, text/html;;",
    'W/"',
    "bytes=0-,5-2",
    "http://evil.example",
    "a=b" * 900,
    "application/x-ndjson",
    "text/event-stream",
    "websocket",
    "100-continue",
    "\t",
    "\xff\xfe",
]


def query(chance: random.Random) -> tuple[str, str, bytes]:
    """A GET of an address in which something is wrong."""
    path, pairs = chance.choice(QUERIES)
    pairs = list(pairs)
    for _ in range(chance.choice((1, 2))):
        word = chance.choice((*WORDS, repr(chance.choice(VALUES))[:500]))
        match chance.randrange(4):
            case 0 if pairs:
                place = chance.randrange(len(pairs))
                pairs[place] = pairs[place][0], word
            case 1 if pairs:
                pairs += pairs * chance.choice((1, 20))
            case 2:
                pairs.append((word, word))
            case _:
                path = chance.choice((path + quote(word), path + "/" + quote(word), path.upper(), path * 2))
    return chance.choice(("GET", "GET", "GET", "HEAD", "DELETE", "POST")), f"{path}?{urlencode(pairs)}", b""


def body(chance: random.Random) -> tuple[str, str, bytes]:
    """A POST in whose body something is wrong."""
    path, content = chance.choice(BODIES)
    content = copy.deepcopy(content)
    for _ in range(chance.choice((1, 1, 3))):
        found = list(places(content))
        if not found:
            break
        holder, key = chance.choice(found)
        if chance.randrange(4):
            holder[key] = copy.deepcopy(chance.choice(VALUES))
        else:
            del holder[key]
    return "POST", path, json.dumps(content).encode()


def bytes_of_a_body(chance: random.Random) -> tuple[str, str, bytes]:
    """A POST of what is no JSON, or of JSON with other bytes in it."""
    method, path, content = body(chance)
    raw = bytearray(content)
    match chance.randrange(4):
        case 0:
            raw = raw[: chance.randrange(len(raw) + 1)]
        case 1:
            for _ in range(chance.choice((1, 5))):
                raw[chance.randrange(len(raw))] = chance.randrange(256)
        case 2:
            raw = bytearray((chance.choice(NESTINGS) * 5000)[:LARGEST_BODY].encode())
        case _:
            raw = bytearray(chance.randbytes(chance.choice((1, 100, 2000))))
            path = chance.choice((path, "/api/v1/playground/data"))
    return method, path, bytes(raw)


def raw_request(number: int, host: str) -> bytes:
    """The bytes of request number `number`."""
    chance = random.Random(number)  # noqa: S311  the same requests each time
    method, path, content = chance.choice((query, body, body, bytes_of_a_body))(chance)
    headers = {"Host": host, "Connection": "close", "Content-Type": "application/json"}
    if content or method == "POST":
        headers["Content-Length"] = str(len(content))
    for _ in range(chance.choice((0, 0, 1, 2))):
        headers[chance.choice(HEADERS)] = chance.choice(HEADER_VALUES)
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    request = f"{method} {path} HTTP/1.1\r\n{head}\r\n".encode("latin-1", "replace") + content
    if chance.randrange(12) == 0:
        spoilt = bytearray(request)
        spoilt[chance.randrange(len(spoilt))] = chance.randrange(256)
        return bytes(spoilt)
    return request


def answered(address: str, number: int) -> tuple[int, str, bytes] | None:
    """Status, head and body of the answer to request `number`; None where the server hung up."""
    url = urlsplit(address)
    with socket.create_connection((url.hostname or "", url.port or 80), timeout=LONGEST_WAIT) as raw:
        read = bytearray()
        try:
            raw.sendall(raw_request(number, url.netloc))
            raw.shutdown(socket.SHUT_WR)
            while part := raw.recv(2**16):
                read += part
        except (ConnectionResetError, BrokenPipeError):
            pass
    if not read:
        return None
    head, _, content = bytes(read).partition(b"\r\n\r\n")
    return int(head.split(b" ", 2)[1]), head.decode("latin-1").lower(), content


def assert_is_harmless(address: str, number: int) -> None:
    answer = answered(address, number)
    if answer is None:
        return
    status, head, content = answer
    assert status < 500 or status == 503, (number, status, content[:300])
    # a page is whole, also where its address is not
    if status >= 400 and "content-type: text/html" not in head:
        assert len(content) < LARGEST_REFUSAL, (number, len(content))
        if "application/problem+json" in head and "content-encoding" not in head and content:
            assert_one_sentence(json.loads(content)["detail"])


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A server that takes no large plan."""
    with fork(
        DEVICE="cpu", MAX_BODY_BYTES=str(LARGEST_BODY), MOST_WORK="2000000", MOST_EPOCHS="3", HEAD_SECONDS="2"
    ) as address:
        yield address


def test_no_request_is_a_fault_of_the_server(address: str) -> None:
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(partial(assert_is_harmless, address), range(REQUESTS)))
    assert_is_served(address)


def session(address: str, number: int) -> None:
    """A page that says a few things, most of them wrong, and leaves at any moment."""
    chance = random.Random(-1 - number)  # noqa: S311  the same sessions each time
    path = chance.choice((PATH, PATH, "/api/v1/race"))
    try:
        with visit(address, path) as visitor:
            for _ in range(chance.randrange(A_SESSION)):
                ((make, _),) = chance.choices(KINDS, [weight for _, weight in KINDS])
                said: Any = chance.choice((json.dumps(chance.choice(VALID)), make(chance)))
                visitor.connection.send(said)
                if chance.randrange(2):
                    # some messages have no answer
                    message = json.loads(visitor.connection.recv(2))
                    if message["type"] == "error":
                        assert_one_sentence(message["problem"]["detail"])
                    assert len(json.dumps(message)) < LARGEST_REFUSAL or message["type"] != "error"
                    if message["type"] == "bye":
                        return
    except (ConnectionClosed, InvalidMessage, TimeoutError):
        # a message that is too large ends its connection, and whoever says nothing worth an answer hears nothing
        return


def test_no_session_harms_another(address: str) -> None:
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(partial(session, address), range(SESSIONS)))
    assert_is_served(address)

"""Whoever sends much, sends half, reads nothing, leaves, or chatters gets little, and takes nothing from the others."""

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any
from urllib.parse import urlsplit

import httpx2 as httpx
import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient
from websockets.exceptions import ConnectionClosed

from app.faults import MOST_FAULTS
from tests.unit.sentences import assert_one_sentence
from tests.web.plans import SMALL, Json, plan_of
from tests.web.server import fork
from tests.web.visitor import Visitor, assert_is_served, visit

LARGEST_REFUSAL = 65_536
MANY = 100_000
LONGEST_WAIT = 20.0
SEATS = 2
CONNECTIONS = 30
# hours of training by torch
ENDLESS: Json = {
    "plan": plan_of((40, "mish"), (40, "mish"), data={"points": 2000}, training={"batch_size": 10}, replicas=8),
    "epochs": 10_000,
    "every": 1000,
}


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A server of little patience, which trusts no proxy, with few places."""
    with fork(
        DEVICE="cpu",
        FORWARDED_ALLOW_IPS="10.0.0.1",
        HEAD_SECONDS="0.5",
        BODY_SECONDS="0.5",
        WRITE_SECONDS="0.5",
        IDLE_SECONDS="1",
        MOST_TRAININGS="1",
        MOST_MAPS="1",
        MOST_SESSIONS_PER_CLIENT=str(SEATS),
        MOST_CONNECTIONS_PER_CLIENT=str(CONNECTIONS),
    ) as address:
        yield address


def connected(address: str) -> socket.socket:
    """A connection to the server, by hand."""
    url = urlsplit(address)
    return socket.create_connection((url.hostname or "", url.port or 80), timeout=LONGEST_WAIT)


def all_of(raw: socket.socket) -> bytes:
    """What comes until the server closes the connection."""
    read = bytearray()
    try:
        while part := raw.recv(2**16):
            read += part
    except ConnectionResetError:
        pass
    return bytes(read)


def wrapped(path: tuple[str, ...], value: str) -> str:
    """The JSON of an object with `value`, a JSON text, at `path`; a digit is a place in a list."""
    for key in reversed(path):
        value = f"[{value}]" if key == "0" else f'{{"{key}": {value}}}'
    return value


LISTS: list[tuple[str, tuple[str, ...]]] = [
    ("/api/v1/curves", ("f",)),
    ("/api/v1/curves", ("x",)),
    ("/api/v1/playground/train", ("plan", "data", "samples")),
    ("/api/v1/playground/train", ("plan", "data", "samples", "0")),
    ("/api/v1/playground/train", ("plan", "network", "hidden")),
    ("/api/v1/playground/train", ("include",)),
    ("/api/v1/playground/script", ("weights",)),
    ("/api/v1/playground/script", ("weights", "0", "W")),
    ("/api/v1/playground/script", ("weights", "0", "W", "0")),
    ("/api/v1/playground/train", ("plan", "data", "columns")),
    ("/api/v1/playground/train", ("plan", "data", "features")),
    ("/api/v1/playground/onnx", ("weights", "0", "W")),
    ("/api/v1/race", ("activations",)),
    ("/api/v1/map", ("activations",)),
    ("/api/v1/figures/map", ("activations",)),
]


@pytest.mark.parametrize(("url", "path"), LISTS)
@pytest.mark.parametrize("item", ["[]", '""', "null", '{"a": 1}'])
def test_many_faults_are_counted_and_few_are_told(
    client: TestClient, url: str, path: tuple[str, ...], item: str
) -> None:
    for many in (MANY, 600):
        answer = client.post(url, content=wrapped(path, f"[{','.join([item] * many)}]"))
        assert answer.status_code == 422
        assert len(answer.content) < LARGEST_REFUSAL
        body = answer.json()
        assert len(body["errors"]) <= MOST_FAULTS
        assert body["more"] >= 0
        assert_one_sentence(body["detail"])


@pytest.mark.parametrize("url", sorted({url for url, _ in LISTS}))
def test_many_names_are_one_fault(client: TestClient, url: str) -> None:
    names = ",".join(f'"name{number}": 1' for number in range(MANY // 4))
    for content in (f"{{{names}}}", f'{{"plan": {{{names}}}}}', f'{{"weights": [{{{names}}}]}}'):
        answer = client.post(url, content=content)
        assert answer.status_code == 422
        assert len(answer.content) < LARGEST_REFUSAL


@pytest.mark.parametrize("url", ["/api/v1/layer?weights=", "/api/v1/curves?f=relu&x=", "/api/v1/layer?inputs="])
def test_an_address_of_commas_is_one_fault(client: TestClient, url: str) -> None:
    answer = client.get(url + "," * 60_000)
    assert answer.status_code == 422
    assert len(answer.content) < LARGEST_REFUSAL


def bodies(app: FastAPI) -> Iterator[Json]:
    """The schema of each body that the API takes."""
    for path in app.openapi()["paths"].values():
        for operation in path.values():
            for media in operation.get("requestBody", {}).get("content", {}).values():
                yield media["schema"]


def unbounded(schema: Any, parts: Json, seen: set[str], place: str) -> Iterator[str]:
    """Where `schema` has a list, or a mapping of any names, that may be of any length."""
    if isinstance(schema, list):
        for part in schema:
            yield from unbounded(part, parts, seen, place)
    if not isinstance(schema, dict):
        return
    if reference := schema.get("$ref"):
        name = reference.rpartition("/")[2]
        if name not in seen:
            seen.add(name)
            yield from unbounded(parts[name], parts, seen, name)
    if schema.get("type") == "array" and "maxItems" not in schema:
        yield place
    if schema.get("type") == "object" and "properties" not in schema and "maxProperties" not in schema:
        yield place
    for name, part in schema.items():
        yield from unbounded(part, parts, seen, f"{place}.{name}")


def test_every_list_of_a_body_has_a_bound(app: FastAPI) -> None:
    parts = app.openapi()["components"]["schemas"]
    seen: set[str] = set()
    assert [place for schema in bodies(app) for place in unbounded(schema, parts, seen, "body")] == []
    assert {"Plan", "RacePlan"} <= seen


@pytest.mark.parametrize("sent", [b"", b"GET / HT", b"GET /healthz HTTP/1.1\r\nHost: a\r\nX-Long: "])
def test_a_request_that_is_never_finished_ends(address: str, sent: bytes) -> None:
    with connected(address) as raw:
        raw.sendall(sent)
        assert all_of(raw) == b""


def test_a_second_request_that_is_never_finished_ends_too(address: str) -> None:
    with connected(address) as raw:
        raw.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert raw.recv(2**16).startswith(b"HTTP/1.1 200")
        raw.sendall(b"GET /hea")
        assert b"HTTP/1.1" not in all_of(raw)


def test_a_body_that_never_comes_is_told_so(address: str) -> None:
    with connected(address) as raw:
        raw.sendall(
            b"POST /api/v1/curves HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            b'Content-Length: 99\r\n\r\n{"f": '
        )
        answer = all_of(raw)
    assert answer.startswith(b"HTTP/1.1 408")
    assert b"within 0.5 seconds" in answer


def test_an_answer_that_nobody_reads_ends(address: str) -> None:
    with connected(address) as raw:
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        body = json.dumps({"f": [f"sin({number}*x)" for number in range(1, 17)], "points": 5001}).encode()
        head = f"POST /api/v1/curves HTTP/1.1\r\nHost: localhost\r\nContent-Length: {len(body)}\r\n"
        raw.sendall(f"{head}Content-Type: application/json\r\n\r\n".encode() + body)
        # others are served meanwhile, more often than a patient server would let them wait
        until_gone(raw, address)
        read = all_of(raw)
    declared = int(read.partition(b"content-length: ")[2].split(b"\r\n")[0])
    assert len(read) < declared


def until_gone(raw: socket.socket, address: str) -> None:
    """Ask for something else until the server has given the connection up: then it can be written no more."""
    while True:
        assert httpx.get(f"{address}/healthz").status_code == 200
        try:
            raw.sendall(b" ")
        except (BrokenPipeError, ConnectionResetError):
            return


AXES = {
    name: {"vary": vary, "low": 0.01, "high": 1, "points": 2} for name, vary in (("x", "lr"), ("y", "weight_scale"))
}
# what takes for ever, and another that finds no room beside it
CROWDED: dict[str, tuple[Json, str, Json]] = {
    "playground/train": (ENDLESS, "playground/train", {"plan": SMALL, "epochs": 1}),
    "race": (
        {"plan": ENDLESS["plan"], "activations": ["tanh", "relu"], "seeds": 4, "epochs": 10_000},
        "playground/train",
        {"plan": SMALL, "epochs": 1},
    ),
    "map": (
        {"plan": ENDLESS["plan"], "activations": ["tanh"], **AXES, "epochs": 10_000},
        "map",
        {"plan": SMALL, "activations": ["tanh"], **AXES, "epochs": 1},
    ),
    "figures/map": (
        {"plan": ENDLESS["plan"], "activations": ["tanh"], **AXES, "epochs": 10_000},
        "figures/map",
        {"plan": SMALL, "activations": ["tanh"], **AXES, "epochs": 1},
    ),
}


@pytest.mark.parametrize("path", CROWDED)
def test_what_an_abandoned_call_asked_for_stops_and_others_wait_for_it(address: str, path: str) -> None:
    endless, other, small = CROWDED[path]

    def asks() -> httpx.Response:
        return httpx.post(f"{address}/api/v1/{other}", json=small, timeout=LONGEST_WAIT)

    body = json.dumps(endless).encode()
    with connected(address) as raw:
        head = f"POST /api/v1/{path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {len(body)}\r\n"
        raw.sendall(f"{head}Content-Type: application/json\r\n\r\n".encode() + body)
        while (busy := asks()).status_code == 200:
            # the other has not begun
            pass
        assert busy.status_code == 503
        assert int(busy.headers["retry-after"]) > 0
        assert_one_sentence(busy.json()["detail"])
    while asks().status_code == 503:
        pass
    assert asks().status_code == 200


def chatter(visitor: Visitor) -> None:
    """Say something that is no message again and again."""
    while True:
        visitor.connection.send("x")
        assert visitor.hear()["type"] in {"error", "frame", "bye"}


def test_who_chatters_is_silent_all_the_same(address: str) -> None:
    with visit(address) as visitor:
        visitor.start(SMALL)
        with pytest.raises(ConnectionClosed):
            chatter(visitor)
        assert visitor.connection.close_code == 1001


def test_one_address_has_so_many_places(address: str) -> None:
    with ExitStack() as stack:
        for _ in range(SEATS):
            stack.enter_context(visit(address)).start(SMALL)
        with visit(address) as visitor:
            message = visitor.hear()
            assert message["type"] == "bye"
            assert "MOST_SESSIONS_PER_CLIENT" in message["reason"]
    assert_is_served(address)


def test_one_address_has_so_many_connections(address: str) -> None:
    with ExitStack() as stack:
        raws = [stack.enter_context(connected(address)) for _ in range(CONNECTIONS + 10)]
        refused: list[bool] = []

        def ask(raw: socket.socket) -> None:
            try:
                raw.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
                refused.append(not raw.recv(100))
            except (ConnectionResetError, BrokenPipeError):
                refused.append(True)

        threads = [threading.Thread(target=ask, args=(raw,)) for raw in raws]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert 10 <= sum(refused) < CONNECTIONS
    assert_is_served(address)


def send_without_end(raw: socket.socket, begin: bytes) -> None:
    """Send `begin`, and then the same letter for as long as the server takes it."""
    raw.sendall(begin)
    while True:
        raw.sendall(b"x" * 65_536)


@pytest.mark.parametrize("begin", [b"GET /?f=", b"GET / HTTP/1.1\r\nHost: localhost\r\nX: "])
def test_a_head_without_end_ends(address: str, begin: bytes) -> None:
    with connected(address) as raw, pytest.raises((BrokenPipeError, ConnectionResetError)):
        send_without_end(raw, begin)


def test_live_runs_share_a_bounded_memory() -> None:
    large = plan_of(*[(64, "tanh")] * 4, data={"points": 20}, replicas=8)
    with fork(DEVICE="cpu", MOST_LIVE_MEGABYTES="20") as address, visit(address) as first, visit(address) as second:
        first.start(large)
        second.say("start", plan=large)
        assert "MOST_LIVE_MEGABYTES" in second.refused()
        second.start(SMALL)
        first.start(SMALL)
        second.start(large)

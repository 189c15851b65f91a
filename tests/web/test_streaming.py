"""Answers that grow: every exhibit as lines or events, each stage whole, the last the answer in one piece."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any
from zlib import decompressobj

import brotli
import plotly.graph_objects as go
import pytest
from fastapi import FastAPI
from httpx2 import Response
from starlette.datastructures import Headers
from starlette.responses import StreamingResponse
from starlette.testclient import TestClient
from starlette.types import Message

from app.exhibits.catalogue import EXHIBITS
from app.exhibits.exhibit import Exhibit
from app.web.http.problems import TakesTooLongError
from app.web.http.streaming import EVENTS, NDJSON, StreamType, stream
from app.web.live.turns import in_turns
from tests.web.events import Event, events_of, told_of

AnyExhibit = Exhibit[Any, Any]
API = "/api/v1"

every_exhibit = pytest.mark.parametrize("exhibit", EXHIBITS, ids=lambda exhibit: exhibit.slug)


def lines(client: TestClient, url: str, kind: str = NDJSON) -> list[dict[str, Any]]:
    answer = client.get(url, headers={"accept": kind})
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith(kind)
    assert answer.headers["cache-control"] == "no-store"
    return told_of(answer.text) if kind == EVENTS else [json.loads(line) for line in answer.text.splitlines()]


@every_exhibit
def test_every_exhibit_grows_to_the_whole(
    client: TestClient, answer_to: Callable[[str], Response], exhibit: AnyExhibit
) -> None:
    # a stage is a whole figure: of a course of hundreds a few tens say as much
    asked = f"{API}/figures/{exhibit.slug}{'?epochs=10' if 'epochs' in exhibit.controls.model_fields else ''}"
    stages = lines(client, asked)
    shares = [stage["done"] for stage in stages]
    assert shares == sorted(shares)
    assert shares[-1] == 1
    assert (len(stages) > 1) == (exhibit.stages is not None)
    for stage in stages:
        go.Figure(stage["figure"])
        assert stage["findings"]
    whole = answer_to(asked).json()
    if not exhibit.is_timed:
        assert stages[-1]["figure"] == whole


def test_numbers_grow_as_events_too(client: TestClient) -> None:
    stages = lines(client, f"{API}/maxout?k=2", EVENTS)
    assert stages[-1] == {"done": 1} | client.get(f"{API}/maxout?k=2").json()
    assert len(stages) > 1


@pytest.mark.parametrize("path", [f"{API}/figures/maxout", f"{API}/cost?power=10"])
def test_a_stream_that_has_ended_stays_closed(client: TestClient, path: str) -> None:
    again = client.get(path, headers={"accept": EVENTS, "last-event-id": "end"})
    assert (again.status_code, again.content) == (204, b"")
    assert again.headers["cache-control"] == "no-store"
    # one that broke off is told anew, and lines have no ids
    for headers in ({"accept": EVENTS, "last-event-id": "1"}, {"accept": NDJSON, "last-event-id": "end"}):
        assert client.get(path, headers=headers).status_code == 200


@pytest.mark.parametrize("kind", [NDJSON, EVENTS])
@pytest.mark.parametrize("encoding", ["br", "gzip", "identity"])
def test_every_stage_arrives_before_the_next_however_it_is_compressed(app: FastAPI, kind: str, encoding: str) -> None:
    headers, parts = asyncio.run(parts_sent(app, f"{API}/figures/maxout", accept=kind, encoding=encoding))
    assert headers.get("content-encoding", "identity") == encoding
    assert headers["vary"] == "Accept, Accept-Encoding"
    brotli_stream = brotli.Decompressor()

    def drained(part: bytes) -> bytes:
        # it hands out no more than 32 KiB at once
        texts = [brotli_stream.process(part)]
        while texts[-1]:
            texts.append(brotli_stream.process(b""))
        return b"".join(texts)

    decode = {"br": drained, "gzip": decompressobj(wbits=31).decompress, "identity": bytes}[encoding]
    stages = [text for text in (decode(part) for part in parts if part) if text]
    if kind == EVENTS:
        *stages, end = stages
        assert events_of(end.decode()) == [Event("end", "end", {})]
    # each part is a whole one
    whole = [events_of(text.decode())[0].data if kind == EVENTS else json.loads(text) for text in stages]
    shares = [stage["done"] for stage in whole]
    assert len(shares) > 2
    assert shares[-1] == 1
    plain = len(b"".join(stages))
    assert sum(map(len, parts)) < 0.6 * plain or encoding == "identity"


async def parts_sent(app: FastAPI, path: str, *, accept: str, encoding: str) -> tuple[Headers, list[bytes]]:
    """What a server would write to the socket for a GET of `path`: the headers, and the body part by part."""
    sent: list[Message] = []
    asked = {"accept": accept, "accept-encoding": encoding, "host": "testserver"}

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        # a client that stays
        await asyncio.Event().wait()
        return {"type": "http.disconnect"}

    scope = {
        "type": "http",
        "method": "GET",
        "path": path,
        "query_string": b"",
        "headers": Headers(asked).raw,
        "server": ("testserver", 80),
        "scheme": "http",
        "http_version": "1.1",
        "root_path": "",
        "app": app,
    }
    await app(scope, receive, send)
    start, *body = sent
    return Headers(raw=start["headers"]), [message.get("body", b"") for message in body]


@pytest.mark.parametrize("kind", [NDJSON, EVENTS])
def test_a_bad_control_is_refused_before_anything_grows(client: TestClient, kind: str) -> None:
    answer = client.get(f"{API}/figures/maxout?k=99", headers={"accept": kind})
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["errors"][0]["loc"] == ["query", "k"]


@every_exhibit
def test_times_are_kept_by_nobody_and_numbers_are(
    client: TestClient, answer_to: Callable[[str], Response], exhibit: AnyExhibit
) -> None:
    answer = answer_to(f"{API}/exhibits/{exhibit.slug}")
    if exhibit.is_timed:
        assert answer.headers["cache-control"] == "no-store"
    else:
        assert "max-age" in answer.headers["cache-control"]
        again = client.get(f"{API}/exhibits/{exhibit.slug}", headers={"if-none-match": answer.headers["etag"]})
        assert again.status_code == 304


async def _broken(fault: Exception) -> AsyncIterator[dict[str, Any]]:
    yield {"done": 0.5}
    raise fault


@pytest.mark.parametrize("kind", [NDJSON, EVENTS])
@pytest.mark.parametrize(
    ("fault", "status", "sentence"),
    [
        (TakesTooLongError("That is too much."), 422, "That is too much."),
        (ValueError("secret"), 500, "The server made a"),
    ],
)
def test_a_stream_that_breaks_off_says_so_in_its_last_line(
    kind: StreamType, fault: Exception, status: int, sentence: str
) -> None:
    answer = stream(kind, _broken(fault))
    assert isinstance(answer, StreamingResponse)
    body = answer.body_iterator

    async def read() -> str:
        return "".join([bytes(chunk).decode() if not isinstance(chunk, str) else chunk async for chunk in body])

    text = asyncio.run(read())
    first, last = told_of(text) if kind == EVENTS else map(json.loads, text.splitlines())
    assert first == {"done": 0.5}
    assert last["problem"]["status"] == status
    assert last["problem"]["detail"].startswith(sentence)


def test_many_streams_hold_the_server_up_no_longer_than_one() -> None:
    turns = [0]
    taken: list[int] = []

    def steps() -> Iterator[int]:
        for _ in range(3):
            taken.append(turns[-1])
            yield turns[-1]

    async def take_all() -> None:
        async for _ in in_turns(steps()):
            pass

    async def run() -> None:
        streams = asyncio.gather(*(take_all() for _ in range(20)))
        while not streams.done():
            turns.append(turns[-1] + 1)
            await asyncio.sleep(0)
        await streams

    asyncio.run(run())
    assert len(taken) == 60
    assert len(set(taken)) == 60


COST = f"{API}/cost?power=10"
OLD = {"cache-control": "max-stale", "accept": NDJSON}


def seconds(measured: dict[str, Any]) -> list[float]:
    return [cost["seconds_forward"] for cost in measured["costs"]]


def test_another_order_of_what_was_timed_is_told_without_timing_it_again(client: TestClient) -> None:
    timed = lines(client, COST)[-1]["measured"]
    (line,) = client.get(f"{COST}&order=memory", headers=OLD).text.splitlines()
    arranged = json.loads(line)
    assert arranged["done"] == 1
    assert arranged["measured"] == timed | {"order": "memory"}
    whole = client.get(f"{COST}&order=family", headers={"cache-control": "max-stale"}).json()
    assert whole["measured"] == timed | {"order": "family"}


def test_times_are_measured_anew_unless_old_ones_will_do_and_for_any_other_question(client: TestClient) -> None:
    timed = lines(client, COST)[-1]["measured"]
    assert seconds(lines(client, COST)[-1]["measured"]) != seconds(timed)
    other = client.get(f"{COST}&dtype=float64", headers=OLD).text.splitlines()
    assert len(other) > 1 or seconds(json.loads(other[-1])["measured"]) != seconds(timed)
